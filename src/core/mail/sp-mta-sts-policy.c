/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-mail"

#include "core/mail/sp-mta-sts.h"

#include <string.h>

/* RFC 8461 §3.2: about a year. */
#define MAX_MAX_AGE 31557600
#define MAX_KEY_LENGTH 32
/* Nobody has more hosts; a hostile policy may. */
#define MAX_PATTERNS 1000
#define MAX_LINES 4000

/**
 * Line:
 * @key: the key as written
 * @value: the value as written, without the space around it
 * @offset: where the line begins
 * @length: its length, without the line's end
 * @value_offset: where the value begins
 * @value_length: its length in bytes
 *
 * One `key: value`.
 */
typedef struct {
  char *key;
  char *value;
  gsize offset;
  gsize length;
  gsize value_offset;
  gsize value_length;
} Line;

static void
line_clear (Line *line)
{
  g_clear_pointer (&line->key, g_free);
  g_clear_pointer (&line->value, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Line, line_clear)

/**
 * sp_mta_sts_mode_to_string:
 * @mode: a mode
 *
 * Returns: (transfer none) (nullable): the word that policies use, %NULL for %SP_MTA_STS_UNSET
 */
const char *
sp_mta_sts_mode_to_string (SpMtaStsMode mode)
{
  switch (mode)
    {
    case SP_MTA_STS_UNSET:
      return NULL;
    case SP_MTA_STS_NONE:
      return "none";
    case SP_MTA_STS_TESTING:
      return "testing";
    case SP_MTA_STS_ENFORCE:
      return "enforce";
    }
  g_return_val_if_reached (NULL);
}

static void
note_line (SpMtaStsPolicy *self, const Line *line, const char *code)
{
  sp_parse_issues_add (self->issues, code, line->offset, line->length, TRUE);
}

static void
note_value (SpMtaStsPolicy *self, const Line *line, const char *code)
{
  sp_parse_issues_add (self->issues, code, line->value_offset, line->value_length, TRUE);
}

/* (ALPHA / DIGIT) *31(ALPHA / DIGIT / "_" / "-" / ".") */
static gboolean
is_key (const char *text, gsize length)
{
  if (length == 0 || length > MAX_KEY_LENGTH || !g_ascii_isalnum (text[0]))
    return FALSE;
  for (gsize i = 1; i < length; i++)
    if (!g_ascii_isalnum (text[i]) && memchr ("_-.", text[i], 3) == NULL)
      return FALSE;
  return TRUE;
}

/* Text without control characters; there may be spaces inside, but not around it. */
static gboolean
is_value (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (g_ascii_iscntrl (text[i]))
      return FALSE;
  return length > 0 && g_utf8_validate_len (text, length, NULL);
}

static gboolean
is_wsp (char c)
{
  return c == ' ' || c == '\t';
}

/* Splits a line at its first colon, behind which there may be space, as there may be at the end. */
static gboolean
split_line (SpMtaStsPolicy *self, const char *text, gsize start, gsize end, Line *line)
{
  const char *colon;
  gsize key_length, value;

  line->offset = start;
  line->length = end - start;
  colon = memchr (text + start, ':', end - start);
  if (colon == NULL)
    {
      note_line (self, line, "no-colon");
      return FALSE;
    }
  key_length = (gsize) (colon - text) - start;
  if (!is_key (text + start, key_length))
    {
      note_line (self, line, "bad-key");
      return FALSE;
    }
  for (value = start + key_length + 1; value < end && is_wsp (text[value]);)
    value++;
  while (end > value && is_wsp (text[end - 1]))
    end--;
  line->value_offset = value;
  line->value_length = end - value;
  if (!is_value (text + value, end - value))
    {
      note_value (self, line, "bad-value");
      return FALSE;
    }
  line->key = g_strndup (text + start, key_length);
  line->value = g_strndup (text + value, end - value);
  return TRUE;
}

static void
read_version (SpMtaStsPolicy *self, const Line *line)
{
  if (!g_str_equal (line->value, "STSv1"))
    note_value (self, line, "bad-version");
}

static void
read_mode (SpMtaStsPolicy *self, const Line *line)
{
  for (SpMtaStsMode mode = SP_MTA_STS_NONE; mode <= SP_MTA_STS_ENFORCE; mode++)
    if (g_str_equal (line->value, sp_mta_sts_mode_to_string (mode)))
      self->mode = mode;
  if (self->mode == SP_MTA_STS_UNSET)
    note_value (self, line, "bad-mode");
}

/* 1*10(DIGIT), at most 31557600 */
static void
read_max_age (SpMtaStsPolicy *self, const Line *line)
{
  guint64 age = 0;

  if (line->value_length > 10 || line->value[strspn (line->value, "0123456789")] != '\0'
      || !g_ascii_string_to_unsigned (line->value, 10, 0, MAX_MAX_AGE, &age, NULL))
    note_value (self, line, "bad-max-age");
  else
    self->max_age = (gint64) age;
}

/* ["*."] Domain, where names with other letters are written as A-labels (RFC 8461 §3.2, RFC 5321
 * §4.1.2): no final dot, no star elsewhere. */
static void
read_mx (SpMtaStsPolicy *self, const Line *line)
{
  const char *domain = g_str_has_prefix (line->value, "*.") ? line->value + 2 : line->value;
  gsize length = strlen (domain);
  g_autoptr (SpName) name = NULL;

  if (!g_str_is_ascii (line->value))
    {
      note_value (self, line, "mx-not-ascii");
      return;
    }
  if (length > 0 && domain[length - 1] != '.' && strpbrk (domain, "\\*") == NULL)
    name = sp_name_parse (domain, NULL);
  if (name == NULL || !sp_name_is_hostname (name))
    note_value (self, line, "bad-mx");
  else if (self->mx->len >= MAX_PATTERNS)
    note_value (self, line, "too-long");
  else
    g_ptr_array_add (self->mx, g_ascii_strdown (line->value, -1));
}

static const struct {
  const char *key;
  gboolean is_repeated;
  void (*read) (SpMtaStsPolicy *self, const Line *line);
} fields[] = {
  { "version", FALSE, read_version },
  { "mode", FALSE, read_mode },
  { "max_age", FALSE, read_max_age },
  { "mx", TRUE, read_mx },
};

/* Of a field that stands there twice the first one counts, except for mx. Fields that nobody knows
 * are passed over (RFC 8461 §3.2). */
static void
read_line (SpMtaStsPolicy *self, const Line *line, gboolean *seen)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      if (!g_str_equal (line->key, fields[i].key))
        continue;
      if (seen[i] && !fields[i].is_repeated)
        sp_parse_issues_add (self->issues, "field-twice", line->offset, line->length, FALSE);
      else
        fields[i].read (self, line);
      seen[i] = TRUE;
      return;
    }
  g_ptr_array_add (self->others, g_strdup_printf ("%s: %s", line->key, line->value));
}

