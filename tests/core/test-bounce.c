/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/explain/sp-explain-phrase.h"
#include "core/mail/sp-came-back.h"
#include "core/mail/sp-mime-encoding.h"

#include <string.h>

/* What servers say, and what it means. Where a text has two parts, the second is told apart. */
static void
test_replies (void)
{
  static const char *const replies[][2] = {
    /* DNS of the recipient */
    { "Host or domain name not found. Name service error for name=shop.example type=MX: Host not "
      "found",
      "no-such-domain" },
    { "Host or domain name not found. Name service error for name=shop.example type=MX: Host not "
      "found, try again",
      "dns-trouble" },
    { "550 5.1.2 shop.example: Name or service not known", "no-such-domain" },
    { "550 5.4.310 DNS domain shop.example does not exist", "no-such-domain" },
    { "DNS Error: Domain name not found", "no-such-domain" },
    { "Sorry, I couldn't find any host named shop.example. (#5.1.2)", "no-such-domain" },
    { "CNAME lookup failed temporarily. (#4.4.3)", "dns-trouble" },
    { "554 5.4.6 CNAME loop at shop.example", "cname-loop" },
    { "all relevant MX records point to non-existent hosts", "no-such-domain" },
    { "mail for shop.example loops back to myself", "mail-loop" },
    { "554 5.4.14 Hop count exceeded - possible mail loop ATTR34", "mail-loop" },
    { "Sorry. Although I'm listed as a best-preference MX or A for that host, it isn't in my "
      "control/locals file. (#5.4.6)",
      "mail-loop" },
    { "lowest numbered MX record points to local host", "mail-loop" },
    { "554 5.7.1 <info@shop.example>: Relay access denied", "relay-denied" },
    { "550 5.7.1 Unable to relay", "relay-denied" },
    { "550 5.7.64 TenantAttribution; Relay Access Denied", "relay-denied" },
    { "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)", "relay-denied" },
    { "550 relay not permitted", "relay-denied" },
    { "556 5.1.10 Recipient address has null MX", "null-mx" },
    { "Domain shop.example does not accept mail (nullMX)", "null-mx" },
    { "550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient info@shop.example not found by SMTP "
      "address lookup",
      "mailbox-unknown" },
    { "451 4.4.8 MX hosts of 'shop.example' failed MTA-STS validation.", "mta-sts" },
    { "4.7.323 tlsa-invalid: The domain failed DANE validation.", "dane" },
    { "TLS is required, but was not offered by host mx.shop.example", "tls-failed" },
    { "Server certificate not trusted", "tls-failed" },
    /* reaching the server */
    { "connect to mx.shop.example[192.0.2.1]:25: Connection timed out", "no-answer" },
    { "connect to mx.shop.example[192.0.2.1]:25: Connection refused", "no-answer" },
    { "lost connection with mx.shop.example[192.0.2.1] while receiving the initial server greeting",
      "connection-lost" },
    /* the mailbox */
    { "550 5.1.1 <info@shop.example>: Recipient address rejected: User unknown in virtual mailbox "
      "table",
      "mailbox-unknown" },
    { "550-5.1.1 The email account that you tried to reach does not exist. Please try\n550-5.1.1 "
      "double-checking the recipient's email address for typos or\n550 5.1.1 unnecessary spaces.",
      "mailbox-unknown" },
    { "550 5.4.1 Recipient address rejected: Access denied.", "mailbox-unknown" },
    { "550 No such user here", "mailbox-unknown" },
    { "452-4.2.2 The recipient's inbox is out of storage space.", "mailbox-full" },
    { "552 5.2.2 Mailbox size limit exceeded", "mailbox-full" },
    { "550 5.2.1 The email account that you tried to reach is disabled.", "mailbox-disabled" },
    { "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; not allowed", "not-allowed" },
    { "551 User not local; please try <info@other.example>", "mailbox-moved" },
    /* waiting */
    { "450 4.2.0 <info@shop.example>: Recipient address rejected: Greylisted, see http://x.example",
      "greylisted" },
    { "451 4.7.1 Greylisting in action, please come back later", "greylisted" },
    { "421 4.3.2 Service not available, closing transmission channel", "server-busy" },
    { "452 4.3.1 Insufficient system storage", "server-full" },
    /* the sender's DNS */
    { "550 5.7.23 The message was rejected because of Sender Policy Framework violation",
      "spf-failed" },
    { "550 5.7.1 SPF check: 192.0.2.9 is not allowed to send mail from harbor.example. SPF fail",
      "spf-failed" },
    { "550 5.7.24 evaluation problem", "spf-error" },
    { "550 SPF: permerror, too many DNS lookups", "spf-error" },
    { "550 5.7.20 No passing DKIM signature found", "dkim-failed" },
    { "550 5.7.1 DKIM signature verification failed", "dkim-failed" },
    { "550 5.7.509 Access denied, sending domain harbor.example does not pass DMARC verification "
      "and has a DMARC policy of reject.",
      "dmarc-failed" },
    { "550-5.7.26 Unauthenticated email from harbor.example is not accepted due to\n550-5.7.26 "
      "domain's DMARC policy.",
      "dmarc-failed" },
    { "550-5.7.26 Your email has been blocked because the sender is unauthenticated.\n550-5.7.26 "
      "Senders must authenticate with either SPF or DKIM.\n550-5.7.26  DKIM = did not pass\n"
      "550-5.7.26  SPF [harbor.example] with ip: [192.0.2.9] = did not pass",
      "unauthenticated" },
    { "550 5.7.26 checks", "unauthenticated" },
    { "550 5.7.27 Sender address has null MX", "sender-null-mx" },
    { "450 4.1.8 <a@harbor.example>: Sender address rejected: Domain not found", "sender-unknown" },
    /* the sender's server */
    { "550 5.7.25 The IP address sending this message does not have a PTR record setup",
      "server-name" },
    { "450 4.7.1 Client host rejected: cannot find your hostname, [192.0.2.9]", "server-name" },
    { "554 5.7.1 Service unavailable; Client host [192.0.2.9] blocked using zen.spamhaus.org",
      "block-list" },
    { "550 5.7.1 Your IP is listed, poor reputation", "block-list" },
    { "421-4.7.28 receiving mail at a rate that", "rate-limit" },
    { "530 5.7.0 Must issue a STARTTLS command first", "tls-required" },
    { "550 5.7.10 x", "tls-required" },
    { "530 5.7.57 SMTP; Client was not authenticated to send anonymous mail during MAIL FROM",
      "sign-in" },
    { "554 5.7.1 Message detected as spam", "spam" },
    { "552 5.7.0 This message was blocked because its content presents a potential security issue",
      "attachment" },
    { "552 5.3.4 Message size exceeds fixed limit", "too-large" },
    { "501 5.1.3 Bad recipient address syntax", "bad-address" },
    { "550 5.7.1 Rejected by local policy", "policy" },
    { "554 Transaction failed", "refused" },
    { "4.4.7 Message delayed: queue time expired", "expired" },
    /* near misses: a word of a phrase, but not its sense; numbers that are no codes */
    { "dmarc=pass spf=pass, 550 5.1.1 gone", "mailbox-unknown" },
    { "spf=pass; arc=fail", "unknown" },
    { "The Danes love DANE", "unknown" },
    { "this message was relayed", "unknown" },
    { "mailbox, loop and relay", "unknown" },
    { "SPF passed; mailbox is full", "mailbox-full" },
    { "rejected by 5.1.1.53 at 10.5.1.1", "unknown" },
    { "Exim 4.96.1 and version 5.12.3", "unknown" },
    { "we have 550 chairs and 554 tables", "unknown" },
    { "unblacklisted", "unknown" },
    { "x5.1.1y", "unknown" },
    { "5.1.1111", "unknown" },
    { "2.1.5 delivered", "unknown" },
    { "", "unknown" },
    /* guesses and help tell nothing; lines of a reply that were folded anew */
    { "550-The mail server could not deliver mail to info@shop.example.  The account 550-or domain "
      "may not exist, they may be blacklisted, or missing the proper dns 550 entries.",
      "refused" },
    { "Perhaps the mailbox may be full or might be disabled", "unknown" },
    { "550-5.1.1 The email account that you tried to reach 550-5.1.1 does not exist. Ask 550 5.1.1 "
      "somebody",
      "mailbox-unknown" },
    { "552-4.3.9 This 552-4.3.9 message was rejected as 552 4.3.9 spam", "spam" },
    { "call 555-1234 for the mailbox", "unknown" },
    /* words that only look like a cause */
    { "I'm not going to try again; this message has been in the queue too long.", "expired" },
    { "554 Transaction failed: Duplicate header 'DKIM-Signature'.", "refused" },
    { "550 Requested action not taken: mailbox unavailable. Giving up on 192.0.2.1.",
      "mailbox-unknown" },
    { "450 Requested action not taken: mailbox unavailable", "refused" },
    { "550 5.7.0 <info@shop.example>: Recipient address rejected: House rules", "policy" },
    { "550 5.2.0 Mail rejected. 506", "refused" },
    { "552 exceeded", "refused" },
    { "553 shop.example", "refused" },
    { "550 5.7.1 locked. Please try again later!", "policy" },
    { "421 4.7.0 x. Please try again later!", "server-busy" },
    { "554 5.7.9 Message not accepted for policy reasons.", "policy" },
    { "5.1.0 - Unknown address error 550-'5.7.1 <a@harbor.example>... Access denied'", "policy" },
    { "550 5.4.1 All recipient addresses rejected : Access denied", "mailbox-unknown" },
    { "550 5.1.351 Remote server returned -> 550", "mailbox-unknown" },
    { "an MX or SRV record indicated no SMTP service", "null-mx" },
    { "554 5.7.1 Reverse DNS lookup for host 192.0.2.9 failed permanently.", "server-name" },
    { "554 IP=192.0.2.9 - A problem occurred. (Ask your postmaster for help) (BL)", "block-list" },
    { "554 5.7.0 Reject, id=7-1 - SPAM", "spam" },
    { "550 5.7.515 Access denied, sending domain harbor.example doesn't meet the required "
      "authentication level. Dkim= Fail",
      "dkim-failed" },
    { "552 5.2.0 The user's disk quota", "mailbox-full" },
    /* the command that was refused tells whose domain is meant */
    { "host mx.shop.example[192.0.2.1] said: 550 5.1.2 No such domain harbor.example (in reply to "
      "MAIL FROM command)",
      "sender-unknown" },
    { "SMTP error from remote mail server after MAIL FROM:<a@harbor.example>: 550 unknown user",
      "sender-unknown" },
    { "SMTP error from remote mail server after end of data: host mx [192.0.2.1]: 550 From: "
      "unknown domain",
      "refused" },
    { "Connected to 192.0.2.1 but my name was rejected.\nRemote host said: 501 Invalid domain name",
      "server-name" },
    { "host mx[192.0.2.1] refused to talk to me: 554 relaying denied for you", "policy" },
    { "... while talking to mx.shop.example.:\n>>> MAIL From:<a@harbor.example>\n<<< 553 unknown "
      "domain",
      "sender-unknown" },
    { "... while talking to mx.shop.example.:\n>>> DATA\n<<< 550 5.1.1 no\n<<< 503 5.5.1 x",
      "mailbox-unknown" },
    { "said: 550 5.1.2 unknown domain (in reply to RCPT TO command)", "no-such-domain" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      g_test_message ("%s", replies[i][0]);
      g_assert_cmpstr (sp_bounce_cause_decide (replies[i][0], NULL, SP_BOUNCE_STAGE_UNKNOWN)->id,
                       ==, replies[i][1]);
    }
}

/* The same in the languages of large systems; with and without accents. */
static void
test_tongues (void)
{
  static const char *const replies[][2] = {
    { "550 Empfaenger unbekannt oder nicht erreichbar", "mailbox-unknown" },
    { "Die E-Mail-Adresse wurde nicht gefunden: Adresse nicht gefunden", "mailbox-unknown" },
    { "info wurde unter shop.example nicht gefunden.", "mailbox-unknown" },
    { "Die Dom\303\244ne shop.example ist nicht vorhanden", "no-such-domain" },
    { "552 Das Postfach ist voll", "mailbox-full" },
    { "550 Benutzer hat das Speichervolumen ueberschritten.", "mailbox-full" },
    { "552 Kontingent \303\234BERSCHRITTEN", "mailbox-full" },
    { "550 Nachricht wurde als SPAM eingestuft", "spam" },
    { "552 Die Nachricht ist zu gro\303\237", "too-large" },
    { "550 Absender-Domain existiert nicht", "sender-unknown" },
    { "550 5.1.1 Adresse d au moins un destinataire invalide.", "mailbox-unknown" },
    { "550 5.2.0 Mail rejete. Mail rejected.", "refused" },
    { "421 Trop de connexions, veuillez verifier", "rate-limit" },
    { "550 Bo\303\256te aux lettres pleine", "mailbox-full" },
    { "info est introuvable sur shop.example", "mailbox-unknown" },
    { "550 Relais refus\303\251", "relay-denied" },
    { "Mailbox quota: Espacio en casilla de mail agotado.", "mailbox-full" },
    { "Esta casilla ha expirado por falta de uso.", "mailbox-disabled" },
    { "No se ha encontrado la direcci\303\263n", "mailbox-unknown" },
    { "550 El dominio shop.example no existe", "no-such-domain" },
    { "550 Destinatario desconocido o mailbox lleno", "refused" },
    { "550 5.1.1 utente sconosciuto", "mailbox-unknown" },
    { "552 casella di posta piena", "mailbox-full" },
    { "info non \303\250 stato trovato in shop.example", "mailbox-unknown" },
    { "550 postvak is vol", "mailbox-full" },
    { "550 gebruiker onbekend", "mailbox-unknown" },
    { "554 Usu\303\241rio Inv\303\241lido ou Inexistente.", "mailbox-unknown" },
    { "552 Caixa postal cheia", "mailbox-full" },
    { "550 Endere\303\247o n\303\243o encontrado", "mailbox-unknown" },
    { "550 U\305\274ytkownik nie istnieje", "mailbox-unknown" },
    { "552 Skrzynka odbiorcy jest pe\305\202na", "mailbox-full" },
    { "450 Veuillez essayer plus tard", "server-busy" },
    { "550 Veuillez essayer plus tard", "refused" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (replies); i++)
    {
      g_test_message ("%s", replies[i][0]);
      g_assert_cmpstr (sp_bounce_cause_decide (replies[i][0], NULL, SP_BOUNCE_STAGE_UNKNOWN)->id,
                       ==, replies[i][1]);
    }
}

static void
test_codes (void)
{
  static const struct {
    const char *code;
    const char *cause; /* NULL: none */
    gboolean is_exact;
  } codes[] = {
    { "5.0.0", NULL, FALSE },
    { "4.0.0", NULL, FALSE },
    { "2.1.1", NULL, FALSE },
    { "5.1.0", "refused", FALSE },
    { "5.1.1", "mailbox-unknown", TRUE },
    { "5.1.2", "no-such-domain", TRUE },
    { "5.1.3", "bad-address", TRUE },
    { "5.1.6", "mailbox-moved", TRUE },
    { "5.1.7", "sender-unknown", TRUE },
    { "5.1.8", "sender-unknown", TRUE },
    { "5.1.10", "null-mx", TRUE },
    { "5.1.11", NULL, FALSE },
    { "5.1.351", "mailbox-unknown", TRUE },
    { "5.2.0", "refused", FALSE },
    { "4.2.2", "mailbox-full", TRUE },
    { "5.2.1", "mailbox-disabled", TRUE },
    { "4.2.1", "refused", FALSE },
    { "5.3.0", NULL, FALSE },
    { "4.3.2", "server-busy", FALSE },
    { "4.4.0", NULL, FALSE },
    { "5.4.1", "refused", FALSE },
    { "5.5.0", "refused", FALSE },
    { "5.7.9", "policy", FALSE },
    { "5.7.54", "relay-denied", TRUE },
    { "4.3.1", "server-full", TRUE },
    { "5.3.4", "too-large", TRUE },
    { "4.4.1", "no-answer", TRUE },
    { "4.4.2", "connection-lost", TRUE },
    { "5.4.3", "dns-trouble", TRUE },
    { "5.4.4", "no-such-domain", TRUE },
    { "5.4.6", "mail-loop", TRUE },
    { "4.4.7", "expired", FALSE },
    { "5.5.3", "too-many-recipients", TRUE },
    { "5.5.2", "protocol", FALSE },
    { "5.6.1", "content", FALSE },
    { "5.7.1", "policy", FALSE },
    { "5.7.8", "sign-in", TRUE },
    { "5.7.10", "tls-required", TRUE },
    { "5.7.20", "dkim-failed", TRUE },
    { "5.7.21", "dkim-failed", TRUE },
    { "5.7.22", "dkim-failed", TRUE },
    { "5.7.23", "spf-failed", TRUE },
    { "5.7.24", "spf-error", TRUE },
    { "4.7.24", "spf-error", TRUE },
    { "5.7.25", "server-name", TRUE },
    { "5.7.26", "unauthenticated", TRUE },
    { "5.7.27", "sender-null-mx", TRUE },
    { "5.7.28", "rate-limit", TRUE },
    { "5.7.29", "arc-failed", TRUE },
    { "5.7.30", "tls-failed", TRUE },
    { "5.7.31", "policy", FALSE },
    { "5.8.1", NULL, FALSE },
    { "3.1.1", NULL, FALSE },
    { "5.1", NULL, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      gboolean is_exact = TRUE;
      const SpBounceCause *cause = sp_bounce_code_find (codes[i].code, &is_exact);

      g_test_message ("%s", codes[i].code);
      g_assert_cmpstr (cause != NULL ? cause->id : NULL, ==, codes[i].cause);
      g_assert_cmpint (is_exact, ==, codes[i].is_exact);
    }
  g_assert_cmpuint (sp_bounce_code_scan_basic ("host x[192.0.2.1] said: 550 no"), ==, 550);
  g_assert_cmpuint (sp_bounce_code_scan_basic ("The response was:\n\n550-5.1.1 no"), ==, 550);
  g_assert_cmpuint (sp_bounce_code_scan_basic ("Remote Server returned '554 no'"), ==, 554);
  g_assert_cmpuint (sp_bounce_code_scan_basic ("host mx.x [192.0.2.1]: 452 no"), ==, 452);
  g_assert_cmpuint (sp_bounce_code_scan_basic ("in 550 years"), ==, 0);
  g_assert_cmpuint (sp_bounce_code_scan_basic ("said: 5500"), ==, 0);
  g_assert_cmpuint (sp_bounce_code_scan_basic ("said: 599 what"), ==, 0);
}

/* Every rule that a cause names is one of Signpost's. */
static void
test_causes (void)
{
  gsize n_causes = 0;
  const SpBounceCause *causes = sp_bounce_cause_list (&n_causes);

  for (gsize i = 0; i < n_causes; i++)
    for (gsize k = 0; causes[i].rules[k] != NULL; k++)
      {
        g_test_message ("%s: %s", causes[i].id, causes[i].rules[k]);
        g_assert_nonnull (sp_rule_words_find (causes[i].rules[k]));
      }
  g_assert_cmpstr (causes[n_causes - 1].id, ==, "unknown");
}

#define DSN_HEAD                                                                                   \
  "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.harbor.example (Mail Delivery System)\r\n"            \
  "To: anna@harbor.example\r\nSubject: Undelivered Mail Returned to Sender\r\n"                    \
  "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status;\r\n"          \
  " boundary=\"B/1\"\r\n\r\n"
#define DSN_STATUS                                                                                 \
  "Reporting-MTA: dns; mx.harbor.example\r\nArrival-Date: Mon, 23 Nov 2026 10:00:00 +0100\r\n\r\n" \
  "Final-Recipient: rfc822; info@shop.example\r\nOriginal-Recipient: rfc822;sales@old.example\r\n" \
  "Action: failed\r\nStatus: 5.0.0\r\nRemote-MTA: dns; mx.shop.example (192.0.2.1)\r\n"            \
  "Diagnostic-Code: smtp; 550 5.1.1 <info@shop.example>: User unknown\r\n"                         \
  "    in virtual mailbox table\r\n\r\n"                                                           \
  "Final-Recipient: rfc822;bob@shop.example\r\nAction: delayed (will try)\r\nStatus: "             \
  "4.4.1\r\n\r\n"                                                                                  \
  "Final-Recipient: rfc822;eve@shop.example\r\nAction: relayed\r\nStatus: 2.0.0\r\n"
#define DSN_COPY                                                                                   \
  "Content-Type: text/rfc822-headers\r\n\r\nFrom: Anna <anna@bakery.example>\r\n"                  \
  "Subject: DMARC failed, mailbox full\r\n"

static void
assert_dsn (const char *text)
{
  g_autoptr (SpCameBack) back = sp_came_back_read (text, -1);
  const SpBounceRecipient *first, *second, *third;

  g_assert_cmpint (back->kind, ==, SP_CAME_BACK_BOUNCE);
  g_assert_true (back->bounce->is_report);
  g_assert_cmpuint (back->bounce->recipients->len, ==, 3);
  g_assert_cmpstr (back->bounce->reporter, ==, "mx.harbor.example");
  first = back->bounce->recipients->pdata[0];
  second = back->bounce->recipients->pdata[1];
  third = back->bounce->recipients->pdata[2];
  g_assert_cmpstr (first->address, ==, "info@shop.example");
  g_assert_cmpstr (first->original, ==, "sales@old.example");
  g_assert_cmpint (first->fate, ==, SP_BOUNCE_FATE_FAILED);
  g_assert_cmpstr (first->status, ==, "5.1.1");
  g_assert_cmpuint (first->reply, ==, 550);
  g_assert_cmpstr (first->server, ==, "mx.shop.example");
  g_assert_cmpstr (first->cause->id, ==, "mailbox-unknown");
  g_assert_cmpint (second->fate, ==, SP_BOUNCE_FATE_DELAYED);
  g_assert_cmpstr (second->cause->id, ==, "no-answer");
  g_assert_cmpint (third->fate, ==, SP_BOUNCE_FATE_DELIVERED);
}

static void
test_report (void)
{
  g_autofree char *status64 = g_base64_encode ((const guchar *) DSN_STATUS, strlen (DSN_STATUS));
  g_autofree char *plain = g_strconcat (
    DSN_HEAD "--B/1\r\n\r\nSorry.\r\n--B/1\r\nContent-Type: message/delivery-status\r\n\r\n",
    DSN_STATUS "\r\n--B/1\r\n" DSN_COPY "\r\n--B/1--\r\n", NULL);
  g_autofree char *encoded = g_strconcat (
    DSN_HEAD "--B/1\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n"
             "U29ycnku\r\n--B/1\r\nContent-Type: message/delivery-status\r\n"
             "Content-Transfer-Encoding: base64\r\n\r\n",
    status64, "\r\n--B/1\r\n" DSN_COPY "\r\n--B/1--\r\n", NULL);
  const char *body = strstr (plain, "--B/1");
  g_auto (GStrv) lines = g_strsplit (plain, "\n", -1);
  g_autofree char *joined = g_strjoinv ("\n> ", lines);
  g_autofree char *quoted = g_strconcat ("> ", joined, NULL);
  g_autoptr (SpCameBack) whole = sp_came_back_read (plain, -1);

  assert_dsn (plain);
  assert_dsn (encoded);
  assert_dsn (body);                                   /* copied from the first boundary on */
  assert_dsn (DSN_STATUS);                             /* the machine's part alone */
  assert_dsn ("The mail system says:\n\n" DSN_STATUS); /* with words before it */
  assert_dsn (quoted);
  g_assert_cmpstr (whole->bounce->sender, ==, "anna@bakery.example");
}

static void
test_words (void)
{
  static const struct {
    const char *text;
    const char *address;
    const char *cause;
    SpBounceFate fate;
    const char *server;
  } bounces[] = {
    /* Postfix */
    { "This is the mail system at host mx.harbor.example.\n\nI'm sorry to have to tell you\n\n"
      "<info@shop.example>: host mx.shop.example[192.0.2.1] said: 550 5.1.1\n"
      "    <info@shop.example>: Recipient address rejected: User unknown (in reply to\n"
      "    RCPT TO command)\n",
      "info@shop.example", "mailbox-unknown", SP_BOUNCE_FATE_FAILED, "mx.shop.example" },
    /* Exim */
    { "This message was created automatically by mail delivery software.\n\nA message that you "
      "sent could not be delivered to one or more of its\nrecipients. This is a permanent error. "
      "The following address(es) failed:\n\n  info@shop.example\n    host mx.shop.example "
      "[192.0.2.1]\n    SMTP error from remote mail server after RCPT TO:<info@shop.example>:\n"
      "    550 relay not permitted\n\n------ This is a copy of the message, including all the "
      "headers. ------\n\nSubject: your mailbox is full\n",
      "info@shop.example", "relay-denied", SP_BOUNCE_FATE_FAILED, "mx.shop.example" },
    /* qmail */
    { "Hi. This is the qmail-send program at harbor.example.\nI'm afraid I wasn't able to deliver "
      "your message to the following addresses.\n\n<info@shop.example>:\nSorry, I couldn't find "
      "any host named shop.example. (#5.1.2)\n\n--- Below this line is a copy of the message.\n",
      "info@shop.example", "no-such-domain", SP_BOUNCE_FATE_FAILED, NULL },
    /* Sendmail */
    { "   ----- The following addresses had permanent fatal errors -----\n<info@shop.example>\n"
      "    (reason: 554 5.7.1 <info@shop.example>: Relay access denied)\n\n   ----- Transcript of "
      "session follows -----\n... while talking to mx.shop.example.:\n>>> RCPT "
      "To:<info@shop.example>\n<<< 554 5.7.1 Relay access denied\n",
      "info@shop.example", "relay-denied", SP_BOUNCE_FATE_FAILED, "mx.shop.example" },
    /* Exchange */
    { "Your message to info@shop.example couldn't be delivered.\n\ninfo wasn't found at "
      "shop.example.\n\nReported error: 550 5.1.10 "
      "RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup\n\nOriginal "
      "Message Details\nSender Address:\tanna@harbor.example\nRecipient Address:\t"
      "info@shop.example\n",
      "info@shop.example", "mailbox-unknown", SP_BOUNCE_FATE_FAILED, NULL },
    /* Gmail */
    { "Message not delivered\nYour message couldn\u2019t be delivered to info@shop.example because "
      "the remote server is misconfigured.\n\nThe response from the remote server was:\n\n550 "
      "5.7.1 Unable to relay\n",
      "info@shop.example", "relay-denied", SP_BOUNCE_FATE_FAILED, NULL },
    { "Delivery incomplete\nThere was a temporary problem delivering your message to "
      "info@shop.example. Gmail will retry for 46 more hours.\n\nThe response was:\n\n"
      "The recipient server did not accept our requests to connect. mx.shop.example 192.0.2.1: "
      "timed out\n",
      "info@shop.example", "no-answer", SP_BOUNCE_FATE_DELAYED, NULL },
    { "Address not found\nYour message wasn't delivered to info@shop.example because the domain "
      "shop.example couldn't be found.\n",
      "info@shop.example", "no-such-domain", SP_BOUNCE_FATE_FAILED, NULL },
    /* Exim, still trying; and a report without any reason that is known */
    { "A message that you have sent has not yet been delivered to one or more of its recipients\n"
      "after more than 24 hours. The address is:\n\n  info@shop.example\n    Delay reason: SMTP "
      "timeout\n\nDelivery attempts will continue.\n",
      "info@shop.example", "no-answer", SP_BOUNCE_FATE_DELAYED, NULL },
    { "Your message could not be delivered to info@shop.example: it rained.\n", "info@shop.example",
      "unknown", SP_BOUNCE_FATE_FAILED, NULL },
    /* greylisting, still waiting */
    { "<info@shop.example>: host mx.shop.example[192.0.2.1] said: 450 4.2.0 Greylisted (in reply "
      "to RCPT TO command). Message will be retried for 5 more days.\n",
      "info@shop.example", "greylisted", SP_BOUNCE_FATE_DELAYED, "mx.shop.example" },
    { "550 5.1.1 User unknown", NULL, "mailbox-unknown", SP_BOUNCE_FATE_FAILED, NULL },
    /* the name of a server on the next line; what follows the report is no reason */
    { "<support@shop.example>: host\n    mx.shop.example[192.0.2.1] refused to talk to\n    me: "
      "421 "
      "4.7.0 Rate limit reached\n\nReceived: by x\nSubject: mailbox full\n",
      "support@shop.example", "rate-limit", SP_BOUNCE_FATE_DELAYED, "mx.shop.example" },
    { "<info@shop.example>:\nThis user doesn't have an account here\n\n--- Original message "
      "follows.\n\nSPF failed. DKIM failed. Mailman 5.2.2\n",
      "info@shop.example", "mailbox-unknown", SP_BOUNCE_FATE_FAILED, NULL },
    /* Zoho, OpenSMTPD, DragonFly */
    { "This message was created automatically by mail delivery software.\n\ninfo@shop.example "
      "Invalid Address, ERROR_CODE :550, ERROR_CODE :5.2.1 <info@shop.example>... User unknown\n\n"
      "Received:from x by y with SMTP id 1; Mon, 23 Nov 2026 10:00:00 +0000\n",
      "info@shop.example", "mailbox-unknown", SP_BOUNCE_FATE_FAILED, NULL },
    { "Hi! This is the MAILER-DAEMON.\n\nA message is delayed for more than 4 hours for:\n\n"
      "info@shop.example: No MX found for domain\n\n    Please note that this is only a temporary "
      "failure report.\n",
      "info@shop.example", "no-such-domain", SP_BOUNCE_FATE_DELAYED, NULL },
    { "This is the DragonFly Mail Agent at h.example.\n\nThere was an error delivering your mail "
      "to "
      "<info@shop.example>.\n\nmx.shop.example [192.0.2.1] did not like our MAIL FROM:\n550 5.1.2 "
      "No such domain harbor.example\n",
      "info@shop.example", "sender-unknown", SP_BOUNCE_FATE_FAILED, NULL },
    /* Oracle's server names the message before the reason. */
    { "This report relates to a message with these fields:\n\n  Message-id: <1@harbor.example>\n  "
      "To: "
      "info@shop.example\n\nYour message cannot be delivered to the following recipients:\n\n  "
      "Recipient address: info@shop.example\n  Reason: recipient reached disk quota\n",
      "info@shop.example", "mailbox-full", SP_BOUNCE_FATE_FAILED, NULL },
    /* Microsoft in German, Gmail in Spanish */
    { "Ihre Nachricht an info@shop.example konnte nicht zugestellt werden.\n\ninfo wurde unter "
      "shop.example nicht gefunden.\n",
      "info@shop.example", "mailbox-unknown", SP_BOUNCE_FATE_FAILED, NULL },
    { "Tu mensaje no se ha entregado a info@shop.example porque no se ha encontrado el dominio "
      "shop.example.\n",
      "info@shop.example", "no-such-domain", SP_BOUNCE_FATE_FAILED, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bounces); i++)
    {
      g_autoptr (SpCameBack) back = sp_came_back_read (bounces[i].text, -1);
      const SpBounceRecipient *recipient;

      g_test_message ("%s", bounces[i].text);
      g_assert_cmpint (back->kind, ==, SP_CAME_BACK_BOUNCE);
      g_assert_cmpuint (back->bounce->recipients->len, ==, 1);
      recipient = back->bounce->recipients->pdata[0];
      g_assert_cmpstr (recipient->address, ==, bounces[i].address);
      g_assert_cmpstr (recipient->cause->id, ==, bounces[i].cause);
      g_assert_cmpint (recipient->fate, ==, bounces[i].fate);
      g_assert_cmpstr (recipient->server, ==, bounces[i].server);
    }
}

static void
test_several (void)
{
  g_autoptr (SpCameBack) back = sp_came_back_read (
    "<a@one.example>: host mx.one.example[192.0.2.1] said: 552 5.2.2 over quota\n\n"
    "<b@two.example>: Host or domain name not found. Name service error for name=two.example "
    "type=A: Host not found\n\n<c@three.example>: mail for three.example loops back to myself\n",
    -1);
  static const char *const expected[] = { "mailbox-full", "no-such-domain", "mail-loop" };

  g_assert_cmpint (back->kind, ==, SP_CAME_BACK_BOUNCE);
  g_assert_cmpuint (back->bounce->recipients->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpstr (((SpBounceRecipient *) back->bounce->recipients->pdata[i])->cause->id, ==,
                     expected[i]);
}

static void
test_kinds (void)
{
  static const struct {
    const char *text;
    SpCameBackKind kind;
  } texts[] = {
    { "", SP_CAME_BACK_NOTHING },
    { "Hello Anna,\nsee you at 5.\n", SP_CAME_BACK_NOTHING },
    { "Write to anna@shop.example, then it could be delivered.\n", SP_CAME_BACK_NOTHING },
    { "The parcel could not be delivered.\n", SP_CAME_BACK_NOTHING },
    { "Received: from a by b; x\nFrom: a@b.example\n\nuser unknown, 550 5.1.1\n",
      SP_CAME_BACK_MESSAGE },
    { "From: boss@b.example\nSubject: Undeliverable plans\n\nno\n", SP_CAME_BACK_MESSAGE },
    { "From: Mail Delivery System <MAILER-DAEMON@b.example>\nSubject: Undelivered Mail\n\n"
      "<a@c.example>: user unknown\n",
      SP_CAME_BACK_BOUNCE },
    { "From: x@b.example\nSubject: x\nX-Failed-Recipients: a@c.example\n\nUnrouteable address\n",
      SP_CAME_BACK_BOUNCE },
    /* Exim still tries; subjects in encoded words (RFC 2047) and in other languages */
    { "Return-path: <>\nFrom: Mail Delivery System <Mailer-Daemon@b.example>\nSubject: Warning: "
      "message 1 delayed 24 hours\n\nThe address is:\n\n  a@c.example\n    Delay reason: x\n",
      SP_CAME_BACK_BOUNCE },
    { "Return-Path: <>\nFrom: no-reply@b.example\nSubject: =?iso-8859-15?Q?Delivery_Status_?=\n "
      "=?utf-8?b?Tm90aWZpY2F0aW9u?=\n\n<a@c.example>: gone\n",
      SP_CAME_BACK_BOUNCE },
    { "From: Microsoft Outlook <MicrosoftExchange329e@b.example>\nSubject: "
      "=?utf-8?Q?Unzustellbar:_Gr=C3=BC=C3=9Fe?=\n\nIhre Nachricht an a@c.example kam nicht an.\n",
      SP_CAME_BACK_BOUNCE },
    { "From: postmaster@b.example\nSubject: E\n\nYour message\n  To: a@c.example\ndid not reach "
      "the "
      "following recipient(s):\n\na@c.example on Mon\n    The e-mail account does not exist\n",
      SP_CAME_BACK_BOUNCE },
    { "Return-Path: <>\nFrom: MAILER-DAEMON@b.example\nContent-Type: multipart/report;\n "
      "report-type=delivery-status; boundary=lost\n\n--other\nContent-Type: "
      "message/delivery-status\n\nFinal-Recipient: rfc822;a@c.example\nAction: failed\nStatus: "
      "5.1.1\n\n--other--\n",
      SP_CAME_BACK_BOUNCE },
    /* Titles alone are not enough: parcels, answers, complaints (RFC 5965). */
    { "From: parcels@b.example\nSubject: Delivery failed\n\nYour parcel could not be delivered. "
      "Write to help@b.example.\n",
      SP_CAME_BACK_MESSAGE },
    { "From: anna@b.example\nSubject: Re: Undelivered Mail\n\nThe mail to a@c.example could not be "
      "delivered, user unknown.\n",
      SP_CAME_BACK_MESSAGE },
    { "From: abuse@b.example\nContent-Type: multipart/report; report-type=feedback-report; "
      "boundary=b\n\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n\n--b--\n",
      SP_CAME_BACK_MESSAGE },
    /* An answer that somebody is away is no bounce. */
    { "Return-Path: <>\nFrom: anna@b.example\nAuto-Submitted: auto-replied\nSubject: Away\n\nno\n",
      SP_CAME_BACK_MESSAGE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (SpCameBack) back = sp_came_back_read (texts[i].text, -1);

      g_test_message ("%s", texts[i].text);
      g_assert_cmpint (back->kind, ==, texts[i].kind);
    }
}

/* A bounce that is a page only, encoded, as some servers write it. */
static void
test_page (void)
{
  g_autoptr (SpCameBack) back = sp_came_back_read (
    "From: postmaster@b.example\nSubject: Undeliverable: hello\n"
    "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
    "<html><p>Your message to <a href=3D\"mailto:x\">info@shop.example</a> couldn=E2=80=99t be "
    "deliv=\nered.</p><p>550 5.2.2 mailbox is full</p></html>\n",
    -1);

  g_assert_cmpint (back->kind, ==, SP_CAME_BACK_BOUNCE);
  g_assert_cmpstr (((SpBounceRecipient *) back->bounce->recipients->pdata[0])->address, ==,
                   "info@shop.example");
  g_assert_cmpstr (((SpBounceRecipient *) back->bounce->recipients->pdata[0])->cause->id, ==,
                   "mailbox-full");
}

/* Two groups without an empty line between them; nobody's address; a code that says more than the
 * given one, and one that belongs to a program. */
static void
test_groups (void)
{
  g_autoptr (SpCameBack) back = sp_came_back_read (
    "Reporting-MTA: dns; mx.b.example\nFinal-Recipient: rfc822; a@c.example\nAction: failed\n"
    "Status: 5.2.2\nFinal-Recipient: rfc822; <>\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: "
    "smtp; 550-'<b@c.example>' at Mailman 2.1.5 550 5.1.0 and 5.1.1 too\nFinal-Recipient: rfc822; "
    "d@c.example\nAction: deliverable\nStatus: 2.1.5\n",
    -1);
  const SpBounceRecipient *first, *second, *third;

  g_assert_cmpint (back->kind, ==, SP_CAME_BACK_BOUNCE);
  g_assert_cmpuint (back->bounce->recipients->len, ==, 3);
  first = back->bounce->recipients->pdata[0];
  second = back->bounce->recipients->pdata[1];
  third = back->bounce->recipients->pdata[2];
  g_assert_cmpstr (first->address, ==, "a@c.example");
  g_assert_cmpstr (first->cause->id, ==, "mailbox-full");
  g_assert_cmpstr (second->address, ==, "b@c.example");
  g_assert_cmpstr (second->status, ==, "5.1.1");
  g_assert_cmpstr (second->cause->id, ==, "mailbox-unknown");
  g_assert_cmpint (third->fate, ==, SP_BOUNCE_FATE_DELIVERED);
}

/* Text of old programs: neither UTF-8 nor named. */
static void
test_unnamed (void)
{
  g_autoptr (SpCameBack) back = sp_came_back_read (
    "From: MAILER-DAEMON@b.example\nSubject: Undelivered Mail\n\n<a@c.example>: 554 Usu\341rio "
    "Inv\341lido \200\n",
    -1);
  const SpBounceRecipient *recipient;

  g_assert_cmpint (back->kind, ==, SP_CAME_BACK_BOUNCE);
  recipient = back->bounce->recipients->pdata[0];
  g_assert_true (g_utf8_validate (recipient->said, -1, NULL));
  g_assert_nonnull (strstr (recipient->said, "Usu\303\241rio"));
  g_assert_cmpstr (recipient->cause->id, ==, "mailbox-unknown");
}

static void
test_encoded_words (void)
{
  static const char *const values[][2] = {
    { "plain", "plain" },
    { "=?utf-8?q?a=5Fb_c?= d", "a_b c d" },
    { "x =?iso-8859-1?B?5A==?= =?UTF-8*de?b?w7Y=?=  y", "x \303\244\303\266  y" },
    { "=?utf-8?x?a?= =?utf-8?q?open", "=?utf-8?x?a?= =?utf-8?q?open" },
    { "=?", "=?" },
    { "=?utf-8?q", "=?utf-8?q" },
    { "=?utf-8?q?", "=?utf-8?q?" },
    { "=?utf-8?q?"
      "?=",
      "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *text = sp_mime_decode_words (values[i][0]);

      g_assert_cmpstr (text, ==, values[i][1]);
    }
  g_assert_null (sp_mime_decode_words (NULL));
}

/* Whatever is changed in a report, it stays one of the three, with a cause for each recipient. */
static void
test_mutations (void)
{
  static const char *const seeds[] = {
    DSN_HEAD "--B/1\r\nContent-Type: message/delivery-status\r\n\r\n" DSN_STATUS "\r\n--B/1--",
    "<a@one.example>: host mx[192.0.2.1] said: 552-5.2.2 over\n552 5.2.2 quota dmarc*fail\n",
    "Received: from a (b [192.0.2.1]) by c; Mon, 23 Nov 2026 10:00:00 +0000\n"
    "Authentication-Results: c; spf=pass smtp.mailfrom=x@y.example; dkim=none\nFrom: <a@b.c>\n\n",
  };
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint i = 0; i < 3000; i++)
    {
      const char *seed = seeds[i % G_N_ELEMENTS (seeds)];
      gsize length = strlen (seed);
      g_autofree char *text = g_memdup2 (seed, length + 1);
      g_autoptr (SpCameBack) back = NULL;

      for (int n = g_rand_int_range (rand, 1, 12); n > 0; n--)
        text[g_rand_int_range (rand, 0, (int) length)] = (char) g_rand_int_range (rand, 0, 256);
      length = g_rand_boolean (rand) ? length : (gsize) g_rand_int_range (rand, 0, (int) length);
      back = sp_came_back_read (text, (gssize) length);
      g_assert_cmpint (back->bounce != NULL, ==, back->kind == SP_CAME_BACK_BOUNCE);
      for (guint k = 0; back->bounce != NULL && k < back->bounce->recipients->len; k++)
        g_assert_nonnull (((SpBounceRecipient *) back->bounce->recipients->pdata[k])->cause);
    }
}

/* The largest paste, made of what costs most, is read at once. */
static void
test_effort (void)
{
  static const char *const pieces[] = { "dkim ", "a@", "<a@b.c>\n", "mx ip spf ", "--a\ncontent-",
                                        "(",     "\"", "a:\n",      "<",          "5.1.",
                                        "550 " };

  for (gsize i = 0; i < G_N_ELEMENTS (pieces); i++)
    {
      g_autoptr (GString)
        text = g_string_new ("From: mailer-daemon\nSubject: undelivered mail\n\n");
      g_autoptr (SpCameBack) back = NULL;
      g_autoptr (SpCameBack) loose = NULL;
      gint64 start = g_get_monotonic_time ();

      while (text->len < SP_HEADER_MAX_BYTES)
        g_string_append (text, pieces[i]);
      back = sp_came_back_read (text->str, -1);
      loose = sp_came_back_read (strstr (text->str, "\n\n") + 2, -1);
      g_test_message ("%s: %u ms", pieces[i], (guint) ((g_get_monotonic_time () - start) / 1000));
      g_assert_cmpint (g_get_monotonic_time () - start, <, 10 * G_USEC_PER_SEC);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/bounce/replies", test_replies);
  g_test_add_func ("/bounce/tongues", test_tongues);
  g_test_add_func ("/bounce/codes", test_codes);
  g_test_add_func ("/bounce/causes", test_causes);
  g_test_add_func ("/bounce/report", test_report);
  g_test_add_func ("/bounce/words", test_words);
  g_test_add_func ("/bounce/several", test_several);
  g_test_add_func ("/bounce/kinds", test_kinds);
  g_test_add_func ("/bounce/page", test_page);
  g_test_add_func ("/bounce/groups", test_groups);
  g_test_add_func ("/bounce/unnamed", test_unnamed);
  g_test_add_func ("/bounce/encoded-words", test_encoded_words);
  g_test_add_func ("/bounce/mutations", test_mutations);
  g_test_add_func ("/bounce/effort", test_effort);
  return g_test_run ();
}
