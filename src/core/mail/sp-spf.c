/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-mail"

#include "core/mail/sp-spf.h"

#include "core/mail/sp-spf-macro.h"
#include "core/mail/sp-spf-words.h"

#include <string.h>

#define VERSION "v=spf1"

/* The RDATA of a TXT record has no more bytes than this. */
#define MAX_LENGTH 65535

/* What may follow the name of a mechanism (RFC 7208 §5, §12). */
typedef enum {
  VALUE_NONE,
  VALUE_DOMAIN,
  VALUE_DOMAIN_OPTIONAL,
  VALUE_DOMAIN_PREFIX,
  VALUE_IP4,
  VALUE_IP6,
} Value;

typedef struct {
  const char *word;
  SpSpfKind kind;
  Value value;
} Mechanism;

static const Mechanism mechanisms[] = {
  { "all", SP_SPF_ALL, VALUE_NONE },
  { "include", SP_SPF_INCLUDE, VALUE_DOMAIN },
  { "a", SP_SPF_A, VALUE_DOMAIN_PREFIX },
  { "mx", SP_SPF_MX, VALUE_DOMAIN_PREFIX },
  { "ptr", SP_SPF_PTR, VALUE_DOMAIN_OPTIONAL },
  { "ip4", SP_SPF_IP4, VALUE_IP4 },
  { "ip6", SP_SPF_IP6, VALUE_IP6 },
  { "exists", SP_SPF_EXISTS, VALUE_DOMAIN },
};

static void
term_free (SpSpfTerm *term)
{
  g_free (term->word);
  g_free (term->domain);
  g_clear_object (&term->address);
  g_free (term->text);
  g_free (term);
}

static const Mechanism *
find_mechanism (const char *word, gsize length)
{
  for (guint i = 0; i < G_N_ELEMENTS (mechanisms); i++)
    if (strlen (mechanisms[i].word) == length
        && g_ascii_strncasecmp (mechanisms[i].word, word, length) == 0)
      return &mechanisms[i];
  return NULL;
}

/* name = ALPHA *( ALPHA / DIGIT / "-" / "_" / "." ) */
static gsize
measure_name (const char *text)
{
  gsize length = 0;

  if (!g_ascii_isalpha (text[0]))
    return 0;
  while (g_ascii_isalnum (text[length]) || (text[length] != '\0' && strchr ("-_.", text[length])))
    length++;
  return length;
}

/* A prefix length has no leading zero (§12). */
static gboolean
parse_prefix (const char *digits, gsize length, guint max, guint *prefix)
{
  guint value = 0;

  if (length == 0 || length > 3 || (length > 1 && digits[0] == '0'))
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (digits[i]))
        return FALSE;
      value = value * 10 + (guint) (digits[i] - '0');
    }
  if (value > max)
    return FALSE;
  *prefix = value;
  return TRUE;
}

static void
report (SpSpf *self, SpSpfTerm *term, const char *code)
{
  if (strchr (term->text, '"') != NULL)
    code = "quotes";
  sp_parse_issues_add (self->issues, code, term->offset, term->length, TRUE);
  term->kind = SP_SPF_BROKEN;
}

static void
take_domain (SpSpf *self, SpSpfTerm *term, const char *text, gsize length)
{
  gsize where = 0;
  const char *code;

  term->domain = g_strndup (text, length);
  if (length == 0)
    {
      report (self, term, "missing-domain");
      return;
    }
  code = sp_spf_macro_check_domain (text, length, &term->has_macro, &where);
  /* "include:_spf.example.com-all" keeps to the grammar (§12), but no top label ends so. */
  term->is_glued = code == NULL && sp_spf_ends_in_all (term->domain);
  if (term->is_glued)
    sp_parse_issues_add (self->issues, "glued-all", term->offset, term->length, FALSE);
  else if (sp_spf_ends_in_all (term->domain))
    report (self, term, "glued-all");
  else if (code != NULL && strchr (term->domain, '/') != NULL)
    report (self, term, "bad-prefix");
  else if (code != NULL)
    report (self, term, code);
}

/* Splits off dual-cidr-length = [ "/" 0-32 ] [ "//" 0-128 ] from the end. */
static gboolean
take_prefixes (SpSpfTerm *term, const char *value, gsize *length)
{
  for (guint round = 0; round < 2; round++)
    {
      gsize digits = *length;

      while (digits > 0 && g_ascii_isdigit (value[digits - 1]))
        digits--;
      if (digits == 0 || digits == *length || value[digits - 1] != '/')
        return TRUE;
      if (round == 0 && digits > 1 && value[digits - 2] == '/')
        {
          if (!parse_prefix (value + digits, *length - digits, 128, &term->prefix6))
            return FALSE;
          *length = digits - 2;
          continue;
        }
      if (!parse_prefix (value + digits, *length - digits, 32, &term->prefix4))
        return FALSE;
      *length = digits - 1;
      return TRUE;
    }
  return TRUE;
}

