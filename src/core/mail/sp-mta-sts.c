/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-mail"

#include "core/mail/sp-mta-sts.h"

#include "core/mail/sp-tag-list.h"

#include <string.h>

#define VERSION "v=STSv1"
#define MAX_ID_LENGTH 32

/**
 * sp_mta_sts_is_record:
 * @text: a TXT record, its strings joined
 * @length: its length in bytes
 *
 * Returns: whether senders take it for an MTA-STS record: it begins with `v=STSv1;` (RFC 8461
 *   §3.1)
 */
gboolean
sp_mta_sts_is_record (const char *text, gsize length)
{
  return sp_tag_list_has_version (text, length, VERSION);
}

/**
 * sp_mta_sts_looks_like:
 * @text: a TXT record, its strings joined
 * @length: its length in bytes
 *
 * Returns: whether somebody meant this to be an MTA-STS record, also where no sender takes it for
 *   one: wrong case, a space in front, quotes, a semicolon forgotten
 */
gboolean
sp_mta_sts_looks_like (const char *text, gsize length)
{
  return sp_tag_list_looks_like (text, length, "v=sts");
}

/**
 * sp_mta_sts_select:
 * @set: (nullable): the TXT set of an `_mta-sts` name
 *
 * Drops what is no MTA-STS record. Any number but one means that there is no policy (RFC 8461
 * §3.1).
 *
 * Returns: (transfer full) (element-type SpRecord): the MTA-STS records
 */
GPtrArray *
sp_mta_sts_select (const SpRecordSet *set)
{
  return sp_record_set_select_text (set, sp_mta_sts_is_record);
}

/* sts-id = 1*32(ALPHA / DIGIT) */
static gboolean
is_id (const SpTag *tag)
{
  for (gsize i = 0; i < tag->value_length; i++)
    if (!g_ascii_isalnum (tag->value[i]))
      return FALSE;
  return tag->value_length > 0 && tag->value_length <= MAX_ID_LENGTH;
}

/* The first `id` counts; a later one is a field like any other. */
static void
read_field (SpMtaSts *self, const SpTagList *list, const SpTag *tag)
{
  gboolean is_own = sp_tag_list_find (list, "id") == tag;

  if (is_own ? !is_id (tag) : !sp_tag_list_is_plain_value (tag))
    sp_parse_issues_add (self->issues, is_own ? "bad-id" : "tag-bad-value", tag->value_offset,
                         tag->value_length, TRUE);
  else if (is_own)
    self->id = g_strdup (tag->value);
}

/**
 * sp_mta_sts_parse:
 * @text: a TXT record, its strings joined; any bytes
 * @length: its length in bytes, -1 for a string
 *
 * Reads an MTA-STS record by its grammar (RFC 8461 §3.1). A record that departs from it counts as
 * none.
 *
 * Returns: (transfer full): what was understood, and what was not
 */
SpMtaSts *
sp_mta_sts_parse (const char *text, gssize length)
{
  SpMtaSts *self = g_new0 (SpMtaSts, 1);
  g_autoptr (SpTagList) list = sp_tag_list_parse_fields (text, length, VERSION);

  self->issues = g_array_ref (list->issues);
  for (guint i = 0; i < list->tags->len; i++)
    read_field (self, list, g_ptr_array_index (list->tags, i));
  if (sp_tag_list_find (list, "id") == NULL
      && sp_parse_issues_find (self->issues, "no-version") == NULL)
    sp_parse_issues_add (self->issues, "no-id", length < 0 ? strlen (text) : (gsize) length, 0,
                         TRUE);
  self->is_usable = sp_parse_issues_find_error (self->issues) == NULL;
  return self;
}

/**
 * sp_mta_sts_free:
 * @self: (transfer full): a parsed record
 */
void
sp_mta_sts_free (SpMtaSts *self)
{
  g_clear_pointer (&self->issues, g_array_unref);
  g_free (self->id);
  g_free (self);
}
