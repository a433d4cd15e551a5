/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-mail"

#include "core/mail/sp-dkim-key.h"

#include "core/mail/sp-tag-list.h"

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <stdint.h>
#include <string.h>

#define ED25519_KEY_SIZE 32

/* SubjectPublicKeyInfo begins so for RSA: the algorithm, without the outer length. */
static const uint8_t rsa_algorithm[] = { 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86,
                                         0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00 };

/**
 * sp_dkim_key_type_to_string:
 * @type: kind of key
 *
 * Returns: (transfer none): its public name
 */
const char *
sp_dkim_key_type_to_string (SpDkimKeyType type)
{
  switch (type)
    {
    case SP_DKIM_KEY_RSA:
      return "rsa";
    case SP_DKIM_KEY_ED25519:
      return "ed25519";
    case SP_DKIM_KEY_OTHER:
      return "other";
    }
  g_return_val_if_reached ("other");
}

/**
 * sp_dkim_key_state_to_string:
 * @state: whether a key can be used
 *
 * Returns: (transfer none): its public name
 */
const char *
sp_dkim_key_state_to_string (SpDkimKeyState state)
{
  switch (state)
    {
    case SP_DKIM_KEY_VALID:
      return "valid";
    case SP_DKIM_KEY_TESTING:
      return "testing";
    case SP_DKIM_KEY_REVOKED:
      return "revoked";
    case SP_DKIM_KEY_BROKEN:
      return "broken";
    }
  g_return_val_if_reached ("broken");
}

/* base64string with white space in it (RFC 6376 §2.10), which GLib's decoder would not refuse.
 * Returns NULL where it cannot be decoded. */
static GBytes *
decode_base64 (const SpTag *tag, gboolean *has_space)
{
  g_autofree char *plain = g_malloc (tag->value_length + 4);
  gsize length = 0, padding = 0, size;
  guint8 *bytes;

  *has_space = FALSE;
  for (gsize i = 0; i < tag->value_length; i++)
    {
      char c = tag->value[i];

      if (c == ' ' || c == '\t' || c == '\r' || c == '\n')
        {
          *has_space = TRUE;
          continue;
        }
      if (c == '=')
        padding++;
      else if (padding > 0 || !(g_ascii_isalnum (c) || c == '+' || c == '/'))
        return NULL;
      plain[length++] = c;
    }
  if (padding > 2 || (length - padding) % 4 == 1)
    return NULL;

  length -= padding;
  while (length % 4 != 0)
    plain[length++] = '=';
  plain[length] = '\0';
  bytes = g_base64_decode (plain, &size);
  return g_bytes_new_take (bytes, size);
}

/* Whether DER's outer length says that there ought to be more: the sign of a key cut off. */
static gboolean
is_cut_off (GBytes *key)
{
  gsize size, header = 2, length = 0;
  const uint8_t *der = g_bytes_get_data (key, &size);

  if (size < 2 || der[0] != 0x30)
    return FALSE;
  if (der[1] < 0x80)
    length = der[1];
  else
    {
      gsize n = der[1] & 0x7f;

      if (n == 0 || n > 3 || size < 2 + n)
        return FALSE;
      for (gsize i = 0; i < n; i++)
        length = length << 8 | der[2 + i];
      header += n;
    }
  return length > size - header;
}

static void
append_der_length (GByteArray *out, gsize length)
{
  const uint8_t bytes[] = { 0x82, (uint8_t) (length >> 8), (uint8_t) length };

  g_byte_array_append (out, bytes, sizeof bytes);
}

/* RFC 6376 §3.6.1 speaks of a bare RSAPublicKey, everyone publishes a SubjectPublicKeyInfo
 * (erratum 3017): the first is wrapped into the second, so that GnuTLS reads both. */
static GBytes *
wrap_rsa_key (GBytes *key)
{
  GByteArray *out = g_byte_array_new ();
  const uint8_t sequence = 0x30, bit_string = 0x03, unused_bits = 0;
  gsize size;
  const uint8_t *der = g_bytes_get_data (key, &size);

  g_byte_array_append (out, &sequence, 1);
  append_der_length (out, sizeof rsa_algorithm + 4 + 1 + size);
  g_byte_array_append (out, rsa_algorithm, sizeof rsa_algorithm);
  g_byte_array_append (out, &bit_string, 1);
  append_der_length (out, 1 + size);
  g_byte_array_append (out, &unused_bits, 1);
  g_byte_array_append (out, der, (guint) size);
  return g_byte_array_free_to_bytes (out);
}

