/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/catalog/sp-catalog.h"
#include "core/explain/sp-explain.h"
#include "core/plan/sp-panel-fields.h"
#include "core/plan/sp-panel-steps.h"
#include "support/sp-test-catalog.h"

#include <string.h>

/* "mx" at the domain, "sub" an MX set below it, "spf" beside a text that stays, "key" a text of
 * 400 characters, "alias" for a key, "dmarc", "null" for no mail, "ttl" for a TTL alone, "flip" for
 * numbers alone. */
static SpEdit *
make_edit (const char *kind, SpDnsHost *host)
{
  static const struct {
    const char *kind;
    const char *name;
    SpRrType type;
    const char *id;
    const char *rows[6]; /* sign, number and value */
  } edits[] = {
    { "mx",
      "shop.example",
      SP_RR_MX,
      "mx",
      { "-10 old.host.example", "+10 a.mx.example", "+20 b.mx.example" } },
    { "sub", "post.shop.example", SP_RR_MX, "mx", { "+10 a.mx.example", "+10 b.mx.example" } },
    { "spf",
      "shop.example",
      SP_RR_TXT,
      "spf",
      { "-v=spf1 -all", "=proof=\"1\\2\"", "+v=spf1 include:x.example -all" } },
    { "merge",
      "shop.example",
      SP_RR_TXT,
      "spf",
      { "-v=spf1 -all", "-v=spf1 mx ~all", "+v=spf1 mx include:x.example -all", "+proof=2" } },
    { "new", "shop.example", SP_RR_TXT, "spf", { "+v=spf1 include:x.example -all" } },
    { "alias", "k1._domainkey.shop.example", SP_RR_CNAME, "dkim-k1", { "+k1.dkim.example" } },
    { "dmarc", "_dmarc.shop.example", SP_RR_TXT, "dmarc", { "+v=DMARC1; p=none" } },
    { "null", "shop.example", SP_RR_MX, "mx", { "+0 ." } },
    { "ttl", "shop.example", SP_RR_MX, "ttl-mx", { "=10 a.mx.example" } },
    { "flip",
      "shop.example",
      SP_RR_MX,
      "mx-flip",
      { "-10 a.mx.example", "-20 b.mx.example", "+30 a.mx.example", "+10 b.mx.example" } },
    { "gone", "shop.example", SP_RR_MX, "mx", { "-10 a.mx.example", "=20 b.mx.example" } },
  };
  g_autoptr (SpName) zone = sp_name_parse ("shop.example", NULL);
  uint32_t ttl = host != NULL ? sp_dns_host_nearest_ttl (host, 300) : 300;

  if (g_str_equal (kind, "key"))
    {
      g_autoptr (SpName) name = sp_name_parse ("k1._domainkey.shop.example", NULL);
      g_autofree char *padding = g_strnfill (382, 'x');
      g_autofree char *text = g_strconcat ("v=DKIM1; k=rsa; p=", padding, NULL);
      SpEdit *edit = sp_edit_new ("dkim-k1", SP_RR_TXT, name, zone, "dkim-add");

      sp_edit_add_row (edit, -1, text);
      sp_edit_set_ttl (edit, ttl, FALSE);
      return edit;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (edits); i++)
    {
      g_autoptr (SpName) name = sp_name_parse (edits[i].name, NULL);
      SpEdit *edit;

      if (!g_str_equal (kind, edits[i].kind))
        continue;
      edit = sp_edit_new (edits[i].id, edits[i].type, name, zone, edits[i].id);
      for (gsize j = 0; edits[i].rows[j] != NULL; j++)
        {
          const char *row = edits[i].rows[j];
          char *value = (char *) row + 1;
          int number = edits[i].type == SP_RR_MX ? (int) g_ascii_strtoll (value, &value, 10) : -1;

          if (edits[i].type == SP_RR_MX)
            value++;
          if (*row == '-')
            sp_edit_remove_row (edit, number, value);
          else if (*row == '+')
            sp_edit_add_row (edit, number, value);
          else
            sp_edit_keep_row (edit, number, value);
        }
      sp_edit_set_ttl (edit, ttl, g_str_equal (kind, "ttl"));
      return edit;
    }
  g_assert_not_reached ();
}

