/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpostctl"

#include "cli/sp-text-reading.h"

#include <glib/gi18n.h>

#include "cli/sp-text-report.h"
#include "core/explain/sp-explain-reading.h"
#include "core/explain/sp-explain.h"

static void
print_line (const char *indent, char *text)
{
  if (text != NULL)
    sp_text_print_wrapped (text, indent, indent);
  g_free (text);
}

static void
print_message (const SpArrival *arrival, gboolean with_color)
{
  g_print ("\n");
  sp_text_print_heading (_ ("Proofs of origin:"), with_color);
  for (guint i = 0; i < arrival->proofs->len; i++)
    print_line ("  ", sp_explain_proof (arrival->proofs->pdata[i], arrival));
  if (arrival->proofs->len == 0)
    g_print ("  %s\n", _ ("There are none."));
  if (arrival->claims->len > 0)
    {
      g_print ("\n");
      sp_text_print_heading (_ ("Not to be believed, since anybody can write it:"), with_color);
      for (guint i = 0; i < arrival->claims->len; i++)
        print_line ("  ", sp_explain_claim (arrival->claims->pdata[i]));
    }
  g_print ("\n");
  sp_text_print_heading (_ ("The way, oldest step first:"), with_color);
  for (guint i = 0; i < arrival->hops->len; i++)
    {
      g_autofree char *hop = sp_explain_hop (arrival->hops->pdata[i]);
      g_autofree char *delay = sp_explain_hop_delay (arrival->hops->pdata[i]);
      /* Translators: %1$s is a step of a message, %2$s how long it took. */
      char *text = g_strdup_printf (_ ("%1$s: %2$s"), hop, delay);

      print_line ("  ", text);
    }
  print_line ("  ", sp_explain_entry (arrival));
}

static void
print_bounce (const SpBounce *bounce)
{
  g_print ("\n");
  for (guint i = 0; i < bounce->recipients->len; i++)
    {
      const SpBounceRecipient *recipient = g_ptr_array_index (bounce->recipients, i);
      g_autofree char *cause = NULL;

      print_line ("", sp_explain_recipient (recipient));
      if (recipient->fate == SP_BOUNCE_FATE_DELIVERED)
        continue;
      if (bounce->recipients->len > 1)
        print_line ("  ", sp_explain_cause_title (recipient->cause));
      if (recipient->said != NULL)
        print_line ("  | ", sp_explain_safe_text (recipient->said, -1));
    }
}

static void
print_cause (const SpReadingCause *cause, gboolean with_color)
{
  g_autofree char *title = sp_explain_cause_title (cause->cause);
  g_autofree char *fix = sp_explain_cause_fix (cause->cause);

  g_print ("\n");
  sp_text_print_heading (title, with_color);
  print_line ("  ", sp_explain_cause_text (cause->cause));
  print_line ("  ", sp_explain_cause_place (cause));
  sp_text_print_wrapped (fix, "  → ", "    ");
  print_line ("  ", sp_explain_recheck (cause));
  for (guint i = 0; i < cause->findings->len; i++)
    {
      SpFinding *finding = g_ptr_array_index (cause->findings, i);
      g_autofree char *name = sp_explain_finding_title (finding);

      g_print ("  · %s [%s]\n", name, sp_finding_get_id (finding));
    }
}

/**
 * sp_text_print_reading:
 * @reading: a reading
 * @with_color: whether the terminal shows bold text
 *
 * Writes what came back for a person to standard output: the verdict first.
 */
void
sp_text_print_reading (SpReading *reading, gboolean with_color)
{
  GPtrArray *causes = sp_reading_get_causes (reading);
  g_autofree char *title = sp_explain_reading_title (reading);

  sp_text_print_heading (title, with_color);
  print_line ("", sp_explain_reading_text (reading));
  if (sp_reading_get_bounce (reading) != NULL)
    print_bounce (sp_reading_get_bounce (reading));
  for (guint i = 0; i < causes->len; i++)
    print_cause (causes->pdata[i], with_color);
  if (sp_reading_get_arrival (reading) != NULL)
    print_message (sp_reading_get_arrival (reading), with_color);
  g_print ("\n");
}
