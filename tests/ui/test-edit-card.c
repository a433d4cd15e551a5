/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/practice/sp-practice-panel.h"
#include "ui/pages/sp-changes-tab.h"
#include "ui/sp-test-ui.h"
#include "ui/widgets/sp-copy-button.h"
#include "ui/widgets/sp-edit-card.h"
#include "ui/widgets/sp-field-row.h"
#include "ui/widgets/sp-need-row.h"

#include <string.h>

typedef struct {
  SpDomain *domain;
  const char *host;
} Wanted;

static gboolean
has_host (gpointer data)
{
  Wanted *wanted = data;
  SpReport *report = sp_domain_get_report (wanted->domain);
  SpDnsHost *host = report != NULL ? sp_report_get_dns_host (report) : NULL;

  return host != NULL && g_str_equal (sp_dns_host_get_id (host), wanted->host);
}

static char *
list_rows (GtkWidget *card, GType type)
{
  g_autoptr (GPtrArray) rows = sp_test_ui_find_all (card, type);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    if (type == SP_TYPE_FIELD_ROW || !SP_IS_FIELD_ROW (rows->pdata[i]))
      g_string_append_printf (out, "[%s: %s]", adw_preferences_row_get_title (rows->pdata[i]),
                              adw_action_row_get_subtitle (rows->pdata[i]));
  return g_string_free_and_steal (g_steal_pointer (&out));
}

/* A card has the fields of the panel under its words, and the way through it, closed at first. */
static void
test_words (void)
{
  static const struct {
    const char *host;
    const char *edit;
    const char *fields;
    const char *step;
  } cases[] = {
    { "namecheap", "mx", "[The box after ⁨Value⁩ (lower is tried first): 10]",
      "Switch ⁨Mail Settings⁩ to ⁨Custom MX⁩ first" },
    { "cloudflare", "dkim-fm1", "[Proxy status: DNS only]",
      "Press “⁨Add record⁩” and choose ⁨CNAME⁩." },
    { "godaddy", "mx", "[TTL (choose “⁨Custom⁩”, then the seconds): 600]",
      "Sign in at ⁨GoDaddy⁩." },
    { "ovh", "dkim-fm1", ".dkim.fmhosted.com.]", "Press “⁨Next > Confirm⁩”." },
    { "strato", "mx", "[Priority (words instead of numbers): The choice that is tried first]",
      "Switch ⁨MX record⁩ to ⁨own mail server⁩ first" },
    { "route53", "mx", "10 in1-smtp.messagingengine.com\n20 in2-smtp.messagingengine.com]",
      "All its values stand together" },
    { "aruba", "dkim-fm1", "[Host: fm1._domainkey.harbor-bakery.example]", "Aggiungi Record" },
    { "cpanel", "mx", "[Destination: in1-smtp.messagingengine.com]",
      "Switch ⁨Email Routing⁩ to ⁨Remote Mail Exchanger⁩ first" },
  };
  SpWorkspace *workspace = sp_test_ui_new_practice ();
  SpDomain *domain = sp_test_ui_add_domain (workspace, "harbor-bakery.example", "fastmail");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      Wanted wanted = { domain, cases[i].host };
      g_autofree char *fields = NULL;
      g_autofree char *steps = NULL;
      GtkWidget *window, *card, *expander;
      SpEdit *edit;

      g_test_message ("%s, %s", cases[i].host, cases[i].edit);
      g_assert_true (sp_workspace_choose_dns_host (workspace, domain, cases[i].host, &error));
      g_assert_no_error (error);
      sp_test_ui_await (has_host, &wanted);
      edit = sp_edit_plan_find (sp_report_get_plan (sp_domain_get_report (domain)), cases[i].edit);
      g_assert_nonnull (edit);
      card = GTK_WIDGET (sp_edit_card_new (workspace, domain, edit));
      window = sp_test_ui_present (card);

      expander = sp_test_ui_find (card, ADW_TYPE_EXPANDER_ROW);
      g_assert_false (adw_expander_row_get_expanded (ADW_EXPANDER_ROW (expander)));
      fields = list_rows (card, SP_TYPE_FIELD_ROW);
      steps = list_rows (card, ADW_TYPE_ACTION_ROW);
      if (strstr (fields, cases[i].fields) == NULL)
        g_error ("%s is not in %s", cases[i].fields, fields);
      if (strstr (steps, cases[i].step) == NULL)
        g_error ("%s is not in %s", cases[i].step, steps);
      sp_test_ui_assert_freed (window);
    }
  sp_test_ui_drop_practice (workspace);
}