static char *
show_forms (SpEdit *edit, SpDnsHost *host)
{
  g_autoptr (GPtrArray)
    forms = sp_panel_forms_new (edit, host, host != NULL && sp_dns_host_wants_full_names (host));
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < forms->len; i++)
    {
      GPtrArray *fields = forms->pdata[i];

      if (i > 0)
        g_string_append (out, " / ");
      for (guint j = 0; j < fields->len; j++)
        {
          const SpPanelField *field = fields->pdata[j];

          g_string_append_printf (out, "%s%s=%s", j > 0 ? ", " : "",
                                  field->label != NULL   ? field->label
                                  : field->after != NULL ? "?"
                                                         : "",
                                  field->value);
        }
    }
  return g_string_free_and_steal (g_steal_pointer (&out));
}

static void
test_fields (void)
{
  static const struct {
    const char *host;
    const char *edit;
    const char *forms;
  } cases[] = {
    { NULL, "alias", "=CNAME, =k1._domainkey, =k1.dkim.example, =300" },
    { NULL, "sub", "=MX, =post, =a.mx.example, =10, =300 / =MX, =post, =b.mx.example, =10, =300" },
    { "cloudflare", "alias",
      "Type=CNAME, Name=k1._domainkey, Target=k1.dkim.example, TTL=300, "
      "Proxy status=DNS only" },
    { "cloudflare", "dmarc", "Type=TXT, Name=_dmarc, Content=v=DMARC1; p=none, TTL=300" },
    { "godaddy", "ttl", "Type=MX, Name=@, TTL=600" },
    { "namecheap", "sub",
      "Type=MX, Host=post, Value=a.mx.example, ?=10, TTL=300 / "
      "Type=MX, Host=post, Value=b.mx.example, ?=10, TTL=300" },
    { "namecheap", "null", "" },
    { "gandi", "null", "Type=MX, TTL=300, Name=@, Priority=0, Hostname=." },
    { "ovh", "mx",
      "=MX, Sub-domain=, TTL=300, Priority=10, Target=a.mx.example. / "
      "=MX, Sub-domain=, TTL=300, Priority=20, Target=b.mx.example." },
    { "ovh", "dmarc", "=TXT, Sub-domain=_dmarc, TTL=300, Value=v=DMARC1; p=none" },
    { "gandi", "alias", "Type=CNAME, TTL=300, Name=k1._domainkey, Hostname=k1.dkim.example." },
    { "hetzner", "alias", "=CNAME, =k1._domainkey, =k1.dkim.example., =300" },
    { "desec", "mx",
      "Record set type=MX, Subname=, Preference=10, Hostname=a.mx.example., "
      "Preference=20, Hostname=b.mx.example., TTL=3600" },
    { "aruba", "alias", "=CNAME, Host=k1._domainkey.shop.example, =k1.dkim.example, =300" },
    { "aruba", "dmarc", "=TXT, Host=_dmarc.shop.example, =v=DMARC1; p=none, =300" },
    { "cpanel", "mx",
      "=MX, =shop.example, Destination=a.mx.example, Priority=10, =300 / "
      "=MX, =shop.example, Destination=b.mx.example, Priority=20, =300" },
    { "route53", "mx",
      "Record name=, Record type=MX, Value=10 a.mx.example\n20 b.mx.example, "
      "TTL (Seconds)=300, Alias=off, Routing policy=Simple" },
    { "route53", "gone",
      "Record name=, Record type=MX, Value=20 b.mx.example, "
      "TTL (Seconds)=300, Alias=off, Routing policy=Simple" },
    { "route53", "spf",
      "Record name=, Record type=TXT, Value=\"proof=\\\"1\\\\2\\\"\"\n"
      "\"v=spf1 include:x.example -all\", TTL (Seconds)=300, Alias=off, "
      "Routing policy=Simple" },
    { "gcloud", "sub",
      "=MX, =post, =10 a.mx.example., =300 / =MX, =post, =10 b.mx.example., =300" },
    { "transip", "sub",
      "=MX, =post, =10 a.mx.example., =300 / "
      "=MX, =post, =10 b.mx.example., =300" },
    { "transip", "null", "" },
    { "strato", "mx",
      "Type=MX, Präfix=, Server=a.mx.example., Priority=main / "
      "Type=MX, Präfix=, Server=b.mx.example., Priority=backup" },
    { "strato", "sub",
      "Type=MX, Präfix=post, Server=a.mx.example., Priority=main / "
      "Type=MX, Präfix=post, Server=b.mx.example., Priority=main" },
    { "porkbun", "mx",
      "Type=MX, Host=, Answer / Value=a.mx.example, TTL=600, Priority=10 / "
      "Type=MX, Host=, Answer / Value=b.mx.example, TTL=600, Priority=20" },
    { "netcup", "dmarc", "=TXT, =_dmarc, =v=DMARC1; p=none" },
    { "dreamhost", "mx",
      "Type=MX, Host=, Value=10 a.mx.example. / "
      "Type=MX, Host=, Value=20 b.mx.example." },
    { "easydns", "alias", "HOST=k1._domainkey, Address=k1.dkim.example., =CNAME, =300" },
    { "easydns", "sub",
      "MAIL FOR ZONE=post, MAIL SERVER=a.mx.example, PREF=10, =MX, =300 / "
      "MAIL FOR ZONE=post, MAIL SERVER=b.mx.example, PREF=10, =MX, =300" },
    { "ionos", "new", "=SPF (TXT), Name=@, Value=v=spf1 include:x.example -all, TTL=300" },
    { "123reg", "dmarc",
      "Hostname=_dmarc, Type=TXT/SPF, TTL=300, "
      "Destination TXT/SPF=v=DMARC1; p=none" },
    { "networksolutions", "alias",
      "Type=CNAME, Refers to=k1._domainkey, "
      "Alias to=k1.dkim.example, TTL=300" },
    { "godaddy", "gone", "Type=MX, Name=@" },
  };
  g_autoptr (SpCatalog) catalog = sp_test_catalog_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SpDnsHost *host = cases[i].host != NULL ? sp_catalog_get_dns_host (catalog, cases[i].host)
                                              : NULL;
      g_autoptr (SpEdit) edit = make_edit (cases[i].edit, host);
      g_autofree char *forms = show_forms (edit, host);

      g_test_message ("%s, %s", cases[i].host, cases[i].edit);
      g_assert_cmpstr (forms, ==, cases[i].forms);
    }
}