static void
note_missing (SpMtaStsPolicy *self, const gboolean *seen, gsize size)
{
  static const char *const codes[] = { "no-version", "no-mode", "no-max-age", "no-mx" };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      if (seen[i] || (fields[i].is_repeated && self->mode == SP_MTA_STS_NONE))
        continue;
      sp_parse_issues_add (self->issues, codes[i], size, 0, TRUE);
    }
}

static gsize
skip_byte_order_mark (SpMtaStsPolicy *self, const char *text, gsize size)
{
  static const char mark[] = { '\xef', '\xbb', '\xbf' };

  if (size < sizeof mark || memcmp (text, mark, sizeof mark) != 0)
    return 0;
  sp_parse_issues_add (self->issues, "byte-order-mark", 0, sizeof mark, TRUE);
  return sizeof mark;
}

/**
 * sp_mta_sts_policy_parse:
 * @text: what the web server gave; any bytes
 * @length: its length in bytes, -1 for a string
 *
 * Reads a policy (RFC 8461 §3.2): one `key: value` a line, lines end with LF or CRLF. An empty
 * line departs from the grammar and harms nobody, so it is only noted.
 *
 * Returns: (transfer full): what was understood, and what was not
 */
SpMtaStsPolicy *
sp_mta_sts_policy_parse (const char *text, gssize length)
{
  SpMtaStsPolicy *self = g_new0 (SpMtaStsPolicy, 1);
  gboolean seen[G_N_ELEMENTS (fields)] = { FALSE };
  gsize size, start;
  guint n_lines = 0;

  g_return_val_if_fail (text != NULL || length == 0, self);

  size = length < 0 ? strlen (text) : (gsize) length;
  self->max_age = -1;
  self->mx = g_ptr_array_new_with_free_func (g_free);
  self->others = g_ptr_array_new_with_free_func (g_free);
  self->issues = sp_parse_issues_new ();

  start = skip_byte_order_mark (self, text, size);
  while (start < size)
    {
      const char *feed = memchr (text + start, '\n', size - start);
      gsize next = feed != NULL ? (gsize) (feed - text) + 1 : size;
      gsize end = feed != NULL ? next - 1 : size;
      g_auto (Line) line = { 0 };

      if (n_lines++ >= MAX_LINES)
        {
          sp_parse_issues_add (self->issues, "too-long", start, size - start, TRUE);
          break;
        }
      if (end > start && text[end - 1] == '\r')
        end--;
      if (end == start)
        sp_parse_issues_add (self->issues, "blank-line", start, 0, FALSE);
      else if (split_line (self, text, start, end, &line))
        read_line (self, &line, seen);
      start = next;
    }
  note_missing (self, seen, size);
  self->is_usable = sp_parse_issues_find_error (self->issues) == NULL;
  return self;
}

