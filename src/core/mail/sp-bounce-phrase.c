/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-mail"

#include <string.h>

#include "core/mail/sp-bounce-cause.h"

/* Between the two halves of a phrase stand a few words of the same sentence. */
#define MAX_GAP 48
/* A report is short; what comes after this is a copy of a message. */
#define MAX_TEXT 16384

/**
 * Phrase:
 * @cause: what it means
 * @words: in lower case; "*" stands for a few words, "+" at the end for the rest of a word;
 *   several with "|" between them
 *
 * How mail servers say it. The first list that has one of its words in a text decides, so that
 * what is more definite stands above what is more general.
 */
typedef struct {
  const char *cause;
  const char *words;
} Phrase;

static const Phrase exact_phrases[] = {
  { "dmarc-failed",
    "dmarc*fail+|fail+*dmarc|dmarc policy|due to*dmarc|violat+*dmarc|rejected*dmarc|"
    "dmarc*reject+|dmarc*quarantine|dmarc unauthenticated mail|dmarc evaluation" },
  { "unauthenticated",
    "unauthenticated email|unauthenticated mail|at least one of spf or dkim|neither spf nor dkim|"
    "spf and dkim*fail+|both spf and dkim|pass*authentication checks|failed*authentication checks|"
    "authentication checks*failed|does not meet the required authentication level|"
    "sender*not authenticated by spf|sender is unauthenticated" },
  { "dkim-failed",
    "dkim*fail+|dkim*did not pass|fail+*dkim|invalid*dkim|bad dkim|dkim*invalid|dkim*missing|"
    "missing*dkim|no passing dkim|no acceptable dkim|no valid*dkim|no dkim|dkim*not verif+|"
    "not dkim signed|dkim*required|dkim*could not be verified" },
  { "spf-error", "spf*permerror|permerror*spf|spf*permanent error|spf*syntax error|"
                 "spf*too many*lookups|spf validation error|multiple spf records|invalid spf "
                 "record|spf record*invalid|"
                 "error in*spf record" },
  { "spf-failed",
    "spf*fail+|fail+*spf|spf*not allowed|spf*not authori+|not authori+*spf|spf*not permitted|"
    "spf*rejected|rejected*spf|spf*did not pass|spf*not pass|"
    "spf*mismatch|violat+*spf|does not designate|not*designated*sender|openspf.net|openspf.org|"
    "open-spf.org|sender policy framework*fail+|blocked*spf|spf*blocked|spf*forbid+|spf*denied|"
    "spf: sender is not allowed|no spf record|spf record*missing|missing spf|spf*does not match" },
  { "sender-null-mx",
    "sender*null mx|sender*nullmx|sender address has null mx|return address*null mx|"
    "sender domain*does not accept mail" },
  { "null-mx", "null mx|nullmx|domain*does not accept mail|domain*does not accept email|"
               "domain*does not receive mail|domain never accepts mail" },
  { "dns-trouble",
    "host not found, try again|name service error*try again|cname lookup failed temporarily|"
    "temporary failure in name resolution|temporary dns|temporary lookup failure|dns*temporary|"
    "dns timeout|dns*timed out|servfail|server failure*dns|dns server*failure|dns query failed|"
    "dns lookup*fail+|dns lookup timed out|transient name server error|host lookup did not "
    "complete|"
    "name server*try again|domain name lookup*fail+" },
  { "cname-loop",
    "cname loop|loop*cname|cname*loop|too many cname+|cname chain|cname lookup failed|"
    "mx*points to a cname|mx*is a cname|mx*is an alias|alias loop" },
  { "mail-loop",
    "loops back to myself|mail loop+|mail loops back|loops back to me|message*looping|"
    "routing loop|too many hops|hop count exceeded|too many received|maximum hop+|"
    "mail forwarding loop|loop detected|mx points back|best-preference mx|"
    "mx record points to local host|mx*points to local host|mail*is looping|loop*between" },
  { "mta-sts", "mta-sts|mta sts|sts policy|strict transport security" },
  { "dane",
    "dane*fail+|dane*required|dane*invalid|dane validation|dane security|tlsa record+|usable tlsa|"
    "tlsa*invalid|tlsa*match|tlsa-invalid|dnssec-invalid|dnssec*fail+|dnssec*invalid|"
    "no tlsa" },
  { "tls-required",
    "must issue a starttls|issue starttls|starttls*first|starttls command first|"
    "encryption needed|encryption required|encryption is required|requires encryption|"
    "requires*tls|tls*required for|only accepts*tls|must use tls|session encryption is required|"
    "starttls is required|starttls required" },
  { "tls-failed",
    "tls*not offered|tls is required, but|starttls*not supported|starttls-not-supported|"
    "starttls*not offered|starttls*not available|tls not available|"
    "server certificate not verified|server certificate not trusted|certificate verif+*fail+|"
    "certificate*expired|certificate-expired|certificate*mismatch|certificate-host-mismatch|"
    "certificate*not valid|cannot start tls|tls handshake|ssl handshake|tls negotiation|"
    "tls*handshake failure|requiretls|could not establish*tls|secure connection*fail+" },
  { "relay-denied",
    "relay*denied|denied*relay+|relaying*not permitted|relay*not permitted|relay*not allowed|"
    "unable to relay|not permitted to relay|relay*prohibited|do not relay|does not relay|"
    "relaying*not allowed|no relaying|not authori+ to relay|relay*not authori+|rcpthosts|"
    "not a local domain|not hosted here|not one of our domains|domain*not*hosted|"
    "not responsible for*domain|relaying to|relayed to non-local|open relay|invalid relay|"
    "we don't handle mail for|does not handle mail for|domain*isn't in my list|"
    "relaying mail*not|mail relay*refused" },
  { "greylisted", "greylist+|graylist+|grey-list+|gray-list+|grey listed|gray listed" },
  { "block-list",
    "spamhaus|spamcop|barracudacentral|sorbs|uceprotect|spamrats|mailspike|surbl|uribl|"
    "blocked using|rbl|dnsbl|dnsrbl|blacklist+|blocklist+|block list|block-list|black list|"
    "denylist+|banned sending ip|ip address*blocked|ip*is blocked|ip*has been blocked|"
    "client host*blocked|your ip*listed|ip*is listed|ip*listed in|poor reputation|low reputation|"
    "bad reputation|ip reputation|reputation*low|reputation*poor|blocked*reputation|"
    "part of their network is on our block" },
  { "server-name",
    "reverse dns|ptr record+|rdns|reverse lookup|reverse hostname|cannot find your hostname|"
    "no ptr|fcrdns|helo command rejected|ehlo command rejected|invalid helo|helo*invalid|"
    "bad helo|need fully-qualified hostname|ip*lacks*ptr" },
  { "sender-unknown",
    "sender address rejected: domain not found|sender*domain*not exist|"
    "domain of sender address*not|sender*domain*not resolve|sender domain*not found|"
    "mail from domain*not|unable to verify sender domain|sender verify fail+|"
    "sender verification fail+|sender address rejected: unverified|bad sender domain|"
    "invalid sender domain|invalid dns mx|bad sender's|sender*callout|sender's mailbox*not|"
    "sender domain must exist|bad sender's system address|bad sender's mailbox" },
  { "rate-limit",
    "sending*quota|sending limit+|daily*limit+|rate limit+|rate-limit+|ratelimit+|throttl+|"
    "too many messages|too many connections|too many emails|mail too quickly|"
    "mail at a rate|exceeded*sending|mail flood|too many concurrent|exceeded the rate|"
    "exceeded*messages per|hourly*limit|sending rate" },
  { "mailbox-full",
    "mailbox*full|inbox*full|over quota|overquota|over-quota|over the quota|quota exceed+|"
    "exceed+*quota|quotaexceeded|out of storage|over*storage limit|mailbox*over*limit|"
    "mailbox size limit|mailbox*exceed+|storage*exceed+|mailbox is over|"
    "insufficient disk space for user|full mailbox|not enough space*mailbox|"
    "user*quota*reached|mailbox quota" },
  { "mailbox-disabled",
    "mailbox*disabled|account*disabled|user*disabled|disabled*account|account*inactive|"
    "mailbox*inactive|inactive*account|user*inactive|account*suspended|mailbox*suspended|"
    "user*suspended|account*closed|mailbox*locked|account*locked|account*deactivated|"
    "user*deactivated|disabled mailbox|inactive mailbox|address*deactivated|account*blocked" },
  { "not-allowed",
    "not allowed to send to|restricted to|senders*restrict+|delivery*restrict+|restricted "
    "recipient|"
    "permission to send|permission to post|sendernotauthenticatedforgroup|only*members*post|"
    "only accepts*from*organization|only accepts messages from|isn't accepting messages from|"
    "not accepting mail from|sender is not allowed to" },
  { "no-such-domain",
    "domain*couldn't be found|domain*wasn't found|domain name not found|nxdomain|no such domain" },
  { "mailbox-unknown",
    "user unknown|unknown user|no such user|no such mailbox|no such recipient|no such person|"
    "no such address|no such account|no such local|user*not found|user*does not exist|"
    "user*doesn't exist|mailbox*not found|mailbox*does not exist|mailbox*doesn't exist|"
    "address*does not exist|address*doesn't exist|account*does not exist|account*doesn't exist|"
    "recipient*not found|recipient*does not exist|recipient unknown|unknown recipient|"
    "invalid recipient|recipient*invalid|invalid mailbox|unknown mailbox|mailbox unknown|"
    "address*couldn't be found|address*could not be found|address*wasn't found|"
    "wasn't found at|recipientnotfound|recipient address rejected: access denied|"
    "recipient address rejected: undeliverable|recipient address rejected: unverified|"
    "does not have an account|doesn't have a*account|doesn't have*account|no mailbox here|"
    "unknown local part|unknown local-part|unknown or illegal alias|address unknown|"
    "unknown address|addressee unknown|not a valid mailbox|not a valid user|not a known user|"
    "bad destination mailbox address|non-existent mailbox|nonexistent mailbox|"
    "non-existent user|nonexistent user|recipient is not exist|not our customer|"
    "address not found|address is unknown|unknown email|invalid user|user invalid|"
    "there is no such|no account by that name|mailbox name not allowed" },
  { "no-such-domain",
    "host not found|host or domain name not found|domain not found|domain*does not exist|"
    "domain*doesn't exist|no such domain|no such host|unknown host|host unknown|nxdomain|"
    "name or service not known|domain*couldn't be found|domain*could not be found|"
    "domain*wasn't found|no mx record+|no mx or a record+|has no mx|no mail exchanger+|find a mail "
    "exchanger|"
    "unrouteable mail domain|mx*non-existent host+|couldn't find any host|non-existent domain|"
    "nonexistent domain|nonexistent host|malformed or unexpected name server reply|"
    "bad destination system|invalid domain|unknown domain|domain is invalid|domain unknown|"
    "mx lookup fail+|no valid mx|unable to find*domain|lookup of*domain*fail+|"
    "no host found|unresolvable domain" },
  { "connection-lost",
    "lost connection|connection reset|connection*dropped|closed connection|conversation with|"
    "connection died|connection was closed|connection closed|premature end of connection" },
  { "no-answer",
    "connection timed out|connection timeout|smtp timeout|accept our requests to "
    "connect|connect*timed out|operation timed out|"
    "connection refused|no route to host|network is unreachable|host is unreachable|"
    "host unreachable|network unreachable|could not connect|couldn't connect|"
    "unable to connect|failed to connect|unable to establish|able to establish|"
    "not responding|did not respond|isn't responding|no answer from host|connect to*25|"
    "wasn't able to establish an smtp connection|server*unreachable|"
    "did not respond to|remote server*not answer+" },
  { "attachment",
    "virus|malware|infected|attachment*not allowed|attachment*blocked|blocked*attachment|"
    "attachment*not permitted|attachment*rejected|attachment type|file type*not|banned file|"
    "forbidden attachment|security risk*attachment|message was blocked because its content" },
  { "too-large",
    "message*too large|message*too big|message size exceed+|message size*limit|"
    "exceed+*size limit|size limit exceed+|maximum message size|maximum*message*size|"
    "exceed+*maximum*size|message*larger than|message length exceed+|message file too big|"
    "message*too long|size of the message" },
  { "server-full", "insufficient system storage|insufficient storage|disk full|no space left|"
                   "insufficient system resources|insufficient disk space|out of disk space" },
  { "spam",
    "considered spam|classified as spam|looks like spam|detected as spam|likely spam|"
    "identified as spam|spam content|spam score|spam detected|spam message|message*is spam|"
    "likely unsolicited|unsolicited mail|unsolicited email|unsolicited bulk|junk mail|"
    "message*suspicious|suspicious*content|rejected*as spam|appears to be spam|spam filter|"
    "marked as spam|flagged as spam|suspected spam|seems to be spam|content*spam|"
    "rejected due to content|content rejected|content*not acceptable|unacceptable content" },
  { "sign-in",
    "authentication required|authentication is required|must authenticate|"
    "client was not authenticated|client not authenticated|smtp auth*required|"
    "need to authenticate|sender*not logged in|not owned by user|authentication failed|"
    "authentication unsuccessful|bad credentials|password not accepted|invalid credentials|"
    "authentication credentials invalid|you must log in|log in first|please log in|"
    "authentication failure|smtp authentication|sendasdenied|not allowed to send as|send as "
    "denied" },
  { "too-many-recipients", "too many recipients|recipient limit|too many rcpt+" },
  { "bad-address", "malformed address|syntax error*address|address*syntax|bad address|"
                   "invalid address|illegal address|missing or malformed|not a valid rfc+|"
                   "not rfc*compliant|invalid characters*address|bad recipient address" },
};

