/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/plan/sp-route.h"
#include "support/sp-test-catalog.h"
#include "support/sp-test-snapshot.h"

static SpCatalog *catalog;

#define WORLD                                                                                      \
  "in1-smtp.messagingengine.com. A 198.18.1.1\n"                                                   \
  "in1-smtp.messagingengine.com. AAAA 2001:db8::1\n"                                               \
  "in2-smtp.messagingengine.com. A 198.18.1.2\n"                                                   \
  "mail.webhost.example. A 198.18.2.1\n"                                                           \
  "aspmx.l.google.com. A 198.18.3.1\n"

typedef struct {
  const char *name;
  const char *zone_text;
  const char *provider;
  const char *spare;
  gboolean is_after;
  SpRouteState state;
  const char *stops;
} Case;

/* One line a stop: "rank[=] priority host provider state addresses [→ alias] [new|gone]". */
static const Case cases[] = {
  { "in-order",
    WORLD "@ MX 20 in2-smtp.messagingengine.com.\n@ MX 10 in1-smtp.messagingengine.com.\n", NULL,
    NULL, FALSE, SP_ROUTE_FOUND,
    "1 10 in1-smtp.messagingengine.com fastmail wanted 2\n"
    "2 20 in2-smtp.messagingengine.com fastmail wanted 1\n" },
  { "shared-number",
    WORLD "@ MX 5 mail.webhost.example.\n@ MX 10 in1-smtp.messagingengine.com.\n"
          "@ MX 10 in2-smtp.messagingengine.com.\n@ MX 30 aspmx.l.google.com.\n",
    "fastmail", NULL, FALSE, SP_ROUTE_FOUND,
    "1 5 mail.webhost.example - left-over 1\n"
    "2= 10 in1-smtp.messagingengine.com fastmail wanted 2\n"
    "2= 10 in2-smtp.messagingengine.com fastmail wanted 1\n"
    "3 30 aspmx.l.google.com google-workspace left-over 1\n" },
  { "nobody-chosen",
    WORLD "@ MX 5 mail.webhost.example.\n@ MX 10 in1-smtp.messagingengine.com.\n"
          "@ MX 30 aspmx.l.google.com.\n",
    NULL, NULL, FALSE, SP_ROUTE_FOUND,
    "1 5 mail.webhost.example - wanted 1\n"
    "2 10 in1-smtp.messagingengine.com fastmail wanted 2\n"
    "3 30 aspmx.l.google.com google-workspace left-over 1\n" },
  { "our-spare", WORLD "@ MX 10 in1-smtp.messagingengine.com.\n@ MX 20 mail.webhost.example.\n",
    "fastmail", "mail.webhost.example", FALSE, SP_ROUTE_FOUND,
    "1 10 in1-smtp.messagingengine.com fastmail wanted 2\n"
    "2 20 mail.webhost.example - wanted 1\n" },
  { "what-cannot-work",
    WORLD "@ MX 1 gone.webhost.example.\n@ MX 2 198.18.0.9.\n@ MX 3 mail.shop.example.\n"
          "mail CNAME mail.webhost.example.\n@ MX 4 slow.webhost.example.\n"
          "!fail slow.webhost.example. * timeout\n",
    NULL, NULL, FALSE, SP_ROUTE_FOUND,
    "1 1 gone.webhost.example - dead 0\n"
    "2 2 198.18.0.9 - ip 0\n"
    "3 3 mail.shop.example - alias 1 → mail.webhost.example\n"
    "4 4 slow.webhost.example - unknown 0\n" },
  { "website", WORLD "@ A 198.18.0.1\n", NULL, NULL, FALSE, SP_ROUTE_WEBSITE,
    "1 -1 shop.example - website 1\n" },
  { "nothing", "www A 198.18.0.1\n", NULL, NULL, FALSE, SP_ROUTE_NONE, "" },
  { "says-no-mail", "@ MX 0 .\n@ A 198.18.0.1\n", NULL, NULL, FALSE, SP_ROUTE_NULL,
    "1 0 . - null 0\n" },
  { "unseen", "!fail @ MX timeout\n@ A 198.18.0.1\n", NULL, NULL, FALSE, SP_ROUTE_UNKNOWN, "" },
  { "website-unseen", "!fail @ A timeout\n", NULL, NULL, FALSE, SP_ROUTE_UNKNOWN, "" },
  { "absent-domain", "!delegation absent\n", NULL, NULL, FALSE, SP_ROUTE_NONE, "" },
  { "after-a-switch", WORLD "@ MX 10 mail.webhost.example.\n", "fastmail", NULL, TRUE,
    SP_ROUTE_FOUND,
    "1 10 in1-smtp.messagingengine.com fastmail wanted 0 new\n"
    "2 20 in2-smtp.messagingengine.com fastmail wanted 0 new\n"
    "0 10 mail.webhost.example - left-over 1 gone\n" },
  { "after-a-first-set-up", WORLD "@ A 198.18.0.1\n", "fastmail", NULL, TRUE, SP_ROUTE_FOUND,
    "1 10 in1-smtp.messagingengine.com fastmail wanted 0 new\n"
    "2 20 in2-smtp.messagingengine.com fastmail wanted 0 new\n" },
  { "after-a-repair",
    WORLD "@ MX 3 mail.shop.example.\nmail CNAME server.webhost.example.\n"
          "server.webhost.example. A 198.18.2.5\n",
    NULL, NULL, TRUE, SP_ROUTE_FOUND, "1 3 mail.shop.example - wanted 1\n" },
};

