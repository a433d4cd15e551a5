/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-inspect"

#include "core/inspect/sp-question.h"

#include "core/inspect/sp-public-suffix.h"

#include <gio/gio.h>

/* Nobody types more; what is longer is a paste that went wrong. */
#define MAX_TYPED 4096
#define MAX_LABEL 63
#define MAX_NAME 253
/* "xn--" takes 4 of the 63 bytes, and every character at least one (RFC 3492 §6). */
#define MAX_IDN_CHARACTERS 59

struct _SpQuestion {
  SpName *domain;
  char *provider;
  char *filter;
  char **selectors;
  char **watched;
  GHashTable *values;
};

G_DEFINE_QUARK (sp - question - error - quark, sp_question_error)
G_DEFINE_BOXED_TYPE (SpQuestion, sp_question, sp_question_ref, sp_question_unref)

static void
set_error (GError **error, SpQuestionError code, const char *what)
{
  g_set_error_literal (error, SP_QUESTION_ERROR, code, what);
}

/* Invisible characters that come along with a paste and mean nothing in a name (UTS 46 ignores
 * them too). */
static gboolean
is_ignored (gunichar c)
{
  return c == 0x00ad || c == 0x200b || c == 0x2060 || c == 0xfeff;
}

static gboolean
is_blank (gunichar c)
{
  return g_unichar_isspace (c) || g_unichar_type (c) == G_UNICODE_SPACE_SEPARATOR;
}

/* Control characters and those that turn the direction of writing. The two joiners are left to
 * IDNA, which allows them where a script needs them (RFC 5892 appendix A). */
static gboolean
is_forbidden (gunichar c)
{
  return g_unichar_iscntrl (c)
         || (g_unichar_type (c) == G_UNICODE_FORMAT && c != 0x200c && c != 0x200d);
}

/* Full-width forms and the full stops of UTS 46 become the ASCII characters that they stand for. */
static gunichar
to_ascii_form (gunichar c)
{
  if (c == 0x3002 || c == 0xff61)
    return '.';
  if (c >= 0xff01 && c <= 0xff5e)
    return c - 0xff01 + 0x21;
  return c;
}

/* One line without invisible characters, each run of blanks as one space. */
static char *
flatten (const char *typed, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean blank = FALSE;

  for (const char *p = typed; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = to_ascii_form (g_utf8_get_char (p));

      if (is_ignored (c))
        continue;
      if (is_blank (c))
        {
          blank = TRUE;
          continue;
        }
      if (is_forbidden (c))
        {
          set_error (error, SP_QUESTION_ERROR_CHARACTER, "control or direction character");
          return NULL;
        }
      if (blank && out->len > 0)
        g_string_append_c (out, ' ');
      blank = FALSE;
      g_string_append_unichar (out, c);
    }
  return g_string_free_and_steal (g_steal_pointer (&out));
}

/* "Name <address>" is the address. */
static void
keep_bracketed (char *text)
{
  char *open = strrchr (text, '<');

  if (open == NULL)
    return;
  memmove (text, open + 1, strlen (open + 1) + 1);
  text[strcspn (text, ">")] = '\0';
}

static void
strip_quotes (char *text)
{
  static const char *const quotes[] = { "\"", "'", "“", "”", "„", "‘", "’", "«", "»", "`" };
  gboolean again = TRUE;

  while (again)
    {
      again = FALSE;
      g_strstrip (text);
      for (gsize i = 0; i < G_N_ELEMENTS (quotes); i++)
        {
          gsize length = strlen (quotes[i]);

          if (g_str_has_prefix (text, quotes[i]))
            {
              memmove (text, text + length, strlen (text + length) + 1);
              again = TRUE;
            }
          if (g_str_has_suffix (text, quotes[i]))
            {
              text[strlen (text) - length] = '\0';
              again = TRUE;
            }
        }
    }
}