static guint
measure_public_key (GBytes *key)
{
  gnutls_pubkey_t pubkey;
  gnutls_datum_t datum;
  guint bits = 0;
  gsize size;

  datum.data = (unsigned char *) g_bytes_get_data (key, &size);
  datum.size = (unsigned int) size;
  if (gnutls_pubkey_init (&pubkey) != GNUTLS_E_SUCCESS)
    return 0;
  if (gnutls_pubkey_import (pubkey, &datum, GNUTLS_X509_FMT_DER) != GNUTLS_E_SUCCESS
      || gnutls_pubkey_get_pk_algorithm (pubkey, &bits) != GNUTLS_PK_RSA)
    bits = 0;
  gnutls_pubkey_deinit (pubkey);
  return bits;
}

static guint
measure_rsa_key (GBytes *key)
{
  guint bits = measure_public_key (key);

  if (bits == 0 && g_bytes_get_size (key) > 0 && g_bytes_get_size (key) < 0xff00)
    {
      g_autoptr (GBytes) wrapped = wrap_rsa_key (key);

      bits = measure_public_key (wrapped);
    }
  return bits;
}

static gboolean
list_has (const SpTag *tag, const char *wanted)
{
  g_auto (GStrv) words = g_strsplit (tag->value, ":", 32);

  for (guint i = 0; words[i] != NULL; i++)
    if (g_ascii_strcasecmp (g_strstrip (words[i]), wanted) == 0)
      return TRUE;
  return FALSE;
}

static void
report (SpDkimKey *self, const char *code, const SpTag *tag)
{
  sp_parse_issues_add (self->issues, code, tag != NULL ? tag->value_offset : 0,
                       tag != NULL ? tag->value_length : 0, TRUE);
  self->state = SP_DKIM_KEY_BROKEN;
}

/* Tags whose values are words or base64. What a note (`n`) or a tag of somebody's own says may have
 * any visible character in it, and is no damage. */
static gboolean
is_free_text (const SpTagList *list, gsize offset)
{
  for (guint i = 0; i < list->tags->len; i++)
    {
      const SpTag *tag = g_ptr_array_index (list->tags, i);

      if (offset >= tag->value_offset && offset < tag->value_offset + tag->value_length)
        return strlen (tag->name) != 1 || strchr ("hkpstv", tag->name[0]) == NULL;
    }
  return FALSE;
}

static void
find_paste_damage (SpDkimKey *self, const SpTagList *list, const char *text, gsize length)
{
  static const struct {
    char byte;
    const char *code;
  } signs[] = { { '"', "quotes" }, { '\\', "backslash" } };

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    for (gsize at = 0; at < length; at++)
      if (text[at] == signs[i].byte && !is_free_text (list, at))
        {
          sp_parse_issues_add (self->issues, signs[i].code, at, 1, TRUE);
          self->state = SP_DKIM_KEY_BROKEN;
          break;
        }
}

/* hyphenated-word of RFC 6376 §2.10. */
static gboolean
is_word (const char *text)
{
  gsize length = strlen (text);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]) && text[i] != '-')
      return FALSE;
  return length > 0 && g_ascii_isalpha (text[0]) && text[length - 1] != '-';
}

static void
read_type (SpDkimKey *self, const SpTagList *list)
{
  const SpTag *k = sp_tag_list_find (list, "k");

  if (k == NULL || g_ascii_strcasecmp (k->value, "rsa") == 0)
    self->type = SP_DKIM_KEY_RSA;
  else if (g_ascii_strcasecmp (k->value, "ed25519") == 0)
    self->type = SP_DKIM_KEY_ED25519;
  else
    {
      self->type = SP_DKIM_KEY_OTHER;
      report (self, is_word (k->value) ? "unknown-type" : "bad-type", k);
    }
}

static void
read_key (SpDkimKey *self, const SpTag *p)
{
  gboolean has_space = FALSE;

  self->key = decode_base64 (p, &has_space);
  if (has_space)
    sp_parse_issues_add (self->issues, "spaces-in-key", p->value_offset, p->value_length, FALSE);

  if (self->key == NULL)
    report (self, "bad-base64", p);
  else if (self->type == SP_DKIM_KEY_ED25519)
    {
      /* The key itself, without any wrapping (RFC 8463 §4). */
      if (g_bytes_get_size (self->key) == ED25519_KEY_SIZE)
        self->bits = 256;
      else
        report (self, g_bytes_get_size (self->key) < ED25519_KEY_SIZE ? "cut-off" : "not-a-key", p);
    }
  else if (self->type == SP_DKIM_KEY_RSA)
    {
      self->bits = measure_rsa_key (self->key);
      if (self->bits == 0)
        report (self, is_cut_off (self->key) ? "cut-off" : "not-a-key", p);
    }
}

