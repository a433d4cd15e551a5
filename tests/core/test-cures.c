/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mail/sp-dkim-key.h"
#include "core/mail/sp-dmarc.h"
#include "core/mail/sp-mta-sts.h"
#include "core/mail/sp-tls-rpt.h"
#include "core/plan/sp-cure.h"
#include "support/sp-test-cases.h"
#include "support/sp-test-catalog.h"
#include "support/sp-test-panel.h"

#include <string.h>

/* The cases of the checks are also those of the repairs: whatever is wrong there, the edits that
 * Signpost offers are made, and then the checks are asked again. */

static SpCatalog *catalog;
static GHashTable *cured; /* ids of rules whose findings some edit mended */

/* Marks of a case, which hold before and after; NULL where servers tell different stories, or are
 * silent: an edit would have to be seen by all of them first. */
static char *
dup_marks (SpTestCase *self, GString *records)
{
  g_auto (GStrv) lines = g_strsplit (self->zone->str, "\n", -1);
  g_autoptr (GString) marks = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (g_str_has_prefix (lines[i], "!at") || g_str_has_prefix (lines[i], "!delegation"))
        return NULL;
      g_string_append_printf (lines[i][0] == '!' ? marks : records, "%s\n", lines[i]);
    }
  return g_string_free_and_steal (g_steal_pointer (&marks));
}

static const char *
get_domain (SpTestCase *self)
{
  const char *domain = sp_test_case_get (self, "domain");

  return domain != NULL ? domain : "shop.example";
}

static char *
dup_origin (SpTestCase *self, const char *marks)
{
  const char *mark = strstr (marks, "!zone ");
  const char *name = mark != NULL ? mark + strlen ("!zone ") : NULL;

  return name != NULL ? g_strndup (name, strcspn (name, "\n")) : g_strdup (get_domain (self));
}

static SpEditPlan *
plan_for (SpTestCaseFacts *facts, SpVerdict *verdict)
{
  const SpPlanInput input = {
    .snapshot = facts->snapshot,
    .catalog = catalog,
    .provider = facts->facts.provider,
    .filter = facts->facts.filter,
    .facts = &facts->facts,
    .verdict = verdict,
  };

  return sp_edit_plan_new (&input);
}

static SpFinding *
find (SpVerdict *verdict, const char *id, const char *subject)
{
  GListModel *findings = sp_verdict_get_findings (verdict);

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr (SpFinding) finding = g_list_model_get_item (findings, i);

      if (g_str_equal (sp_finding_get_id (finding), id)
          && g_str_equal (sp_finding_get_subject (finding), subject))
        return finding;
    }
  return NULL;
}

static char *
describe (SpEditPlan *plan)
{
  GListModel *edits = sp_edit_plan_get_edits (plan);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (edits); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (edits, i);
      GPtrArray *lists[] = { sp_edit_get_removed (edit), sp_edit_get_added (edit) };

      g_string_append_printf (text, "  %s (%s) %s", sp_edit_get_id (edit), sp_edit_get_why (edit),
                              sp_edit_get_name (edit));
      for (guint l = 0; l < G_N_ELEMENTS (lists); l++)
        for (guint k = 0; k < lists[l]->len; k++)
          {
            const SpEditRow *row = g_ptr_array_index (lists[l], k);

            g_string_append_printf (text, " %c[%d %s]", l == 0 ? '-' : '+', row->priority,
                                    row->value);
          }
      for (guint k = 0; k < sp_edit_get_cures (edit)->len; k++)
        {
          const SpCure *cure = g_ptr_array_index (sp_edit_get_cures (edit), k);

          g_string_append_printf (text, " {%s %s}", cure->id, cure->subject);
        }
      g_string_append_c (text, '\n');
    }
  return g_string_free_and_steal (text);
}

typedef struct {
  SpVerdict *before;
  SpVerdict *after;
  SpEditPlan *plan;
  GString *said;
} Trial;

#define complain(trial, ...) g_string_append_printf ((trial)->said, "\n- " __VA_ARGS__)

/* What an edit says of itself is what happens: no more, no less. */
static void
compare_claims (Trial *trial)
{
  GListModel *findings = sp_verdict_get_findings (trial->before);

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr (SpFinding) finding = g_list_model_get_item (findings, i);
      const char *id = sp_finding_get_id (finding), *subject = sp_finding_get_subject (finding);
      gboolean is_claimed = sp_cure_find (trial->plan, finding) != NULL;
      SpFinding *left = find (trial->after, id, subject);
      gboolean is_gone = left == NULL
                         || (sp_finding_get_level (left) <= SP_LEVEL_TIDY_UP
                             && sp_finding_get_level (finding) > SP_LEVEL_TIDY_UP);

      /* That others remember the old setting for long is not mended by a switch. */
      if (strstr (id, "ttl-long") != NULL || sp_finding_get_level (finding) == SP_LEVEL_IN_ORDER)
        g_assert_false (is_claimed);
      else if (is_claimed != is_gone)
        complain (trial, "%s %s is %s", id, subject, is_claimed ? "not gone" : "gone, unclaimed");
    }
}