static void
take_domain_and_prefixes (SpSpf *self, SpSpfTerm *term, const char *value)
{
  gsize length = strlen (value);

  if (!take_prefixes (term, value, &length))
    report (self, term, "bad-prefix");
  else if (value[0] == ':')
    take_domain (self, term, value + 1, length > 0 ? length - 1 : 0);
  else if (length > 0)
    report (self, term, "bad-prefix");
}

static void
take_ip (SpSpf *self, SpSpfTerm *term, const char *value, GSocketFamily family)
{
  gboolean is_v6 = family == G_SOCKET_FAMILY_IPV6;
  const char *slash = strchr (value, '/');
  g_autofree char *text = NULL;

  if (value[0] != ':' || value[1] == '\0')
    {
      report (self, term, "missing-domain");
      return;
    }
  text = g_strndup (value + 1, slash != NULL ? (gsize) (slash - value - 1) : strlen (value + 1));
  term->address = sp_spf_parse_ip (family, text);
  if (term->address == NULL)
    {
      if (sp_spf_ends_in_all (value))
        report (self, term, "glued-all");
      else if (sp_spf_looks_like_ip (text, is_v6 ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6))
        report (self, term, is_v6 ? "ip4-in-ip6" : "ip6-in-ip4");
      else if (strchr (text, '%') != NULL)
        report (self, term, "bad-macro");
      else
        report (self, term, is_v6 ? "bad-ip6" : "bad-ip4");
    }
  else if (slash != NULL
           && !parse_prefix (slash + 1, strlen (slash + 1), is_v6 ? 128 : 32,
                             is_v6 ? &term->prefix6 : &term->prefix4))
    report (self, term, sp_spf_ends_in_all (value) ? "glued-all" : "bad-prefix");
}

static void
parse_mechanism (SpSpf *self, SpSpfTerm *term, const char *text)
{
  gsize name = measure_name (text);
  const Mechanism *mechanism = find_mechanism (text, name);
  const char *value = text + name;

  if (mechanism == NULL || (value[0] != '\0' && value[0] != ':' && value[0] != '/'))
    {
      report (self, term, sp_spf_diagnose (term->text));
      return;
    }

  term->kind = mechanism->kind;
  term->word = g_strndup (text, name);
  switch (mechanism->value)
    {
    case VALUE_NONE:
      if (value[0] != '\0')
        report (self, term, "unexpected-value");
      break;
    case VALUE_DOMAIN_OPTIONAL:
      if (value[0] == '/')
        report (self, term, "unexpected-value");
      else if (value[0] == ':')
        take_domain (self, term, value + 1, strlen (value + 1));
      break;
    case VALUE_DOMAIN:
      if (value[0] == ':')
        take_domain (self, term, value + 1, strlen (value + 1));
      else
        report (self, term, "missing-domain");
      break;
    case VALUE_DOMAIN_PREFIX:
      take_domain_and_prefixes (self, term, value);
      break;
    case VALUE_IP4:
      take_ip (self, term, value, G_SOCKET_FAMILY_IPV4);
      break;
    case VALUE_IP6:
      take_ip (self, term, value, G_SOCKET_FAMILY_IPV6);
      break;
    }
}

static void
parse_modifier (SpSpf *self, SpSpfTerm *term, const char *text, gsize name)
{
  const char *value = text + name + 1;
  gsize where = 0;

  term->qualifier = '\0';
  term->word = g_strndup (text, name);
  if (g_ascii_strcasecmp (term->word, "redirect") == 0)
    term->kind = SP_SPF_REDIRECT;
  else if (g_ascii_strcasecmp (term->word, "exp") == 0)
    term->kind = SP_SPF_EXP;
  else
    term->kind = SP_SPF_MODIFIER;

  if (term->kind == SP_SPF_MODIFIER)
    {
      const char *code = sp_spf_macro_check_string (value, strlen (value), TRUE, &where);

      if (code != NULL)
        report (self, term, code);
      else if (find_mechanism (text, name) != NULL)
        sp_parse_issues_add (self->issues, "equals-for-colon", term->offset, term->length, FALSE);
      else if (g_ascii_strcasecmp (text, VERSION) == 0)
        sp_parse_issues_add (self->issues, "version-twice", term->offset, term->length, FALSE);
    }
  /* Each may stand once (§6). */
  else if (sp_spf_find (self, term->kind) != NULL)
    report (self, term, "modifier-twice");
  else
    take_domain (self, term, value, strlen (value));
}

