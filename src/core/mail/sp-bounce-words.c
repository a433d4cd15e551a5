/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-mail"

#include <string.h>

#include "core/mail/sp-bounce.h"

#define MAX_WORDS 32768

/* From here on a report shows the message that came back: nothing in it is a reason. */
static const char *const ends[] = {
  "below this line is a copy of the message",
  "this is a copy of the message",
  "this is a copy of your message",
  "below is a copy of the original message",
  "original message headers",
  "original message header",
  "original message follows",
  "original message attached",
  "the header of the original message",
  "message headers follow",
  "message header follows",
  "message text follows",
  "message follows ---",
  "returned mail follows",
  "----- original message",
  "-----original message",
  "----- original mail",
  "-original mail info",
  "--- begin message",
  "------ this is a copy",
  "----- message header",
  "------- returned message",
  "-------- returned mail",
  "--- enclosed is a copy",
  "--- enclosed are the original headers",
  "unsent message below",
  "unsent message follows",
  "your original message follows",
  "your original message:",
  "oorspronkelijke berichtkop",
  "ursprüngliche nachricht",
  "intestazioni originali del messaggio",
  "tes de message d'origine",
  "mensaje original adjunto",
  "encabezados de mensajes originales",
  "cabeçalhos de mensagem originais",
};

/* Fields of a header that no report explains itself with; its own names, such as "To:", "Subject:"
 * and "Message-id:", stand above the reason in some. */
static const char *const copied_fields[] = { "received:", "return-path:",  "mime-version:",
                                             "x-mailer:", "delivered-to:", "dkim-signature:" };

/* Cuts a text where the copy of the message begins. */
static void
cut_copy (char *text)
{
  g_autofree char *lower = g_ascii_strdown (text, -1);
  gsize end = strlen (text);

  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      const char *found = strstr (lower, ends[i]);

      if (found != NULL)
        end = MIN (end, (gsize) (found - lower));
    }
  for (const char *line = lower; line != NULL && (gsize) (line - lower) < end;)
    {
      const char *start = line + strspn (line, " \t>|");

      for (gsize i = 0; i < G_N_ELEMENTS (copied_fields); i++)
        if (g_str_has_prefix (start, copied_fields[i]))
          end = MIN (end, (gsize) (line - lower));
      line = strchr (line, '\n');
      line = line != NULL ? line + 1 : NULL;
    }
  text[end] = '\0';
}

/**
 * sp_bounce_dup_reason:
 * @text: what a report says for people
 *
 * Returns: (transfer full): the beginning of it, without the copy of the message
 */
char *
sp_bounce_dup_reason (const char *text)
{
  char *words = g_strndup (text, MAX_WORDS);

  cut_copy (words);
  return words;
}

static gboolean
is_address_char (char c)
{
  return g_ascii_isalnum (c) || strchr ("!#$%&'*+-/=?^_`{|}~.", c) != NULL || (guint8) c >= 0x80;
}

/* The address around the "@" at @at, between @start and the end of the text. */
static char *
dup_address_around (const char *start, const char *at)
{
  const char *first = at;
  const char *last = at + 1;

  while (first > start && is_address_char (first[-1]) && first[-1] != '\0')
    first--;
  while (*last != '\0'
         && (g_ascii_isalnum (*last) || *last == '-' || *last == '.' || (guint8) *last >= 0x80))
    last++;
  while (last > at + 1 && (last[-1] == '.' || last[-1] == '-'))
    last--;
  while (first < at && (*first == '\'' || *first == '`'))
    first++;
  if (first == at || last == at + 1 || last - first > 320
      || memchr (at + 1, '.', (gsize) (last - at - 1)) == NULL)
    return NULL;
  return g_strndup (first, (gsize) (last - first));
}

static gboolean
is_servers_own (const char *address)
{
  return g_ascii_strncasecmp (address, "mailer-daemon@", 14) == 0
         || g_ascii_strncasecmp (address, "postmaster@", 11) == 0
         || g_ascii_strncasecmp (address, "abuse@", 6) == 0
         || g_ascii_strncasecmp (address, "support@", 8) == 0;
}

/**
 * sp_bounce_dup_first_address:
 * @text: a text
 *
 * Returns: (transfer full) (nullable): the first mail address in it that is not a server's own
 */
char *
sp_bounce_dup_first_address (const char *text)
{
  for (const char *at = strchr (text, '@'); at != NULL; at = strchr (at + 1, '@'))
    {
      g_autofree char *address = dup_address_around (text, at);

      if (address != NULL && !is_servers_own (address))
        return g_steal_pointer (&address);
    }
  return NULL;
}

