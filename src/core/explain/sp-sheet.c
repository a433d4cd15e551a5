/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-explain"

#include "core/explain/sp-sheet.h"

#include <glib/gi18n-lib.h>

#include "core/checks/sp-keeping.h"
#include "core/dns/sp-dig-line.h"
#include "core/explain/sp-explain.h"
#include "core/plan/sp-published.h"

static void
line_free (gpointer data)
{
  SpSheetLine *line = data;

  g_free (line->label);
  g_free (line->text);
  g_free (line);
}

static void
section_free (gpointer data)
{
  SpSheetSection *section = data;

  g_free (section->title);
  g_ptr_array_unref (section->lines);
  g_free (section);
}

static SpSheetSection *
add_section (SpSheet *self, char *title)
{
  SpSheetSection *section = g_new0 (SpSheetSection, 1);

  section->title = title;
  section->lines = g_ptr_array_new_with_free_func (line_free);
  g_ptr_array_add (self->sections, section);
  return section;
}

static void
add_line (SpSheetSection *section, SpSheetLineKind kind, const char *label, char *text)
{
  SpSheetLine *line = g_new0 (SpSheetLine, 1);

  line->kind = kind;
  line->label = g_strdup (label);
  line->text = text;
  g_ptr_array_add (section->lines, line);
}

static void
say (SpSheetSection *section, char *sentence)
{
  add_line (section, SP_SHEET_SENTENCE, NULL, sentence);
}

static char *
dup_row_text (const SpEditRow *row)
{
  g_autofree char *value = sp_explain_safe_text (row->value, -1);

  return row->priority >= 0 ? g_strdup_printf ("%d %s", row->priority, value)
                            : g_steal_pointer (&value);
}

static void
add_rows (SpSheetSection *section, SpSheetLineKind kind, const char *word, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    add_line (section, kind, word, dup_row_text (g_ptr_array_index (rows, i)));
}

static char *
dup_name_field (SpEdit *edit)
{
  const char *full = sp_name_get_text (sp_edit_get_full_name (edit));

  return g_strdup_printf ("%s  (%s)", sp_edit_get_name (edit), full);
}

static char *
dup_servers (SpSnapshot *snapshot)
{
  GPtrArray *servers = sp_snapshot_get_servers (snapshot);
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < servers->len; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "",
                            sp_name_get_text (((SpZoneServer *) servers->pdata[i])->name));
  return g_string_free_and_steal (names);
}

/* What waits for a value is told by the value; here is what waits for another service. */
static guint
add_held (SpSheetSection *section, const SpSheetInput *input)
{
  guint n = 0;

  for (guint i = 0; input->waiting != NULL && i < g_list_model_get_n_items (input->waiting); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (input->waiting, i);

      if (sp_edit_get_detail (edit, "holder") == NULL)
        continue;
      n++;
      if (section == NULL)
        continue;
      add_line (section, SP_SHEET_FIELD, sp_edit_get_name (edit),
                sp_explain_edit_title (edit, input->catalog));
      say (section, sp_explain_edit_why (edit, input->catalog));
    }
  return n;
}

static gboolean
has_gaps (const SpSheetInput *input)
{
  return add_held (NULL, input) > 0 || (input->needs != NULL && input->needs->len > 0)
         || (input->unchecked != NULL && g_list_model_get_n_items (input->unchecked) > 0);
}

static void
add_purpose (SpSheetSection *section, const SpSheetInput *input)
{
  g_autofree char *domain = sp_explain_isolate (
    sp_name_get_text (sp_snapshot_get_domain (input->snapshot)));

  if (input->obstacle != NULL)
    say (section, sp_explain_finding_text (input->obstacle));
  else if (input->n_changes == 0 && !has_gaps (input))
    say (section, g_strdup (_ ("No changes are needed.")));
  else if (input->n_changes > 0 && input->provider != NULL)
    /* Translators: %1$s is a domain, %2$s a mail provider. */
    say (section, g_strdup_printf (_ ("With these changes, %2$s handles the email of %1$s."),
                                   domain, sp_provider_get_name (input->provider)));
  else if (input->n_changes > 0)
    /* Translators: %s is a domain. */
    say (section, g_strdup_printf (_ ("These changes put the email of %s in order."), domain));
  if (input->n_changes > 0)
    say (section, g_strdup (_ ("Please make them in the order of this sheet, and exactly as they "
                               "stand here. Nothing else needs to change.")));
}

