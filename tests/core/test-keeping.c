/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the records are kept, and in whose panel the edits are made. */
#include "core/checks/sp-keeping.h"
#include "support/sp-test-snapshot.h"

typedef struct {
  const char *text;
  const char *said;
  SpKeepingState state;
  const char *keeper;
  const char *panel;
} Row;

#define CLOUDFLARE "!servers ada.ns.cloudflare.com bob.ns.cloudflare.com\n"
#define UNHEARD_OF "!servers ns1.unheard-of.test ns2.unheard-of.test\n"
#define PRACTICE "!flag practice\n"

static const Row rows[] = {
  { CLOUDFLARE, NULL, SP_KEEPING_FITS, "cloudflare", "cloudflare" },
  { CLOUDFLARE, "cloudflare", SP_KEEPING_FITS, "cloudflare", "cloudflare" },
  { CLOUDFLARE, "no-such-host", SP_KEEPING_FITS, "cloudflare", "cloudflare" },
  /* A program says nothing about who runs it. */
  { CLOUDFLARE, "cpanel", SP_KEEPING_FITS, "cloudflare", "cpanel" },
  { CLOUDFLARE, "plesk", SP_KEEPING_FITS, "cloudflare", "plesk" },
  { CLOUDFLARE, "generic", SP_KEEPING_FITS, "cloudflare", "generic" },
  { CLOUDFLARE, "godaddy", SP_KEEPING_ELSEWHERE, "cloudflare", "cloudflare" },
  { CLOUDFLARE PRACTICE, "godaddy", SP_KEEPING_ELSEWHERE, "cloudflare", "cloudflare" },
  { CLOUDFLARE "!delegation absent\n", "godaddy", SP_KEEPING_FITS, NULL, "godaddy" },

  /* Nobody known keeps them: the person's word is the best there is. */
  { UNHEARD_OF, NULL, SP_KEEPING_FITS, NULL, NULL },
  { UNHEARD_OF, "plesk", SP_KEEPING_FITS, NULL, "plesk" },
  { UNHEARD_OF, "godaddy", SP_KEEPING_ELSEWHERE, NULL, "godaddy" },
  { UNHEARD_OF PRACTICE, "godaddy", SP_KEEPING_FITS, NULL, "godaddy" },
  { "", "godaddy", SP_KEEPING_UNKNOWN, NULL, "godaddy" },

  /* Servers of two companies. */
  { "!servers ada.ns.cloudflare.com ns1.desec.io\n", NULL, SP_KEEPING_FITS, NULL, NULL },
  { "!servers ada.ns.cloudflare.com ns1.desec.io\n", "desec", SP_KEEPING_FITS, NULL, "desec" },
  { "!servers ada.ns.cloudflare.com ns1.desec.io\n", "godaddy", SP_KEEPING_ELSEWHERE, NULL, NULL },
};

static const char *
get_id (SpDnsHost *host)
{
  return host != NULL ? sp_dns_host_get_id (host) : NULL;
}

static void
test_table (void)
{
  g_autoptr (SpCatalog) catalog = sp_catalog_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SpSnapshot) snapshot = sp_test_snapshot_new ("shop.example", rows[i].text);
      SpKeeping keeping;

      sp_keeping_judge (&keeping, catalog, snapshot, rows[i].said);
      g_test_message ("%" G_GSIZE_FORMAT " %s", i, rows[i].said);
      g_assert_cmpint (keeping.state, ==, rows[i].state);
      g_assert_cmpstr (get_id (keeping.keeper), ==, rows[i].keeper);
      g_assert_cmpstr (get_id (keeping.panel), ==, rows[i].panel);
      g_assert_true (sp_keeping_find_panel (catalog, snapshot, rows[i].said) == keeping.panel);
    }
}

/* Of the companies that use the same servers only the person can tell which it is. */
static void
test_shared_servers (void)
{
  g_autoptr (SpCatalog) catalog = sp_catalog_new (NULL);
  g_autoptr (SpSnapshot) snapshot = sp_test_snapshot_new (
    "shop.example", "!servers dns1.p01.nsone.net dns2.p01.nsone.net\n");
  SpKeeping keeping;

  sp_keeping_judge (&keeping, catalog, snapshot, NULL);
  g_assert_null (keeping.keeper);
  g_assert_null (keeping.panel);
  sp_keeping_judge (&keeping, catalog, snapshot, "netlify");
  g_assert_cmpint (keeping.state, ==, SP_KEEPING_FITS);
  g_assert_cmpstr (get_id (keeping.keeper), ==, "netlify");
  g_assert_cmpstr (get_id (keeping.panel), ==, "netlify");
  sp_keeping_judge (&keeping, catalog, snapshot, "godaddy");
  g_assert_cmpint (keeping.state, ==, SP_KEEPING_ELSEWHERE);
  g_assert_null (keeping.panel);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keeping/table", test_table);
  g_test_add_func ("/keeping/shared-servers", test_shared_servers);
  return g_test_run ();
}
