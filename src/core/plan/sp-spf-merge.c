/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-spf-merge.h"

#include "core/mail/sp-spf-expand.h"
#include "core/plan/sp-spf-cure.h"

#include <string.h>

/* The endings from strict to soft. "+all" would allow everyone and is never written. */
static const char endings[] = "-~?";

typedef struct {
  GPtrArray *texts; /* terms of the merged record, without its ending */
  GPtrArray *modifiers;
  SpName *domain;   /* nullable */
  GHashTable *seen; /* plain forms, as far as known without macros */
  GHashTable *unwanted;
  GPtrArray *dropped;
  const char *redirect; /* the only one, if it may stay */
  char ending;          /* 0 as long as none was found */
} Merge;

static void
take_ending (Merge *merge, char qualifier)
{
  if (qualifier == '+')
    qualifier = '~';
  if (merge->ending == '\0' || strchr (endings, qualifier) > strchr (endings, merge->ending))
    merge->ending = qualifier;
}

/* What a term means, so that "include:_spf.%{d}" is the same as the name written out. */
static char *
dup_meaning (SpName *domain, const char *text)
{
  g_autofree char *expanded = domain != NULL && strchr (text, '%') != NULL
                                ? sp_spf_expand_fixed (text, domain, domain)
                                : NULL;

  return expanded != NULL ? g_ascii_strdown (expanded, -1) : g_strdup (text);
}

static void
take_text (Merge *merge, GPtrArray *list, char *plain)
{
  g_autofree char *text = plain;
  g_autofree char *meaning = dup_meaning (merge->domain, text);

  if (g_hash_table_contains (merge->unwanted, meaning)
      || g_hash_table_contains (merge->seen, meaning))
    return;
  g_hash_table_add (merge->seen, g_steal_pointer (&meaning));
  g_ptr_array_add (list, g_steal_pointer (&text));
}

static void take_term (Merge *merge, const SpSpfTerm *term, gboolean has_all);

static gboolean
take_words (Merge *merge, const char *words, gboolean has_all)
{
  g_autofree char *record = g_strconcat ("v=spf1 ", words, NULL);
  g_autoptr (SpSpf) parsed = sp_spf_parse (record, -1);

  if (!sp_spf_is_clean (parsed))
    return FALSE;
  for (guint i = 0; i < parsed->terms->len; i++)
    take_term (merge, g_ptr_array_index (parsed->terms, i), has_all);
  return TRUE;
}

/* What was meant, if that is certain. Returns FALSE where it is not. */
static gboolean
take_cured (Merge *merge, const SpSpfTerm *term, gboolean has_all)
{
  g_autofree char *cured = sp_spf_cure_word (term->text);

  return cured != NULL && take_words (merge, cured, has_all);
}

/* "include=_spf.host" reads as a modifier that nobody knows (RFC 7208 §6). */
static gboolean
is_mechanism (const char *word)
{
  static const char *const words[] = { "include", "a", "mx", "ip4", "ip6", "exists" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (word, words[i]) == 0)
      return TRUE;
  return FALSE;
}

/* A redirect holds only for a record that is alone with it and has no "all" (RFC 7208 §6.1):
 * beside other terms it becomes an include. */
static void
take_redirect (Merge *merge, const SpSpfTerm *term, gboolean has_all)
{
  g_autofree char *domain = NULL;

  if (has_all || term->domain == NULL)
    return;
  domain = term->has_macro ? g_strdup (term->domain) : g_ascii_strdown (term->domain, -1);
  take_text (merge, merge->texts,
             g_strconcat (merge->redirect != NULL ? "redirect=" : "include:", domain, NULL));
}

static void
take_term (Merge *merge, const SpSpfTerm *term, gboolean has_all)
{
  if (term->is_glued && take_cured (merge, term, has_all))
    return;
  switch (term->kind)
    {
    case SP_SPF_ALL:
      take_ending (merge, term->qualifier);
      return;
    case SP_SPF_BROKEN:
      /* A redirect may be wrong only since it is the second one (RFC 7208 §6). */
      if (!take_cured (merge, term, has_all) && !take_words (merge, term->text, has_all))
        g_ptr_array_add (merge->dropped, g_strdup (term->text));
      return;
    case SP_SPF_REDIRECT:
      take_redirect (merge, term, has_all);
      return;
    case SP_SPF_MODIFIER:
      if (is_mechanism (term->word) && take_cured (merge, term, has_all))
        return;
      take_text (merge, merge->modifiers, sp_spf_term_dup_text (term));
      return;
    case SP_SPF_EXP:
      take_text (merge, merge->modifiers, sp_spf_term_dup_text (term));
      return;
    case SP_SPF_INCLUDE:
    case SP_SPF_A:
    case SP_SPF_MX:
    case SP_SPF_PTR:
    case SP_SPF_IP4:
    case SP_SPF_IP6:
    case SP_SPF_EXISTS:
      take_text (merge, merge->texts, sp_spf_term_dup_text (term));
      return;
    }
}

