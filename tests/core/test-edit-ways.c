/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "core/dns/sp-zone.h"
#include "core/mail/sp-spf.h"
#include "core/plan/sp-edit-plan.h"
#include "core/plan/sp-edit-zone.h"
#include "support/sp-test-cases.h"
#include "support/sp-test-catalog.h"
#include "support/sp-test-snapshot.h"

#include <string.h>

/* What can be done with a plan, over every case of the checks and several wishes: written as zone
 * text, and put back. */
static SpCatalog *catalog;

typedef struct {
  const char *provider;
  const char *values[9];
} Wish;

static const Wish wishes[] = {
  { NULL },
  { .provider = "fastmail" },
  { .provider = "google-workspace",
    .values = { "dkim-key", "v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEG" } },
  { .provider = "own-server", .values = { "host", "mail.shop.example", "spare", "spare.net" } },
};

static SpEditPlan *
plan_for (SpSnapshot *snapshot, const Wish *wish)
{
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  SpPlanInput input = {
    .snapshot = snapshot, .catalog = catalog, .provider = wish->provider, .values = values
  };

  for (guint i = 0; wish->values[i] != NULL; i += 2)
    g_hash_table_insert (values, (gpointer) wish->values[i], (gpointer) wish->values[i + 1]);
  return sp_edit_plan_new (&input);
}

static SpEdit *
get_edit (GListModel *edits, guint i)
{
  g_autoptr (SpEdit) edit = g_list_model_get_item (edits, i);

  return edit; /* the list keeps it */
}

static guint
count_lines (const char *text, const char *prefix)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    n += g_str_has_prefix (lines[i], prefix);
  return n;
}

/* The snippet reads as exactly the sets that the edits lead to. */
static void
assert_zone_text (SpSnapshot *snapshot, GListModel *edits)
{
  g_autoptr (SpName) root = sp_name_new_root ();
  g_autofree char *text = sp_edit_zone_dup_text (snapshot, edits);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpZone) zone = sp_zone_parse (text, -1, root, &error);
  guint n_rows = 0, n_removed = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < g_list_model_get_n_items (edits); i++)
    {
      SpEdit *edit = get_edit (edits, i);
      SpRrType type = sp_edit_get_rr_type (edit);
      g_autoptr (SpRecordSet) set = sp_zone_dup_set (zone, sp_edit_get_full_name (edit), type);
      guint n = sp_edit_get_kept (edit)->len + sp_edit_get_added (edit)->len;

      g_assert_cmpuint (set != NULL ? sp_record_set_get_n_records (set) : 0, ==, n);
      for (guint k = 0; k < n; k++)
        {
          SpRecord *record = sp_record_set_get_record (set, k);
          g_autoptr (SpEditRow) row = sp_edit_row_new_from_record (record);

          g_assert_true (sp_edit_rows_find (sp_edit_get_kept (edit), row, type)
                         || sp_edit_rows_find (sp_edit_get_added (edit), row, type));
          g_assert_cmpuint (sp_record_get_ttl (record), ==, sp_edit_get_ttl (edit));
        }
      n_rows += n;
      n_removed += sp_edit_get_removed (edit)->len;
    }
  g_assert_cmpuint (sp_zone_get_records (zone)->len, ==, n_rows);
  g_assert_cmpuint (count_lines (text, "; remove: "), ==, n_removed);
}

static guint
count_spf (const SpPublishedSet *texts)
{
  guint n = 0;

  for (guint i = 0; i < texts->rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (texts->rows, i);

      n += sp_spf_is_record (row->value, strlen (row->value));
    }
  return n;
}

static void
assert_same_set (const SpPublishedSet *a, const SpPublishedSet *b, SpRrType type)
{
  g_assert_cmpint (a->state, ==, b->state);
  g_assert_cmpuint (a->rows->len, ==, b->rows->len);
  for (guint i = 0; i < a->rows->len; i++)
    g_assert_true (sp_edit_rows_find (b->rows, g_ptr_array_index (a->rows, i), type));
  if (a->state == SP_FACT_PRESENT)
    g_assert_cmpuint (a->ttl, ==, b->ttl);
}

