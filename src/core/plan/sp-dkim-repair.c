/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-dkim-repair.h"

#include "core/mail/sp-dkim-key.h"
#include "core/mail/sp-tag-list.h"

#include <string.h>

/* More pieces than a key is ever cut into are not put together. */
#define MAX_PIECES 4
#define LEAST_PIECE 16

static gboolean
is_usable (const char *text)
{
  g_autoptr (SpDkimKey) key = sp_dkim_key_parse (text, -1);

  return key->state == SP_DKIM_KEY_VALID || key->state == SP_DKIM_KEY_TESTING;
}

/* Without the quote marks and backslashes that a panel took for a part of the text. */
static char *
dup_unquoted (const char *text)
{
  GString *plain = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_isprint (*p) && strchr ("\"'\\", *p) == NULL)
      g_string_append_c (plain, *p);
  return g_string_free_and_steal (plain);
}

static void
append_tag (GString *out, const char *name, const char *value)
{
  g_string_append_printf (out, "%s%s=", out->len > 0 ? "; " : "", name);
  for (const char *p = value; *p != '\0'; p++)
    if (!g_ascii_isspace (*p))
      g_string_append_c (out, *p);
}

/* The tags in the order in which receivers want them: the version first (RFC 6376 §3.6.1). NULL if
 * there is no key among them. */
static char *
dup_in_order (const char *text)
{
  g_autofree char *plain = dup_unquoted (text);
  g_autoptr (SpTagList) list = sp_tag_list_parse (plain, -1);
  g_autoptr (GString) out = g_string_new (NULL);

  if (sp_tag_list_find (list, "p") == NULL)
    return NULL;
  append_tag (out, "v", "DKIM1");
  for (guint i = 0; i < list->tags->len; i++)
    {
      const SpTag *tag = g_ptr_array_index (list->tags, i);

      if (!g_str_equal (tag->name, "v") && sp_tag_list_find (list, tag->name) == tag)
        append_tag (out, tag->name, tag->value);
    }
  return g_string_free_and_steal (g_steal_pointer (&out));
}

static char *
dup_key_data (const char *text)
{
  g_autofree char *plain = dup_unquoted (text);
  g_autoptr (SpTagList) list = sp_tag_list_parse (plain, -1);
  const SpTag *p = sp_tag_list_find (list, "p");

  g_strstrip (plain);
  if (p != NULL)
    return g_strdup (p->value);
  if (strlen (plain) < LEAST_PIECE
      || plain[strspn (plain, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                              "abcdefghijklmnopqrstuvwxyz"
                              "0123456789+/= ")]
           != '\0')
    return NULL;
  return g_steal_pointer (&plain);
}

/* One piece in front, the other behind: a key tells its own length, so that only the right order
 * can be read. */
static char *
join (const char *head, const char *tail)
{
  g_autofree char *front = dup_in_order (head);
  g_autofree char *data = dup_key_data (tail);
  g_autofree char *both = NULL;
  const char *p = front != NULL ? strstr (front, "p=") : NULL;

  if (p == NULL || data == NULL || strchr (p, ';') != NULL)
    return NULL;
  both = g_strconcat (front, data, NULL);
  return dup_in_order (both);
}

static char *
join_pair (GPtrArray *texts, GPtrArray *used)
{
  for (guint i = 0; i < texts->len; i++)
    for (guint k = 0; k < texts->len; k++)
      {
        char *head = g_ptr_array_index (texts, i), *tail = g_ptr_array_index (texts, k);
        g_autofree char *whole = i != k ? join (head, tail) : NULL;

        if (whole == NULL || !is_usable (whole))
          continue;
        g_ptr_array_add (used, head);
        g_ptr_array_add (used, tail);
        return g_steal_pointer (&whole);
      }
  return NULL;
}

/* The same key twice is one key; two different ones are not for us to choose from. */
static char *
find_only_key (GPtrArray *texts, GPtrArray *used)
{
  g_autofree char *found = NULL;

  for (guint i = 0; i < texts->len; i++)
    {
      char *text = g_ptr_array_index (texts, i);
      g_autofree char *mended = dup_in_order (text);

      if (mended == NULL)
        continue;
      if (!is_usable (mended))
        continue;
      if (found != NULL && !g_str_equal (found, mended))
        {
          g_ptr_array_set_size (used, 0);
          return NULL;
        }
      g_ptr_array_add (used, text);
      g_free (found);
      found = g_steal_pointer (&mended);
    }
  return g_steal_pointer (&found);
}

/**
 * sp_dkim_repair:
 * @texts: (element-type utf8): what stands at a key name
 * @used: (element-type utf8): an empty array, to which is added what of @texts is part of the key
 *
 * Puts a key together again that was pasted with quote marks, in the wrong order, twice, or in two
 * pieces. Only a key that can be read afterwards is believed (RFC 6376 §3.6.1).
 *
 * Returns: (transfer full) (nullable): the record as it ought to be; %NULL if it cannot be told
 */
char *
sp_dkim_repair (GPtrArray *texts, GPtrArray *used)
{
  char *whole;

  g_return_val_if_fail (texts != NULL && used != NULL, NULL);

  if (texts->len == 0 || texts->len > MAX_PIECES)
    return NULL;
  whole = find_only_key (texts, used);
  return whole != NULL ? whole : join_pair (texts, used);
}

/**
 * sp_dkim_repair_testing:
 * @text: a key record with `t=y`
 *
 * Returns: (transfer full) (nullable): the same without saying that the domain is only testing
 */
char *
sp_dkim_repair_testing (const char *text)
{
  g_autoptr (SpTagList) list = NULL;
  g_autoptr (GString) out = g_string_new (NULL);

  g_return_val_if_fail (text != NULL, NULL);

  list = sp_tag_list_parse (text, -1);
  for (guint i = 0; i < list->tags->len; i++)
    {
      const SpTag *tag = g_ptr_array_index (list->tags, i);
      g_auto (GStrv) flags = g_str_equal (tag->name, "t") ? g_strsplit (tag->value, ":", 16) : NULL;
      g_autoptr (GString) kept = g_string_new (NULL);

      for (guint k = 0; flags != NULL && flags[k] != NULL; k++)
        if (g_ascii_strcasecmp (g_strstrip (flags[k]), "y") != 0 && flags[k][0] != '\0')
          g_string_append_printf (kept, "%s%s", kept->len > 0 ? ":" : "", flags[k]);
      if (flags == NULL)
        append_tag (out, tag->name, tag->value);
      else if (kept->len > 0)
        append_tag (out, tag->name, kept->str);
    }
  return is_usable (out->str) ? g_string_free_and_steal (g_steal_pointer (&out)) : NULL;
}