/* What one fault hid comes to light when it is mended. */
static const struct {
  const char *cured;
  const char *uncovered;
} covers[] = {
  { "apex-cname", "mx-absent" },
  { "apex-cname", "spf-absent" },
  { "filter-bypassed", "mx-set-partial" },
};

static gboolean
is_uncovered (Trial *trial, const char *id)
{
  GListModel *findings = sp_verdict_get_findings (trial->before);

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr (SpFinding) finding = g_list_model_get_item (findings, i);

      for (guint k = 0; k < G_N_ELEMENTS (covers); k++)
        if (g_str_equal (covers[k].cured, sp_finding_get_id (finding))
            && g_str_equal (covers[k].uncovered, id))
          return TRUE;
    }
  return FALSE;
}

/* Nothing worse than a hint is made by a repair. */
static void
find_new (Trial *trial)
{
  GListModel *findings = sp_verdict_get_findings (trial->after);

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr (SpFinding) finding = g_list_model_get_item (findings, i);
      const char *id = sp_finding_get_id (finding), *subject = sp_finding_get_subject (finding);

      if (sp_finding_get_level (finding) >= SP_LEVEL_LATER
          && find (trial->before, id, subject) == NULL && !is_uncovered (trial, id))
        complain (trial, "%s %s is new", id, subject);
    }
}

/* What the records lead to exists, if the case does not speak of it. */
static void
add_world (GString *world, const char *zone, const char *name, const char *record)
{
  g_autofree char *owner = g_strdup_printf ("\n%s. ", name);

  if (strstr (zone, owner) == NULL && strstr (world->str, owner) == NULL)
    g_string_append_printf (world, "%s%s", owner, record);
}

static void
add_world_of_row (GString *world, const char *zone, SpRrType type, const char *value)
{
  static const char list[] = "TXT \"v=spf1 ip4:198.18.7.0/24 ?all\"";
  static const char key[] =
    "TXT \"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"";

  if (type == SP_RR_MX && !g_str_equal (value, "."))
    add_world (world, zone, value, "A 198.18.7.7");
  if (type == SP_RR_CNAME)
    add_world (world, zone, value, strstr (value, "dkim") != NULL ? key : "A 198.18.7.8");
  for (const char *p = value; type == SP_RR_TXT && (p = strstr (p, "include:")) != NULL; p++)
    {
      g_autofree char *name = g_strndup (p + 8, strcspn (p + 8, " "));

      add_world (world, zone, name, list);
    }
}

static char *
dup_world (SpEditPlan *plan, const char *zone)
{
  GListModel *edits = sp_edit_plan_get_edits (plan);
  GString *world = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (edits); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (edits, i);

      for (guint k = 0; k < sp_edit_get_added (edit)->len; k++)
        add_world_of_row (world, zone, sp_edit_get_rr_type (edit),
                          ((SpEditRow *) g_ptr_array_index (sp_edit_get_added (edit), k))->value);
    }
  return g_string_free_and_steal (world);
}

static void
apply_edits (Trial *trial, GPtrArray *panel, const char *domain)
{
  GListModel *edits = sp_edit_plan_get_edits (trial->plan);
  gboolean had_mx = sp_test_panel_count (panel, domain, SP_RR_MX) > 0;
  guint max_spf = MAX (sp_test_panel_count_spf (panel, domain), 1);

  for (guint i = 0; i < g_list_model_get_n_items (edits); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (edits, i);

      sp_test_panel_apply (panel, edit);
      if (had_mx && sp_test_panel_count (panel, domain, SP_RR_MX) == 0)
        complain (trial, "no MX is left");
      if (sp_test_panel_count_spf (panel, domain) > max_spf)
        complain (trial, "one more list of senders");
    }
}