/* What only says which choice to make is no text that could be pasted. */
static void
test_nothing_to_copy (void)
{
  SpWorkspace *workspace = sp_test_ui_new_practice ();
  SpDomain *domain = sp_test_ui_add_domain (workspace, "harbor-bakery.example", "fastmail");
  Wanted wanted = { domain, "strato" };
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  GtkWidget *window, *card;
  guint n_words = 0;

  g_assert_true (sp_workspace_choose_dns_host (workspace, domain, "strato", &error));
  sp_test_ui_await (has_host, &wanted);
  card = GTK_WIDGET (sp_edit_card_new (
    workspace, domain,
    sp_edit_plan_find (sp_report_get_plan (sp_domain_get_report (domain)), "mx")));
  window = sp_test_ui_present (card);
  rows = sp_test_ui_find_all (card, SP_TYPE_FIELD_ROW);
  for (guint i = 0; i < rows->len; i++)
    {
      const char *title = adw_preferences_row_get_title (rows->pdata[i]);
      gboolean is_text = !g_str_has_prefix (title, "Priority")
                         && !g_str_has_prefix (title, "Präfix");

      n_words += g_str_has_prefix (title, "Priority");
      g_assert_true (gtk_widget_get_visible (sp_test_ui_find (rows->pdata[i], SP_TYPE_COPY_BUTTON))
                     == is_text);
    }
  g_assert_cmpuint (n_words, ==, 2);
  sp_test_ui_assert_freed (window);
  sp_test_ui_drop_practice (workspace);
}

static void
on_given (SpNeedRow *row, const char *key, const char *value, char **given)
{
  g_set_str (given, value);
}

/* What is pasted is cleaned, and what belongs elsewhere is named at once. */
static void
test_need (void)
{
  SpWorkspace *workspace = sp_test_ui_new_practice ();
  SpProvider *provider = sp_catalog_get_provider (sp_workspace_get_catalog (workspace),
                                                  "microsoft-365");
  const SpSetKey *key = sp_provider_find_set_key (provider, "mx-host");
  const SpNeed need = {
    .key = key->key,
    .label = key->label,
    .where = key->where,
    .pattern = key->pattern,
    .is_required = TRUE,
  };
  GtkWidget *row = GTK_WIDGET (sp_need_row_new (provider, &need, NULL));
  GtkWidget *window = sp_test_ui_present (row);
  GtkWidget *entry = sp_test_ui_find (row, ADW_TYPE_ENTRY_ROW);
  g_autofree char *given = NULL;

  g_signal_connect (row, "given", G_CALLBACK (on_given), &given);
  gtk_editable_set_text (GTK_EDITABLE (entry), "MS=ms12345678");
  g_assert_true (
    sp_test_ui_shows_text (row, "This is the value for another field: “⁨TXT value⁩”."));
  g_signal_emit_by_name (entry, "apply");
  g_assert_null (given);

  gtk_editable_set_text (GTK_EDITABLE (entry), "0 shop-example.mail.protection.outlook.com.");
  g_assert_false (
    sp_test_ui_shows_text (row, "This is the value for another field: “⁨TXT value⁩”."));
  g_signal_emit_by_name (entry, "apply");
  g_assert_cmpstr (given, ==, "shop-example.mail.protection.outlook.com");

  sp_test_ui_assert_freed (window);
  sp_test_ui_drop_practice (workspace);
}

static SpEditCard *
find_card (GtkWidget *window, const char *id)
{
  g_autoptr (GPtrArray) cards = sp_test_ui_find_all (window, SP_TYPE_EDIT_CARD);

  for (guint i = 0; i < cards->len; i++)
    if (g_str_equal (sp_edit_get_id (sp_edit_card_get_edit (cards->pdata[i])), id))
      return cards->pdata[i];
  return NULL;
}

/* A card that waits for a value asks for it and has nothing to copy; once it is given, the same
 * card has its fields, and the value can still be corrected. */