static char *
describe (SpRoute *route)
{
  GListModel *stops = sp_route_get_stops (route);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (stops); i++)
    {
      g_autoptr (SpStop) stop = g_list_model_get_item (stops, i);
      const char *provider = sp_stop_get_provider_id (stop);

      g_string_append_printf (text, "%u%s %d %s %s %s %u", sp_stop_get_rank (stop),
                              sp_stop_is_shared (stop) ? "=" : "", sp_stop_get_priority (stop),
                              sp_stop_get_host (stop), provider != NULL ? provider : "-",
                              sp_stop_state_to_string (sp_stop_get_state (stop)),
                              g_strv_length ((char **) sp_stop_get_addresses (stop)));
      if (sp_stop_get_alias (stop) != NULL)
        g_string_append_printf (text, " → %s", sp_stop_get_alias (stop));
      if (sp_stop_is_new (stop))
        g_string_append (text, " new");
      if (sp_stop_is_removed (stop))
        g_string_append (text, " gone");
      g_string_append (text, "\n");
    }
  return g_string_free (text, FALSE);
}

static void
test_case (gconstpointer data)
{
  const Case *item = data;
  g_autoptr (SpName) domain = sp_name_parse ("shop.example", NULL);
  g_autoptr (SpQuestion) question = sp_question_new (domain, item->provider, NULL, NULL);
  g_autoptr (SpSnapshot) snapshot = sp_test_snapshot_new_for (question, catalog, item->zone_text);
  SpPlanInput plan_input = { .snapshot = snapshot, .catalog = catalog, .provider = item->provider };
  g_autoptr (SpEditPlan) plan = sp_edit_plan_new (&plan_input);
  const char *spares[] = { item->spare, NULL };
  SpRouteInput input = {
    .snapshot = snapshot,
    .catalog = catalog,
    .provider = item->provider,
    .spare_hosts = spares,
    .edits = item->is_after ? sp_edit_plan_get_edits (plan) : NULL,
  };
  g_autoptr (SpRoute) route = sp_route_new (&input);
  g_autofree char *stops = describe (route);

  g_assert_cmpstr (sp_route_state_to_string (sp_route_get_state (route)), ==,
                   sp_route_state_to_string (item->state));
  g_assert_cmpstr (stops, ==, item->stops);
  g_assert_true (sp_route_is_after (route) == item->is_after);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  catalog = sp_test_catalog_new ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/route/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  return sp_test_run_with_catalog (&catalog);
}
