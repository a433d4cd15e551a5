/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values that people give for the keys of a provider: a line "PROVIDER FILTER DNS-HOST", then
 * "KEY=VALUE" a line, as `--set` takes them. They end up in the edits. */
#include "fuzz/sp-fuzz-report.h"
#include "fuzz/sp-fuzz.h"

#include "core/explain/sp-explain.h"
#include "support/sp-test-snapshot.h"

#include <string.h>

static const char world[] = "mail.webhost.example. A 198.18.2.1\n"
                            "@ A 198.18.0.1\n"
                            "@ MX 10 mail.webhost.example.\n"
                            "@ TXT \"v=spf1 include:_spf.webhost.example ~all\"\n"
                            "_spf.webhost.example. TXT \"v=spf1 ip4:198.18.2.0/24 -all\"\n";

/* What is made of a pasted value is what the key takes. */
static void
check_pasted (const char *provider_id, const char *key, const char *text)
{
  SpProvider *provider = sp_catalog_get_provider (sp_fuzz_get_catalog (), provider_id);
  g_autoptr (SpPastedValue) pasted = sp_pasted_value_new (provider, key, text);
  g_autofree char *said = sp_explain_pasted (pasted);

  g_assert_true ((pasted->value != NULL) == (pasted->state == SP_PASTED_FIT));
  if (pasted->value != NULL)
    g_assert_true (sp_set_key_accepts (sp_provider_find_set_key (provider, key), pasted->value));
  else
    g_assert_true (said != NULL || pasted->state == SP_PASTED_EMPTY);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static SpSnapshot *snapshot;
  g_auto (SpFuzzInput) input = sp_fuzz_input_new (data, size);
  g_autofree char *first = sp_fuzz_input_take_line (&input);
  g_auto (GStrv) words = g_strsplit (first, " ", 3);
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  SpReportContext context = { .choices.values = values };

  if (snapshot == NULL)
    snapshot = sp_test_snapshot_new ("shop.example", world);
  context.choices.provider = sp_fuzz_take_provider (words[0]);
  if (context.choices.provider == NULL)
    return 0;
  context.choices.filter = sp_fuzz_take_provider (words[1]);
  if (words[1] != NULL && words[2] != NULL
      && sp_catalog_get_dns_host (sp_fuzz_get_catalog (), words[2]) != NULL)
    context.choices.dns_host = words[2];
  while (input.length > 0)
    {
      g_autofree char *line = sp_fuzz_input_take_line (&input);
      const char *equals = strchr (line, '=');

      if (equals != NULL && equals != line)
        {
          g_autofree char *key = g_strndup (line, (gsize) (equals - line));

          check_pasted (context.choices.provider, key, equals + 1);
          g_hash_table_insert (values, g_steal_pointer (&key), g_strdup (equals + 1));
        }
    }
  sp_fuzz_check_report (snapshot, &context);
  return 0;
}