/* RFC 1035 §3.3: a piece has 255 bytes at most, and ends at a whole character. */
static void
test_pieces (void)
{
  g_autoptr (SpCatalog) catalog = sp_test_catalog_new ();
  g_autoptr (SpEdit) key = make_edit ("key", NULL);
  g_autoptr (SpName) zone = sp_name_parse ("shop.example", NULL);
  g_autoptr (SpEdit) odd = sp_edit_new ("verification", SP_RR_TXT, zone, zone, "verification");
  g_autoptr (GString) text = g_string_new ("x");
  g_autofree char *split = show_forms (key, sp_catalog_get_dns_host (catalog, "route53"));
  g_autofree char *line = show_forms (key, sp_catalog_get_dns_host (catalog, "ovh"));
  g_autofree char *whole = show_forms (key, sp_catalog_get_dns_host (catalog, "cloudflare"));
  g_autofree char *characters = NULL;
  const char *at;

  at = strstr (split, "\" \"");
  g_assert_nonnull (at);
  g_assert_cmpint (at - strchr (split, '"') - 1, ==, 255);
  g_assert_true (g_str_has_prefix (line, "=k1._domainkey.shop.example. 300 IN TXT \"v=DKIM1; "));
  g_assert_nonnull (strstr (line, "\" \""));
  g_assert_null (strchr (whole, '"'));

  for (guint i = 0; i < 200; i++)
    g_string_append (text, "ä");
  sp_edit_add_row (odd, -1, text->str);
  characters = show_forms (odd, sp_catalog_get_dns_host (catalog, "route53"));
  g_assert_true (g_utf8_validate (characters, -1, NULL));
  at = strstr (characters, "\" \"");
  g_assert_nonnull (at);
  g_assert_cmpint (at - strchr (characters, '"') - 1, ==, 255);
}

static char *
show_steps (SpEdit *edit, SpDnsHost *host)
{
  g_autoptr (GPtrArray) steps = sp_panel_steps_new (edit, host, NULL);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < steps->len; i++)
    {
      const SpPanelStep *step = steps->pdata[i];
      g_autofree char *said = sp_explain_panel_step (step);

      g_assert_null (strchr (said, '{'));
      g_string_append_printf (out, "%s%s", i > 0 ? " " : "", step->code);
    }
  return g_string_free_and_steal (g_steal_pointer (&out));
}