/* Applies the way back card by card, with every promise kept at each step. */
static void
go_back (SpPublished *before, SpPublished *now, SpName *domain, GListModel *edits)
{
  g_autoptr (SpEditPlan) back = sp_edit_plan_new_back (before, now, edits);
  g_autoptr (SpEditPlan) again = NULL;
  GListModel *steps = sp_edit_plan_get_edits (back);
  gboolean had_mx = sp_published_get (before, domain, SP_RR_MX)->rows->len > 0;
  guint max_spf = MAX (count_spf (sp_published_get (before, domain, SP_RR_TXT)), 1);

  g_assert_cmpuint (g_list_model_get_n_items (sp_edit_plan_get_unchecked (back)), ==, 0);
  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      SpEdit *edit = get_edit (steps, i);
      const char *const *after = sp_edit_get_after (edit);

      g_assert_true (g_str_has_prefix (sp_edit_get_id (edit), SP_EDIT_BACK_PREFIX));
      for (guint k = 0; after[k] != NULL; k++)
        for (guint later = i; later < g_list_model_get_n_items (steps); later++)
          g_assert_cmpstr (sp_edit_get_id (get_edit (steps, later)), !=, after[k]);
      sp_published_apply (now, edit);
      if (had_mx)
        g_assert_cmpuint (sp_published_get (now, domain, SP_RR_MX)->rows->len, >, 0);
      g_assert_cmpuint (count_spf (sp_published_get (now, domain, SP_RR_TXT)), <=, max_spf);
      if (sp_published_get_alias (now, sp_edit_get_full_name (edit)) != NULL)
        g_assert_cmpint (sp_edit_get_rr_type (edit) == SP_RR_CNAME
                           || sp_edit_get_action (edit) == SP_EDIT_REMOVE,
                         ==, TRUE);
    }
  for (guint i = 0; i < g_list_model_get_n_items (edits); i++)
    {
      SpEdit *edit = get_edit (edits, i);
      SpName *name = sp_edit_get_full_name (edit);
      SpRrType type = sp_edit_get_rr_type (edit);

      assert_same_set (sp_published_get (before, name, type), sp_published_get (now, name, type),
                       type);
    }
  again = sp_edit_plan_new_back (before, now, edits);
  g_assert_cmpuint (g_list_model_get_n_items (sp_edit_plan_get_edits (again)), ==, 0);
}

/* The first @n_made edits are made, then all is put back. */
static void
assert_way_back (SpSnapshot *snapshot, GListModel *edits, guint n_made)
{
  g_autoptr (SpPublished) before = sp_published_new (snapshot);
  g_autoptr (SpPublished) now = sp_published_new (snapshot);

  for (guint i = 0; i < n_made; i++)
    sp_published_apply (now, get_edit (edits, i));
  go_back (before, now, sp_snapshot_get_domain (snapshot), edits);
}

static void
test_file (gconstpointer file)
{
  g_autoptr (GPtrArray) cases = sp_test_cases_read (file);
  guint n_edits = 0;

  for (guint i = 0; i < cases->len; i++)
    {
      SpTestCase *item = g_ptr_array_index (cases, i);
      const char *domain = sp_test_case_get (item, "domain");
      g_autoptr (SpName) name = sp_name_parse (domain != NULL ? domain : "shop.example", NULL);

      g_test_message ("%s", item->title);
      /* Repairs for every case, and each provider in turn: all of them take too long. */
      for (guint turn = 0; turn < 2; turn++)
        {
          guint w = turn == 0 ? 0 : 1 + i % (G_N_ELEMENTS (wishes) - 1);
          g_autoptr (SpQuestion) question = sp_question_new (name, wishes[w].provider, NULL, NULL);
          g_autoptr (SpSnapshot)
            snapshot = sp_test_snapshot_new_for (question, catalog, item->zone->str);
          g_autoptr (SpEditPlan) plan = plan_for (snapshot, &wishes[w]);
          GListModel *edits = sp_edit_plan_get_edits (plan);
          guint n = g_list_model_get_n_items (edits);

          assert_zone_text (snapshot, edits);
          assert_way_back (snapshot, edits, 0);
          assert_way_back (snapshot, edits, n / 2);
          assert_way_back (snapshot, edits, n);
          n_edits += n;
        }
    }
  g_assert_cmpuint (n_edits, >, 0);
}

