/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-mail"

#include "core/mail/sp-dmarc.h"

#include "core/mail/sp-tag-list.h"

#include <string.h>

#define VERSION "DMARC1"

/* RFC 9989 §4.10: a walk begins at the domain and goes on with its last seven labels at most. */
#define MAX_WALK_LABELS 7

/* More report addresses than this are not read. */
#define MAX_URIS 50

/**
 * sp_dmarc_policy_to_string:
 * @policy: a policy
 *
 * Returns: (transfer none) (nullable): the word that records use, %NULL for %SP_DMARC_UNSET
 */
const char *
sp_dmarc_policy_to_string (SpDmarcPolicy policy)
{
  switch (policy)
    {
    case SP_DMARC_UNSET:
      return NULL;
    case SP_DMARC_NONE:
      return "none";
    case SP_DMARC_QUARANTINE:
      return "quarantine";
    case SP_DMARC_REJECT:
      return "reject";
    }
  g_return_val_if_reached (NULL);
}

/* The tag's name may be in any case: ABNF strings are, except where marked (RFC 7405). */
static const SpTag *
find_tag (const SpTagList *list, const char *name)
{
  for (guint i = 0; i < list->tags->len; i++)
    {
      const SpTag *tag = g_ptr_array_index (list->tags, i);

      if (g_ascii_strcasecmp (tag->name, name) == 0)
        return tag;
    }
  return NULL;
}

static gboolean
is_wsp (char c)
{
  return c == ' ' || c == '\t';
}

/**
 * sp_dmarc_is_record:
 * @text: a TXT record, its strings joined
 * @length: its length in bytes
 *
 * Returns: whether it is a DMARC record: it begins with `v=DMARC1`, exactly so (RFC 9989 §4.7)
 */
gboolean
sp_dmarc_is_record (const char *text, gsize length)
{
  gsize version = strlen (VERSION), i = 1;

  if (length == 0 || g_ascii_tolower (text[0]) != 'v')
    return FALSE;
  while (i < length && is_wsp (text[i]))
    i++;
  if (i == length || text[i++] != '=')
    return FALSE;
  while (i < length && is_wsp (text[i]))
    i++;
  if (length - i < version || strncmp (text + i, VERSION, version) != 0)
    return FALSE;
  i += version;
  while (i < length && is_wsp (text[i]))
    i++;
  return i == length || text[i] == ';';
}

/**
 * sp_dmarc_looks_like:
 * @text: a TXT record, its strings joined
 * @length: its length in bytes
 *
 * Returns: whether somebody meant this to be a DMARC record, also where no receiver takes it for
 *   one: wrong case, a space in front, quotes, a semicolon forgotten, another tag in front
 */
gboolean
sp_dmarc_looks_like (const char *text, gsize length)
{
  g_autoptr (SpTagList) list = NULL;
  const SpTag *version;

  if (sp_dmarc_is_record (text, length) || sp_tag_list_looks_like (text, length, "v=dmarc"))
    return TRUE;
  list = sp_tag_list_parse (text, (gssize) length);
  version = find_tag (list, "v");
  return version != NULL && g_ascii_strcasecmp (version->value, VERSION) == 0;
}

/**
 * sp_dmarc_select:
 * @set: (nullable): the TXT set of a `_dmarc` name
 *
 * Drops what is no DMARC record (RFC 9989 §4.10). More than one makes all of them void.
 *
 * Returns: (transfer full) (element-type SpRecord): the DMARC records
 */
GPtrArray *
sp_dmarc_select (const SpRecordSet *set)
{
  return sp_record_set_select_text (set, sp_dmarc_is_record);
}

static void
note (SpDmarc *self, const char *code, const SpTag *tag, gboolean is_error)
{
  sp_parse_issues_add (self->issues, code, tag->value_offset, tag->value_length, is_error);
}

static gboolean
read_policy (SpDmarc *self, const SpTag *tag, SpDmarcPolicy *policy)
{
  for (SpDmarcPolicy p = SP_DMARC_NONE; p <= SP_DMARC_REJECT; p++)
    if (g_ascii_strcasecmp (tag->value, sp_dmarc_policy_to_string (p)) == 0)
      {
        *policy = p;
        return TRUE;
      }
  note (self, "bad-policy", tag, TRUE);
  return FALSE;
}