static const Phrase loose_phrases[] = {
  { "no-such-domain", "unrouteable address|unable to route|dns error" },
  { "spf-failed", "spf check|sender policy framework" },
  { "server-refuses-mail",
    "does not accept mail|not accepting mail|no smtp service here|host does not accept" },
  { "server-busy",
    "try again later|service not available|service unavailable|temporarily unavailable|"
    "server busy|too busy|system not available|temporary server error|temporary system problem|"
    "temporarily deferred|local problem" },
  { "expired",
    "retry timeout exceeded|message expired|queue*expired|in the queue too long|in queue too long|"
    "delivery time expired|delivery timed out|could not be delivered for|retry time not reached|"
    "will be retried|not be delivered*within|giving up|delivery*delayed|has been delayed|still "
    "being retried|"
    "not yet been delivered|delivery attempts will continue" },
  { "mailbox-unknown", "mailbox unavailable|recipient rejected|recipient address rejected" },
  { "policy",
    "policy|access denied|administrative prohibition|not allowed|service refused|refused by|"
    "prohibited|security reasons|forbidden" },
};

static gboolean
is_word (char c)
{
  return g_ascii_isalnum (c) || c == '_';
}

/* Whether @piece is at @at as whole words. */
static gboolean
stands_at (const char *text, const char *at, const char *piece, gsize length, gboolean is_open)
{
  if (at > text && is_word (at[-1]) && is_word (*piece))
    return FALSE;
  return is_open || !is_word (piece[length - 1]) || !is_word (at[length]);
}