/* Only what is about mail goes: text notes of other services stay. */
static void
find_losses (Trial *trial)
{
  GListModel *edits = sp_edit_plan_get_edits (trial->plan);

  for (guint i = 0; i < g_list_model_get_n_items (edits); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (edits, i);
      GPtrArray *removed = sp_edit_get_removed (edit);

      for (guint k = 0; sp_edit_get_rr_type (edit) == SP_RR_TXT && k < removed->len; k++)
        {
          const char *text = ((SpEditRow *) g_ptr_array_index (removed, k))->value;
          gsize length = strlen (text);

          if (strstr (text, "spf") == NULL && strstr (text, "include:") == NULL
              && g_ascii_strncasecmp (text, "v=spf1", 6) != 0 && !sp_dmarc_looks_like (text, length)
              && !sp_dkim_key_looks_like (text, length) && !sp_mta_sts_looks_like (text, length)
              && !sp_tls_rpt_looks_like (text, length)
              && strstr (sp_edit_get_name (edit), "_domainkey") == NULL)
            complain (trial, "%s is lost", text);
        }
    }
}

static void
note_cured (SpEditPlan *plan)
{
  GListModel *edits = sp_edit_plan_get_edits (plan);

  for (guint i = 0; i < g_list_model_get_n_items (edits); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (edits, i);

      for (guint k = 0; k < sp_edit_get_cures (edit)->len; k++)
        g_hash_table_add (
          cured, g_strdup (((SpCure *) g_ptr_array_index (sp_edit_get_cures (edit), k))->id));
    }
}

static gboolean
run_case (SpTestCase *item)
{
  g_autoptr (GString) records = g_string_new (NULL);
  g_autoptr (GString) said = g_string_new (NULL);
  g_autofree char *marks = dup_marks (item, records);
  g_autofree char *origin = NULL;
  g_autoptr (SpTestCaseFacts) facts = NULL;
  g_autoptr (SpTestCaseFacts) then = NULL;
  g_autoptr (GPtrArray) panel = NULL;
  g_autoptr (SpVerdict) before = NULL;
  g_autoptr (SpVerdict) after = NULL;
  g_autoptr (SpEditPlan) plan = NULL;
  g_autoptr (SpEditPlan) again = NULL;
  g_autofree char *world = NULL;
  g_autofree char *zone = NULL;
  g_autofree char *text = NULL;
  g_autofree char *edits = NULL;
  g_autofree char *left = NULL;

  if (marks == NULL)
    return TRUE;
  origin = dup_origin (item, marks);
  facts = sp_test_case_facts_new (item, catalog, item->zone->str);
  before = sp_checks_run (&facts->facts);
  plan = plan_for (facts, before);
  edits = describe (plan);
  panel = sp_test_panel_new (origin, records->str);
  Trial trial = { before, NULL, plan, said };
  apply_edits (&trial, panel, get_domain (item));
  world = dup_world (plan, item->zone->str);
  text = sp_test_panel_dup_text (panel, origin);
  zone = g_strconcat (world, "\n", marks, text, NULL);
  then = sp_test_case_facts_new (item, catalog, zone);
  after = sp_checks_run (&then->facts);
  trial.after = after;
  compare_claims (&trial);
  find_new (&trial);
  find_losses (&trial);
  again = plan_for (then, after);
  left = describe (again);
  if (left[0] != '\0')
    complain (&trial, "there is more to do:\n%s", left);
  note_cured (plan);
  if (said->len > 0 || g_test_verbose ())
    g_test_message ("%s%s\n%s", item->title, said->str, edits);
  return said->len == 0;
}

static void
test_file (gconstpointer file)
{
  g_autoptr (GPtrArray) cases = sp_test_cases_read (file);
  guint n_failed = 0;

  for (guint i = 0; i < cases->len; i++)
    n_failed += run_case (g_ptr_array_index (cases, i)) ? 0 : 1;
  g_test_message ("%u cases, %u failed", cases->len, n_failed);
  g_assert_cmpuint (cases->len, >, 0);
  g_assert_cmpuint (n_failed, ==, 0);
}

/* What becomes of each rule: an edit of some case mends it; or no edit of the zone can, or none
 * may, without knowing more than DNS shows, and then none pretends to. */
