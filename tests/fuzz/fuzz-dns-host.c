/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of DNS hosts in the catalogue, and what their panels then ask for. */
#include "fuzz/sp-fuzz.h"

#include "core/catalog/sp-dns-host-private.h"
#include "core/explain/sp-explain.h"

static void
check_panel (SpDnsHost *host, SpEdit *edit)
{
  g_autoptr (GPtrArray) steps = sp_panel_steps_new (edit, host, NULL);

  for (guint i = 0; i < steps->len; i++)
    {
      g_autofree char *said = sp_explain_panel_step (g_ptr_array_index (steps, i));

      g_assert_nonnull (said);
    }
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GPtrArray) forms = sp_panel_forms_new (edit, host, i == 1);

      for (guint j = 0; j < forms->len; j++)
        {
          GPtrArray *fields = g_ptr_array_index (forms, j);

          for (guint k = 0; k < fields->len; k++)
            {
              const SpPanelField *field = g_ptr_array_index (fields, k);
              g_autofree char *label = sp_explain_panel_label (field);
              g_autofree char *value = sp_explain_panel_value (field);
              g_autofree char *note = sp_explain_panel_note (field);

              g_assert_nonnull (field->value);
              g_assert_nonnull (label);
              g_assert_nonnull (value);
            }
        }
    }
}

static void
use_panel (SpDnsHost *host)
{
  g_autoptr (SpName) zone = sp_name_parse ("shop.example", NULL);
  g_autoptr (SpName) below = sp_name_parse ("_x.mail.shop.example", NULL);
  g_autoptr (SpEdit) mx = sp_edit_new ("mx", SP_RR_MX, zone, zone, "mx-add");
  g_autoptr (SpEdit) text = sp_edit_new ("spf", SP_RR_TXT, below, zone, "spf-add");

  sp_edit_set_ttl (mx, sp_dns_host_nearest_ttl (host, 300), FALSE);
  sp_edit_add_row (mx, 10, "mx.example");
  sp_edit_add_row (mx, 0, ".");
  sp_edit_add_row (text, -1, "v=spf1 -all");
  check_panel (host, mx);
  check_panel (host, text);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (SpFuzzInput) input = sp_fuzz_input_new (data, size);
  g_autoptr (GBytes) bytes = sp_fuzz_input_dup_bytes (&input);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpDnsHost) host = sp_dns_host_new_from_json ("dns-hosts/sample.json", bytes, &error);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_name_unref);
  g_autofree char *url = NULL;

  g_assert_true ((host == NULL) == (error != NULL));
  if (host == NULL)
    return 0;
  g_ptr_array_add (names, sp_name_parse ("ns1.dns.example", NULL));
  sp_dns_host_matches (host, names);
  url = sp_dns_host_dup_editor_url (host, "shop.example");
  use_panel (host);
  return 0;
}