/* dmarc-fo of RFC 9989 §4.8: each letter at most once, "0" and "1" not together. */
static void
read_options (SpDmarc *self, const SpTag *tag)
{
  g_auto (GStrv) options = g_strsplit (tag->value, ":", 5);
  g_autoptr (GString) seen = g_string_new (NULL);
  gboolean is_good = options[0] != NULL;

  for (guint i = 0; options[i] != NULL; i++)
    {
      char option = g_ascii_tolower (options[i][0]);

      is_good = is_good && strlen (options[i]) == 1 && strchr ("01ds", option) != NULL
                && strchr (seen->str, option) == NULL;
      g_string_append_c (seen, option);
    }
  if (!is_good || (strchr (seen->str, '0') != NULL && strchr (seen->str, '1') != NULL))
    note (self, "bad-value", tag, FALSE);
  else
    g_set_str (&self->fo, tag->value);
}

/* One letter out of a few; anything else counts as the default (RFC 9989 §4.7). */
static char
read_letter (SpDmarc *self, const SpTag *tag, const char *letters)
{
  char letter = g_ascii_tolower (tag->value[0]);

  if (tag->value_length == 1 && strchr (letters, letter) != NULL)
    return letter;
  note (self, "bad-value", tag, FALSE);
  return '\0';
}

/* The URI without the size limit that older records have behind it; RFC 9989 §4.8 has no other use
 * for an exclamation mark. */
static char *
dup_bare_uri (const char *text)
{
  const char *mark = strchr (text, '!'), *end;

  if (mark == NULL)
    return g_strdup (text);
  end = mark + 1 + strspn (mark + 1, "0123456789");
  if (end > mark + 1 && *end != '\0' && strchr ("kmgt", g_ascii_tolower (*end)) != NULL)
    end++;
  return end > mark + 1 && *end == '\0' ? g_strndup (text, (gsize) (mark - text)) : NULL;
}

static gboolean
is_uri (const char *text)
{
  g_autofree char *uri = dup_bare_uri (text);
  g_autofree char *address = NULL;

  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isgraph (*p))
      return FALSE;
  if (uri == NULL || g_ascii_strncasecmp (uri, "mailto:", 7) != 0)
    return uri != NULL && g_uri_is_valid (uri, G_URI_FLAGS_NONE, NULL);
  address = sp_dmarc_dup_mailto_address (uri);
  return address != NULL;
}

static void
read_uris (SpDmarc *self, const SpTag *tag, GPtrArray *uris)
{
  g_auto (GStrv) parts = g_strsplit (tag->value, ",", MAX_URIS);

  if (parts[0] == NULL)
    note (self, "bad-uri", tag, FALSE);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *uri = g_strstrip (parts[i]);

      if (is_uri (uri))
        g_ptr_array_add (uris, g_strdup (uri));
      else
        note (self, "bad-uri", tag, FALSE);
    }
}

static gboolean
is_old_tag (const char *name)
{
  return g_str_equal (name, "pct") || g_str_equal (name, "rf") || g_str_equal (name, "ri");
}

static gboolean
is_known_tag (const char *name)
{
  static const char *const known[] = { "v",     "p",    "sp", "np",  "t",  "psd",
                                       "adkim", "aspf", "fo", "rua", "ruf" };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_ascii_strcasecmp (name, known[i]) == 0)
      return TRUE;
  return FALSE;
}

/* Returns FALSE where a policy is given but not understood. */
static gboolean
read_tag (SpDmarc *self, const SpTag *tag)
{
  g_autofree char *name = g_ascii_strdown (tag->name, -1);

  if (!g_hash_table_contains (self->tags, name))
    g_hash_table_insert (self->tags, g_strdup (name), g_strdup (tag->value));

  if (g_str_equal (name, "p"))
    return read_policy (self, tag, &self->policy);
  else if (g_str_equal (name, "sp"))
    return read_policy (self, tag, &self->subdomain_policy);
  else if (g_str_equal (name, "np"))
    return read_policy (self, tag, &self->missing_policy);
  else if (g_str_equal (name, "t"))
    self->is_testing = read_letter (self, tag, "yn") == 'y';
  else if (g_str_equal (name, "psd"))
    {
      char letter = read_letter (self, tag, "ynu");

      self->psd = letter != '\0' ? letter : 'u';
    }
  else if (g_str_equal (name, "adkim"))
    self->strict_dkim = read_letter (self, tag, "rs") == 's';
  else if (g_str_equal (name, "aspf"))
    self->strict_spf = read_letter (self, tag, "rs") == 's';
  else if (g_str_equal (name, "rua"))
    read_uris (self, tag, self->rua);
  else if (g_str_equal (name, "ruf"))
    read_uris (self, tag, self->ruf);
  else if (g_str_equal (name, "fo"))
    read_options (self, tag);
  else if (is_old_tag (name))
    {
      g_ptr_array_add (self->old_tags, g_strdup (name));
      note (self, "old-tag", tag, FALSE);
    }
  else if (!g_str_equal (name, "v"))
    note (self, "unknown-tag", tag, FALSE);
  return TRUE;
}

