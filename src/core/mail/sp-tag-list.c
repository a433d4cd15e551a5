/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-mail"

#include "core/mail/sp-tag-list.h"

#include <string.h>

/* No known record has more than a dozen tags. */
#define MAX_TAGS 200

static void
tag_free (SpTag *tag)
{
  g_free (tag->name);
  g_free (tag->value);
  g_free (tag);
}

/* FWS of RFC 6376 §2.8; a DNS record has no folded lines, but pasted ones keep their ends. */
static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void
trim (const char *text, gsize *start, gsize *end)
{
  while (*start < *end && is_space (text[*start]))
    (*start)++;
  while (*end > *start && is_space (text[*end - 1]))
    (*end)--;
}

/* tag-name = ALPHA *ALNUMPUNC, where ALNUMPUNC is a letter, a digit or "_" (RFC 6376 §3.2). */
static gboolean
is_tag_name (const char *text, gsize length)
{
  if (length == 0 || !g_ascii_isalpha (text[0]))
    return FALSE;
  for (gsize i = 1; i < length; i++)
    if (!g_ascii_isalnum (text[i]) && text[i] != '_')
      return FALSE;
  return TRUE;
}

static gboolean
is_tag_value (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isgraph (text[i]) && !is_space (text[i]))
      return FALSE;
  return TRUE;
}

static void
parse_tag (SpTagList *self, const char *text, gsize start, gsize end)
{
  const char *equals = memchr (text + start, '=', end - start);
  gsize name_start = start, name_end, value_start, value_end = end;
  SpTag *tag;

  if (equals == NULL)
    {
      sp_parse_issues_add (self->issues, "tag-no-equals", start, end - start, TRUE);
      return;
    }

  name_end = (gsize) (equals - text);
  value_start = name_end + 1;
  trim (text, &name_start, &name_end);
  trim (text, &value_start, &value_end);

  if (!is_tag_name (text + name_start, name_end - name_start))
    {
      sp_parse_issues_add (self->issues, "tag-bad-name", start, end - start, TRUE);
      return;
    }
  if (!is_tag_value (text + value_start, value_end - value_start))
    sp_parse_issues_add (self->issues, "tag-bad-value", value_start, value_end - value_start, TRUE);

  tag = g_new0 (SpTag, 1);
  tag->name = g_strndup (text + name_start, name_end - name_start);
  tag->value = g_malloc (value_end - value_start + 1);
  memcpy (tag->value, text + value_start, value_end - value_start);
  tag->value[value_end - value_start] = '\0';
  tag->name_offset = name_start;
  tag->value_offset = value_start;
  tag->value_length = value_end - value_start;

  if (sp_tag_list_find (self, tag->name) != NULL)
    sp_parse_issues_add (self->issues, "tag-twice", name_start, name_end - name_start, TRUE);
  g_ptr_array_add (self->tags, tag);
}

/**
 * sp_tag_list_parse:
 * @text: any bytes
 * @length: how many, -1 for a string
 *
 * Reads a list of tags (RFC 6376 §3.2). A final semicolon is allowed, also with space behind it;
 * nothing between two semicolons is an error. Names keep their case.
 *
 * Returns: (transfer full): what was understood
 */
SpTagList *
sp_tag_list_parse (const char *text, gssize length)
{
  SpTagList *self = g_new0 (SpTagList, 1);
  gsize size, start = 0;

  g_return_val_if_fail (text != NULL || length == 0, self);

  self->tags = g_ptr_array_new_with_free_func ((GDestroyNotify) tag_free);
  self->issues = sp_parse_issues_new ();
  size = length < 0 ? strlen (text) : (gsize) length;

  while (start < size)
    {
      const char *semicolon = memchr (text + start, ';', size - start);
      gsize end = semicolon != NULL ? (gsize) (semicolon - text) : size;
      gsize next = end + 1;

      if (self->tags->len >= MAX_TAGS)
        {
          sp_parse_issues_add (self->issues, "tag-too-many", start, size - start, TRUE);
          break;
        }
      trim (text, &start, &end);
      if (start < end)
        parse_tag (self, text, start, end);
      else if (semicolon != NULL)
        sp_parse_issues_add (self->issues, "tag-empty", end, 1, TRUE);
      start = next;
    }

  return self;
}

