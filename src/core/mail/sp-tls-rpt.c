/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-mail"

#include "core/mail/sp-tls-rpt.h"

#include "core/mail/sp-dmarc.h"
#include "core/mail/sp-tag-list.h"

#include <string.h>

#define VERSION "v=TLSRPTv1"
/* More addresses than this are not read. */
#define MAX_URIS 50

/**
 * sp_tls_rpt_is_record:
 * @text: a TXT record, its strings joined
 * @length: its length in bytes
 *
 * Returns: whether senders take it for a TLS-RPT record: it begins with `v=TLSRPTv1;` (RFC 8460
 *   §3)
 */
gboolean
sp_tls_rpt_is_record (const char *text, gsize length)
{
  return sp_tag_list_has_version (text, length, VERSION);
}

/**
 * sp_tls_rpt_looks_like:
 * @text: a TXT record, its strings joined
 * @length: its length in bytes
 *
 * Returns: whether somebody meant this to be a TLS-RPT record, also where no sender takes it for
 *   one
 */
gboolean
sp_tls_rpt_looks_like (const char *text, gsize length)
{
  return sp_tag_list_looks_like (text, length, "v=tlsrpt");
}

/**
 * sp_tls_rpt_select:
 * @set: (nullable): the TXT set of a `_smtp._tls` name
 *
 * Drops what is no TLS-RPT record. Any number but one means that no reports are wanted (RFC 8460
 * §3).
 *
 * Returns: (transfer full) (element-type SpRecord): the TLS-RPT records
 */
GPtrArray *
sp_tls_rpt_select (const SpRecordSet *set)
{
  return sp_record_set_select_text (set, sp_tls_rpt_is_record);
}

/* URI of RFC 3986, in which "!" has to be encoded as well; commas and semicolons end it. */
static gboolean
is_uri (const char *uri)
{
  if (strpbrk (uri, "! \t") != NULL || !g_str_is_ascii (uri))
    return FALSE;
  if (g_ascii_strncasecmp (uri, "mailto:", 7) == 0)
    {
      g_autofree char *address = sp_dmarc_dup_mailto_address (uri);

      return address != NULL;
    }
  if (g_ascii_strncasecmp (uri, "https:", 6) == 0)
    {
      g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_NONE, NULL);

      return parsed != NULL && g_uri_get_host (parsed) != NULL && *g_uri_get_host (parsed) != '\0';
    }
  return g_uri_is_valid (uri, G_URI_FLAGS_NONE, NULL);
}

/* Reports go by mail or by HTTPS (RFC 8460 §3); what else there may be one day is passed over. */
static gboolean
is_known_scheme (const char *uri)
{
  return g_ascii_strncasecmp (uri, "mailto:", 7) == 0
         || g_ascii_strncasecmp (uri, "https:", 6) == 0;
}

/* tlsrpt-uri *(*WSP "," *WSP tlsrpt-uri) */
static void
read_rua (SpTlsRpt *self, const SpTag *tag)
{
  gsize start = 0;

  for (guint n = 0; n < MAX_URIS && start <= tag->value_length; n++)
    {
      gsize end = start + strcspn (tag->value + start, ",");
      g_autofree char *uri = g_strndup (tag->value + start, end - start);
      const char *bare;

      /* Space stands around commas only: the value as a whole has none at its ends. */
      if (end < tag->value_length)
        g_strchomp (uri);
      bare = start > 0 ? g_strchug (uri) : uri;
      if (!is_uri (bare) || strlen (tag->value) != tag->value_length)
        sp_parse_issues_add (self->issues, "bad-uri", tag->value_offset + start, end - start, TRUE);
      else if (!is_known_scheme (bare))
        sp_parse_issues_add (self->issues, "unknown-scheme", tag->value_offset + start, end - start,
                             FALSE);
      else
        g_ptr_array_add (self->rua, g_strdup (bare));
      start = end + 1;
    }
}

static void
judge_addresses (SpTlsRpt *self, const SpTagList *list, gsize size)
{
  const SpParseIssue *other = sp_parse_issues_find (self->issues, "unknown-scheme");

  if (self->rua->len > 0 || sp_parse_issues_find_error (self->issues) != NULL)
    return;
  if (sp_tag_list_find (list, "rua") == NULL)
    sp_parse_issues_add (self->issues, "no-rua", size, 0, TRUE);
  else if (other != NULL)
    sp_parse_issues_add (self->issues, "bad-uri", other->offset, other->length, TRUE);
}

/**
 * sp_tls_rpt_parse:
 * @text: a TXT record, its strings joined; any bytes
 * @length: its length in bytes, -1 for a string
 *
 * Reads a TLS-RPT record by its grammar (RFC 8460 §3).
 *
 * Returns: (transfer full): what was understood, and what was not
 */
SpTlsRpt *
sp_tls_rpt_parse (const char *text, gssize length)
{
  SpTlsRpt *self = g_new0 (SpTlsRpt, 1);
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  g_autoptr (SpTagList) list = sp_tag_list_parse_fields (text, (gssize) size, VERSION);

  self->rua = g_ptr_array_new_with_free_func (g_free);
  self->issues = g_array_ref (list->issues);
  for (guint i = 0; i < list->tags->len; i++)
    {
      const SpTag *tag = g_ptr_array_index (list->tags, i);

      if (g_str_equal (tag->name, "rua"))
        read_rua (self, tag);
      else if (!sp_tag_list_is_plain_value (tag))
        sp_parse_issues_add (self->issues, "tag-bad-value", tag->value_offset, tag->value_length,
                             TRUE);
    }
  judge_addresses (self, list, size);
  self->is_usable = sp_parse_issues_find_error (self->issues) == NULL;
  return self;
}

/**
 * sp_tls_rpt_free:
 * @self: (transfer full): a parsed record
 */
void
sp_tls_rpt_free (SpTlsRpt *self)
{
  g_clear_pointer (&self->rua, g_ptr_array_unref);
  g_clear_pointer (&self->issues, g_array_unref);
  g_free (self);
}