static void
parse_term (SpSpf *self, const char *record, gsize offset, gsize length)
{
  SpSpfTerm *term = g_new0 (SpSpfTerm, 1);
  const char *text, *code;
  gsize where = 0, name;

  term->text = g_strndup (record + offset, length);
  term->offset = offset;
  term->length = length;
  term->qualifier = '+';
  term->prefix4 = 32;
  term->prefix6 = 128;

  text = term->text;
  name = measure_name (text);
  code = sp_spf_find_bad_bytes (text, length, &where);
  if (code != NULL)
    report (self, term, code);
  else if (name > 0 && text[name] == '=')
    parse_modifier (self, term, text, name);
  else if (strchr ("+-~?", text[0]) != NULL)
    {
      term->qualifier = text[0];
      name = measure_name (text + 1);
      if (name > 0 && text[1 + name] == '=')
        report (self, term, "bad-modifier");
      else
        parse_mechanism (self, term, text + 1);
    }
  else
    parse_mechanism (self, term, text);

  g_ptr_array_add (self->terms, term);
}

/* What is no error of grammar, but surprises its author. */
static void
note_oddities (SpSpf *self)
{
  const SpSpfTerm *all = sp_spf_find (self, SP_SPF_ALL);
  const SpSpfTerm *redirect = sp_spf_find (self, SP_SPF_REDIRECT);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (all != NULL && redirect != NULL)
    sp_parse_issues_add (self->issues, "redirect-ignored", redirect->offset, redirect->length,
                         FALSE);
  for (guint i = 0; i < self->terms->len; i++)
    {
      const SpSpfTerm *term = g_ptr_array_index (self->terms, i);

      if (all != NULL && term->offset > all->offset && term->qualifier != '\0'
          && term->kind != SP_SPF_BROKEN)
        sp_parse_issues_add (self->issues, "text-after-all", term->offset, term->length, FALSE);
      if (term->kind == SP_SPF_INCLUDE
          && !g_hash_table_add (seen, g_ascii_strdown (term->domain, -1)))
        sp_parse_issues_add (self->issues, "include-twice", term->offset, term->length, FALSE);
    }
}

/**
 * sp_spf_is_record:
 * @text: a TXT record, its strings joined
 * @length: its length in bytes
 *
 * Returns: whether it is an SPF record (RFC 7208 §4.5): `v=spf1` in any case, then a space or the
 *   end; `v=spf10` is none
 */
gboolean
sp_spf_is_record (const char *text, gsize length)
{
  gsize version = strlen (VERSION);

  return length >= version && g_ascii_strncasecmp (text, VERSION, version) == 0
         && (length == version || text[version] == ' ');
}

/**
 * sp_spf_select:
 * @set: (nullable): the TXT set of a domain
 *
 * Record selection (RFC 7208 §4.5). More than one makes all of them void.
 *
 * Returns: (transfer full) (element-type SpRecord): the SPF records
 */
GPtrArray *
sp_spf_select (const SpRecordSet *set)
{
  return sp_record_set_select_text (set, sp_spf_is_record);
}

/**
 * sp_spf_parse:
 * @text: a TXT record, its strings joined; any bytes
 * @length: its length in bytes, -1 for a string
 *
 * Reads an SPF record (grammar: RFC 7208 §12).
 *
 * Returns: (transfer full): what was understood, and what was not
 */
SpSpf *
sp_spf_parse (const char *text, gssize length)
{
  SpSpf *self = g_new0 (SpSpf, 1);
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  g_autofree char *copy = NULL;
  gsize start;

  self->terms = g_ptr_array_new_with_free_func ((GDestroyNotify) term_free);
  self->issues = sp_parse_issues_new ();

  size = MIN (size, MAX_LENGTH);
  copy = g_malloc (size + 1);
  for (gsize i = 0; i < size; i++)
    copy[i] = text[i] == '\0' ? '\001' : text[i];
  copy[size] = '\0';

  if (sp_spf_is_record (copy, size))
    start = strlen (VERSION);
  else
    {
      sp_parse_issues_add (self->issues, "no-version", 0, strcspn (copy, " "), TRUE);
      start = 0;
    }

  while (start < size)
    {
      gsize word = strcspn (copy + start, " ");

      if (word > 0)
        parse_term (self, copy, start, word);
      start += word + 1;
    }
  note_oddities (self);
  return self;
}

/**
 * sp_spf_free:
 * @self: (transfer full): a parsed record
 */
void
sp_spf_free (SpSpf *self)
{
  g_clear_pointer (&self->terms, g_ptr_array_unref);
  g_clear_pointer (&self->issues, g_array_unref);
  g_free (self);
}

