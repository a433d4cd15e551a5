/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-mail"

#include <string.h>

#include "core/mail/sp-bounce-cause.h"

/**
 * Code:
 * @code: subject and detail of an enhanced status code; one that ends in "." is for the rest of
 *   its subject
 * @cause: what it means
 * @is_exact: whether it means one thing; general codes are put before anything
 *
 * RFC 3463, the registry "SMTP Enhanced Status Codes", and codes with three digits, which
 * Microsoft uses and documents.
 */
typedef struct {
  const char *code;
  const char *cause;
  gboolean is_exact;
} Code;

static const Code codes[] = {
  { "1.0", "refused", FALSE },
  { "1.1", "mailbox-unknown", TRUE },
  { "1.2", "no-such-domain", TRUE },
  { "1.3", "bad-address", TRUE },
  { "1.4", "bad-address", TRUE },
  { "1.6", "mailbox-moved", TRUE },
  { "1.7", "sender-unknown", TRUE },
  { "1.8", "sender-unknown", TRUE },
  { "1.9", "protocol", FALSE },
  { "1.10", "null-mx", TRUE }, /* RFC 7505 §4.2 */
  { "1.351", "mailbox-unknown", TRUE },
  { "2.1", "mailbox-disabled", TRUE },
  { "2.2", "mailbox-full", TRUE },
  { "2.3", "too-large", TRUE },
  { "2.4", "list-trouble", TRUE },
  { "2.", "refused", FALSE },
  { "3.1", "server-full", TRUE },
  { "3.2", "server-refuses-mail", FALSE },
  { "3.3", "protocol", FALSE },
  { "3.4", "too-large", TRUE },
  { "4.1", "no-answer", TRUE },
  { "4.2", "connection-lost", TRUE },
  { "4.3", "dns-trouble", TRUE },
  { "4.4", "no-such-domain", TRUE },
  { "4.5", "server-busy", TRUE },
  { "4.6", "mail-loop", TRUE },
  { "4.7", "expired", FALSE },
  { "4.8", "mta-sts", FALSE },
  { "4.14", "mail-loop", TRUE },
  { "4.310", "no-such-domain", TRUE },
  { "4.312", "dns-trouble", TRUE },
  { "4.315", "connection-lost", TRUE },
  { "4.316", "no-answer", TRUE },
  { "4.317", "tls-failed", TRUE },
  { "5.0", "refused", FALSE },
  { "5.3", "too-many-recipients", TRUE },
  { "5.", "protocol", FALSE },
  { "6.", "content", FALSE },
  { "7.2", "not-allowed", TRUE },
  { "7.4", "tls-failed", FALSE },
  { "7.5", "tls-failed", FALSE },
  { "7.8", "sign-in", TRUE },
  /* For AUTH (RFC 4954 §6), but Yahoo gives it to all that it refuses. */
  { "7.9", "policy", FALSE },
  { "7.10", "tls-required", TRUE },
  { "7.11", "tls-required", TRUE },
  { "7.12", "sign-in", TRUE },
  { "7.13", "mailbox-disabled", TRUE },
  { "7.14", "sign-in", TRUE },
  { "7.17", "mailbox-moved", TRUE }, /* RFC 7293 §8 */
  { "7.18", "mailbox-moved", TRUE },
  { "7.20", "dkim-failed", TRUE }, /* RFC 7372 §3.1 */
  { "7.21", "dkim-failed", TRUE },
  { "7.22", "dkim-failed", TRUE },
  { "7.23", "spf-failed", TRUE }, /* RFC 7372 §3.2 */
  { "7.24", "spf-error", TRUE },
  { "7.25", "server-name", TRUE },     /* RFC 7372 §3.3 */
  { "7.26", "unauthenticated", TRUE }, /* RFC 7372 §3.4 */
  { "7.27", "sender-null-mx", TRUE },  /* RFC 7505 §4.2 */
  { "7.28", "rate-limit", TRUE },
  { "7.29", "arc-failed", TRUE }, /* RFC 8617 §11.3 */
  { "7.30", "tls-failed", TRUE }, /* RFC 8689 §7 */
  { "7.54", "relay-denied", TRUE },
  { "7.57", "sign-in", TRUE },
  { "7.64", "relay-denied", TRUE },
  { "7.124", "not-allowed", TRUE },
  { "7.133", "not-allowed", TRUE },
  { "7.134", "not-allowed", TRUE },
  { "7.136", "not-allowed", TRUE },
  { "7.367", "relay-denied", TRUE },
  { "7.321", "tls-failed", TRUE },
  { "7.322", "tls-failed", TRUE },
  { "7.323", "dane", TRUE },
  { "7.324", "dane", TRUE },
  { "7.325", "tls-failed", TRUE },
  { "7.501", "spam", TRUE },
  { "7.502", "spam", TRUE },
  { "7.503", "spam", TRUE },
  { "7.508", "rate-limit", TRUE },
  { "7.509", "dmarc-failed", TRUE },
  { "7.511", "block-list", TRUE },
  { "7.512", "content", TRUE },
  { "7.515", "unauthenticated", TRUE },
  { "7.", "policy", FALSE },
};