/* The address that a line begins with, as lists of recipients do: "<a@b>: …", "  a@b", "- a@b". */
static char *
dup_leading_address (const char *line, gsize length)
{
  g_autofree char *text = g_strndup (line, MIN (length, 400));
  const char *start = text;
  const char *at, *behind;
  g_autofree char *address = NULL;

  while (*start != '\0' && strchr (" \t-*<\"'", *start) != NULL)
    start++;
  if (g_ascii_strncasecmp (start, "mailto:", 7) == 0)
    start += 7;
  at = strchr (start, '@');
  address = at != NULL ? dup_address_around (start, at) : NULL;
  if (address == NULL || !g_str_has_prefix (start, address)
      || g_ascii_strncasecmp (address, "mailer-daemon@", 14) == 0)
    return NULL;
  /* Behind it nothing, or what is said of it; else it is a word in a sentence. */
  behind = start + strlen (address);
  while (*behind != '\0' && strchr ("> \t\r\"'", *behind) != NULL)
    behind++;
  /* The servers of Zoho put what was wrong behind the address. */
  return *behind == '\0' || strchr (":(<[", *behind) != NULL
             || g_ascii_strncasecmp (behind, "...", 3) == 0
             || g_ascii_strncasecmp (behind, "invalid address,", 16) == 0
             || g_ascii_strncasecmp (behind, "error,", 6) == 0
           ? g_steal_pointer (&address)
           : NULL;
}

/* A name of a server: with a dot in it. */
static char *
dup_host_at (const char *start)
{
  gsize length;

  while (*start == ' ' || *start == '\n' || *start == '<')
    start++;
  length = strspn (start, "abcdefghijklmnopqrstuvwxyz0123456789.-_");
  while (length > 0 && start[length - 1] == '.')
    length--;
  return length > 3 && memchr (start, '.', length) != NULL ? g_strndup (start, length) : NULL;
}

/* Which server refused, in the words of the usual ones; the first that is named. */
static char *
dup_server (const char *text)
{
  static const char *const leads[] = { "host ",
                                       "host: ",
                                       "while talking to ",
                                       "connect to ",
                                       "connected to ",
                                       "remote server at ",
                                       "rejected by: ",
                                       "remote server (",
                                       "conversation with ",
                                       "lost connection with " };
  g_autofree char *prepared = sp_bounce_phrase_prepare (text);
  const char *first = NULL;
  char *server = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (leads); i++)
    for (const char *at = strstr (prepared, leads[i]); at != NULL && (first == NULL || at < first);
         at = strstr (at + 1, leads[i]))
      {
        /* "This is the mail system at host …" is who writes. */
        char *named = at >= prepared + 3 && memcmp (at - 3, "at ", 3) == 0
                        ? NULL
                        : dup_host_at (at + strlen (leads[i]));

        if (named == NULL)
          continue;
        g_free (server);
        server = named;
        first = at;
      }
  return server;
}

/* Whether the sending server goes on trying. */
static SpBounceFate
read_fate (const char *text)
{
  static const char *const going_on[] = { "will be retried",
                                          "still trying",
                                          "will keep trying",
                                          "keep trying",
                                          "continue to try",
                                          "being retried",
                                          "warning message only",
                                          "has been delayed",
                                          "delivery is delayed",
                                          "delivery is being retried",
                                          "do not need to resend",
                                          "no need to resend",
                                          "try again for",
                                          "retried until",
                                          "will try again",
                                          "will retry",
                                          "not yet been delivered",
                                          "delivery attempts will continue",
                                          "is kept in the queue",
                                          "temporary failure report",
                                          "verzogert",
                                          "verzoegert",
                                          "remise retardee",
                                          "entrega se ha retrasado",
                                          "entrega retrasada",
                                          "entrega foi adiada",
                                          "consegna ritardata",
                                          "bezorging is vertraagd",
                                          "bezorging vertraagd",
                                          "opoznion" };
  static const char *const given_up[] = { "giving up",        "not going to try again",
                                          "given up",         "permanent",
                                          "has failed",       "message expired",
                                          "timeout exceeded", "could not be delivered to",
                                          "wasn't delivered", "couldn't be delivered" };
  g_autofree char *prepared = sp_bounce_phrase_prepare (text);
  gsize at = 0;
  char code[12];

  for (gsize i = 0; i < G_N_ELEMENTS (going_on); i++)
    if (strstr (prepared, going_on[i]) != NULL)
      return SP_BOUNCE_FATE_DELAYED;
  for (gsize i = 0; i < G_N_ELEMENTS (given_up); i++)
    if (strstr (prepared, given_up[i]) != NULL)
      return SP_BOUNCE_FATE_FAILED;
  if (sp_bounce_code_scan (text, &at, code) && code[0] != '2')
    return code[0] == '4' ? SP_BOUNCE_FATE_DELAYED : SP_BOUNCE_FATE_FAILED;
  return sp_bounce_code_scan_basic (text) / 100 == 4 ? SP_BOUNCE_FATE_DELAYED
                                                     : SP_BOUNCE_FATE_FAILED;
}

