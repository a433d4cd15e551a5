/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-explain"

#include "core/explain/sp-calendar.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/explain/sp-explain.h"

/* Octets in a line, without its end (RFC 5545 §3.1). */
#define LINE_OCTETS 75

/* A long line goes on in the next one, which begins with a space. No character is torn apart,
 * which the standard would allow and many programs do not survive (RFC 5545 §3.1). */
static void
append_folded (GString *calendar, const char *line)
{
  gsize column = 0;

  for (const char *at = line; *at != '\0'; at = g_utf8_next_char (at))
    {
      gsize length = g_utf8_skip[(guint8) *at];

      if (column + length > LINE_OCTETS)
        {
          g_string_append (calendar, "\r\n ");
          column = 1;
        }
      g_string_append_len (calendar, at, (gssize) length);
      column += length;
    }
  g_string_append (calendar, "\r\n");
}

static void
add_line (GString *calendar, const char *name, const char *value)
{
  g_autofree char *line = g_strconcat (name, ":", value, NULL);

  append_folded (calendar, line);
}

/* TEXT values (RFC 5545 §3.3.11). */
static void
add_text (GString *calendar, const char *name, const char *text)
{
  g_autofree char *plain = sp_explain_drop_isolates (text);
  g_autoptr (GString) escaped = g_string_new (NULL);

  for (const char *at = plain; *at != '\0'; at++)
    {
      if (*at == '\n')
        g_string_append (escaped, "\\n");
      else if (strchr ("\\;,", *at) != NULL)
        g_string_append_printf (escaped, "\\%c", *at);
      else if (!g_ascii_iscntrl (*at))
        g_string_append_c (escaped, *at);
    }
  add_line (calendar, name, escaped->str);
}

/* "Date with UTC time": the same moment wherever the person travels (RFC 5545 §3.3.5). */
static void
add_time (GString *calendar, const char *name, gint64 time)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc_usec (time);
  g_autofree char *text = utc != NULL ? g_date_time_format (utc, "%Y%m%dT%H%M%SZ") : NULL;

  if (text != NULL)
    add_line (calendar, name, text);
}

static void
append_paragraph (GString *text, char *sentence)
{
  g_autofree char *owned = sentence;

  if (text->len > 0)
    g_string_append (text, "\n\n");
  g_string_append (text, owned);
}

/* What is done alike to several names is said once. */
static void
append_edits (GString *text, const SpCalendarInput *input, SpStep *step, gint64 time)
{
  GListModel *edits = sp_step_get_edits (step);
  g_autofree char *last = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (edits); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (edits, i);
      g_autofree char *title = sp_explain_edit_title (edit, input->catalog);

      if (MAX (sp_edit_get_not_before (edit), sp_step_get_earliest (step)) != time
          || g_strcmp0 (title, last) == 0)
        continue;
      if (last == NULL)
        append_paragraph (text, g_strdup (_ ("Changes to be made:")));
      g_string_append_printf (text, "\n• %s", title);
      g_set_str (&last, title);
    }
}

static void
append_ticks (GString *text, SpStep *step)
{
  GPtrArray *ticks = sp_step_get_ticks (step);
  gboolean has_any = FALSE;

  for (guint i = 0; i < ticks->len; i++)
    {
      const SpTick *tick = g_ptr_array_index (ticks, i);
      g_autofree char *words = sp_explain_tick (tick->id);

      if (tick->is_done)
        continue;
      if (!has_any)
        append_paragraph (text, g_strdup (_ ("To be confirmed:")));
      g_string_append_printf (text, "\n• %s", words);
      has_any = TRUE;
    }
}

static void
append_reasons (GString *text, const SpCalendarInput *input, SpStep *step)
{
  GPtrArray *why = sp_step_get_why (step);

  if (why->len > 0)
    append_paragraph (text, g_strdup (_ ("Why this time:")));
  for (guint i = 0; i < why->len; i++)
    {
      g_autofree char *sentence = sp_explain_why (g_ptr_array_index (why, i));

      g_string_append_printf (text, "\n• %s", sentence);
    }
  if (sp_step_is_about (step))
    append_paragraph (text, g_strdup (_ ("This time is only about right: it counts steps that are "
                                         "still to come as done without delay. Look into Signpost "
                                         "before acting.")));
}

static char *
dup_description (const SpCalendarInput *input, SpStep *step, gint64 time)
{
  g_autoptr (GString) text = g_string_new (NULL);

  append_paragraph (text, sp_explain_step_text (step, sp_provider_get_name (input->provider)));
  append_edits (text, input, step, time);
  append_ticks (text, step);
  if (sp_step_get_latest (step) > time)
    {
      g_autofree char *latest = sp_explain_time_on_paper (sp_step_get_latest (step),
                                                          input->time_zone);

      /* Translators: %s is a date with its time. */
      append_paragraph (text, g_strdup_printf (_ ("Everyone follows by %s."), latest));
    }
  if (time == sp_step_get_earliest (step))
    append_reasons (text, input, step);
  return g_string_free_and_steal (g_steal_pointer (&text));
}