static void
add_place (SpSheetSection *section, const SpSheetInput *input)
{
  SpName *zone = sp_snapshot_get_zone (input->snapshot);
  g_autofree char *servers = dup_servers (input->snapshot);
  SpDnsHost *panel = input->dns_host;
  SpKeeping keeping;

  sp_keeping_judge (&keeping, input->catalog, input->snapshot,
                    panel != NULL ? sp_dns_host_get_id (panel) : NULL);
  add_line (section, SP_SHEET_FIELD, _ ("Domain"),
            g_strdup (sp_name_get_text (sp_snapshot_get_domain (input->snapshot))));
  if (zone != NULL && !sp_name_equal (zone, sp_snapshot_get_domain (input->snapshot)))
    add_line (section, SP_SHEET_FIELD, _ ("List of records"), g_strdup (sp_name_get_text (zone)));
  if (keeping.keeper != NULL)
    add_line (section, SP_SHEET_FIELD, _ ("Kept at"),
              g_strdup (sp_dns_host_get_name (keeping.keeper)));
  if (panel != NULL && panel != keeping.keeper && !sp_dns_host_is_generic (panel))
    add_line (section, SP_SHEET_FIELD, _ ("Panel"), g_strdup (sp_dns_host_get_name (panel)));
  if (*servers != '\0')
    add_line (section, SP_SHEET_FIELD, _ ("Name servers"), g_steal_pointer (&servers));
  add_line (
    section, SP_SHEET_FIELD, _ ("As seen on"),
    sp_explain_time_on_paper (sp_snapshot_get_checked_at (input->snapshot), input->time_zone));
}

/* What the sheet does not hold, said openly. */
static void
add_gaps (SpSheet *self, const SpSheetInput *input)
{
  guint n_unchecked = input->unchecked != NULL ? g_list_model_get_n_items (input->unchecked) : 0;
  SpSheetSection *section;

  if (!has_gaps (input))
    return;
  section = add_section (self, g_strdup (_ ("Not on This Sheet Yet")));
  add_held (section, input);
  for (guint i = 0; input->needs != NULL && i < input->needs->len; i++)
    {
      const SpNeed *need = g_ptr_array_index (input->needs, i);

      /* Translators: %s is a value that the mail provider tells, such as “MX host”. */
      say (section, g_strdup_printf (_ ("A value is still missing: %s."), need->label));
    }
  for (guint i = 0; i < n_unchecked; i++)
    {
      g_autoptr (SpUnchecked) item = g_list_model_get_item (input->unchecked, i);
      g_autofree char *subject = sp_explain_isolate (sp_unchecked_get_subject (item));

      /* Translators: %s is a name in DNS. */
      say (section, g_strdup_printf (_ ("What is published at %s could not be seen, so nothing is "
                                        "said about it here."),
                                     subject));
    }
}

static int
find_change (const SpSheetInput *input, const char *id)
{
  for (guint i = 0; i < input->n_changes; i++)
    if (g_str_equal (sp_edit_get_id (input->changes[i].edit), id))
      return (int) i;
  return -1;
}

static void
add_order (SpSheetSection *section, const SpSheetInput *input, const SpSheetChange *change)
{
  const char *const *after = sp_edit_get_after (change->edit);
  gint64 not_before = MAX (change->not_before, sp_edit_get_not_before (change->edit));
  g_autoptr (GString) numbers = g_string_new (NULL);

  /* Anything up to a second is a mark for "not yet known", not a time. */
  if (not_before > G_USEC_PER_SEC)
    {
      add_line (section, SP_SHEET_FIELD, _ ("Not before"),
                sp_explain_time_on_paper (not_before, input->time_zone));
    }
  for (guint i = 0; after != NULL && after[i] != NULL; i++)
    {
      int index = find_change (input, after[i]);

      if (index >= 0)
        g_string_append_printf (numbers, "%s%d", numbers->len > 0 ? ", " : "", index + 1);
    }
  if (numbers->len > 0)
    add_line (section, SP_SHEET_FIELD, _ ("Only after"), g_strdup (numbers->str));
}