static void
add_recipient (SpBounce *self, char *address, const char *said, const char *all)
{
  SpBounceRecipient *recipient = sp_bounce_add_recipient (self);

  if (recipient == NULL)
    {
      g_free (address);
      return;
    }
  recipient->address = address;
  recipient->said = g_strstrip (g_strdup (said));
  recipient->server = dup_server (said);
  recipient->fate = read_fate (said);
  /* "Will be retried" often stands at the top, once for all. */
  if (recipient->fate == SP_BOUNCE_FATE_FAILED && said != all)
    recipient->fate = read_fate (all);
}

/* Every recipient has a paragraph that begins with the address. */
static void
read_paragraphs (SpBounce *self, const char *text)
{
  g_autofree char *address = NULL;
  g_autoptr (GString) said = g_string_new (NULL);

  for (const char *line = text; *line != '\0';)
    {
      const char *newline = strchr (line, '\n');
      gsize length = newline != NULL ? (gsize) (newline - line) : strlen (line);
      char *leading = dup_leading_address (line, length);

      /* Replies name the recipient as well. */
      if (leading != NULL && address != NULL && g_ascii_strcasecmp (leading, address) == 0)
        g_clear_pointer (&leading, g_free);
      if (leading != NULL)
        {
          if (address != NULL)
            add_recipient (self, g_steal_pointer (&address), said->str, text);
          g_string_truncate (said, 0);
          address = leading;
        }
      if (address != NULL)
        g_string_append_printf (said, "%.*s\n", (int) MIN (length, 4096), line);
      if (newline == NULL)
        break;
      line = newline + 1;
    }
  if (address != NULL)
    add_recipient (self, g_steal_pointer (&address), said->str, text);
}

/* The first address behind a word that says whose it is. */
static char *
dup_named_address (const char *text)
{
  static const char *const leads[] = { "recipient address:", "delivered to ", "message to ",
                                       "deliver to ",        "recipient(s):", "recipients:",
                                       "addressed to ",      "rcpt to:",      "email to ",
                                       "recipient ",         "mail to ",      "sent to " };
  g_autofree char *lower = g_ascii_strdown (text, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (leads); i++)
    {
      const char *found = strstr (lower, leads[i]);

      if (found != NULL)
        {
          g_autofree char *near = g_strndup (text + (found - lower), strlen (leads[i]) + 200);
          char *address = sp_bounce_dup_first_address (near);

          if (address != NULL)
            return address;
        }
    }
  return sp_bounce_dup_first_address (text);
}

static char *
dup_sender (const char *text)
{
  static const char *const leads[] = { "sender address:", "mail from:" };
  g_autofree char *lower = g_ascii_strdown (text, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (leads); i++)
    {
      const char *found = strstr (lower, leads[i]);
      g_autofree char *near = found != NULL
                                ? g_strndup (text + (found - lower), strlen (leads[i]) + 200)
                                : NULL;
      char *address = near != NULL ? sp_bounce_dup_first_address (near) : NULL;

      if (address != NULL)
        return address;
    }
  return NULL;
}

/* Whether the reason stands with the recipients, and not above or below all of them. */
static gboolean
is_told_each (SpBounce *self)
{
  for (guint i = 0; i < self->recipients->len; i++)
    {
      const SpBounceRecipient *recipient = g_ptr_array_index (self->recipients, i);

      if (!g_str_equal (sp_bounce_cause_decide (recipient->said, NULL, SP_BOUNCE_STAGE_UNKNOWN)->id,
                        "unknown"))
        return TRUE;
    }
  return FALSE;
}

/**
 * sp_bounce_read_words:
 * @self: a report
 * @text: what it says for people
 *
 * Finds the recipients and what is said of each. What follows, a copy of the message, is left out.
 */
void
sp_bounce_read_words (SpBounce *self, const char *text)
{
  g_autofree char *all = g_strndup (text, MAX_WORDS);
  g_autofree char *words = sp_bounce_dup_reason (all);

  /* Who wrote is told below the reason as well. */
  self->sender = dup_sender (all);
  read_paragraphs (self, words);
  if (self->recipients->len > 0 && is_told_each (self))
    return;
  if (self->recipients->len == 0)
    add_recipient (self, dup_named_address (words), words, words);
  else
    for (guint i = 0; i < self->recipients->len; i++)
      {
        SpBounceRecipient *recipient = g_ptr_array_index (self->recipients, i);

        g_free (recipient->said);
        recipient->said = g_strstrip (g_strdup (words));
      }
}