#define SHOP                                                                                       \
  "@ 600 MX 10 mail.webhost.example.\n"                                                            \
  "mail.webhost.example. A 198.18.2.1\n"                                                           \
  "@ TXT \"v=spf1 include:_spf.webhost.example -all\"\n"                                           \
  "_spf.webhost.example. TXT \"v=spf1 ip4:198.18.2.0/24 ?all\"\n"

static SpSnapshot *
look_at (const char *text)
{
  g_autoptr (SpName) name = sp_name_parse ("shop.example", NULL);
  g_autoptr (SpQuestion) question = sp_question_new (name, "fastmail", NULL, NULL);

  return sp_test_snapshot_new_for (question, catalog, text);
}

/* Somebody else changed a set in the meantime: what counts is what is published now. */
static void
test_changed_since (void)
{
  g_autoptr (SpSnapshot) first = look_at (SHOP);
  g_autoptr (SpSnapshot) second = look_at ("@ MX 5 elsewhere.example.\n");
  g_autoptr (SpEditPlan) plan = plan_for (first, &wishes[1]);
  g_autoptr (SpPublished) before = sp_published_new (first);
  g_autoptr (SpPublished) now = sp_published_new (second);
  g_autoptr (SpEditPlan) back = sp_edit_plan_new_back (before, now, sp_edit_plan_get_edits (plan));
  SpEdit *mx = sp_edit_plan_find (back, "back-mx");
  SpEditRow *removed, *added;

  g_assert_nonnull (mx);
  removed = g_ptr_array_index (sp_edit_get_removed (mx), 0);
  added = g_ptr_array_index (sp_edit_get_added (mx), 0);
  g_assert_cmpstr (removed->value, ==, "elsewhere.example");
  g_assert_cmpstr (added->value, ==, "mail.webhost.example");
  g_assert_cmpint (added->priority, ==, 10);
  g_assert_cmpuint (sp_edit_get_ttl (mx), ==, 600);
  g_assert_nonnull (sp_edit_plan_find (back, "back-spf"));
  g_assert_null (sp_edit_plan_find (back, "back-dkim-fm1"));
}

/* What cannot be seen now is not put back blindly. */
static void
test_unseen (void)
{
  g_autoptr (SpSnapshot) first = look_at (SHOP);
  g_autoptr (SpSnapshot) second = look_at (SHOP "!fail @ MX timeout\n");
  g_autoptr (SpEditPlan) plan = plan_for (first, &wishes[1]);
  g_autoptr (SpPublished) before = sp_published_new (first);
  g_autoptr (SpPublished) now = sp_published_new (second);
  g_autoptr (SpEditPlan) back = sp_edit_plan_new_back (before, now, sp_edit_plan_get_edits (plan));
  g_autoptr (SpUnchecked) item = g_list_model_get_item (sp_edit_plan_get_unchecked (back), 0);

  g_assert_null (sp_edit_plan_find (back, "back-mx"));
  g_assert_cmpstr (sp_unchecked_get_id (item), ==, "back-mx");
  g_assert_cmpint (sp_unchecked_get_reason (item), ==, SP_REASON_TIMEOUT);
}