static char *
dup_summary (const SpCalendarInput *input, SpStep *step)
{
  const char *domain = sp_name_get_text (input->domain);
  g_autofree char *title = sp_explain_step_title (step, sp_provider_get_name (input->provider));

  if (sp_step_get_earliest (step) == 0)
    /* Translators: %1$s is a domain, %2$s a step of a move that is a wait, such as “Keep the old
     * mailboxes in view”: the moment at which it is over. */
    return g_strdup_printf (_ ("%1$s: the end of “%2$s”"), domain, title);
  /* Translators: %1$s is a domain, %2$s a step of its move. */
  return g_strdup_printf (_ ("%1$s: %2$s"), domain, title);
}

/* The same step of the same move is the same event in every calendar that is written of it, so
 * that reading the file again moves what is there instead of doubling it (RFC 5545 §3.8.4.7). */
static char *
dup_uid (const SpCalendarInput *input, SpStep *step, const char *edit_id)
{
  return g_strdup_printf ("%s%s%s-%s@%s", sp_step_get_id (step), edit_id != NULL ? "-" : "",
                          edit_id != NULL ? edit_id : "", sp_provider_get_id (input->provider),
                          sp_name_get_text (input->domain));
}

/* A moment, not a stretch of time: without an end, and nobody is busy then (RFC 5545 §3.6.1). */
static void
add_event (GString *calendar, const SpCalendarInput *input, SpStep *step, const char *edit_id,
           gint64 time)
{
  g_autofree char *uid = dup_uid (input, step, edit_id);
  g_autofree char *summary = dup_summary (input, step);
  g_autofree char *description = dup_description (input, step, time);

  add_line (calendar, "BEGIN", "VEVENT");
  add_text (calendar, "UID", uid);
  add_time (calendar, "DTSTAMP", input->now);
  add_time (calendar, "DTSTART", time);
  add_text (calendar, "SUMMARY", summary);
  add_text (calendar, "DESCRIPTION", description);
  add_line (calendar, "STATUS", sp_step_is_about (step) ? "TENTATIVE" : "CONFIRMED");
  add_line (calendar, "TRANSP", "TRANSPARENT");
  add_line (calendar, "END", "VEVENT");
}

/* Some edits of a step may only be made later than its first ones: each such time once. */
static guint
add_later_edits (GString *calendar, const SpCalendarInput *input, SpStep *step)
{
  GListModel *edits = sp_step_get_edits (step);
  gint64 last = sp_step_get_earliest (step);
  guint n = 0;

  while (TRUE)
    {
      g_autoptr (SpEdit) next = NULL;

      for (guint i = 0; i < g_list_model_get_n_items (edits); i++)
        {
          g_autoptr (SpEdit) edit = g_list_model_get_item (edits, i);
          gint64 time = sp_edit_get_not_before (edit);

          if (time > last && (next == NULL || time < sp_edit_get_not_before (next)))
            g_set_object (&next, edit);
        }
      if (next == NULL)
        return n;
      last = sp_edit_get_not_before (next);
      add_event (calendar, input, step, sp_edit_get_id (next), last);
      n++;
    }
}

/* From when a step may be done; of a wait, which nobody does, when it is over. */
static gint64
find_time (SpStep *step)
{
  if (sp_step_get_earliest (step) != 0 || g_list_model_get_n_items (sp_step_get_edits (step)) > 0)
    return sp_step_get_earliest (step);
  return sp_step_get_latest (step);
}

static guint
add_step (GString *calendar, const SpCalendarInput *input, SpStep *step)
{
  gint64 time = find_time (step);

  if (time == 0 || sp_step_get_state (step) == SP_STEP_SKIPPED)
    return 0;
  add_event (calendar, input, step, NULL, time);
  return 1 + add_later_edits (calendar, input, step);
}

/**
 * sp_calendar_dup_text:
 * @input: what it tells of
 *
 * Writes the dated steps of a move as a calendar file (iCalendar, RFC 5545): an event for each
 * moment from which a step may be done, and for the end of each wait. The same input gives the
 * same bytes.
 *
 * Returns: (transfer full) (nullable): the file; %NULL if no step has a date, since a calendar
 *   without any event is none (RFC 5545 §3.6)
 */
char *
sp_calendar_dup_text (const SpCalendarInput *input)
{
  g_autoptr (GString) calendar = g_string_new (NULL);
  GListModel *steps;
  guint n = 0;

  g_return_val_if_fail (input != NULL && input->timeline != NULL, NULL);
  g_return_val_if_fail (input->domain != NULL && input->provider != NULL, NULL);

  steps = sp_timeline_get_steps (input->timeline);
  add_line (calendar, "BEGIN", "VCALENDAR");
  add_line (calendar, "VERSION", "2.0");
  add_line (calendar, "PRODID", "-//Signpost//Signpost//EN");
  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (SpStep) step = g_list_model_get_item (steps, i);

      n += add_step (calendar, input, step);
    }
  add_line (calendar, "END", "VCALENDAR");
  return n > 0 ? g_string_free_and_steal (g_steal_pointer (&calendar)) : NULL;
}
