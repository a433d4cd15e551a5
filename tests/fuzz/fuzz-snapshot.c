/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Snapshots as they are saved, and all that follows from them. */
#include "fuzz/sp-fuzz-report.h"
#include "fuzz/sp-fuzz.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (SpFuzzInput) input = sp_fuzz_input_new (data, size);
  g_autoptr (JsonNode) node = json_from_string (input.text, NULL);
  g_autoptr (SpSnapshot) snapshot = node != NULL ? sp_snapshot_from_json (node, NULL) : NULL;
  const SpReportContext chosen = { .choices.provider = "fastmail", .earlier = snapshot };
  const SpReportContext none = { .is_moving = FALSE };

  if (snapshot == NULL)
    return 0;
  sp_fuzz_check_saving (snapshot);
  sp_fuzz_check_report (snapshot, &none);
  sp_fuzz_check_report (snapshot, &chosen);
  return 0;
}