static const struct {
  const char *id;
  const char *without; /* why there is no edit; NULL if there is one */
} rules[] = {
  { "apex-cname", NULL },
  { "autodiscover-absent", NULL },
  { "autodiscover-left", NULL },
  { "dane-unsigned", "the company has to seal the zone" },
  { "dkim-absent", NULL },
  { "dkim-mangled", NULL },
  { "dkim-revoked", "only the provider has another key" },
  { "dkim-target-dead", "only the provider can publish its key" },
  { "dkim-testing", NULL },
  { "dkim-weak", "only the provider has another key" },
  { "dmarc-absent", NULL },
  { "dmarc-no-reports", NULL },
  { "dmarc-old-tags", NULL },
  { "dmarc-rua-unauthorised", "whoever gets the reports has to agree" },
  { "dmarc-syntax", NULL },
  { "dmarc-too-strict", NULL },
  { "dmarc-two", NULL },
  { "dmarc-watching", "when to be stricter the reports tell, and the person decides" },
  { "dmarc-wrong-name", NULL },
  { "dns-intercepted", "it is about this network" },
  { "ds-stale", "it is the parent's record" },
  { "expired-or-held", "the name has to be paid for" },
  { "filter-bypassed", NULL },
  { "forwarding-in-the-way", NULL },
  { "mail-lost-in-ns-move", "which company is to keep the records is the first question" },
  { "mta-sts-broken", NULL },
  { "mta-sts-stale", "the policy is on a web server" },
  { "mx-absent", NULL },
  { "mx-bad-name", NULL },
  { "mx-duplicate", NULL },
  { "mx-priority", NULL },
  { "mx-set-partial", NULL },
  { "mx-target-dead", NULL },
  { "mx-target-doubled", NULL },
  { "mx-target-private", NULL },
  { "mx-to-cname", NULL },
  { "mx-to-ip", NULL },
  { "mx-wrong-owner", NULL },
  { "name-doubled", NULL },
  { "negative-cache", "it passes" },
  { "negative-ttl-long", "the company sets it, and it does no harm after the edits" },
  { "newsletter-lost", "whether the service is still used only the person knows" },
  { "no-backup", "nothing is wrong" },
  { "no-route", "who is to have the mail has to be chosen first" },
  { "ns-disagree", "the company has to make its servers agree" },
  { "ns-elsewhere", "which company is to keep the records is the first question" },
  { "ns-lame", "it is about servers" },
  { "ns-parent-child", "it is the parent's record" },
  { "null-mx-mixed", NULL },
  { "null-mx-preference", NULL },
  { "old-mx-left", NULL },
  { "port25-blocked", "it is about this network" },
  { "proxied-mail-host", "the proxy is a switch of the panel, not a record" },
  { "says-no-mail", NULL },
  { "site-forms", NULL },
  { "smtp-cert-name", "it is about servers" },
  { "smtp-no-starttls", "it is about servers" },
  { "smtp-refuses-domain", "it is about servers" },
  { "smtp-silent", "it is about servers" },
  { "spf-absent", NULL },
  { "spf-include-dead", NULL },
  { "spf-leftover", NULL },
  { "spf-long", NULL },
  { "spf-loop", NULL },
  { "spf-no-end", NULL },
  { "spf-no-provider", NULL },
  { "spf-open", NULL },
  { "spf-ptr", NULL },
  { "spf-syntax", NULL },
  { "spf-too-many", NULL },
  { "spf-two", NULL },
  { "spf-void", NULL },
  { "spf-wrong-name", NULL },
  { "tls-rpt-broken", NULL },
  { "ttl-long", "what others remember no edit shortens" },
  { "ttl-short", NULL },
  { "web-move", "a name of its own needs a server that answers to it" },
  { "wildcard", "somebody may want it" },
};

static void
test_coverage (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      gboolean is_cured = g_hash_table_contains (cured, rules[i].id);

      if (is_cured != (rules[i].without == NULL))
        g_error ("%s: %s", rules[i].id,
                 is_cured ? "an edit claims to mend it" : "no edit mends it");
    }
}

/* No rule is forgotten in the table. */
static void
test_rules (void)
{
  const char *const *ids = sp_checks_get_ids ();

  for (guint k = 0; ids[k] != NULL; k++)
    {
      gboolean is_known = FALSE;

      for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
        is_known |= g_str_equal (rules[i].id, ids[k]);
      if (!is_known)
        g_error ("%s is not in the table", ids[k]);
    }
}

int
main (int argc, char **argv)
{
  static const char *const files[] = { "receiving.txt", "hosts.txt",    "companies.txt",
                                       "keeping.txt",   "history.txt",  "senders.txt",
                                       "seal.txt",      "security.txt", "servers.txt",
                                       "doubts.txt",    "repairs.txt" };
  int status;

  g_test_init (&argc, &argv, NULL);
  catalog = sp_test_catalog_new ();
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_strconcat ("/cures/", files[i], NULL);

      g_test_add_data_func (path, files[i], test_file);
    }
  g_test_add_func ("/cures/coverage", test_coverage);
  g_test_add_func ("/cures/rules", test_rules);
  cured = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  status = sp_test_run_with_catalog (&catalog);
  g_hash_table_unref (cured);
  return status;
}