static void
read_tags (SpDkimKey *self, const SpTagList *list)
{
  const SpTag *v = sp_tag_list_find (list, "v"), *p = sp_tag_list_find (list, "p");
  const SpTag *h = sp_tag_list_find (list, "h"), *s = sp_tag_list_find (list, "s");
  const SpTag *t = sp_tag_list_find (list, "t");

  if (v != NULL && g_strcmp0 (v->value, "DKIM1") != 0)
    report (self, "bad-version", v);
  else if (v != NULL && g_ptr_array_index (list->tags, 0) != v)
    report (self, "version-not-first", v);

  read_type (self, list);
  /* No other hash is in use (RFC 8301 §3.1); "*" is for all services, "email" for this one. */
  if (h != NULL && !list_has (h, "sha256"))
    report (self, "wrong-hash", h);
  if (s != NULL && !list_has (s, "*") && !list_has (s, "email"))
    report (self, "wrong-service", s);

  if (p == NULL)
    report (self, "no-key", NULL);
  else if (p->value_length > 0)
    read_key (self, p);
  else if (self->state != SP_DKIM_KEY_BROKEN)
    self->state = SP_DKIM_KEY_REVOKED;

  if (self->state == SP_DKIM_KEY_VALID && t != NULL && list_has (t, "y"))
    self->state = SP_DKIM_KEY_TESTING;
}

/**
 * sp_dkim_key_looks_like:
 * @text: a TXT record, its strings joined
 * @length: its length in bytes
 *
 * Returns: whether somebody meant this to be a DKIM key, so that a mistake in it is worth a word
 */
gboolean
sp_dkim_key_looks_like (const char *text, gsize length)
{
  g_autoptr (SpTagList) list = sp_tag_list_parse (text, (gssize) length);
  const SpTag *v = sp_tag_list_find (list, "v");

  if (sp_tag_list_find (list, "p") != NULL && (v == NULL || strstr (v->value, "DKIM") != NULL))
    return TRUE;
  return g_strstr_len (text, (gssize) length, "DKIM1") != NULL;
}

/**
 * sp_dkim_key_parse:
 * @text: a TXT record, its strings joined; any bytes
 * @length: its length in bytes, -1 for a string
 *
 * Reads a DKIM key record (RFC 6376 §3.6.1, RFC 8463 §4).
 *
 * Returns: (transfer full): what was understood, and what was not
 */
SpDkimKey *
sp_dkim_key_parse (const char *text, gssize length)
{
  SpDkimKey *self = g_new0 (SpDkimKey, 1);
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  g_autoptr (SpTagList) list = sp_tag_list_parse (text, (gssize) size);

  self->issues = sp_parse_issues_new ();
  self->state = SP_DKIM_KEY_VALID;

  find_paste_damage (self, list, text, size);
  for (guint i = 0; i < list->issues->len; i++)
    {
      const SpParseIssue *issue = &g_array_index (list->issues, SpParseIssue, i);

      g_array_append_val (self->issues, *issue);
      self->state = SP_DKIM_KEY_BROKEN;
    }
  read_tags (self, list);
  return self;
}

/**
 * sp_dkim_key_is_foreign:
 * @self: a parsed key
 *
 * Returns: whether the record is none for the mail of today: of a kind of key that no standard
 *   knows, or for another service. Verifiers pass over it (RFC 6376 §3.6.1); that is no damage
 */
gboolean
sp_dkim_key_is_foreign (const SpDkimKey *self)
{
  gboolean is_foreign = FALSE;

  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->issues->len; i++)
    {
      const SpParseIssue *issue = &g_array_index (self->issues, SpParseIssue, i);

      if (g_str_equal (issue->code, "unknown-type") || g_str_equal (issue->code, "wrong-service"))
        is_foreign = TRUE;
      else if (issue->is_error)
        return FALSE;
    }
  return is_foreign;
}

/**
 * sp_dkim_key_free:
 * @self: (transfer full): a parsed key
 */
void
sp_dkim_key_free (SpDkimKey *self)
{
  g_clear_pointer (&self->key, g_bytes_unref);
  g_clear_pointer (&self->issues, g_array_unref);
  g_free (self);
}