static void
take_record (Merge *merge, const char *text)
{
  g_autoptr (SpSpf) record = sp_spf_parse (text, -1);
  gboolean has_all = sp_spf_find (record, SP_SPF_ALL) != NULL;

  for (guint i = 0; i < record->terms->len; i++)
    take_term (merge, g_ptr_array_index (record->terms, i), has_all);
}

static char *
dup_plain (const char *text)
{
  g_autofree char *record = g_strconcat ("v=spf1 ", text, NULL);
  g_autoptr (SpSpf) parsed = sp_spf_parse (record, -1);

  return parsed->terms->len == 1 ? sp_spf_term_dup_text (g_ptr_array_index (parsed->terms, 0))
                                 : g_strdup (text);
}

/* One record that only redirects keeps doing so unless something has to stand beside it. */
static const char *
find_lone_redirect (const SpSpfMerge *input)
{
  g_autoptr (SpSpf) record = NULL;

  if (input->records->len != 1 || (input->wanted != NULL && input->wanted->len > 0))
    return NULL;
  record = sp_spf_parse (g_ptr_array_index (input->records, 0), -1);
  if (sp_spf_find (record, SP_SPF_REDIRECT) == NULL || sp_spf_find (record, SP_SPF_ALL) != NULL)
    return NULL;
  return g_ptr_array_index (input->records, 0);
}

static void
collect (Merge *merge, const SpSpfMerge *input)
{
  g_ptr_array_set_size (merge->texts, 0);
  g_ptr_array_set_size (merge->modifiers, 0);
  g_ptr_array_set_size (merge->dropped, 0);
  g_hash_table_remove_all (merge->seen);
  merge->ending = '\0';
  for (guint i = 0; i < input->records->len; i++)
    take_record (merge, g_ptr_array_index (input->records, i));
  for (guint i = 0; input->wanted != NULL && i < input->wanted->len; i++)
    take_text (merge, merge->texts, dup_plain (g_ptr_array_index (input->wanted, i)));
}

/* A second redirect would void the record (RFC 7208 §6), also one that only a cured word is. */
static gboolean
has_one_redirect (const Merge *merge)
{
  guint n = 0;

  for (guint i = 0; i < merge->texts->len; i++)
    n += g_str_has_prefix (g_ptr_array_index (merge->texts, i), "redirect=");
  return n == 1;
}

static char *
write_record (Merge *merge)
{
  g_autoptr (GString) out = g_string_new ("v=spf1");

  for (guint i = 0; i < merge->texts->len; i++)
    g_string_append_printf (out, " %s", (char *) g_ptr_array_index (merge->texts, i));
  if (merge->redirect == NULL)
    g_string_append_printf (out, " %call", merge->ending != '\0' ? merge->ending : '~');
  for (guint i = 0; i < merge->modifiers->len; i++)
    {
      const char *text = g_ptr_array_index (merge->modifiers, i);

      /* A second explanation would void the record (RFC 7208 §6). */
      if (g_ascii_strncasecmp (text, "exp=", 4) != 0 || strstr (out->str, " exp=") == NULL)
        g_string_append_printf (out, " %s", text);
    }
  return g_string_free_and_steal (g_steal_pointer (&out));
}

/**
 * sp_spf_merge:
 * @merge: what goes into it
 * @dropped: (out) (optional) (element-type utf8): words that are no terms and could not be cured
 *
 * Makes one list of allowed senders of all that is published: terms in their order, each once, in
 * front of one ending. A domain may have only one (RFC 7208 §3.2). Terms written behind the ending,
 * which receivers ignore (§5.1), are brought in front of it; a `redirect` becomes an include
 * where anything stands beside it. Of several endings the softest is taken, since a sender that was
 * allowed softly must not be refused by the merged list; a missing one becomes `~all`.
 *
 * Returns: (transfer full): the record
 */
char *
sp_spf_merge (const SpSpfMerge *merge, GPtrArray **dropped)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) modifiers = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) lost = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) unwanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Merge state = { texts, modifiers, merge->domain, seen, unwanted, lost, NULL, '\0' };

  g_return_val_if_fail (merge != NULL && merge->records != NULL, NULL);

  for (guint i = 0; merge->unwanted != NULL && i < merge->unwanted->len; i++)
    {
      g_autofree char *plain = dup_plain (g_ptr_array_index (merge->unwanted, i));

      g_hash_table_add (unwanted, dup_meaning (merge->domain, plain));
    }
  state.redirect = find_lone_redirect (merge);
  collect (&state, merge);
  if (state.redirect != NULL && !has_one_redirect (&state))
    {
      state.redirect = NULL;
      collect (&state, merge);
    }
  if (dropped != NULL)
    *dropped = g_steal_pointer (&lost);
  return write_record (&state);
}