static void
test_steps (void)
{
  static const struct {
    const char *host;
    const char *edit;
    const char *steps;
  } cases[] = {
    { NULL, "mx", "sign-in open add fill save remove wait" },
    { NULL, "spf", "sign-in open change fill save wait" },
    { NULL, "merge", "sign-in open change fill save add fill save remove wait" },
    { NULL, "flip", "sign-in open renumber fill save wait" },
    { NULL, "gone", "sign-in open remove save wait" },
    { NULL, "ttl", "sign-in open ttl save wait" },
    { "generic", "alias", "sign-in open add fill save wait" },
    { "namecheap", "mx", "sign-in open switch add fill save remove wait" },
    { "namecheap", "spf", "sign-in open change fill save wait" },
    { "namecheap", "null", "sign-in open null-mx-refused" },
    { "cloudflare", "mx", "sign-in open switch add fill save remove wait" },
    { "cloudflare", "spf", "sign-in open switch change fill save wait" },
    { "cloudflare", "alias", "sign-in open add fill save wait" },
    { "godaddy", "mx", "sign-in open equal-numbers add fill save remove wait" },
    { "route53", "merge", "sign-in open entry fill save wait" },
    { "godaddy", "sub", "sign-in open equal-numbers add fill save wait" },
    { "ionos", "dmarc", "sign-in open block add fill save wait" },
    { "strato", "dmarc", "sign-in open block add fill save wait" },
    { "strato", "sub", "sign-in open subdomain switch add fill save wait" },
    { "strato", "ttl", "sign-in open ttl-fixed wait" },
    { "infomaniak", "key", "sign-in open block add fill save wait" },
    { "netcup", "ttl", "sign-in open ttl-zone save wait" },
    { "route53", "mx", "sign-in open entry fill save wait" },
    { "route53", "gone", "sign-in open entry fill save wait" },
    { "route53", "new", "sign-in open add fill save wait" },
    { "desec", "flip", "sign-in open entry fill save wait" },
    { "ovh", "key", "sign-in open longer-txt fill save wait" },
    { "dreamhost", "key", "sign-in open add fill save wait" },
    { "namecom", "key", "sign-in open add fill save wait" },
    { "cpanel", "mx", "sign-in open switch add fill save remove wait" },
    { "aruba", "mx", "sign-in open switch add fill save remove wait" },
  };
  g_autoptr (SpCatalog) catalog = sp_test_catalog_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SpDnsHost *host = cases[i].host != NULL ? sp_catalog_get_dns_host (catalog, cases[i].host)
                                              : NULL;
      g_autoptr (SpEdit) edit = make_edit (cases[i].edit, host);
      g_autofree char *steps = show_steps (edit, host);

      g_test_message ("%s, %s", cases[i].host, cases[i].edit);
      g_assert_cmpstr (steps, ==, cases[i].steps);
    }
}

/* What holds of every host: nothing is lost, nothing that is a guess is said as if it were known.
 */
static void
test_every_host (void)
{
  static const char *const kinds[] = { "mx",    "sub",  "spf", "new",  "key", "alias",
                                       "dmarc", "null", "ttl", "flip", "gone" };
  g_autoptr (SpCatalog) catalog = sp_test_catalog_new ();
  GListModel *hosts = sp_catalog_get_dns_hosts (catalog);

  g_assert_cmpuint (g_list_model_get_n_items (hosts), >, 50);
  for (guint h = 0; h < g_list_model_get_n_items (hosts); h++)
    {
      g_autoptr (SpDnsHost) host = g_list_model_get_item (hosts, h);

      for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
        {
          g_autoptr (SpEdit) edit = make_edit (kinds[i], host);
          g_autoptr (GPtrArray) forms = sp_panel_forms_new (edit, host, FALSE);
          g_autofree char *steps = show_steps (edit, host);
          gboolean is_refused = sp_panel_refuses_null_mx (edit, host);

          g_assert_true (g_str_has_prefix (steps, "sign-in open"));
          g_assert_cmpint (is_refused, ==, forms->len == 0);
          for (guint j = 0; j < forms->len; j++)
            {
              GPtrArray *fields = forms->pdata[j];

              for (guint k = 0; k < fields->len; k++)
                {
                  const SpPanelField *field = fields->pdata[k];

                  if (field->kind == SP_PANEL_FIELD_NAME && field->label != NULL)
                    g_assert_true (!sp_dns_host_is_guess (host, "label-name")
                                   || !sp_dns_host_is_guess (host, "label-mx-name")
                                   || !sp_dns_host_is_guess (host, "label-txt-name"));
                  if (field->kind == SP_PANEL_FIELD_TTL)
                    g_assert_cmpuint (g_ascii_strtoull (field->value, NULL, 10), ==,
                                      sp_edit_get_ttl (edit));
                }
            }
        }
    }
}

/* Weight, port and target: one value for all, all in one with the number, or fields of their own.
 */