/* Records as DNS has them, not the words and fields of a panel, even where the company is known:
 * the reader is often a technician elsewhere, with another panel, an interface for programs or a
 * zone file before them. The name stands there both ways, since panels differ in which they want.
 * Who fills in a form is helped by the cards. */
static void
add_change (SpSheet *self, const SpSheetInput *input, guint index)
{
  const SpSheetChange *change = &input->changes[index];
  SpEdit *edit = change->edit;
  g_autofree char *title = sp_explain_edit_title (edit, input->catalog);
  g_autofree char *ttl = sp_explain_ttl (sp_edit_get_ttl (edit));
  /* Translators: %1$u is the place of a change in the sheet, %2$s its title. */
  SpSheetSection *section = add_section (self,
                                         g_strdup_printf (_ ("%1$u. %2$s"), index + 1, title));

  say (section, sp_explain_edit_why (edit, input->catalog));
  add_order (section, input, change);
  add_line (section, SP_SHEET_FIELD, _ ("Type"), sp_rr_type_to_string (sp_edit_get_rr_type (edit)));
  add_line (section, SP_SHEET_FIELD, _ ("Name"), dup_name_field (edit));
  add_rows (section, SP_SHEET_REMOVE, C_ ("edit", "Remove"), sp_edit_get_removed (edit));
  add_rows (section, SP_SHEET_ADD, C_ ("edit", "Add"), sp_edit_get_added (edit));
  add_rows (section, SP_SHEET_KEEP, C_ ("edit", "Keep"), sp_edit_get_kept (edit));
  if (sp_edit_get_added (edit)->len + sp_edit_get_kept (edit)->len > 0)
    add_line (section, SP_SHEET_FIELD, _ ("TTL"),
              g_strdup_printf ("%u  (%s)", sp_edit_get_ttl (edit), ttl));
}

/* What only the owner can know, and has to tell before the changes of a step are made. */
static void
add_gates (SpSheetSection *section, SpStep *step)
{
  GPtrArray *ticks = sp_step_get_ticks (step);

  for (guint i = 0; i < ticks->len; i++)
    {
      const SpTick *tick = g_ptr_array_index (ticks, i);

      if (tick->is_gate && !tick->is_done)
        add_line (section, SP_SHEET_FIELD, _ ("Wait for word"), sp_explain_tick (tick->id));
    }
}

static void
add_step (SpSheet *self, const SpSheetInput *input, SpStep *step)
{
  const char *provider = input->provider != NULL ? sp_provider_get_name (input->provider) : NULL;
  SpSheetSection *section = add_section (self, sp_explain_step_title (step, provider));

  say (section, sp_explain_step_text (step, provider));
  if (sp_step_get_earliest (step) != 0 && sp_step_is_about (step))
    say (section, g_strdup (_ ("The dates are counted as if everything above were done without "
                               "delay. Please ask for a new sheet before these changes.")));
  add_gates (section, step);
}

static gboolean
is_changed (const SpSheetInput *input, SpName *name, SpRrType type)
{
  for (guint i = 0; i < input->n_changes; i++)
    if (sp_edit_get_rr_type (input->changes[i].edit) == type
        && sp_name_equal (sp_edit_get_full_name (input->changes[i].edit), name))
      return TRUE;
  return FALSE;
}