/* What a code is for as long as the trouble lasts; with a 5 in front it says less (RFC 3463 §3.5:
 * "useful only as a persistent transient error"), and with a 4 a mailbox is not switched off. */
static const struct {
  char status[6];
  const char *cause;
} special_codes[] = {
  { "5.4.1", "refused" },
  { "4.2.1", "refused" },
  { "4.3.2", "server-busy" },
};

static const struct {
  guint code;
  const char *cause;
} basic_codes[] = {
  { 421, "server-busy" },
  { 422, "mailbox-full" },
  { 450, "refused" },
  { 451, "server-busy" },
  { 452, "server-full" },
  { 454, "tls-failed" },
  { 455, "protocol" },
  { 500, "protocol" },
  { 501, "protocol" },
  { 502, "protocol" },
  { 503, "protocol" },
  { 504, "protocol" },
  { 521, "server-refuses-mail" },
  { 523, "too-large" },
  { 530, "sign-in" },
  { 534, "sign-in" },
  { 535, "sign-in" },
  { 538, "tls-required" },
  { 550, "refused" },
  { 551, "mailbox-moved" },
  { 552, "refused" },
  { 553, "refused" },
  { 554, "refused" },
  { 555, "protocol" },
  { 556, "null-mx" },
};

/**
 * sp_bounce_code_find:
 * @enhanced: an enhanced status code such as "5.1.1"
 * @is_exact: (out): whether it means one thing
 *
 * Returns: (transfer none) (nullable): what it means; %NULL for a success and for X.0.0
 */
const SpBounceCause *
sp_bounce_code_find (const char *enhanced, gboolean *is_exact)
{
  const char *rest;
  char one[12];
  gsize at = 0;

  *is_exact = FALSE;
  if (!sp_bounce_code_scan (enhanced, &at, one) || one[0] == '2')
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (special_codes); i++)
    if (strcmp (special_codes[i].status, one) == 0)
      return sp_bounce_cause_find (special_codes[i].cause);
  rest = one + 2;
  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      gsize length = strlen (codes[i].code);

      if (strcmp (codes[i].code, rest) == 0
          || (codes[i].code[length - 1] == '.' && strncmp (codes[i].code, rest, length) == 0))
        {
          *is_exact = codes[i].is_exact;
          return sp_bounce_cause_find (codes[i].cause);
        }
    }
  return NULL;
}

/**
 * sp_bounce_code_find_basic:
 * @code: a reply code of RFC 5321 §4.2
 *
 * Returns: (transfer none) (nullable): what it says by itself
 */
const SpBounceCause *
sp_bounce_code_find_basic (guint code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (basic_codes); i++)
    if (basic_codes[i].code == code)
      return sp_bounce_cause_find (basic_codes[i].cause);
  return NULL;
}

