/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A delivery security policy as a web server gave it (RFC 8461 §3.2), and all that follows from
 * it: a line with the record that announces it, a line with the hosts that mail goes to, then what
 * the web server gave. */
#include "fuzz/sp-fuzz-report.h"
#include "fuzz/sp-fuzz.h"

#include <string.h>

#include "core/checks/sp-delivery-security.h"
#include "support/sp-test-snapshot.h"

#define MOST_HOSTS 8

/* As zone text takes it. */
static char *
dup_quoted (const char *text)
{
  g_autoptr (GString) quoted = g_string_new ("\"");

  for (gsize i = 0; text[i] != '\0' && i < 255; i++)
    if (g_ascii_isalnum (text[i]) || strchr (" =;,:.-_", text[i]) != NULL)
      g_string_append_c (quoted, text[i]);
    else
      g_string_append_printf (quoted, "\\%03u", (guint) (guchar) text[i]);
  g_string_append_c (quoted, '"');
  return g_string_free_and_steal (g_steal_pointer (&quoted));
}

static SpSnapshot *
make_snapshot (const char *record, char **hosts)
{
  g_autofree char *quoted = dup_quoted (record);
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; hosts[i] != NULL && i < MOST_HOSTS; i++)
    {
      g_autoptr (SpName) name = sp_name_parse (hosts[i], NULL);

      if (name != NULL && sp_name_get_n_labels (name) > 1)
        g_string_append_printf (text, "@ MX 10 %s.\n%s. A 198.18.0.1\n", sp_name_get_text (name),
                                sp_name_get_text (name));
    }
  g_string_append_printf (text, "_mta-sts TXT %s\nmta-sts A 198.18.0.2\n", quoted);
  return sp_test_snapshot_new ("shop.example", text->str);
}

/* A policy that nobody can read is not said to leave out a host. */
static void
check_found (SpSnapshot *snapshot, SpPolicyFact *fact)
{
  g_autoptr (SpMtaStsFound) found = sp_mta_sts_found_new (snapshot);

  g_assert_true (found->state != SP_SECURITY_VALID || found->policy->is_usable);
  g_assert_true (found->state != SP_SECURITY_BROKEN || found->fault.code != NULL);
  g_assert_true (sp_policy_fact_get_state (fact) != SP_FACT_UNKNOWN
                 || found->state != SP_SECURITY_VALID);
}

static SpPolicyFact *
take_fact (SpFuzzInput *input)
{
  g_autoptr (GBytes) text = NULL;
  SpPolicyFault fault;
  SpReason reason;

  if (sp_policy_fault_from_string (input->text, &fault))
    return sp_policy_fact_new_absent (fault);
  if (sp_reason_from_string (input->text, &reason) && reason != SP_REASON_NONE)
    return sp_policy_fact_new_unknown (reason);
  text = sp_fuzz_input_dup_bytes (input);
  return sp_policy_fact_new_present (text);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (SpFuzzInput) input = sp_fuzz_input_new (data, size);
  g_autofree char *record = sp_fuzz_input_take_line (&input);
  g_autofree char *line = sp_fuzz_input_take_line (&input);
  g_auto (GStrv) hosts = g_strsplit (line, " ", MOST_HOSTS + 1);
  g_autoptr (SpSnapshot) bare = NULL;
  g_autoptr (SpPolicyFact) fact = NULL;
  g_autoptr (SpSnapshot) snapshot = NULL;
  const SpReportContext context = { .is_moving = size % 2 == 0 };

  if (g_strv_length (hosts) > MOST_HOSTS)
    return 0;
  bare = make_snapshot (record, hosts);
  fact = take_fact (&input);
  snapshot = sp_snapshot_with_policy (bare, fact);
  check_found (snapshot, fact);
  sp_fuzz_check_saving (snapshot);
  sp_fuzz_check_report (snapshot, &context);
  return 0;
}