/* What is wrong in the list itself spoils that part only, not the record (RFC 9989 §4.8), but for a
 * tag that stands twice, which is looked for where case does not count. */
static void
take_list_issues (SpDmarc *self, const SpTagList *list)
{
  for (guint i = 0; i < list->issues->len; i++)
    {
      const SpParseIssue *issue = &g_array_index (list->issues, SpParseIssue, i);

      if (!g_str_equal (issue->code, "tag-twice"))
        sp_parse_issues_add (self->issues, issue->code, issue->offset, issue->length, FALSE);
    }
}

/**
 * sp_dmarc_parse:
 * @text: a TXT record, its strings joined; any bytes
 * @length: its length in bytes, -1 for a string
 *
 * Reads a DMARC record (RFC 9989 §4.7, §4.8). Without `p`, or with a policy word that nobody
 * knows, it counts as `p=none` if reports are asked for, else not at all (§4.10.1). A tag that
 * stands twice makes the whole list void, since its syntax is that of DKIM (§4.7, RFC 6376 §3.2);
 * but what is unknown is ignored, however often it stands there.
 *
 * Returns: (transfer full): what was understood, and what was not
 */
SpDmarc *
sp_dmarc_parse (const char *text, gssize length)
{
  SpDmarc *self = g_new0 (SpDmarc, 1);
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  g_autoptr (SpTagList) list = sp_tag_list_parse (text, (gssize) size);
  gboolean is_record = sp_dmarc_is_record (text, size), is_understood = TRUE, is_void = FALSE;
  gboolean has_policy = find_tag (list, "p") != NULL;

  self->rua = g_ptr_array_new_with_free_func (g_free);
  self->ruf = g_ptr_array_new_with_free_func (g_free);
  self->old_tags = g_ptr_array_new_with_free_func (g_free);
  self->tags = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->issues = sp_parse_issues_new ();
  self->psd = 'u';

  if (!is_record)
    sp_parse_issues_add (self->issues, "no-version", 0, 0, TRUE);
  take_list_issues (self, list);
  for (guint i = 0; i < list->tags->len; i++)
    {
      const SpTag *tag = g_ptr_array_index (list->tags, i);

      if (find_tag (list, tag->name) != tag)
        {
          gboolean is_known = is_known_tag (tag->name);

          sp_parse_issues_add (self->issues, "tag-twice", tag->name_offset, strlen (tag->name),
                               is_known);
          is_void = is_void || is_known;
        }
      else if (!read_tag (self, tag))
        is_understood = FALSE;
    }

  if (!is_understood)
    self->policy = self->subdomain_policy = self->missing_policy = SP_DMARC_UNSET;
  if (!has_policy)
    sp_parse_issues_add (self->issues, "no-policy", size, 0, self->rua->len == 0);
  self->is_usable = is_record && !is_void && ((has_policy && is_understood) || self->rua->len > 0);
  if (self->is_usable && self->policy == SP_DMARC_UNSET)
    self->policy = SP_DMARC_NONE;
  return self;
}

/**
 * sp_dmarc_free:
 * @self: (transfer full): a parsed record
 */
void
sp_dmarc_free (SpDmarc *self)
{
  g_clear_pointer (&self->rua, g_ptr_array_unref);
  g_clear_pointer (&self->ruf, g_ptr_array_unref);
  g_clear_pointer (&self->old_tags, g_ptr_array_unref);
  g_clear_pointer (&self->tags, g_hash_table_unref);
  g_clear_pointer (&self->issues, g_array_unref);
  g_free (self->fo);
  g_free (self);
}