static gsize
count_digits (const char *text)
{
  gsize n = 0;

  while (g_ascii_isdigit (text[n]))
    n++;
  return n;
}

/* status-code = ("2"/"4"/"5") "." 1*3digit "." 1*3digit (RFC 3463 §2), a subject from 0 to 7, and
 * no part of a longer number such as an address. */
static gsize
match_code (const char *at, char before)
{
  gsize subject, detail;
  char after;

  if ((*at != '2' && *at != '4' && *at != '5') || at[1] != '.' || g_ascii_isalnum (before)
      || before == '.' || before == '_')
    return 0;
  subject = count_digits (at + 2);
  if (subject != 1 || at[2] > '7' || at[3] != '.')
    return 0;
  detail = count_digits (at + 4);
  if (detail < 1 || detail > 3)
    return 0;
  after = at[4 + detail];
  if (g_ascii_isalnum (after) || after == '_'
      || (after == '.' && (g_ascii_isdigit (at[5 + detail]))))
    return 0;
  return 4 + detail;
}

/**
 * sp_bounce_code_scan:
 * @text: a text
 * @at: (inout): where to begin; behind the code afterwards
 * @enhanced: (out): the code
 *
 * Finds the next enhanced status code (RFC 3463) in a text.
 *
 * Returns: whether there is one
 */
gboolean
sp_bounce_code_scan (const char *text, gsize *at, char enhanced[12])
{
  for (const char *c = text + *at; *c != '\0'; c++)
    {
      gsize length = match_code (c, c > text ? c[-1] : ' ');

      if (length > 0)
        {
          memcpy (enhanced, c, length);
          enhanced[length] = '\0';
          *at = (gsize) (c - text) + length;
          return TRUE;
        }
    }
  return FALSE;
}

/* What stands before a reply code of a server in the reports of the usual ones. */
static gboolean
leads_to_code (const char *text, const char *at)
{
  static const char *const leads[] = { "said:",     "error:",       "smtp;",
                                       "response:", "responded:",   "response was:",
                                       "returned",  "reason:",      "<<<",
                                       "code",      "status:",      "error",
                                       "reply:",    "rejected:",    "with:",
                                       "x-unix;",   " me:",         "says:",
                                       "replied:",  "error_code :", "error from remote server:" };
  const char *end = at;

  while (end > text
         && (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\'' || end[-1] == '"'
             || end[-1] == '(' || end[-1] == '[' || end[-1] == '#'))
    end--;
  if (end == text || end[-1] == '\n' || end[-1] == '\r')
    return TRUE;
  /* "host mx.example [192.0.2.1]: 550 …" */
  if (end[-1] == ':' && end - 1 > text && (end[-2] == ']' || end[-2] == ')' || end[-2] == '>'))
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (leads); i++)
    {
      gsize length = strlen (leads[i]);

      if ((gsize) (end - text) >= length
          && g_ascii_strncasecmp (end - length, leads[i], length) == 0)
        return TRUE;
    }
  return FALSE;
}

/**
 * sp_bounce_code_scan_basic:
 * @text: a text
 *
 * Finds a reply code of a server (RFC 5321 §4.2), where one may be expected: a number alone is a
 * number.
 *
 * Returns: the code, 0 if there is none
 */
guint
sp_bounce_code_scan_basic (const char *text)
{
  for (const char *c = text; *c != '\0'; c++)
    {
      guint code;

      if ((*c != '4' && *c != '5')
          || (c > text && (g_ascii_isalnum (c[-1]) || c[-1] == '.' || c[-1] == '-'))
          || count_digits (c) != 3
          || (c[3] != ' ' && c[3] != '-' && c[3] != '\0' && c[3] != '\n' && c[3] != '\r'
              && c[3] != '\'' && c[3] != '"' && c[3] != ':'))
        continue;
      code = (guint) ((c[0] - '0') * 100 + (c[1] - '0') * 10 + (c[2] - '0'));
      if (sp_bounce_code_find_basic (code) != NULL && leads_to_code (text, c))
        return code;
    }
  return 0;
}