/* RFC 3986 §3.1 for what may be a scheme. Only "mailto:" is believed without slashes, since
 * "shop.example:8080" looks like one as well. */
static char *
skip_scheme (char *text, gboolean *is_url)
{
  char *end = text;

  *is_url = FALSE;
  if (g_ascii_strncasecmp (text, "mailto:", 7) == 0)
    return text + 7;
  while (g_ascii_isalnum (*end) || *end == '+' || *end == '-' || *end == '.')
    end++;
  if (*end == ':' && strspn (end + 1, "/\\") >= 2)
    end++;
  else
    end = text;
  if (strspn (end, "/\\") < 2)
    return text;
  *is_url = TRUE;
  return end + strspn (end, "/\\");
}

/* Without a scheme a slash may belong to the part before the "@" (RFC 5322 §3.2.3 allows it). */
static char *
skip_user (char *text, gboolean is_url)
{
  const char *ends = is_url ? "/?#\\" : "/?#";
  gsize length = strcspn (text, ends);
  char *at = strrchr (text, '@');

  if (!is_url && at != NULL && memchr (text, '.', length) == NULL)
    length = strlen (text);
  text[length] = '\0';
  if (!is_url && at != NULL)
    {
      gsize rest;

      at = strrchr (text, '@');
      if (at == NULL)
        return text;
      rest = strcspn (at, ends);
      at[rest] = '\0';
      return at + 1;
    }
  at = strrchr (text, '@');
  return at != NULL ? at + 1 : text;
}

static gboolean
is_ip_address (const char *text)
{
  g_autofree char *bare = g_strdup (text);
  const char *last;

  if (*bare == '[')
    {
      memmove (bare, bare + 1, strlen (bare));
      bare[strcspn (bare, "]")] = '\0';
      if (g_ascii_strncasecmp (bare, "IPv6:", 5) == 0) /* address literal, RFC 5321 §4.1.3 */
        memmove (bare, bare + 5, strlen (bare + 5) + 1);
    }
  if (g_hostname_is_ip_address (bare))
    return TRUE;
  bare[strcspn (bare, ":")] = '\0';
  while (g_str_has_suffix (bare, "."))
    bare[strlen (bare) - 1] = '\0';
  last = strrchr (bare, '.');
  last = last != NULL ? last + 1 : bare;
  /* No top level is a number (RFC 3696 §2), so this is an address, perhaps with a part missing. */
  return *last != '\0' && last[strspn (last, "0123456789")] == '\0' && strchr (bare, '.') != NULL;
}

static void
strip_port (char *text)
{
  char *colon = strrchr (text, ':');

  if (colon != NULL && colon[1 + strspn (colon + 1, "0123456789")] == '\0')
    *colon = '\0';
}

/* "shop . example" and "info @ shop.example" were meant without the blanks. */
static void
close_gaps (char *text)
{
  char *out = text;

  for (const char *in = text; *in != '\0'; in++)
    {
      gboolean beside_dot = *in == ' '
                            && (strchr (".@", in[1]) != NULL
                                || (out > text && strchr (".@", out[-1])));

      if (!beside_dot)
        *out++ = *in;
    }
  *out = '\0';
}

/* What is left when everything around the domain is taken away. */
static char *
extract_host (const char *typed, GError **error)
{
  g_autofree char *flat = NULL;
  g_autofree char *unescaped = NULL;
  char *text;
  gboolean is_url;

  flat = flatten (typed, error);
  if (flat == NULL)
    return NULL;
  keep_bracketed (flat);
  strip_quotes (flat);
  close_gaps (flat);
  text = skip_scheme (flat, &is_url);
  unescaped = g_uri_unescape_string (text, NULL);
  text = skip_user (unescaped != NULL ? unescaped : text, is_url);
  g_strstrip (text);
  text[strcspn (text, ",;")] = '\0';
  if (g_str_has_prefix (text, "*."))
    text += 2;
  if (!g_utf8_validate (text, -1, NULL))
    {
      set_error (error, SP_QUESTION_ERROR_CHARACTER, "not UTF-8");
      return NULL;
    }
  return g_strdup (text);
}

