/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpostctl"

#include "cli/sp-text-report.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/explain/sp-explain.h"

#define BOLD "\033[1m"
#define PLAIN "\033[0m"
#define WIDTH 78

/* Signs stand beside words: colour and shape only help. */
static const char *const signs[] = {
  [SP_LEVEL_IN_ORDER] = "·",    [SP_LEVEL_TIDY_UP] = "·", [SP_LEVEL_LATER] = "!",
  [SP_LEVEL_MAY_BOUNCE] = "!!", [SP_LEVEL_LOST] = "!!!",
};

/**
 * sp_text_print_wrapped:
 * @text: a text
 * @first: what its first line begins with
 * @further: what the others begin with
 *
 * Wraps at spaces; a word longer than the line stays whole, so that it can be copied.
 */
void
sp_text_print_wrapped (const char *text, const char *first, const char *further)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  const char *indent = first;
  glong column = 0;

  for (gsize i = 0; words[i] != NULL; i++)
    {
      glong length = g_utf8_strlen (words[i], -1);

      if (column > 0 && column + 1 + length > WIDTH)
        {
          g_print ("\n");
          column = 0;
          indent = further;
        }
      g_print ("%s%s", column == 0 ? indent : " ", words[i]);
      column += (column == 0 ? g_utf8_strlen (indent, -1) : 1) + length;
    }
  g_print ("\n");
}

/**
 * sp_text_print_heading:
 * @text: a line
 * @with_color: whether the terminal shows bold text
 */
void
sp_text_print_heading (const char *text, gboolean with_color)
{
  g_print ("%s%s%s\n", with_color ? BOLD : "", text, with_color ? PLAIN : "");
}

static void
print_stop (SpStop *stop)
{
  const char *provider = sp_stop_get_provider_name (stop);
  g_autofree char *host = sp_explain_safe_text (sp_stop_get_host (stop), -1);

  if (sp_stop_get_priority (stop) >= 0)
    g_print ("  %u. %-6d %s", sp_stop_get_rank (stop), sp_stop_get_priority (stop), host);
  else
    g_print ("  %u. %s", sp_stop_get_rank (stop), host);
  if (provider != NULL)
    g_print ("  (%s)", provider);
  g_print ("\n");
}

static void
print_route (SpReport *report, gboolean with_color)
{
  GListModel *stops = sp_route_get_stops (sp_report_get_route_now (report));

  switch (sp_route_get_state (sp_report_get_route_now (report)))
    {
    case SP_ROUTE_FOUND:
      sp_text_print_heading (_ ("Mail is tried in this order:"), with_color);
      break;
    case SP_ROUTE_WEBSITE:
      sp_text_print_heading (_ ("No mail delivery is set; senders try the website:"), with_color);
      break;
    case SP_ROUTE_NONE:
      sp_text_print_heading (_ ("No mail delivery is set."), with_color);
      break;
    case SP_ROUTE_NULL:
      sp_text_print_heading (_ ("The domain says that it takes no mail."), with_color);
      return;
    case SP_ROUTE_UNKNOWN:
      sp_text_print_heading (_ ("Where mail goes could not be checked."), with_color);
      break;
    }
  for (guint i = 0; i < g_list_model_get_n_items (stops); i++)
    {
      g_autoptr (SpStop) stop = g_list_model_get_item (stops, i);

      print_stop (stop);
    }
}

static void
print_kept_at (SpReport *report)
{
  GPtrArray *servers = sp_snapshot_get_servers (sp_report_get_snapshot (report));
  SpDnsHost *host = sp_report_get_keeper (report);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < servers->len; i++)
    {
      const SpZoneServer *server = g_ptr_array_index (servers, i);

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", sp_name_get_text (server->name));
    }
  if (servers->len == 0)
    return;
  if (host != NULL)
    /* Translators: %1$s is a company such as “Cloudflare”, %2$s the names of its servers. */
    g_print (_ ("Kept at %1$s (%2$s)\n"), sp_dns_host_get_name (host), names->str);
  else
    g_print (_ ("Kept at %s\n"), names->str);
}

/**
 * sp_text_print_finding:
 * @finding: a finding
 * @with_color: whether the terminal shows bold text
 *
 * Writes a finding with its words to standard output.
 */