/**
 * sp_spf_is_valid:
 * @self: a parsed record
 *
 * Returns: whether it keeps to the grammar; a receiver gives up otherwise ("permerror",
 *   RFC 7208 §4.6)
 */
gboolean
sp_spf_is_valid (const SpSpf *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return sp_parse_issues_find_error (self->issues) == NULL;
}

/**
 * sp_spf_lets_somebody_pass:
 * @self: a parsed record
 *
 * Returns: whether a term of its own can end in "pass" (RFC 7208 §4.6.2), or leads to another
 *   record that may have one
 */
gboolean
sp_spf_lets_somebody_pass (const SpSpf *self)
{
  for (guint i = 0; i < self->terms->len; i++)
    {
      const SpSpfTerm *term = g_ptr_array_index (self->terms, i);

      if (term->kind == SP_SPF_REDIRECT || term->qualifier == '+')
        return TRUE;
    }
  return FALSE;
}

/**
 * sp_spf_is_clean:
 * @self: a parsed record
 *
 * Returns: whether it keeps to the grammar and means what its author meant, as far as one can tell
 */
gboolean
sp_spf_is_clean (const SpSpf *self)
{
  return sp_spf_is_valid (self) && sp_parse_issues_find (self->issues, "glued-all") == NULL;
}

/**
 * sp_spf_find:
 * @self: a parsed record
 * @kind: a mechanism or modifier
 *
 * Returns: (transfer none) (nullable): the first term of that kind
 */
const SpSpfTerm *
sp_spf_find (const SpSpf *self, SpSpfKind kind)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->terms->len; i++)
    {
      const SpSpfTerm *term = g_ptr_array_index (self->terms, i);

      if (term->kind == kind)
        return term;
    }
  return NULL;
}

/**
 * sp_spf_kind_asks:
 * @kind: a mechanism or modifier
 *
 * Returns: whether it costs one of the ten DNS questions of RFC 7208 §4.6.4
 */
gboolean
sp_spf_kind_asks (SpSpfKind kind)
{
  return kind == SP_SPF_INCLUDE || kind == SP_SPF_A || kind == SP_SPF_MX || kind == SP_SPF_PTR
         || kind == SP_SPF_EXISTS || kind == SP_SPF_REDIRECT;
}

/**
 * sp_spf_count_lookups:
 * @self: a parsed record
 *
 * Counts the DNS questions of this record alone, without those of the records it includes: what
 * stands behind `all` is never looked at (RFC 7208 §5.1), and `redirect` counts only without `all`
 * (§6.1).
 *
 * Returns: the number of questions
 */
guint
sp_spf_count_lookups (const SpSpf *self)
{
  const SpSpfTerm *all = sp_spf_find (self, SP_SPF_ALL);
  guint count = 0;

  for (guint i = 0; i < self->terms->len; i++)
    {
      const SpSpfTerm *term = g_ptr_array_index (self->terms, i);

      if (all != NULL && (term->kind == SP_SPF_REDIRECT || term->offset > all->offset))
        continue;
      if (sp_spf_kind_asks (term->kind))
        count++;
    }
  return count;
}

/**
 * sp_spf_term_dup_text:
 * @self: a term
 *
 * Writes a term in its plain form: lower case, no `+`, no prefix length that says nothing; equal
 * terms give equal texts. Macros and unknown modifiers keep their letters, and a broken term its
 * own text.
 *
 * Returns: (transfer full): the text
 */
char *
sp_spf_term_dup_text (const SpSpfTerm *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *word = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->kind == SP_SPF_BROKEN || self->kind == SP_SPF_MODIFIER)
    return g_strdup (self->text);

  word = g_ascii_strdown (self->word, -1);
  if (self->qualifier != '\0' && self->qualifier != '+')
    g_string_append_c (text, self->qualifier);
  g_string_append (text, word);
  if (self->address != NULL)
    {
      g_autofree char *address = g_inet_address_to_string (self->address);

      g_string_append_printf (text, ":%s", address);
    }
  if (self->domain != NULL)
    {
      g_autofree char *domain = self->has_macro ? g_strdup (self->domain)
                                                : g_ascii_strdown (self->domain, -1);

      g_string_append_c (text, self->qualifier == '\0' ? '=' : ':');
      g_string_append (text, domain);
    }
  if (self->prefix4 < 32)
    g_string_append_printf (text, "/%u", self->prefix4);
  if (self->prefix6 < 128)
    g_string_append_printf (text, "%s%u", self->kind == SP_SPF_IP6 ? "/" : "//", self->prefix6);
  return g_string_free_and_steal (g_steal_pointer (&text));
}