/* An "xn--" label that stands for nothing stays as it is when it is shown (RFC 5891 §4.2). */
static gboolean
is_decodable (const SpName *name)
{
  g_autofree char *shown = NULL;

  if (!g_str_has_prefix (sp_name_get_text (name), "xn--"))
    return TRUE;
  shown = sp_name_dup_unicode (name);
  return !g_str_has_prefix (shown, "xn--");
}

/* Says exactly what is wrong with one label; the caller knows that something may be. */
static gboolean
check_label (const char *label, GError **error)
{
  g_autoptr (SpName) name = NULL;
  g_autofree char *below = NULL;
  gboolean is_ascii = g_str_is_ascii (label);

  if (*label == '\0')
    {
      set_error (error, SP_QUESTION_ERROR_EMPTY_LABEL, "nothing between two dots");
      return FALSE;
    }
  if (is_ascii ? strlen (label) > MAX_LABEL : g_utf8_strlen (label, -1) > MAX_IDN_CHARACTERS)
    {
      set_error (error, SP_QUESTION_ERROR_LABEL_LONG, "a part has more than 63 bytes");
      return FALSE;
    }
  below = g_strconcat (label, ".example", NULL);
  name = strchr (label, '\\') == NULL ? sp_name_parse_idn (below, NULL) : NULL;
  if (name == NULL || !sp_name_is_hostname (name) || !is_decodable (name))
    {
      set_error (error, SP_QUESTION_ERROR_CHARACTER, "a character that no domain name has");
      return FALSE;
    }
  return TRUE;
}

static SpName *
parse_host (const char *host, GError **error)
{
  g_auto (GStrv) labels = NULL;
  SpName *name;

  if (*host == '\0')
    {
      set_error (error, SP_QUESTION_ERROR_EMPTY, "nothing was typed");
      return NULL;
    }
  labels = g_strsplit (host, ".", -1);
  for (guint i = 0; labels[i] != NULL; i++)
    {
      if (!check_label (labels[i], error))
        return NULL;
    }
  if (g_strv_length (labels) < 2)
    {
      set_error (error, SP_QUESTION_ERROR_NO_DOT, "a single word");
      return NULL;
    }
  name = sp_name_parse_idn (host, NULL);
  /* Every part is good on its own, so only the sum can be too much. */
  if (name == NULL || strlen (sp_name_get_text (name)) > MAX_NAME)
    {
      g_clear_pointer (&name, sp_name_unref);
      set_error (error, SP_QUESTION_ERROR_NAME_LONG, "more than 253 bytes");
    }
  return name;
}

/* "www." in front of something that somebody can register belongs to the website. */
static SpName *
drop_www (SpName *name)
{
  const char *text = sp_name_get_text (name);
  g_autoptr (SpName) rest = NULL;

  if (!g_str_has_prefix (text, "www."))
    return sp_name_ref (name);
  rest = sp_name_dup_parent (name);
  return sp_public_suffix_is (rest) ? sp_name_ref (name) : g_steal_pointer (&rest);
}

/* The part of what somebody typed that may be a name, without port and final dot. */
static char *
take_host (const char *typed, GError **error)
{
  g_autofree char *host = NULL;
  gsize length;

  if (strlen (typed) > MAX_TYPED)
    {
      set_error (error, SP_QUESTION_ERROR_NAME_LONG, "far too long");
      return NULL;
    }
  if (!g_utf8_validate (typed, -1, NULL))
    {
      set_error (error, SP_QUESTION_ERROR_CHARACTER, "not UTF-8");
      return NULL;
    }
  host = extract_host (typed, error);
  if (host == NULL)
    return NULL;
  if (is_ip_address (host))
    {
      set_error (error, SP_QUESTION_ERROR_IS_ADDRESS, "an IP address");
      return NULL;
    }
  strip_port (host);
  length = strlen (host);
  if (length > 0 && host[length - 1] == '.')
    host[length - 1] = '\0';
  return g_steal_pointer (&host);
}