static guint
add_kept_set (SpSheetSection *section, const SpSheetInput *input, SpPublished *published,
              SpName *name, SpRrType type)
{
  const SpPublishedSet *set = sp_published_get (published, name, type);
  g_autofree char *type_text = sp_rr_type_to_string (type);
  g_autofree char *label = g_strdup_printf ("%s %s", type_text, sp_name_get_text (name));

  if (is_changed (input, name, type))
    return 0;
  add_rows (section, SP_SHEET_KEEP, label, set->rows);
  return set->rows->len;
}

/* The website is what somebody in a hurry takes along with the mail. */
static void
add_untouched (SpSheet *self, const SpSheetInput *input, SpPublished *published)
{
  static const SpRrType types[] = { SP_RR_A, SP_RR_AAAA, SP_RR_CNAME };
  SpName *domain = sp_snapshot_get_domain (input->snapshot);
  g_autoptr (SpName) www = sp_name_prepend (domain, "www");
  SpName *names[] = { domain, www };
  SpSheetSection *section = add_section (self, g_strdup (_ ("Please Leave as It Is")));
  guint n = 0;

  say (section, g_strdup (_ ("Every record that is not named above stays as it is, also other text "
                             "records at the same name. The name servers stay the same.")));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    for (guint t = 0; names[i] != NULL && t < G_N_ELEMENTS (types); t++)
      n += add_kept_set (section, input, published, names[i], types[t]);
  if (n > 0)
    say (section, g_strdup (_ ("These addresses and nicknames lead to the website. They have "
                               "nothing to do with email.")));
}

static const SpName *
find_server (SpSnapshot *snapshot)
{
  GPtrArray *servers = sp_snapshot_get_servers (snapshot);

  for (guint i = 0; i < servers->len; i++)
    {
      const SpZoneServer *server = g_ptr_array_index (servers, i);

      if (server->state == SP_SERVER_ANSWERS)
        return server->name;
    }
  return NULL;
}

static gboolean
is_repeated (const SpSheetInput *input, guint index)
{
  SpEdit *edit = input->changes[index].edit;

  for (guint i = 0; i < index; i++)
    if (sp_edit_get_rr_type (input->changes[i].edit) == sp_edit_get_rr_type (edit)
        && sp_name_equal (sp_edit_get_full_name (input->changes[i].edit),
                          sp_edit_get_full_name (edit)))
      return TRUE;
  return FALSE;
}

static void
add_checking (SpSheet *self, const SpSheetInput *input)
{
  SpSheetSection *section = add_section (self, g_strdup (_ ("How to Check")));

  say (section, g_strdup (_ ("Signpost asks the domain’s own servers and shows by itself when a "
                             "change can be seen. In a terminal the same is asked with:")));
  for (guint i = 0; i < input->n_changes; i++)
    if (!is_repeated (input, i))
      add_line (section, SP_SHEET_COMMAND, NULL,
                sp_dig_line_new (find_server (input->snapshot), NULL,
                                 sp_edit_get_full_name (input->changes[i].edit),
                                 sp_edit_get_rr_type (input->changes[i].edit)));
}

static void
add_former (SpSheetSection *section, SpPublished *published, SpEdit *edit)
{
  SpName *name = sp_edit_get_full_name (edit);
  SpRrType type = sp_edit_get_rr_type (edit);
  const SpPublishedSet *set = sp_published_get (published, name, type);
  g_autofree char *type_text = sp_rr_type_to_string (type);
  g_autofree char *label = g_strdup_printf ("%s %s", type_text, sp_name_get_text (name));

  if (set->state == SP_FACT_UNKNOWN)
    add_line (section, SP_SHEET_KEEP, label, g_strdup (_ ("could not be seen")));
  else if (set->rows->len == 0)
    add_line (section, SP_SHEET_KEEP, label, g_strdup (_ ("nothing was there: remove it again")));
  for (guint i = 0; i < set->rows->len; i++)
    {
      g_autofree char *row = dup_row_text (g_ptr_array_index (set->rows, i));

      add_line (section, SP_SHEET_KEEP, label, g_strdup_printf ("%s  (TTL %u)", row, set->ttl));
    }
}