static const char *
find_piece (const char *text, const char *from, const char *limit, const char *piece, gsize length,
            gboolean is_open)
{
  g_autofree char *needle = g_strndup (piece, length);

  /* Only as far as it may begin: hostile text must not make this quadratic. */
  for (const char *at = from;
       at <= limit && (at = g_strstr_len (at, limit - at + (gssize) length, needle)) != NULL; at++)
    if (stands_at (text, at, piece, length, is_open))
      return at;
  return NULL;
}

/* How far a gap reaches: to the end of the sentence or of a result ("spf=pass; dkim=fail"). */
static const char *
end_of_gap (const char *from)
{
  const char *at = from;

  while (*at != '\0' && at - from < MAX_GAP && *at != ';' && *at != '\n'
         && !(*at == '.' && (at[1] == ' ' || at[1] == '\0')))
    at++;
  return at;
}

/* Something between the two halves that turns their sense around. */
static gboolean
is_denied (const char *from, const char *to)
{
  static const char *const words[] = { "pass", "passed", "passes" };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    {
      const char *found = find_piece (from, from, to, words[i], strlen (words[i]), FALSE);

      if (found != NULL && found < to)
        return TRUE;
    }
  return FALSE;
}

static gboolean
match (const char *text, const char *words, gsize length)
{
  const char *star = memchr (words, '*', length);
  gsize first = star != NULL ? (gsize) (star - words) : length;
  gsize rest = star != NULL ? length - first - 1 : 0;
  gboolean first_open = first > 0 && words[first - 1] == '+';
  gsize first_length = first - (first_open ? 1 : 0);
  const char *end = text + strlen (text);

  for (const char *at = find_piece (text, text, end, words, first_length, first_open); at != NULL;
       at = find_piece (text, at + 1, end, words, first_length, first_open))
    {
      const char *behind = at + first_length;
      const char *limit, *second;
      gsize second_length = rest;
      gboolean second_open;

      if (star == NULL)
        return TRUE;
      if (memchr (star + 1, '*', rest) != NULL)
        {
          const char *next = memchr (star + 1, '*', rest);

          second_length = (gsize) (next - star - 1);
        }
      second_open = star[second_length] == '+';
      limit = end_of_gap (behind);
      second = find_piece (text, behind, limit, star + 1, second_length - (second_open ? 1 : 0),
                           second_open);
      if (second == NULL || is_denied (behind, second))
        continue;
      if (second_length == rest)
        return TRUE;
      /* A third part: the same again from the second on. */
      if (match (second, star + 1, rest))
        return TRUE;
    }
  return FALSE;
}