/* Leaves the website's "www." away, and refuses what nobody can own. */
static SpName *
settle (SpName *name, GError **error)
{
  g_autoptr (SpName) domain = drop_www (name);

  if (sp_public_suffix_is (domain))
    {
      set_error (error, SP_QUESTION_ERROR_PUBLIC_SUFFIX, "others register below this name");
      return NULL;
    }
  return g_steal_pointer (&domain);
}

/**
 * sp_question_clean:
 * @typed: what a person typed or pasted
 *
 * Finds the domain in a domain name, an e-mail address, a link or "Name <address>": takes away
 * scheme, user, port, path, blanks, invisible characters, brackets, a final dot and "www.", and
 * converts an internationalised name (UTS 46, non-transitional).
 *
 * Returns: (transfer full): the domain, or %NULL with [error@QuestionError]
 */
SpName *
sp_question_clean (const char *typed, GError **error)
{
  g_autofree char *host = NULL;
  g_autoptr (SpName) name = NULL;

  g_return_val_if_fail (typed != NULL, NULL);

  host = take_host (typed, error);
  if (host == NULL)
    return NULL;
  name = parse_host (host, error);
  return name != NULL ? settle (name, error) : NULL;
}

/**
 * sp_question_clean_below:
 * @typed: what a person typed or pasted
 * @domain: a domain
 *
 * Finds a subdomain of @domain in what [func@question_clean] understands. A single word is a name
 * right below @domain. Several words must end in @domain: nobody can tell "eu.support" meant below
 * it from a domain of its own.
 *
 * Returns: (transfer full): the subdomain, or %NULL with [error@QuestionError]
 */
SpName *
sp_question_clean_below (const char *typed, const SpName *domain, GError **error)
{
  g_autofree char *host = NULL;
  g_autofree char *full = NULL;
  g_autoptr (SpName) name = NULL;
  g_autoptr (SpName) settled = NULL;

  g_return_val_if_fail (typed != NULL, NULL);
  g_return_val_if_fail (domain != NULL, NULL);

  host = take_host (typed, error);
  if (host == NULL)
    return NULL;
  if (*host != '\0' && strchr (host, '.') == NULL)
    full = g_strdup_printf ("%s.%s", host, sp_name_get_text (domain));
  name = parse_host (full != NULL ? full : host, error);
  if (name == NULL)
    return NULL;
  settled = settle (name, error);
  if (settled == NULL)
    return NULL;
  if (sp_name_equal (settled, domain))
    {
      set_error (error, SP_QUESTION_ERROR_IS_DOMAIN, "the domain itself");
      return NULL;
    }
  if (!sp_name_is_at_or_below (settled, domain))
    {
      set_error (error, SP_QUESTION_ERROR_NOT_BELOW, "does not end in the domain");
      return NULL;
    }
  return g_steal_pointer (&settled);
}

/**
 * sp_question_new:
 * @domain: the domain to look at
 * @provider: (nullable): id of the chosen mail provider
 * @filter: (nullable): id of the filter in front of it
 * @selectors: (nullable) (array zero-terminated=1): further DKIM key names
 *
 * Returns: (transfer full): the question
 */
SpQuestion *
sp_question_new (SpName *domain, const char *provider, const char *filter,
                 const char *const *selectors)
{
  static const char *const none[] = { NULL };
  SpQuestion *self;

  g_return_val_if_fail (domain != NULL, NULL);

  self = g_atomic_rc_box_new0 (SpQuestion);
  self->domain = sp_name_ref (domain);
  self->provider = g_strdup (provider);
  self->filter = g_strdup (filter);
  self->selectors = g_strdupv ((char **) (selectors != NULL ? selectors : none));
  self->watched = g_strdupv ((char **) none);
  return self;
}

