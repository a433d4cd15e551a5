/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-mail"

#include "core/mail/sp-spf-expand.h"

#include <string.h>

/* A name as text has no more bytes than this (RFC 7208 §7.3). */
#define MAX_NAME 253

/* Nor, with a final dot, than this. */
#define MAX_DOTTED_NAME 254

/* One "%{…}" taken apart. */
typedef struct {
  char letter;
  guint n_parts;
  gboolean is_reversed;
  char delimiters[8];
} Macro;

/* Reads the inside of "%{…}", which has passed the grammar. Returns what follows the bracket. */
static const char *
read_macro (const char *text, Macro *macro)
{
  gsize length = 0;

  *macro = (Macro) { .letter = *text++ };
  for (; g_ascii_isdigit (*text); text++)
    macro->n_parts = MIN (macro->n_parts * 10 + (guint) (*text - '0'), G_MAXUINT16);
  if (g_ascii_tolower (*text) == 'r')
    {
      macro->is_reversed = TRUE;
      text++;
    }
  for (; *text != '}' && *text != '\0'; text++)
    if (strchr (macro->delimiters, *text) == NULL && length + 1 < sizeof macro->delimiters)
      macro->delimiters[length++] = *text;
  if (length == 0)
    macro->delimiters[0] = '.';
  return *text == '}' ? text + 1 : text;
}

/**
 * sp_spf_dup_dotted_address:
 * @address: an address
 *
 * Returns: (transfer full): what the macro `i` stands for: an IPv4 address as usual, an IPv6
 *   address as 32 hexadecimal digits with dots between them (RFC 7208 §7.3). The RFC's examples
 *   have small letters and its public test cases capital ones; in a name either will do (RFC 4343)
 */
char *
sp_spf_dup_dotted_address (GInetAddress *address)
{
  const guint8 *bytes = g_inet_address_to_bytes (address);
  GString *text = g_string_new (NULL);
  gboolean is_v4 = g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4;

  for (gsize i = 0; i < g_inet_address_get_native_size (address); i++)
    {
      if (i > 0)
        g_string_append_c (text, '.');
      if (is_v4)
        g_string_append_printf (text, "%u", bytes[i]);
      else
        g_string_append_printf (text, "%X.%X", bytes[i] >> 4, bytes[i] & 15);
    }
  return g_string_free_and_steal (text);
}

static char *
dup_value (char letter, const SpSpfScene *scene)
{
  switch (g_ascii_tolower (letter))
    {
    case 's':
      return g_strdup (scene->sender);
    case 'l':
      return g_strdup (scene->local_part);
    case 'o':
      return g_strdup (scene->sender_domain);
    case 'd':
      return g_strdup (scene->domain);
    case 'i':
      return sp_spf_dup_dotted_address (scene->address);
    case 'p':
      return g_strdup (scene->validated != NULL ? scene->validated : "unknown");
    case 'v':
      return g_strdup (
        g_inet_address_get_family (scene->address) == G_SOCKET_FAMILY_IPV4 ? "in-addr" : "ip6");
    case 'h':
      return g_strdup (scene->helo);
    case 'c':
      return g_inet_address_to_string (scene->address);
    case 'r':
      return g_strdup (scene->receiver != NULL ? scene->receiver : "unknown");
    case 't':
      return g_strdup_printf ("%" G_GINT64_FORMAT, scene->now / G_USEC_PER_SEC);
    default:
      return g_strdup ("");
    }
}

/* Splits at the delimiters, turns round, keeps the right-hand parts, joins with dots (§7.3). */
static char *
transform (const char *value, const Macro *macro)
{
  g_auto (GStrv) parts = g_strsplit_set (value, macro->delimiters, -1);
  guint n_parts = g_strv_length (parts);
  guint first = 0;

  if (macro->is_reversed)
    for (guint i = 0; i < n_parts / 2; i++)
      {
        char *part = parts[i];

        parts[i] = parts[n_parts - 1 - i];
        parts[n_parts - 1 - i] = part;
      }
  if (macro->n_parts > 0 && macro->n_parts < n_parts)
    first = n_parts - macro->n_parts;
  return g_strjoinv (".", parts + first);
}

/* Everything but the unreserved characters of RFC 3986 §2.3. */
static void
append_escaped (GString *text, const char *value)
{
  for (const char *p = value; *p != '\0'; p++)
    {
      if (g_ascii_isalnum (*p) || strchr ("-._~", *p) != NULL)
        g_string_append_c (text, *p);
      else
        g_string_append_printf (text, "%%%02X", (guint8) *p);
    }
}

/**
 * sp_spf_expand:
 * @text: a macro-string without mistakes
 * @scene: what macros stand for
 *
 * Expands macros (RFC 7208 §7). A capital letter asks for URL escapes.
 *
 * Returns: (transfer full): the text; it may hold any bytes that @scene holds
 */
char *
sp_spf_expand (const char *text, const SpSpfScene *scene)
{
  GString *expanded = g_string_new (NULL);

  while (*text != '\0')
    {
      g_autofree char *value = NULL;
      g_autofree char *transformed = NULL;
      Macro macro;

      if (*text != '%' || text[1] == '\0')
        {
          g_string_append_c (expanded, *text++);
          continue;
        }
      if (text[1] != '{')
        {
          g_string_append (expanded, text[1] == '_' ? " " : text[1] == '-' ? "%20" : "%");
          text += 2;
          continue;
        }
      text = read_macro (text + 2, &macro);
      value = dup_value (macro.letter, scene);
      transformed = transform (value, &macro);
      if (g_ascii_isupper (macro.letter))
        append_escaped (expanded, transformed);
      else
        g_string_append (expanded, transformed);
    }
  return g_string_free_and_steal (expanded);
}

