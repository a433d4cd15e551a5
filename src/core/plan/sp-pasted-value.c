/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-pasted-value.h"

#include "core/dns/sp-zone.h"
#include "core/mail/sp-dkim-key.h"
#include "core/plan/sp-edit.h"

#include <string.h>

/* Longer than any record (RFC 1035 §3.2.1: 65,535 bytes) that a provider hands out. */
#define MAX_PASTED 8192
#define MAX_WORDS 64

/**
 * sp_pasted_value_free:
 *
 * Frees what came of a value.
 */
void
sp_pasted_value_free (SpPastedValue *self)
{
  g_free (self->value);
  g_free (self->detail);
  g_free (self);
}

static SpPastedValue *
result_new (SpPastedState state, const char *value, const char *detail)
{
  SpPastedValue *self = g_new0 (SpPastedValue, 1);

  self->state = state;
  self->value = g_strdup (value);
  self->detail = g_strdup (detail);
  return self;
}

/* Takes out what cannot be seen, and makes one kind of space, quote and line end of many. */
static char *
dup_visible (const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c == '\n' || c == 0x2028 || c == 0x2029)
        g_string_append_c (out, '\n');
      else if (c == '\t' || g_unichar_type (c) == G_UNICODE_SPACE_SEPARATOR)
        g_string_append_c (out, c == '\t' ? '\t' : ' ');
      else if (c == 0x201c || c == 0x201d || c == 0x201e || c == 0x201f || c == 0xab || c == 0xbb)
        g_string_append_c (out, '"');
      else if (!g_unichar_iscntrl (c) && g_unichar_type (c) != G_UNICODE_FORMAT)
        g_string_append_unichar (out, c);
    }
  return g_strstrip (g_string_free_and_steal (g_steal_pointer (&out)));
}

static void
take (GPtrArray *candidates, char *text)
{
  if (text != NULL)
    g_ptr_array_add (candidates, g_strstrip (text));
}

static char *
dup_without (const char *text, const char *unwanted)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (const char *at = text; *at != '\0'; at++)
    if (strchr (unwanted, *at) == NULL)
      g_string_append_c (out, *at);
  return g_string_free_and_steal (g_steal_pointer (&out));
}

/* What is said between quotes, joined: "v=DKIM1; p=MII" "BIjAN" (RFC 1035 §5.1). */
static char *
dup_quoted (const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean is_inside = FALSE, is_any = FALSE;

  for (const char *at = text; *at != '\0'; at++)
    {
      if (*at == '"')
        {
          is_inside = !is_inside;
          is_any = TRUE;
        }
      else if (is_inside && *at == '\\' && at[1] != '\0')
        g_string_append_c (out, *++at);
      else if (is_inside && *at != '\n')
        g_string_append_c (out, *at);
    }
  return is_any ? g_string_free_and_steal (g_steal_pointer (&out)) : NULL;
}

/* A line of a zone file: what it says, and the key's name out of its owner. */
static void
take_zone_line (GPtrArray *candidates, const char *text)
{
  g_autofree char *zone_text = g_strconcat ("$TTL 3600\n", text, "\n", NULL);
  g_autoptr (SpName) root = sp_name_new_root ();
  g_autoptr (SpZone) zone = sp_zone_parse (zone_text, -1, root, NULL);
  GPtrArray *records = zone != NULL ? sp_zone_get_records (zone) : NULL;

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      g_autoptr (SpEditRow) row = sp_edit_row_new_from_record (g_ptr_array_index (records, i));

      if (row != NULL)
        take (candidates, g_strdup (row->value));
      take (candidates,
            g_strdup (sp_name_get_text (sp_record_get_owner (g_ptr_array_index (records, i)))));
    }
}

