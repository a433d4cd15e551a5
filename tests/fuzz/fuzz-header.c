/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Headers of messages, addresses, dates and parts (RFC 5322, RFC 2045), and signatures in them
 * (RFC 6376 §3.5). */
#include "fuzz/sp-fuzz.h"

#include <string.h>

#include "core/mail/sp-dkim-signature.h"
#include "core/mail/sp-header-date.h"
#include "core/mail/sp-header-mime.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (SpFuzzInput) input = sp_fuzz_input_new (data, size);
  g_autoptr (SpHeader) header = sp_header_parse (input.data, (gssize) input.length);
  g_autoptr (GPtrArray) parts = NULL;
  g_autoptr (GPtrArray) loose = sp_mime_read_loose (input.data, input.length);
  g_autofree char *plain = sp_mime_dup_plain_text (input.text);
  g_autofree char *address = sp_header_dup_address (input.text);
  g_autofree char *domain = sp_header_dup_domain (address);
  g_autoptr (SpDkimSignature) signature = sp_dkim_signature_parse (input.text);
  gint64 seconds = 0;

  g_assert_cmpuint (header->body_offset, <=, input.length);
  g_assert_cmpuint (header->fields->len, <=, SP_HEADER_MAX_FIELDS);
  parts = sp_mime_read (header, input.data + header->body_offset,
                        input.length - header->body_offset);
  for (guint i = 0; i < parts->len; i++)
    g_assert_true (g_utf8_validate (((SpMimePart *) parts->pdata[i])->text, -1, NULL));
  for (guint i = 0; i < loose->len; i++)
    g_assert_true (g_utf8_validate (((SpMimePart *) loose->pdata[i])->text, -1, NULL));
  g_assert_true (address == NULL || *address == '\0' || strchr (address, '@') != NULL);
  g_assert_cmpint (signature->is_usable, ==,
                   sp_parse_issues_find_error (signature->issues) == NULL);
  g_assert_cmpuint (strlen (plain), <=, strlen (input.text));
  sp_header_parse_date (input.text, &seconds);
  return 0;
}