static const SpBounceCause *
find_in (const char *text, const Phrase *phrases, gsize n_phrases)
{
  for (gsize i = 0; i < n_phrases; i++)
    for (const char *words = phrases[i].words; *words != '\0';)
      {
        gsize length = strcspn (words, "|");

        if (match (text, words, length))
          return sp_bounce_cause_find (phrases[i].cause);
        words += length + (words[length] == '|' ? 1 : 0);
      }
  return NULL;
}

/* "550-5.7.26" at the beginning of further lines of a reply: its sentence goes on behind it. */
static const char *
skip_reply_code (const char *line)
{
  gsize at = 0;
  char code[12];

  if (!g_ascii_isdigit (line[0]) || !g_ascii_isdigit (line[1]) || !g_ascii_isdigit (line[2])
      || (line[3] != '-' && line[3] != ' '))
    return line;
  if (sp_bounce_code_scan (line + 4, &at, code) && at == strlen (code))
    return line + 4 + at;
  return line + 4;
}

/**
 * sp_bounce_phrase_prepare:
 * @text: any text
 *
 * Returns: (transfer full): in lower case, with single spaces, straight apostrophes and without
 *   the codes that begin the further lines of a reply, so that phrases are found across lines
 */
char *
sp_bounce_phrase_prepare (const char *text)
{
  GString *out = g_string_new (NULL);
  guint n_breaks = 0;

  for (const char *at = text; *at != '\0' && out->len < MAX_TEXT;)
    {
      if (g_ascii_isspace (*at))
        {
          n_breaks += *at == '\n';
          if (*at == '\n')
            {
              while (at[1] == ' ' || at[1] == '\t')
                at++;
              if (n_breaks == 1)
                at = skip_reply_code (at + 1) - 1;
            }
          /* An empty line ends whatever was said. */
          if (n_breaks == 2)
            {
              if (out->len > 0 && out->str[out->len - 1] == ' ')
                g_string_truncate (out, out->len - 1);
              g_string_append_c (out, '\n');
            }
          else if (out->len > 0 && !g_ascii_isspace (out->str[out->len - 1]))
            g_string_append_c (out, ' ');
          at++;
          continue;
        }
      n_breaks = 0;
      if (g_str_has_prefix (at, "\u2019") || g_str_has_prefix (at, "\u2018"))
        {
          g_string_append_c (out, '\'');
          at += 3;
        }
      else if (g_str_has_prefix (at, "\u00a0"))
        {
          g_string_append_c (out, ' ');
          at += 2;
        }
      else
        g_string_append_c (out, g_ascii_tolower (*at++));
    }
  return g_string_free_and_steal (out);
}

/**
 * sp_bounce_phrase_find:
 * @text: a text from sp_bounce_phrase_prepare()
 * @is_exact: (out): whether the words mean one thing
 *
 * Returns: (transfer none) (nullable): what the words of a server say
 */
const SpBounceCause *
sp_bounce_phrase_find (const char *text, gboolean *is_exact)
{
  const SpBounceCause *cause = find_in (text, exact_phrases, G_N_ELEMENTS (exact_phrases));

  *is_exact = cause != NULL;
  return cause != NULL ? cause : find_in (text, loose_phrases, G_N_ELEMENTS (loose_phrases));
}
