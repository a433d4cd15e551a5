/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a server serves, compared with an edit: a line "TYPE", lines "+NUMBER VALUE", "-NUMBER
 * VALUE" and "=NUMBER VALUE" for rows that come, go and stay, then zone text of what is served. */
#include "fuzz/sp-fuzz-report.h"
#include "fuzz/sp-fuzz.h"

#include "core/dns/sp-zone.h"
#include "core/explain/sp-explain.h"
#include "core/plan/sp-edit-match.h"

#include <string.h>

static gboolean
take_row (SpEdit *edit, const char *line)
{
  char *value = NULL;
  gint64 number = *line != '\0' ? g_ascii_strtoll (line + 1, &value, 10) : 0;
  int priority = number >= -1 && number <= G_MAXUINT16 ? (int) number : -1;

  if (value == NULL || *value != ' ')
    return FALSE;
  if (*line == '+')
    sp_edit_add_row (edit, priority, value + 1);
  else if (*line == '-')
    sp_edit_remove_row (edit, priority, value + 1);
  else if (*line == '=')
    sp_edit_keep_row (edit, priority, value + 1);
  else
    return FALSE;
  return TRUE;
}

static void
check_match (SpEdit *edit, const SpRecordSet *served)
{
  SpEditMatch match = sp_edit_match (edit, served);
  const char *mistake = sp_edit_find_mistake (edit, served);

  sp_edit_find_name_mistake (edit, served);
  g_assert_true (mistake == NULL || match == SP_EDIT_MATCH_OTHER);
  if (mistake != NULL)
    {
      g_autofree char *words = sp_explain_mistake (mistake);

      sp_fuzz_check_words (words);
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (SpFuzzInput) input = sp_fuzz_input_new (data, size);
  g_autofree char *first = sp_fuzz_input_take_line (&input);
  g_autoptr (SpName) domain = sp_name_parse ("shop.example", NULL);
  g_autoptr (SpEdit) edit = NULL;
  g_autoptr (SpRecordSet) wanted = NULL;
  g_autoptr (SpRecordSet) served = NULL;
  g_autoptr (SpZone) zone = NULL;
  g_autoptr (SpName) doubled = NULL;
  SpRrType type;

  if (!sp_rr_type_from_string (first, &type))
    return 0;
  edit = sp_edit_new ("mx", type, domain, domain, "mx-add");
  sp_edit_set_ttl (edit, 300, TRUE);
  while (input.length > 0 && strchr ("+-=", *input.data) != NULL)
    {
      g_autofree char *line = sp_fuzz_input_take_line (&input);

      if (!take_row (edit, line))
        break;
    }
  zone = sp_zone_parse (input.data, (gssize) input.length, domain, NULL);
  if (zone != NULL)
    served = sp_zone_dup_set (zone, domain, type);
  check_match (edit, served);
  wanted = sp_edit_dup_wanted_set (edit);
  check_match (edit, wanted);
  doubled = sp_edit_dup_doubled_name (edit);
  return 0;
}