/* One word of many: "10 mx.host.example", "TXT MS=ms123456", "Value: …". */
static void
take_words (GPtrArray *candidates, const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\n", MAX_WORDS + 1);
  const char *record = strstr (text, "v=DKIM1");

  if (record != NULL && record != text)
    take (candidates, g_strdup (record));
  if (g_strv_length (words) > MAX_WORDS)
    return;
  for (gsize i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0' && words[1] != NULL && strpbrk (words[i], ".=:-") != NULL)
      take (candidates, g_strdup (words[i]));
}

/* A key without the words around it. RFC 6376 §3.6.1: RSA in the form that "BEGIN PUBLIC KEY" has,
 * whose first bytes are always encoded as "MI". */
static void
take_bare_key (GPtrArray *candidates, const char *text)
{
  const char *begin = strstr (text, "-----BEGIN PUBLIC KEY-----");
  const char *end = strstr (text, "-----END PUBLIC KEY-----");
  g_autofree char *body = NULL;
  g_autofree char *bare = NULL;

  if (begin != NULL && end != NULL && end > begin)
    {
      begin += strlen ("-----BEGIN PUBLIC KEY-----");
      body = g_strndup (begin, (gsize) (end - begin));
    }
  else
    body = g_strdup (text);
  bare = dup_without (body, " \t\n\"");
  if (g_str_has_prefix (bare, "MI") && strlen (bare) > 100)
    take (candidates, g_strconcat ("v=DKIM1; k=rsa; p=", bare, NULL));
  else if (g_str_has_prefix (bare, "k=") || g_str_has_prefix (bare, "p="))
    take (candidates, g_strconcat ("v=DKIM1; ", bare, NULL));
}

static void
take_names (GPtrArray *candidates)
{
  guint n = candidates->len;

  for (guint i = 0; i < n; i++)
    {
      const char *text = g_ptr_array_index (candidates, i);
      const char *key = strstr (text, "._domainkey");
      gsize length = strlen (text);

      if (length > 1 && text[length - 1] == '.')
        take (candidates, g_strndup (text, length - 1));
      if (g_str_has_prefix (text, "https://") || g_str_has_prefix (text, "http://"))
        take (candidates,
              g_strndup (strstr (text, "//") + 2, strcspn (strstr (text, "//") + 2, "/")));
      if (key != NULL && strcspn (text, " \t\n") == length)
        take (candidates, g_strndup (text, (gsize) (key - text)));
    }
}

/* All that may have been meant, the nearest to what was pasted first. */
static GPtrArray *
dup_candidates (const char *visible)
{
  GPtrArray *candidates = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *one_line = dup_without (visible, "\n");
  g_autofree char *unescaped = dup_without (one_line, "\\");

  take (candidates, g_strdup (visible));
  take (candidates, dup_quoted (visible));
  take (candidates, dup_without (visible, "\"`'"));
  take_zone_line (candidates, visible);
  take (candidates, g_strdup (one_line));
  take (candidates, dup_without (one_line, "\"`'"));
  take (candidates, g_strdup (unescaped));
  take (candidates, dup_without (unescaped, "\"`'"));
  take_words (candidates, visible);
  take (candidates, dup_without (unescaped, " \t\"`'"));
  take_bare_key (candidates, visible);
  take_names (candidates);
  return candidates;
}

static const char *
find_fit (const SpSetKey *key, GPtrArray *candidates)
{
  for (guint i = 0; i < candidates->len; i++)
    if (sp_set_key_accepts (key, g_ptr_array_index (candidates, i)))
      return g_ptr_array_index (candidates, i);
  return NULL;
}

/* A pattern that takes any name, number or address says nothing of where a value belongs. */
static gboolean
is_telling (const SpSetKey *key)
{
  static const char *const anything[] = { "zz9", "zz9.example", "9", "zz9@zz.example" };

  for (gsize i = 0; i < G_N_ELEMENTS (anything); i++)
    if (sp_set_key_accepts (key, anything[i]))
      return FALSE;
  return key->choices == NULL;
}

static const SpSetKey *
find_other (SpProvider *provider, const SpSetKey *key, GPtrArray *candidates)
{
  GPtrArray *keys = sp_provider_get_set_keys (provider);

  for (guint i = 0; i < keys->len; i++)
    {
      const SpSetKey *other = g_ptr_array_index (keys, i);

      if (!g_str_equal (other->key, key->key) && is_telling (other)
          && find_fit (other, candidates) != NULL)
        return other;
    }
  return NULL;
}

static const char *
name_record (GPtrArray *candidates)
{
  static const struct {
    const char *beginning;
    const char *record;
  } records[] = {
    { "v=spf1", "spf" },    { "v=DMARC1", "dmarc" }, { "v=DKIM1", "dkim" },
    { "https://", "link" }, { "http://", "link" },
  };

  for (guint i = 0; i < candidates->len; i++)
    {
      const char *text = g_ptr_array_index (candidates, i);

      for (gsize j = 0; j < G_N_ELEMENTS (records); j++)
        if (g_ascii_strncasecmp (text, records[j].beginning, strlen (records[j].beginning)) == 0)
          return records[j].record;
    }
  return strchr (g_ptr_array_index (candidates, 0), '@') != NULL ? "address" : NULL;
}

static gboolean
is_cut (const char *visible)
{
  return g_str_has_suffix (visible, "…") || g_str_has_suffix (visible, "...");
}

/* Names are kept without their final dot. */
static SpPastedValue *
accept_value (const SpSetKey *wanted, const char *value)
{
  g_autofree char *clean = g_strdup (value);

  if (g_str_has_suffix (clean, "."))
    clean[strlen (clean) - 1] = '\0';
  return result_new (SP_PASTED_FIT, sp_set_key_accepts (wanted, clean) ? clean : value, NULL);
}

/* Spaces inside the key are allowed (RFC 6376 §3.6.1) and only a sign of pasting. */
static SpPastedValue *
accept_key (const char *value)
{
  g_autoptr (SpDkimKey) key = NULL;
  g_autofree char *clean = NULL;
  const char *data = strstr (value, "p=");
  gsize length;

  if (data == NULL)
    return result_new (SP_PASTED_UNFIT, NULL, NULL);
  length = strcspn (data, ";");
  {
    g_autofree char *before = g_strndup (value, (gsize) (data - value));
    g_autofree char *middle = g_strndup (data, length);
    g_autofree char *packed = dup_without (middle, " \t\n");

    clean = g_strconcat (before, packed, data + length, NULL);
  }
  key = sp_dkim_key_parse (clean, -1);
  for (guint i = 0; i < key->issues->len; i++)
    {
      const SpParseIssue *issue = &g_array_index (key->issues, SpParseIssue, i);

      if (g_str_equal (issue->code, "cut-off") || g_str_equal (issue->code, "bad-base64")
          || g_str_equal (issue->code, "not-a-key"))
        return result_new (SP_PASTED_CUT, NULL, NULL);
    }
  return result_new (SP_PASTED_FIT, clean, NULL);
}

/**
 * sp_pasted_value_new:
 * @provider: whose value it is
 * @key: a `--set` key of the provider
 * @text: what was pasted or typed; may be hostile
 *
 * Makes of what a person pasted what was asked for: without quotes, line breaks, backslashes and
 * what cannot be seen, also out of a whole line of a zone file, several quoted pieces, a row copied
 * from a table, or a key file. Or says what it is instead.
 *
 * Returns: (transfer full): what came of it
 */
SpPastedValue *
sp_pasted_value_new (SpProvider *provider, const char *key, const char *text)
{
  const SpSetKey *wanted = sp_provider_find_set_key (provider, key);
  g_autofree char *visible = NULL;
  g_autoptr (GPtrArray) candidates = NULL;
  const SpSetKey *other;
  const char *fit, *record;

  if (wanted == NULL || strlen (text) > MAX_PASTED || !g_utf8_validate (text, -1, NULL))
    return result_new (SP_PASTED_UNFIT, NULL, NULL);
  visible = dup_visible (text);
  if (*visible == '\0')
    return result_new (SP_PASTED_EMPTY, NULL, NULL);
  if (strstr (visible, "PRIVATE KEY") != NULL)
    return result_new (SP_PASTED_PRIVATE_KEY, NULL, NULL);

  candidates = dup_candidates (visible);
  fit = find_fit (wanted, candidates);
  other = fit == NULL || !is_telling (wanted) ? find_other (provider, wanted, candidates) : NULL;
  if (other != NULL && (fit == NULL || find_fit (other, candidates) != NULL))
    return result_new (SP_PASTED_OTHER_FIELD, NULL, other->label);
  if (fit != NULL && g_str_has_prefix (fit, "v=DKIM1"))
    return accept_key (fit);
  if (fit != NULL)
    return accept_value (wanted, fit);
  if (is_cut (visible))
    return result_new (SP_PASTED_CUT, NULL, NULL);
  record = name_record (candidates);
  return result_new (record != NULL ? SP_PASTED_OTHER_RECORD : SP_PASTED_UNFIT, NULL, record);
}
