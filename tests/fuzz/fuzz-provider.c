/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of mail providers in the catalogue. */
#include "fuzz/sp-fuzz.h"

#include "core/catalog/sp-provider-private.h"

#include <gio/gio.h>

static const char keys[] = "{\"token\": {\"label\": \"Token\", \"pattern\": \"[a-z0-9-]+\"}}";

static void
expand (SpProvider *provider, const char *template)
{
  g_autoptr (SpName) domain = sp_name_parse ("shop.example", NULL);
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *text = NULL;

  g_hash_table_insert (values, (gpointer) "token", (gpointer) "a-b-c");
  text = sp_provider_expand (provider, template, domain, values);
  g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
}

static void
use_records (SpProvider *provider)
{
  GPtrArray *records = sp_provider_get_records (provider);
  g_auto (GStrv) selectors = sp_provider_dup_dkim_selectors (provider, NULL);

  for (guint i = 0; i < records->len; i++)
    {
      const SpProviderRecord *record = g_ptr_array_index (records, i);

      expand (provider, record->name);
      expand (provider, record->value);
    }
}

static void
use_mx (SpProvider *provider)
{
  GPtrArray *sets = sp_provider_get_mx_sets (provider);
  g_autoptr (SpName) host = sp_name_parse ("mx1.mail.example", NULL);

  for (guint i = 0; i < sets->len; i++)
    {
      const SpMxSet *set = g_ptr_array_index (sets, i);

      for (guint j = 0; j < set->entries->len; j++)
        expand (provider, ((const SpMxEntry *) g_ptr_array_index (set->entries, j))->host);
    }
  sp_provider_get_current_mx_set (provider);
  sp_provider_is_mx_host (provider, host);
  sp_provider_is_known_host (provider, host);
  sp_provider_is_spf_include (provider, host);
}

static void
use_keys (SpProvider *provider)
{
  GPtrArray *set_keys = sp_provider_get_set_keys (provider);

  for (guint i = 0; i < set_keys->len; i++)
    {
      const SpSetKey *key = g_ptr_array_index (set_keys, i);

      g_assert_nonnull (sp_provider_find_set_key (provider, key->key));
      sp_set_key_accepts (key, "a-value.example");
    }
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (SpFuzzInput) input = sp_fuzz_input_new (data, size);
  g_autoptr (GBytes) bytes = sp_fuzz_input_dup_bytes (&input);
  g_autoptr (GBytes) common = g_bytes_new_static (keys, sizeof keys - 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpProvider)
    provider = sp_provider_new_from_json ("providers/sample.json", bytes, common, &error);

  g_assert_true ((provider == NULL) == (error != NULL));
  if (provider == NULL)
    return 0;
  g_assert_nonnull (sp_provider_get_name (provider));
  use_records (provider);
  use_mx (provider);
  use_keys (provider);
  return 0;
}