/* Backwards: what was safe one way is safe the other way. */
static void
add_way_back (SpSheet *self, const SpSheetInput *input, SpPublished *published)
{
  SpSheetSection *section = add_section (self, g_strdup (_ ("How to Go Back")));

  say (section, g_strdup (_ ("This is what was published when the sheet was made. To go back, put "
                             "it back in this order, as long as the old mailboxes exist.")));
  for (guint i = input->n_changes; i > 0; i--)
    if (!is_repeated (input, i - 1))
      add_former (section, published, input->changes[i - 1].edit);
}

/**
 * sp_sheet_new:
 * @input: what it tells of
 *
 * Writes the sheet for whoever manages the domain.
 *
 * Returns: (transfer full): the sheet
 */
SpSheet *
sp_sheet_new (const SpSheetInput *input)
{
  SpSheet *self;
  SpSheetSection *first;
  g_autoptr (SpPublished) published = NULL;
  const char *domain;

  g_return_val_if_fail (input != NULL && input->snapshot != NULL, NULL);

  self = g_new0 (SpSheet, 1);
  self->sections = g_ptr_array_new_with_free_func (section_free);
  domain = sp_name_get_text (sp_snapshot_get_domain (input->snapshot));
  /* Translators: %s is a domain. */
  self->title = g_strdup_printf (_ ("Email of %s: changes to be made"), domain);
  published = sp_published_new (input->snapshot);
  first = add_section (self, NULL);
  add_purpose (first, input);
  add_place (first, input);
  for (guint i = 0; i < input->n_changes; i++)
    {
      SpStep *step = input->changes[i].step;

      if (step != NULL && (i == 0 || input->changes[i - 1].step != step))
        add_step (self, input, step);
      add_change (self, input, i);
    }
  add_gaps (self, input);
  if (input->n_changes == 0)
    return self;
  add_untouched (self, input, published);
  add_checking (self, input);
  add_way_back (self, input, published);
  return self;
}

/* What is done is not asked for again. */
static gboolean
is_open (SpStep *step)
{
  switch (sp_step_get_state (step))
    {
    case SP_STEP_LATER:
    case SP_STEP_READY:
    case SP_STEP_CHECKING:
    case SP_STEP_SLIPPED:
    case SP_STEP_BLOCKED:
      return TRUE;
    case SP_STEP_LIVE:
    case SP_STEP_WAITING:
    case SP_STEP_DONE:
    case SP_STEP_SKIPPED:
      return FALSE;
    }
  g_return_val_if_reached (TRUE);
}

/**
 * sp_sheet_new_for_move:
 * @input: what it tells of; its changes are not looked at
 * @timeline: the dated steps
 *
 * Writes the sheet of a whole move: the changes of every step that is not done yet, each with the
 * time before which it must not be made.
 *
 * Returns: (transfer full): the sheet
 */
SpSheet *
sp_sheet_new_for_move (const SpSheetInput *input, SpTimeline *timeline)
{
  GListModel *steps;
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (SpSheetChange));
  SpSheetInput whole = { 0 };

  g_return_val_if_fail (input != NULL && SP_IS_TIMELINE (timeline), NULL);

  steps = sp_timeline_get_steps (timeline);
  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (SpStep) step = g_list_model_get_item (steps, i);
      GListModel *edits = sp_step_get_edits (step);

      for (guint k = 0; is_open (step) && k < g_list_model_get_n_items (edits); k++)
        {
          g_autoptr (SpEdit) edit = g_list_model_get_item (edits, k);
          /* the lists keep both */
          SpSheetChange change = { edit, sp_step_get_earliest (step), step };

          if (sp_edit_get_action (edit) != SP_EDIT_KEEP)
            g_array_append_val (changes, change);
        }
    }
  whole = *input;
  whole.changes = (const SpSheetChange *) (void *) changes->data;
  whole.n_changes = changes->len;
  return sp_sheet_new (&whole);
}

/**
 * sp_sheet_free:
 * @self: (nullable): a sheet
 */
void
sp_sheet_free (SpSheet *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_ptr_array_unref (self->sections);
  g_free (self);
}