/**
 * sp_mta_sts_policy_free:
 * @self: (transfer full): a parsed policy
 */
void
sp_mta_sts_policy_free (SpMtaStsPolicy *self)
{
  g_clear_pointer (&self->mx, g_ptr_array_unref);
  g_clear_pointer (&self->others, g_ptr_array_unref);
  g_clear_pointer (&self->issues, g_array_unref);
  g_free (self);
}

/**
 * sp_mta_sts_pattern_matches:
 * @pattern: a pattern of a policy
 * @host: an MX host
 *
 * Compares without case; `*.` in front stands for exactly one label (RFC 8461 §4.1, RFC 6125
 * §6.4).
 *
 * Returns: whether the policy names the host
 */
gboolean
sp_mta_sts_pattern_matches (const char *pattern, const SpName *host)
{
  gboolean is_wild;
  g_autoptr (SpName) name = NULL;
  g_autoptr (SpName) parent = NULL;

  g_return_val_if_fail (pattern != NULL, FALSE);
  g_return_val_if_fail (host != NULL, FALSE);

  is_wild = g_str_has_prefix (pattern, "*.");
  name = sp_name_parse (is_wild ? pattern + 2 : pattern, NULL);
  parent = is_wild ? sp_name_dup_parent (host) : NULL;
  if (name == NULL || sp_name_is_root (name) || (is_wild && parent == NULL))
    return FALSE;
  return sp_name_equal (name, is_wild ? parent : host);
}

/**
 * sp_mta_sts_policy_covers:
 * @self: a policy
 * @host: an MX host
 *
 * Returns: whether one of its patterns names the host
 */
gboolean
sp_mta_sts_policy_covers (const SpMtaStsPolicy *self, const SpName *host)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->mx->len; i++)
    if (sp_mta_sts_pattern_matches (g_ptr_array_index (self->mx, i), host))
      return TRUE;
  return FALSE;
}