void
sp_text_print_finding (SpFinding *finding, gboolean with_color)
{
  g_autofree char *title = sp_explain_finding_title (finding);
  g_autofree char *text = sp_explain_finding_text (finding);
  g_autofree char *fix = sp_explain_finding_fix (finding);
  SpLevel level = sp_finding_get_level (finding);

  g_print ("\n%-3s %s%s%s  [%s, %s]\n", signs[level], with_color ? BOLD : "", title,
           with_color ? PLAIN : "", sp_explain_level (level), sp_finding_get_id (finding));
  sp_text_print_wrapped (text, "    ", "    ");
  if (fix != NULL && *fix != '\0')
    sp_text_print_wrapped (fix, "  → ", "    ");
}

static void
print_findings (SpVerdict *verdict, gboolean with_color)
{
  GListModel *findings = sp_verdict_get_findings (verdict);
  guint n = g_list_model_get_n_items (findings);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (SpFinding) finding = g_list_model_get_item (findings, i);

      sp_text_print_finding (finding, with_color);
    }
  if (n == 0 && sp_verdict_get_status (verdict) == SP_STATUS_UNKNOWN)
    g_print ("\n%s\n", _ ("Nothing can be said about the mail of this domain now."));
  else if (n == 0)
    g_print ("\n%s\n", _ ("Everything that was checked is in order."));
}

/* Why something is unknown, and who did not help: rules that share both stand together. */
static char *
describe_obstacle (SpUnchecked *unchecked)
{
  g_autofree char *reason = sp_explain_reason (sp_unchecked_get_reason (unchecked));
  const char *const *servers = sp_unchecked_get_servers (unchecked);
  g_autofree char *names = g_strjoinv (", ", (char **) servers);

  if (*names == '\0')
    return g_steal_pointer (&reason);
  return g_strdup_printf ("%s (%s)", reason, names);
}

static void
add_rule (GHashTable *rules, GPtrArray *order, SpUnchecked *unchecked)
{
  g_autofree char *obstacle = describe_obstacle (unchecked);
  GString *list = g_hash_table_lookup (rules, obstacle);

  if (list == NULL)
    {
      list = g_string_new (sp_unchecked_get_id (unchecked));
      g_ptr_array_add (order, obstacle);
      g_hash_table_insert (rules, g_steal_pointer (&obstacle), list);
      return;
    }
  g_string_append_printf (list, ", %s", sp_unchecked_get_id (unchecked));
}

static void
free_list (gpointer list)
{
  g_string_free (list, TRUE);
}

static void
print_unchecked (SpVerdict *verdict, gboolean with_color)
{
  GListModel *unchecked = sp_verdict_get_unchecked (verdict);
  g_autoptr (GHashTable) rules = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_list);
  g_autoptr (GPtrArray) order = g_ptr_array_new ();

  if (g_list_model_get_n_items (unchecked) == 0)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (unchecked); i++)
    {
      g_autoptr (SpUnchecked) rule = g_list_model_get_item (unchecked, i);

      add_rule (rules, order, rule);
    }
  g_print ("\n");
  sp_text_print_heading (_ ("Could not check:"), with_color);
  for (guint i = 0; i < order->len; i++)
    {
      const GString *list = g_hash_table_lookup (rules, order->pdata[i]);

      sp_text_print_wrapped (order->pdata[i], "–   ", "    ");
      sp_text_print_wrapped (list->str, "    ", "    ");
    }
}

/**
 * sp_text_print_report:
 * @report: a report
 * @with_color: whether the terminal shows bold text
 *
 * Writes a report for a person to standard output.
 */
void
sp_text_print_report (SpReport *report, gboolean with_color)
{
  SpName *domain = sp_snapshot_get_domain (sp_report_get_snapshot (report));
  g_autofree char *name = sp_name_dup_unicode (domain);

  sp_text_print_heading (name, with_color);
  print_kept_at (report);
  g_print ("\n");
  print_route (report, with_color);
  print_findings (sp_report_get_verdict (report), with_color);
  print_unchecked (sp_report_get_verdict (report), with_color);
  g_print ("\n");
}