static SpDmarcPolicy
get_declared_policy (const SpDmarc *self, SpDmarcSubject subject)
{
  if (subject == SP_DMARC_MISSING && self->missing_policy != SP_DMARC_UNSET)
    return self->missing_policy;
  if (subject != SP_DMARC_ITSELF && self->subdomain_policy != SP_DMARC_UNSET)
    return self->subdomain_policy;
  return self->policy;
}

/**
 * sp_dmarc_get_effective_policy:
 * @self: a parsed record
 * @subject: whose mail it is applied to
 *
 * What a receiver applies: `sp` counts for names below without a record of their own, `np` for
 * those that do not exist, and `t=y` lowers the policy by one level (RFC 9989 §4.7).
 *
 * Returns: the policy, %SP_DMARC_UNSET if the record cannot be used
 */
SpDmarcPolicy
sp_dmarc_get_effective_policy (const SpDmarc *self, SpDmarcSubject subject)
{
  SpDmarcPolicy policy;

  g_return_val_if_fail (self != NULL, SP_DMARC_UNSET);

  if (!self->is_usable)
    return SP_DMARC_UNSET;
  policy = get_declared_policy (self, subject);
  if (self->is_testing && policy > SP_DMARC_NONE)
    policy--;
  return policy;
}

/**
 * sp_dmarc_dup_walk:
 * @domain: where the walk begins
 *
 * The tree walk of RFC 9989 §4.10: the domain, then the names above it up to the top level; a long
 * name skips to its last seven labels.
 *
 * Returns: (transfer full) (element-type SpName): eight names at most, whose `_dmarc` is asked for
 */
GPtrArray *
sp_dmarc_dup_walk (SpName *domain)
{
  GPtrArray *walk = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_name_unref);
  SpName *name = sp_name_ref (domain);

  while (name != NULL && !sp_name_is_root (name))
    {
      SpName *parent = sp_name_dup_parent (name);

      if (walk->len == 0 || sp_name_get_n_labels (name) <= MAX_WALK_LABELS)
        g_ptr_array_add (walk, sp_name_ref (name));
      sp_name_unref (name);
      name = parent;
    }
  g_clear_pointer (&name, sp_name_unref);
  return walk;
}

/* domain of RFC 6068 §2: a name, whose other letters may be percent-encoded, or an address in
 * brackets. */
static gboolean
is_mail_host (const char *text)
{
  g_autofree char *plain = g_uri_unescape_string (text, NULL);
  g_autoptr (SpName) name = plain != NULL ? sp_name_parse_idn (plain, NULL) : NULL;

  if (text[0] == '[')
    return g_str_has_suffix (text, "]");
  return name != NULL && sp_name_is_hostname (name);
}

/**
 * sp_dmarc_dup_mailto_address:
 * @uri: a report address
 *
 * Takes the mail address out of a `mailto:` URI, without the size limit (`!10m`) of older records.
 *
 * Returns: (transfer full) (nullable): the address, %NULL if it is no `mailto:` URI with one
 */
char *
sp_dmarc_dup_mailto_address (const char *uri)
{
  g_autofree char *address = NULL;
  const char *at;

  g_return_val_if_fail (uri != NULL, NULL);

  if (g_ascii_strncasecmp (uri, "mailto:", 7) != 0)
    return NULL;
  address = g_strndup (uri + 7, strcspn (uri + 7, "!?"));
  at = strrchr (address, '@');
  if (at == NULL || at == address || !is_mail_host (at + 1) || strpbrk (address, " \t<>\"") != NULL)
    return NULL;
  return g_steal_pointer (&address);
}

/**
 * sp_dmarc_dup_mailto_host:
 * @uri: a report address
 *
 * Returns: (transfer full) (nullable): the host that takes the reports; %NULL unless @uri is a
 *   mailto URI with a name behind the "@"
 */
SpName *
sp_dmarc_dup_mailto_host (const char *uri)
{
  g_autofree char *address = sp_dmarc_dup_mailto_address (uri);
  const char *at = address != NULL ? strrchr (address, '@') : NULL;

  return at != NULL ? sp_name_parse_idn (at + 1, NULL) : NULL;
}