/* In a move one set is led through several versions: it goes back in one edit. */
static void
test_led_through (void)
{
  g_autoptr (SpSnapshot) first = look_at (SHOP);
  g_autoptr (SpName) domain = sp_name_parse ("shop.example", NULL);
  g_autoptr (GListStore) edits = g_list_store_new (SP_TYPE_EDIT);
  g_autoptr (SpEdit) lower = sp_edit_new ("ttl-mx", SP_RR_MX, domain, domain, "ttl-lower");
  g_autoptr (SpEdit) flip = sp_edit_new ("mx-flip", SP_RR_MX, domain, domain, "mx-flip");
  g_autoptr (SpPublished) before = sp_published_new (first);
  g_autoptr (SpPublished) now = sp_published_new (first);
  g_autoptr (SpEditPlan) back = NULL;

  sp_edit_keep_row (lower, 10, "mail.webhost.example");
  sp_edit_set_ttl (lower, 300, TRUE);
  sp_edit_remove_row (flip, 10, "mail.webhost.example");
  sp_edit_add_row (flip, 10, "in1-smtp.messagingengine.com");
  sp_edit_add_row (flip, 20, "mail.webhost.example");
  sp_edit_set_ttl (flip, 300, FALSE);
  g_list_store_append (edits, lower);
  g_list_store_append (edits, flip);
  sp_published_apply (now, lower);
  sp_published_apply (now, flip);
  back = sp_edit_plan_new_back (before, now, G_LIST_MODEL (edits));
  g_assert_cmpuint (g_list_model_get_n_items (sp_edit_plan_get_edits (back)), ==, 1);
  go_back (before, now, domain, G_LIST_MODEL (edits));
}

/* Long text is cut, strange bytes stay what they are, and nothing leaves its place in the text. */
static void
test_zone_bytes (void)
{
  g_autofree char *long_text = g_strnfill (300, 'x');
  g_autofree char *zone = g_strdup_printf (
    SHOP "@ TXT \"%.200s\" \"%s\"\n@ TXT \"a\\\"b\\\\c;d\\010e\\255\"\n", long_text, "second");
  g_autoptr (SpSnapshot) snapshot = look_at (zone);
  g_autoptr (SpEditPlan) plan = plan_for (snapshot, &wishes[1]);
  g_autofree char *text = sp_edit_zone_dup_text (snapshot, sp_edit_plan_get_edits (plan));

  assert_zone_text (snapshot, sp_edit_plan_get_edits (plan));
  g_assert_nonnull (strstr (text, "$ORIGIN shop.example.\n"));
  g_assert_nonnull (strstr (text, "xxx\" \"second\" ; stays\n"));
  g_assert_nonnull (strstr (text, "\"a\\\"b\\\\c;d\\010e\\255\" ; stays\n"));
  g_assert_nonnull (strstr (text, "; remove: @ 600 IN MX 10 mail.webhost.example.\n"));
  g_assert_nonnull (strstr (text, "\n@ 3600 IN MX 10 in1-smtp.messagingengine.com. ; add\n"));
}

int
main (int argc, char **argv)
{
  static const char *const files[] = { "receiving.txt", "hosts.txt",    "companies.txt",
                                       "keeping.txt",   "history.txt",  "senders.txt",
                                       "seal.txt",      "security.txt", "servers.txt",
                                       "doubts.txt",    "repairs.txt" };

  g_test_init (&argc, &argv, NULL);
  catalog = sp_test_catalog_new ();
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *path = g_strconcat ("/edit-ways/", files[i], NULL);

      g_test_add_data_func (path, files[i], test_file);
    }
  g_test_add_func ("/edit-ways/changed-since", test_changed_since);
  g_test_add_func ("/edit-ways/unseen", test_unseen);
  g_test_add_func ("/edit-ways/led-through", test_led_through);
  g_test_add_func ("/edit-ways/zone-bytes", test_zone_bytes);
  return sp_test_run_with_catalog (&catalog);
}