static void
test_waiting (void)
{
  SpWorkspace *workspace = sp_test_ui_new_practice ();
  SpDomain *domain = sp_test_ui_add_domain (workspace, "harbor-bakery.example", "microsoft-365");
  SpChangesTab *tab = g_object_new (SP_TYPE_CHANGES_TAB, NULL);
  GtkWidget *window, *entry;
  SpEditCard *card;
  g_autofree char *fields = NULL;

  sp_changes_tab_set_domain (tab, workspace, domain);
  window = sp_test_ui_present (GTK_WIDGET (tab));
  card = find_card (window, "mx");
  g_assert_nonnull (card);
  g_assert_true (sp_edit_is_waiting (sp_edit_card_get_edit (card)));
  g_assert_null (sp_test_ui_find (GTK_WIDGET (card), SP_TYPE_FIELD_ROW));
  gtk_widget_activate_action (GTK_WIDGET (card), "card.done", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (sp_domain_get_watches (domain)), ==, 0);
  entry = sp_test_ui_find (GTK_WIDGET (card), ADW_TYPE_ENTRY_ROW);
  g_assert_nonnull (entry);

  gtk_editable_set_text (GTK_EDITABLE (entry),
                         "@ 3600 IN MX 0 harborbakery-example.mail.protection.outlook.com.");
  g_signal_emit_by_name (entry, "apply");
  g_assert_cmpstr (sp_domain_get_value (domain, "mx-host"), ==,
                   "harborbakery-example.mail.protection.outlook.com");
  g_assert_true (find_card (window, "mx") == card);
  g_assert_false (sp_edit_is_waiting (sp_edit_card_get_edit (card)));
  fields = list_rows (GTK_WIDGET (card), SP_TYPE_FIELD_ROW);
  g_assert_nonnull (strstr (fields, ": harborbakery-example.mail.protection.outlook.com]"));
  g_assert_true (sp_test_ui_find (GTK_WIDGET (card), ADW_TYPE_ENTRY_ROW) == entry);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==,
                   "harborbakery-example.mail.protection.outlook.com");

  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  g_signal_emit_by_name (entry, "apply");
  g_assert_null (sp_domain_get_value (domain, "mx-host"));
  g_assert_true (sp_edit_is_waiting (sp_edit_card_get_edit (find_card (window, "mx"))));

  sp_test_ui_assert_freed (window);
  sp_test_ui_drop_practice (workspace);
}

/* Both names that Tuta wants for its keys belong to SendGrid here. */
static void
give_names_away (SpWorkspace *workspace, const SpName *domain)
{
  SpPracticeWorld *world = sp_workspace_get_practice (workspace);
  static const char *const names[] = { "s1._domainkey", "s2._domainkey" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const SpPracticeRow row = { SP_RR_CNAME, names[i], NULL, "s1.domainkey.u1.wl1.sendgrid.net.",
                                  NULL };
      g_autoptr (SpRecord) record = sp_practice_panel_read_row (world, domain, &row, NULL);

      g_assert_true (sp_practice_panel_change (world, domain, NULL, record, NULL));
    }
  sp_clock_jump_to (sp_workspace_get_clock (workspace),
                    sp_clock_get_now (sp_workspace_get_clock (workspace)) + G_TIME_SPAN_DAY);
}

/* A card whose name another service has says so, asks for nothing, and has nothing to copy. */
static void
test_held (void)
{
  SpWorkspace *workspace = sp_test_ui_new_practice ();
  g_autoptr (SpName) name = sp_name_parse ("harbor-bakery.example", NULL);
  SpChangesTab *tab = g_object_new (SP_TYPE_CHANGES_TAB, NULL);
  SpDomain *domain;
  GtkWidget *window;
  SpEditCard *card;

  give_names_away (workspace, name);
  domain = sp_test_ui_add_domain (workspace, "harbor-bakery.example", "tuta");
  sp_changes_tab_set_domain (tab, workspace, domain);
  window = sp_test_ui_present (GTK_WIDGET (tab));
  card = find_card (window, "dkim-s1");
  g_assert_nonnull (card);
  g_assert_true (sp_test_ui_shows_text (
    GTK_WIDGET (card), "The name ⁨s1._domainkey⁩ belongs to ⁨Twilio SendGrid⁩"));
  g_assert_null (sp_test_ui_find (GTK_WIDGET (card), SP_TYPE_FIELD_ROW));
  g_assert_null (sp_test_ui_find (GTK_WIDGET (card), ADW_TYPE_ENTRY_ROW));
  g_assert_false (sp_test_ui_shows_text (GTK_WIDGET (card),
                                         "The rest of this card appears when the value is "
                                         "known."));
  sp_test_ui_assert_freed (window);
  sp_test_ui_drop_practice (workspace);
}

int
main (int argc, char **argv)
{
  sp_test_ui_init (&argc, &argv);
  g_test_add_func ("/edit-card/words", test_words);
  g_test_add_func ("/edit-card/nothing-to-copy", test_nothing_to_copy);
  g_test_add_func ("/edit-card/need", test_need);
  g_test_add_func ("/edit-card/waiting", test_waiting);
  g_test_add_func ("/edit-card/held", test_held);
  return g_test_run ();
}