/* The name of a field: (ALPHA / DIGIT) *31(ALPHA / DIGIT / "_" / "-" / "."). */
static gboolean
is_field_name (const char *text, gsize length)
{
  if (length == 0 || length > 32 || !g_ascii_isalnum (text[0]))
    return FALSE;
  for (gsize i = 1; i < length; i++)
    if (!g_ascii_isalnum (text[i]) && memchr ("_-.", text[i], 3) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
is_wsp (char c)
{
  return c == ' ' || c == '\t';
}

static gsize
skip_wsp (const char *text, gsize from, gsize size)
{
  while (from < size && is_wsp (text[from]))
    from++;
  return from;
}

static void
take_field (SpTagList *self, const char *text, gsize start, gsize end)
{
  const char *equals = memchr (text + start, '=', end - start);
  gsize name_end = equals != NULL ? (gsize) (equals - text) : end;
  SpTag *tag;

  if (equals == NULL)
    {
      sp_parse_issues_add (self->issues, "tag-no-equals", start, end - start, TRUE);
      return;
    }
  if (!is_field_name (text + start, name_end - start))
    {
      sp_parse_issues_add (self->issues, "tag-bad-name", start, end - start, TRUE);
      return;
    }
  tag = g_new0 (SpTag, 1);
  tag->name = g_strndup (text + start, name_end - start);
  tag->name_offset = start;
  tag->value_offset = name_end + 1;
  tag->value_length = end - tag->value_offset;
  tag->value = g_malloc (tag->value_length + 1);
  memcpy (tag->value, text + tag->value_offset, tag->value_length);
  tag->value[tag->value_length] = '\0';
  if (sp_tag_list_find (self, tag->name) != NULL)
    sp_parse_issues_add (self->issues, "tag-twice", start, name_end - start, FALSE);
  g_ptr_array_add (self->tags, tag);
}

/**
 * sp_tag_list_has_version:
 * @text: any bytes
 * @size: how many
 * @version: how such a record begins, for example `v=STSv1`
 *
 * Returns: whether @text begins with @version, exactly so, and a semicolon
 */
gboolean
sp_tag_list_has_version (const char *text, gsize size, const char *version)
{
  gsize length = strlen (version), end;

  if (size < length || memcmp (text, version, length) != 0)
    return FALSE;
  end = skip_wsp (text, length, size);
  return end < size && text[end] == ';';
}

static gboolean
field_looks_like (const char *text, gsize size, const char *start)
{
  char bare[16] = "";
  gsize length = 0;

  for (gsize i = 0; i < size && length < sizeof bare - 1; i++)
    if (g_ascii_isalnum (text[i]) || text[i] == '=')
      bare[length++] = g_ascii_tolower (text[i]);
  return g_str_has_prefix (bare, start);
}

/**
 * sp_tag_list_looks_like:
 * @text: any bytes
 * @size: how many
 * @start: how such a record begins, small letters, digits and "=" only, at most 15
 *
 * Returns: whether @text, or what stands behind a semicolon in it, begins with @start, if nothing
 *   counts but letters, whatever their case, digits and "=": quotes, a space in front, a semicolon
 *   forgotten, a version that does not come first are passed over
 */
gboolean
sp_tag_list_looks_like (const char *text, gsize size, const char *start)
{
  const char *end = text + size;

  for (const char *field = text; field != NULL;)
    {
      if (field_looks_like (field, (gsize) (end - field), start))
        return TRUE;
      field = memchr (field, ';', (gsize) (end - field));
      field = field != NULL ? field + 1 : NULL;
    }
  return FALSE;
}

/**
 * sp_tag_list_is_plain_value:
 * @tag: a field
 *
 * Returns: whether its value is one that fields nobody knows may have:
 *   1*(%x21-3A / %x3C / %x3E-7E) (RFC 8461 §3.1, RFC 8460 §3)
 */
gboolean
sp_tag_list_is_plain_value (const SpTag *tag)
{
  for (gsize i = 0; i < tag->value_length; i++)
    if (!g_ascii_isgraph (tag->value[i]) || tag->value[i] == '=' || tag->value[i] == ';')
      return FALSE;
  return tag->value_length > 0;
}

/**
 * sp_tag_list_parse_fields:
 * @text: any bytes
 * @length: how many, -1 for a string
 * @version: how the record begins
 *
 * Reads a record of MTA-STS or TLS-RPT, whose grammar is one and stricter than that of other
 * lists: the version first, then `name=value` without space around the sign, at least one, each
 * behind a semicolon that may have space around it (RFC 8461 §3.1, RFC 8460 §3). Values are not
 * judged. Issue codes: "no-version", "tag-empty", "tag-no-equals", "tag-bad-name", "tag-too-many".
 * Notes: "tag-twice", and "tag-space" for space at the end, which departs from the grammar and
 * which senders pass over.
 *
 * Returns: (transfer full): what was understood, without the version
 */
SpTagList *
sp_tag_list_parse_fields (const char *text, gssize length, const char *version)
{
  SpTagList *self = g_new0 (SpTagList, 1);
  gsize size, at;

  g_return_val_if_fail (text != NULL || length == 0, self);

  self->tags = g_ptr_array_new_with_free_func ((GDestroyNotify) tag_free);
  self->issues = sp_parse_issues_new ();
  size = length < 0 ? strlen (text) : (gsize) length;
  if (!sp_tag_list_has_version (text, size, version))
    {
      sp_parse_issues_add (self->issues, "no-version", 0, MIN (size, strlen (version)), TRUE);
      return self;
    }

  at = skip_wsp (text, strlen (version), size) + 1;
  while (TRUE)
    {
      gsize start = skip_wsp (text, at, size), end;
      const char *semicolon = start < size ? memchr (text + start, ';', size - start) : NULL;
      gsize next = semicolon != NULL ? (gsize) (semicolon - text) : size;

      if (start == size)
        break;
      if (self->tags->len >= MAX_TAGS)
        {
          sp_parse_issues_add (self->issues, "tag-too-many", start, size - start, TRUE);
          break;
        }
      for (end = next; end > start && is_wsp (text[end - 1]);)
        end--;
      if (semicolon == NULL && end < size)
        sp_parse_issues_add (self->issues, "tag-space", end, size - end, FALSE);
      if (start == end)
        sp_parse_issues_add (self->issues, "tag-empty", start, 0, TRUE);
      else
        take_field (self, text, start, end);
      if (semicolon == NULL)
        break;
      at = next + 1;
    }
  return self;
}

/**
 * sp_tag_list_free:
 * @self: (transfer full): a list of tags
 */
void
sp_tag_list_free (SpTagList *self)
{
  g_clear_pointer (&self->tags, g_ptr_array_unref);
  g_clear_pointer (&self->issues, g_array_unref);
  g_free (self);
}

/**
 * sp_tag_list_find:
 * @self: a list of tags
 * @name: name of a tag, compared with case (RFC 6376 §3.2)
 *
 * Returns: (transfer none) (nullable): the first tag of that name
 */
const SpTag *
sp_tag_list_find (const SpTagList *self, const char *name)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->tags->len; i++)
    {
      const SpTag *tag = g_ptr_array_index (self->tags, i);

      if (g_str_equal (tag->name, name))
        return tag;
    }
  return NULL;
}