static void
test_service (void)
{
  static const struct {
    const char *host; /* %NULL: of no known company */
    const char *form;
    gboolean has_note;
  } cases[] = {
    { NULL, "SRV, _imaps._tcp, 1 993 imap.x.example, 0, 300", TRUE },
    { "123reg", "_imaps._tcp, SRV, 0, 300, 1 993 imap.x.example.", TRUE },
    { "route53", "_imaps._tcp, SRV, 0 1 993 imap.x.example, 300, off, Simple", FALSE },
  };
  g_autoptr (SpCatalog) catalog = sp_test_catalog_new ();
  g_autoptr (SpName) zone = sp_name_parse ("shop.example", NULL);
  g_autoptr (SpName) name = sp_name_parse ("_imaps._tcp.shop.example", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SpDnsHost *host = cases[i].host != NULL ? sp_catalog_get_dns_host (catalog, cases[i].host)
                                              : NULL;
      g_autoptr (SpEdit) edit = sp_edit_new ("imaps", SP_RR_SRV, name, zone, "autodiscover-add");
      g_autoptr (GPtrArray) forms = NULL;
      g_autoptr (GString) form = g_string_new (NULL);
      g_autofree char *note = NULL;
      GPtrArray *fields;

      sp_edit_add_row (edit, 0, "1 993 imap.x.example");
      sp_edit_set_ttl (edit, 300, FALSE);
      forms = sp_panel_forms_new (edit, host, FALSE);
      g_assert_cmpuint (forms->len, ==, 1);
      fields = forms->pdata[0];
      for (guint j = 0; j < fields->len; j++)
        {
          const SpPanelField *field = fields->pdata[j];

          g_string_append_printf (form, "%s%s", j > 0 ? ", " : "", field->value);
          if (field->kind == SP_PANEL_FIELD_VALUE)
            note = sp_explain_panel_note (field);
        }
      g_assert_cmpstr (form->str, ==, cases[i].form);
      g_assert_cmpint (note != NULL, ==, cases[i].has_note);
      if (note != NULL)
        g_assert_nonnull (strstr (note, "weight 1, port 993, target \u2068imap.x.example"));
    }
}

/* The button of a form for new records is no way to save one that was changed. */
static void
test_buttons (void)
{
  static const struct {
    const char *host;
    const char *kind;
    const char *button;
  } cases[] = {
    { "gandi", "new", "Create" },       { "gandi", "spf", NULL },
    { "gandi", "ttl", NULL },           { "gandi", "gone", NULL },
    { "dnsimple", "mx", "Add record" }, { "dnsimple", "spf", "Update record" },
    { "cloudflare", "new", "Save" },    { "cloudflare", "spf", "Save" },
  };
  g_autoptr (SpCatalog) catalog = sp_test_catalog_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      SpDnsHost *host = sp_catalog_get_dns_host (catalog, cases[i].host);
      g_autoptr (SpEdit) edit = make_edit (cases[i].kind, host);
      g_autoptr (GPtrArray) steps = sp_panel_steps_new (edit, host, NULL);
      const SpPanelStep *save = NULL;

      for (guint j = 0; j < steps->len; j++)
        if (g_str_equal (((SpPanelStep *) steps->pdata[j])->code, "save"))
          save = steps->pdata[j];
      g_assert_nonnull (save);
      g_assert_cmpstr (sp_panel_step_get_fact (save, "button"), ==, cases[i].button);
    }
}

static void
test_links (void)
{
  static const struct {
    const char *host;
    const char *link;
    gboolean is_editor;
  } cases[] = {
    { "cloudflare", "https://dash.cloudflare.com/?to=/:account/:zone/dns/records", TRUE },
    { "godaddy", "https://sso.godaddy.com/", FALSE }, /* its editor's address is a guess */
    { "vultr", "https://my.vultr.com/dns/", TRUE },
    { "porkbun", NULL, FALSE },
    { "cpanel", NULL, FALSE },
  };
  g_autoptr (SpCatalog) catalog = sp_test_catalog_new ();
  g_autoptr (SpName) zone = sp_name_parse ("shop.example", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gboolean is_editor = TRUE;
      g_autofree char *link = sp_panel_dup_link (sp_catalog_get_dns_host (catalog, cases[i].host),
                                                 zone, &is_editor);

      g_assert_cmpstr (link, ==, cases[i].link);
      g_assert_cmpint (is_editor, ==, cases[i].is_editor);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/panel/fields", test_fields);
  g_test_add_func ("/panel/pieces", test_pieces);
  g_test_add_func ("/panel/steps", test_steps);
  g_test_add_func ("/panel/every-host", test_every_host);
  g_test_add_func ("/panel/service", test_service);
  g_test_add_func ("/panel/buttons", test_buttons);
  g_test_add_func ("/panel/links", test_links);
  return g_test_run ();
}
