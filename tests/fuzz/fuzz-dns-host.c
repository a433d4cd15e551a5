/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of DNS hosts in the catalogue, and what their panels then ask for. */
#include "fuzz/sp-fuzz.h"

#include "core/catalog/sp-dns-host-private.h"
#include "core/plan/sp-panel-fields.h"

static void
check_fields (SpDnsHost *host, SpEdit *edit)
{
  GPtrArray *added = sp_edit_get_added (edit);

  for (guint i = 0; i < 2 * added->len; i++)
    {
      g_autoptr (GPtrArray)
        fields = sp_panel_fields_new (edit, g_ptr_array_index (added, i / 2), host, i % 2 == 0);

      for (guint j = 0; j < fields->len; j++)
        g_assert_nonnull (((const SpPanelField *) g_ptr_array_index (fields, j))->value);
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
  check_fields (host, mx);
  check_fields (host, text);
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
