/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-mail"

#include "core/mail/sp-dkim-signature.h"

#include <string.h>

#include "core/dns/sp-name.h"
#include "core/mail/sp-header.h"
#include "core/mail/sp-tag-list.h"

/* RFC 8601 §2.7.1: header.b holds enough of the signature to tell it from others; RFC 6008 §4
 * asks for the first eight characters. */
#define BEGINNING 8

/* A value without the space that folding left in it. */
static char *
dup_bare (const SpTagList *tags, const char *name)
{
  const SpTag *tag = sp_tag_list_find (tags, name);
  GString *bare;

  if (tag == NULL)
    return NULL;
  bare = g_string_new (NULL);
  for (const char *c = tag->value; *c != '\0'; c++)
    if (!g_ascii_isspace (*c))
      g_string_append_c (bare, *c);
  return g_string_free_and_steal (bare);
}

static void
add_error (SpDkimSignature *self, const char *code)
{
  sp_parse_issues_add (self->issues, code, 0, 0, TRUE);
}

static SpName *
dup_domain_name (const char *text)
{
  SpName *name = text != NULL && *text != '\0' ? sp_name_parse (text, NULL) : NULL;

  if (name != NULL && sp_name_is_root (name))
    g_clear_pointer (&name, sp_name_unref);
  return name;
}

/* `i` must be at or below `d` (RFC 6376 §3.5). */
static void
check_domains (SpDkimSignature *self)
{
  g_autofree char *identity_domain = sp_header_dup_domain (self->identity);
  g_autoptr (SpName) domain = dup_domain_name (self->domain);
  g_autoptr (SpName) identity = dup_domain_name (identity_domain);

  if (domain == NULL)
    {
      if (self->domain != NULL)
        add_error (self, "bad-domain");
      return;
    }
  if (self->identity != NULL && (identity == NULL || !sp_name_is_at_or_below (identity, domain)))
    add_error (self, "bad-identity");
}

static gboolean
signs_from (const char *list)
{
  g_auto (GStrv) names = g_strsplit (list != NULL ? list : "", ":", -1);

  for (gsize i = 0; names[i] != NULL; i++)
    if (g_ascii_strcasecmp (names[i], "from") == 0)
      return TRUE;
  return FALSE;
}

/**
 * sp_dkim_signature_parse:
 * @value: value of a DKIM-Signature field
 *
 * Returns: (transfer full): what was understood (RFC 6376 §3.5, §6.1.1)
 */
SpDkimSignature *
sp_dkim_signature_parse (const char *value)
{
  static const char *const required[] = { "v", "a", "b", "bh", "d", "h", "s" };
  SpDkimSignature *self = g_new0 (SpDkimSignature, 1);
  g_autoptr (SpTagList) tags = sp_tag_list_parse (value, -1);
  g_autofree char *version = dup_bare (tags, "v");
  g_autofree char *domain = dup_bare (tags, "d");
  g_autofree char *headers = dup_bare (tags, "h");
  g_autofree char *made = dup_bare (tags, "t");
  g_autofree char *expires = dup_bare (tags, "x");
  g_autofree char *seal = dup_bare (tags, "b");

  self->issues = sp_parse_issues_new ();
  self->domain = domain != NULL ? g_ascii_strdown (domain, -1) : NULL;
  self->selector = dup_bare (tags, "s");
  self->identity = dup_bare (tags, "i");
  self->algorithm = dup_bare (tags, "a");
  self->begins = seal != NULL ? g_strndup (seal, BEGINNING) : NULL;
  self->has_length = sp_tag_list_find (tags, "l") != NULL;
  self->signs_from = signs_from (headers);

  for (gsize i = 0; i < G_N_ELEMENTS (required); i++)
    {
      const SpTag *tag = sp_tag_list_find (tags, required[i]);

      if (tag == NULL || *tag->value == '\0')
        add_error (self, "missing-tag");
    }
  if (sp_parse_issues_find_error (tags->issues) != NULL)
    add_error (self, "bad-tags");
  if (version != NULL && !g_str_equal (version, "1"))
    add_error (self, "bad-version");
  check_domains (self);
  if (headers != NULL && !self->signs_from)
    add_error (self, "from-unsigned");
  if (made != NULL && expires != NULL
      && g_ascii_strtoull (expires, NULL, 10) <= g_ascii_strtoull (made, NULL, 10))
    add_error (self, "expires-early");
  if (self->has_length)
    sp_parse_issues_add (self->issues, "body-length", 0, 0, FALSE);
  /* RFC 8301 §3.1: verifiers must not accept it. */
  if (g_strcmp0 (self->algorithm, "rsa-sha1") == 0)
    add_error (self, "weak-hash");
  self->is_usable = sp_parse_issues_find_error (self->issues) == NULL;
  return self;
}

/**
 * sp_dkim_signature_free:
 * @self: (transfer full): a signature
 */
void
sp_dkim_signature_free (SpDkimSignature *self)
{
  g_free (self->domain);
  g_free (self->selector);
  g_free (self->identity);
  g_free (self->algorithm);
  g_free (self->begins);
  g_clear_pointer (&self->issues, g_array_unref);
  g_free (self);
}