/* Without a final dot, and of a name that is too long without the labels at the left (§7.3). */
static char *
cut_name (const char *expanded)
{
  gsize length = strlen (expanded);
  g_autofree char *name = g_strndup (
    expanded, length > 0 && expanded[length - 1] == '.' ? length - 1 : length);
  const char *start = name;

  while (strlen (start) > MAX_NAME)
    {
      const char *dot = strchr (start, '.');

      if (dot == NULL)
        break;
      start = dot + 1;
    }
  return g_strdup (start);
}

/**
 * sp_spf_expand_domain:
 * @text: a domain-spec without mistakes
 * @scene: what macros stand for
 *
 * Expands a domain-spec. From a name that is too long labels are taken away at the left
 * (RFC 7208 §7.3). The result need not be a name: labels may be empty or too long.
 *
 * Returns: (transfer full): the name without a final dot
 */
char *
sp_spf_expand_domain (const char *text, const SpSpfScene *scene)
{
  g_autofree char *expanded = sp_spf_expand (text, scene);

  return cut_name (expanded);
}

/**
 * sp_spf_asks_for_names:
 * @text: a macro-string without mistakes
 *
 * Returns: whether it has the macro `p`, for which the names of the client must be looked up
 */
gboolean
sp_spf_asks_for_names (const char *text)
{
  for (const char *p = strchr (text, '%'); p != NULL && p[1] != '\0'; p = strchr (p + 2, '%'))
    if (p[1] == '{' && g_ascii_tolower (p[2]) == 'p')
      return TRUE;
  return FALSE;
}

/**
 * sp_spf_is_fixed:
 * @text: a macro-string without mistakes
 *
 * Only `d` and `o` are known before a message comes (RFC 7208 §7.2): `d` is the domain whose record
 * is read, and `o` the domain that the mail comes from. For a list that is read because the
 * domain's own mail is checked that is the domain itself, whether it is in MAIL FROM or, where that
 * is empty, in HELO (§2.4, §4.3).
 *
 * Returns: whether it stands for the same text whatever the message and the client
 */
gboolean
sp_spf_is_fixed (const char *text)
{
  for (const char *p = strchr (text, '%'); p != NULL && p[1] != '\0'; p = strchr (p + 2, '%'))
    if (p[1] == '{' && strchr ("do", g_ascii_tolower (p[2])) == NULL)
      return FALSE;
  return TRUE;
}

/* A name without the escapes of zone text, as it stands in a message. */
static char *
dup_bare (const SpName *name)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < sp_name_get_n_labels (name); i++)
    {
      gsize length = 0;
      const uint8_t *label = sp_name_get_label (name, i, &length);

      if (i > 0)
        g_string_append_c (text, '.');
      g_string_append_len (text, (const char *) label, (gssize) length);
    }
  return g_string_free_and_steal (text);
}

/**
 * sp_spf_expand_fixed:
 * @text: a macro-string without mistakes
 * @domain: the domain whose record has it: of an included record the one included (RFC 7208 §4.3)
 * @sender: the domain that the mail comes from
 *
 * Expands macros as [func@spf_expand] does, as long as no message is needed for it.
 *
 * Returns: (transfer full) (nullable): the text; %NULL if it depends on the message
 */
char *
sp_spf_expand_fixed (const char *text, const SpName *domain, const SpName *sender)
{
  g_autofree char *bare_domain = NULL;
  g_autofree char *bare_sender = NULL;
  SpSpfScene scene = { 0 };

  if (!sp_spf_is_fixed (text))
    return NULL;
  scene.domain = bare_domain = dup_bare (domain);
  scene.sender_domain = bare_sender = dup_bare (sender);
  return sp_spf_expand (text, &scene);
}

/**
 * sp_spf_parse_target:
 * @text: what came out of a domain-spec
 *
 * Macros may put any byte into a name, also those that have a meaning in zone text.
 *
 * Returns: (transfer full) (nullable): the name; %NULL if there can be none of that sort
 */
SpName *
sp_spf_parse_target (const char *text)
{
  g_autoptr (GString) escaped = NULL;
  SpName *name;

  if (strlen (text) > MAX_DOTTED_NAME)
    return NULL;
  escaped = g_string_new (text);
  g_string_replace (escaped, "\\", "\\\\", 0);
  name = sp_name_parse (escaped->str, NULL);
  if (name != NULL && sp_name_is_root (name))
    g_clear_pointer (&name, sp_name_unref);
  return name;
}

/**
 * sp_spf_term_dup_target:
 * @term: a term
 * @domain: the domain whose record has it: of an included record the one included (RFC 7208 §4.3)
 * @sender: the domain that the mail comes from
 *
 * The name that a term asks about, as far as that is the same for all messages: a domain-spec with
 * its macros expanded, or the domain itself where none is written.
 *
 * Returns: (transfer full) (nullable): the name; %NULL if it depends on the message, or if there
 *   can be no such name
 */
SpName *
sp_spf_term_dup_target (const SpSpfTerm *term, SpName *domain, const SpName *sender)
{
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (term != NULL && domain != NULL && sender != NULL, NULL);

  if (term->domain == NULL)
    return sp_name_ref (domain);
  text = sp_spf_expand_fixed (term->domain, domain, sender);
  if (text == NULL)
    return NULL;
  name = cut_name (text);
  return sp_spf_parse_target (name);
}
