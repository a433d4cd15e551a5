/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-catalog"

#include "core/catalog/sp-host-pattern.h"

#include <string.h>

struct _SpHostPattern {
  char *text;
  char **labels; /* without the leading "*" */
  guint n_labels;
  gboolean any_below; /* starts with "*." */
  gboolean is_plain;
  guint weight;
};

/* A plain name beats every pattern, however long. */
#define PLAIN_WEIGHT 1000

static gboolean
is_label_valid (const char *label)
{
  gboolean in_class = FALSE;

  if (*label == '\0' || strlen (label) > 63)
    return FALSE;
  for (const char *at = label; *at != '\0'; at++)
    {
      if (*at == '[' && !in_class && at[1] != ']')
        in_class = TRUE;
      else if (*at == ']' && in_class)
        in_class = FALSE;
      else if (in_class ? !(g_ascii_islower (*at) || g_ascii_isdigit (*at) || *at == '-')
                        : !(g_ascii_islower (*at) || g_ascii_isdigit (*at) || strchr ("-_*?", *at)))
        return FALSE;
    }
  return !in_class;
}

/* Compares one byte with the class at @at, which points behind its "["; moves @at behind "]". */
static gboolean
match_class (const char **at, uint8_t byte)
{
  gboolean found = FALSE;
  const char *from = *at;

  while (*from != ']')
    {
      if (from[1] == '-' && from[2] != ']')
        {
          found |= byte >= (uint8_t) from[0] && byte <= (uint8_t) from[2];
          from += 3;
        }
      else
        found |= byte == (uint8_t) *from++;
    }
  *at = from + 1;
  return found;
}

/* One label against one pattern, without recursion: a star is tried again one byte further. */
static gboolean
match_label (const char *pattern, const uint8_t *label, gsize length)
{
  const char *at = pattern;
  const char *star = NULL;
  gsize i = 0;
  gsize star_i = 0;

  while (i < length)
    {
      const char *next = at;
      gboolean matches = FALSE;

      if (*at == '*')
        {
          star = ++at;
          star_i = i;
          continue;
        }
      if (*at == '[')
        {
          next = at + 1;
          matches = match_class (&next, label[i]);
        }
      else if (*at != '\0')
        {
          next = at + 1;
          matches = *at == '?' || (uint8_t) *at == label[i];
        }
      if (matches)
        {
          at = next;
          i++;
        }
      else if (star != NULL)
        {
          at = star;
          i = ++star_i;
        }
      else
        return FALSE;
    }
  while (*at == '*')
    at++;
  return *at == '\0';
}

/**
 * sp_host_pattern_new:
 * @text: a pattern in lower case, without a final dot
 *
 * Returns: (transfer full) (nullable): the pattern, %NULL if @text is none
 */
SpHostPattern *
sp_host_pattern_new (const char *text)
{
  g_autoptr (SpHostPattern) self = g_new0 (SpHostPattern, 1);
  const char *rest = text;

  self->text = g_strdup (text);
  if (g_str_has_prefix (rest, "*."))
    {
      self->any_below = TRUE;
      rest += 2;
    }
  self->labels = g_strsplit (rest, ".", -1);
  self->n_labels = g_strv_length (self->labels);
  if (self->n_labels < 2 || strlen (text) > 253)
    return NULL;
  for (guint i = 0; i < self->n_labels; i++)
    {
      if (!is_label_valid (self->labels[i]))
        return NULL;
    }
  self->is_plain = strpbrk (text, "*?[") == NULL;
  for (const char *at = rest; *at != '\0'; at++)
    self->weight += strchr ("*?[]", *at) == NULL;
  if (self->is_plain)
    self->weight += PLAIN_WEIGHT;
  return g_steal_pointer (&self);
}

void
sp_host_pattern_free (SpHostPattern *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_strfreev (self->labels);
  g_free (self);
}

const char *
sp_host_pattern_get_text (const SpHostPattern *self)
{
  return self->text;
}

/**
 * sp_host_pattern_is_plain:
 * @self: a pattern
 *
 * Returns: whether it has no wildcard, that is, it is a host name
 */
gboolean
sp_host_pattern_is_plain (const SpHostPattern *self)
{
  return self->is_plain;
}

/**
 * sp_host_pattern_get_weight:
 * @self: a pattern
 *
 * How exact the pattern is. Where several match the same name, the heaviest wins: a plain name
 * first, then the one that spells out most of the name.
 */
guint
sp_host_pattern_get_weight (const SpHostPattern *self)
{
  return self->weight;
}

/**
 * sp_host_pattern_matches:
 * @self: a pattern
 * @name: a host name
 *
 * Compares label by label from the right, so that `*.google.com` never matches notgoogle.com.
 */
gboolean
sp_host_pattern_matches (const SpHostPattern *self, const SpName *name)
{
  guint n = sp_name_get_n_labels (name);

  if (self->any_below ? n < self->n_labels : n != self->n_labels)
    return FALSE;
  for (guint i = 1; i <= self->n_labels; i++)
    {
      gsize length = 0;
      const uint8_t *label = sp_name_get_label (name, n - i, &length);

      if (!match_label (self->labels[self->n_labels - i], label, length))
        return FALSE;
    }
  return TRUE;
}