/**
 * sp_question_new_watching:
 * @domain: the domain to look at
 * @provider: (nullable): id of the chosen mail provider
 * @filter: (nullable): id of the filter in front of it
 * @watched: (nullable) (array zero-terminated=1): DKIM key names that once were published
 *
 * A question that also follows what becomes of key names that nothing else leads to any more, such
 * as those of the provider that a move leaves.
 *
 * Returns: (transfer full): the question
 */
SpQuestion *
sp_question_new_watching (SpName *domain, const char *provider, const char *filter,
                          const char *const *watched)
{
  SpQuestion *self = sp_question_new (domain, provider, filter, NULL);

  g_return_val_if_fail (self != NULL, NULL);

  if (watched != NULL)
    {
      g_strfreev (self->watched);
      self->watched = g_strdupv ((char **) watched);
    }
  return self;
}

/**
 * sp_question_new_with_values:
 * @self: a question
 * @selectors: (nullable) (array zero-terminated=1): DKIM key names that @values lead to
 * @values: (nullable) (element-type utf8 utf8): what the person gave for the provider and the
 *   filter, such as the name of a key
 *
 * Names that hold a value of the customer can be asked for only if the value is known.
 *
 * Returns: (transfer full): the same question, with values
 */
SpQuestion *
sp_question_new_with_values (SpQuestion *self, const char *const *selectors, GHashTable *values)
{
  SpQuestion *question;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  GHashTableIter iter;
  gpointer key, value;

  g_return_val_if_fail (self != NULL, NULL);

  question = sp_question_new_watching (self->domain, self->provider, self->filter,
                                       (const char *const *) self->watched);
  g_strv_builder_addv (builder, (const char **) self->selectors);
  if (selectors != NULL)
    g_strv_builder_addv (builder, (const char **) selectors);
  g_strfreev (question->selectors);
  question->selectors = g_strv_builder_end (builder);
  question->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (values != NULL)
    {
      g_hash_table_iter_init (&iter, values);
      while (g_hash_table_iter_next (&iter, &key, &value))
        g_hash_table_insert (question->values, g_strdup (key), g_strdup (value));
    }
  return question;
}

SpQuestion *
sp_question_ref (SpQuestion *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
question_clear (gpointer data)
{
  SpQuestion *self = data;

  sp_name_unref (self->domain);
  g_free (self->provider);
  g_free (self->filter);
  g_strfreev (self->selectors);
  g_strfreev (self->watched);
  g_clear_pointer (&self->values, g_hash_table_unref);
}

void
sp_question_unref (SpQuestion *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, question_clear);
}

/**
 * sp_question_get_domain:
 *
 * Returns: (transfer none): the domain to look at
 */
SpName *
sp_question_get_domain (const SpQuestion *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->domain;
}

/**
 * sp_question_get_provider:
 *
 * Returns: (nullable): id of the chosen mail provider
 */
const char *
sp_question_get_provider (const SpQuestion *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->provider;
}

/**
 * sp_question_get_filter:
 *
 * Returns: (nullable): id of the chosen filter in front of the provider
 */
const char *
sp_question_get_filter (const SpQuestion *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->filter;
}

/**
 * sp_question_get_selectors:
 *
 * Returns: (transfer none) (array zero-terminated=1): further DKIM key names, never %NULL
 */
const char *const *
sp_question_get_selectors (const SpQuestion *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *) self->selectors;
}

/**
 * sp_question_get_watched:
 *
 * Returns: (transfer none) (array zero-terminated=1): DKIM key names that are looked up, and say
 *   nothing about who seals; never %NULL
 */
const char *const *
sp_question_get_watched (const SpQuestion *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *const *) self->watched;
}

/**
 * sp_question_get_values:
 * @self: a question
 *
 * Returns: (transfer none) (nullable) (element-type utf8 utf8): what the person gave
 */
GHashTable *
sp_question_get_values (const SpQuestion *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->values;
}
