/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Macros (RFC 7208 §7): a line each for address, sender, domain, HELO and validated name, then a
 * macro-string. */
#include "fuzz/sp-fuzz.h"

#include "core/mail/sp-spf-expand.h"
#include "core/mail/sp-spf-macro.h"

#include <string.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (SpFuzzInput) input = sp_fuzz_input_new (data, size);
  g_autofree char *address = sp_fuzz_input_take_line (&input);
  g_autofree char *sender = sp_fuzz_input_take_line (&input);
  g_autofree char *domain = sp_fuzz_input_take_line (&input);
  g_autofree char *helo = sp_fuzz_input_take_line (&input);
  g_autofree char *validated = sp_fuzz_input_take_line (&input);
  g_autoptr (GInetAddress) client = g_inet_address_new_from_string (address);
  const char *at = strrchr (sender, '@');
  g_autofree char *local_part = at != NULL ? g_strndup (sender, (gsize) (at - sender))
                                           : g_strdup ("");
  gsize length = strlen (input.text);
  gboolean has_macro = FALSE;
  gsize where = 0;
  const SpSpfScene scene = {
    .sender = sender,
    .local_part = local_part,
    .sender_domain = at != NULL ? at + 1 : sender,
    .domain = domain,
    .helo = helo,
    .validated = *validated != '\0' ? validated : NULL,
    .address = client,
    .now = 1780304400 * (gint64) G_USEC_PER_SEC,
  };
  SpSpfScene other;
  g_autoptr (GInetAddress) nobody = NULL;

  if (client == NULL)
    return 0;
  other = scene;
  other.sender = "strong-bad@email.example.com";
  other.local_part = "strong-bad";
  other.helo = "helo.example";
  other.validated = NULL;
  other.address = nobody = g_inet_address_new_any (G_SOCKET_FAMILY_IPV6);
  if (sp_spf_macro_check_string (input.text, length, TRUE, &where) == NULL)
    {
      g_autofree char *text = sp_spf_expand (input.text, &scene);

      g_assert_nonnull (text);
    }
  else
    g_assert_cmpuint (where, <=, length);
  if (sp_spf_macro_check_domain (input.text, length, &has_macro, &where) == NULL)
    {
      g_autofree char *name = sp_spf_expand_domain (input.text, &scene);

      sp_spf_asks_for_names (input.text);
      g_assert_true (strlen (name) <= 253 || strchr (name, '.') == NULL);
      if (sp_spf_is_fixed (input.text))
        {
          g_autofree char *same = sp_spf_expand_domain (input.text, &other);
          g_autoptr (SpName) target = sp_spf_parse_target (same);

          g_assert_cmpstr (name, ==, same);
          g_assert_true (target == NULL || !sp_name_is_root (target));
        }
      if (!has_macro && length <= 253 && !g_str_has_suffix (input.text, "."))
        g_assert_cmpstr (name, ==, input.text);
    }
  return 0;
}
