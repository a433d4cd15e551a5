/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/mail/sp-auth-results.h"
#include "core/mail/sp-dkim-signature.h"
#include "core/mail/sp-header-date.h"
#include "core/mail/sp-header-mime.h"
#include "core/mail/sp-header.h"
#include "core/mail/sp-received.h"

#include <string.h>

static void
test_dates (void)
{
  static const struct {
    const char *text;
    gint64 seconds; /* -1: none */
  } dates[] = {
    { "Thu, 1 Jan 1970 00:00:00 +0000", 0 },
    { "Fri, 21 Nov 1997 09:55:06 -0600", 880127706 },
    { "Fri,21 Nov 1997 09:55:06 -0600 (CST)", 880127706 },
    { "21 Nov 97 09:55:06 CST", 880127706 },
    { "Fri, 21 Nov 1997 09(comment):   55  :  06 -0600", 880127706 },
    { "Fri,\r\n 21 Nov 1997 (an (inner) one) 15:55:06 GMT", 880127706 },
    { "Fri, 21 Nov 1997 15:55:06 UT", 880127706 },
    { "Fri, 21 Nov 1997 15:55:06 Z", 880127706 },
    { "Fri, 21 Nov 1997 15:55:06 A", 880127706 }, /* letters: all as -0000 (§4.3) */
    { "Fri, 21 Nov 1997 10:55:06 EST", 880127706 },
    { "Fri, 21 Nov 1997 11:55:06 EDT", 880127706 },
    { "Fri, 21 Nov 1997 07:55:06 PST", 880127706 },
    { "Fri, 21 Nov 1997 08:55:06 pdt", 880127706 },
    { "Fri, 21 Nov 1997 15:55:06 XYZ", 880127706 },
    { "Fri, 21 Nov 1997 15:55:06 -0000", 880127706 },
    { "Fri, 21 Nov 1997 15:55:06", 880127706 },
    { "Fri, 21 Nov 097 15:55:06 GMT", 880127706 },
    { "21 Nov 1997 15:55 +0000", 880127700 },
    { "1 Jul 03 10:52:37 +0200", 1057049557 },
    { "31 Dec 2016 23:59:60 +0000", 1483228800 },
    { "29 Feb 2024 00:00:00 +0000", 1709164800 },
    { "29 Feb 2023 00:00:00 +0000", -1 },
    { "32 Jan 2024 00:00:00 +0000", -1 },
    { "0 Jan 2024 00:00:00 +0000", -1 },
    { "1 Jan 2024 24:00:00 +0000", -1 },
    { "1 Jan 2024 00:60:00 +0000", -1 },
    { "1 Jan 2024 00:00:61 +0000", -1 },
    { "1 Jan 2024 00:00:00 +0060", -1 },
    { "1 Jan 2024 00:00:00 +200", -1 },
    { "1 January 2024 00:00:00 +0000", -1 },
    { "1 Jan 5 00:00:00 +0000", -1 },
    { "1 Jan 1899 00:00:00 +0000", -1 },
    { "2024-01-01 00:00:00", -1 },
    { "Fri", -1 },
    { "", -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (dates); i++)
    {
      gint64 seconds = -1;

      g_test_message ("%s", dates[i].text);
      g_assert_cmpint (sp_header_parse_date (dates[i].text, &seconds), ==, dates[i].seconds >= 0);
      if (dates[i].seconds >= 0)
        g_assert_cmpint (seconds, ==, dates[i].seconds);
    }
  g_assert_false (sp_header_parse_date (NULL, &(gint64) { 0 }));
}

static void
test_fields (void)
{
  g_autoptr (SpHeader) header = NULL;
  g_autoptr (SpHeader) copied = NULL;
  g_autoptr (SpHeader) prose = NULL;
  const char *text = "\xef\xbb\xbf\r\nFrom postman Mon Nov 23 09:00:00 2026\r\n"
                     "Subject : one\r\n\ttwo\r\n  \r\n three\r\nX-Empty:\r\nSUBJECT: second\r\n"
                     "\r\nbody: no field\r\n";

  header = sp_header_parse (text, -1);
  g_assert_cmpuint (header->fields->len, ==, 3);
  g_assert_cmpstr (sp_header_get (header, "subject"), ==, "one two three");
  g_assert_cmpstr (sp_header_get (header, "x-empty"), ==, "");
  g_assert_cmpuint (sp_header_find (header, "Subject", 1), ==, 2);
  g_assert_cmpuint (sp_header_find (header, "Subject", 3), ==, G_MAXUINT);
  g_assert_cmpstr (text + header->body_offset, ==, "body: no field\r\n");

  /* Copied from a web page: what was folded begins at the left edge. */
  copied = sp_header_parse (
    "Received: from a.example\nby b.example; Mon, 1 Jan 2024 10:00:00 +0000\n"
    "DKIM-Signature: v=1; d=a.example;\nh=From:To; b=x\nFrom: a@a.example\n",
    -1);
  g_assert_cmpuint (copied->fields->len, ==, 3);
  g_assert_cmpstr (sp_header_get (copied, "received"), ==,
                   "from a.example by b.example; Mon, 1 Jan 2024 10:00:00 +0000");
  g_assert_cmpstr (sp_header_get (copied, "dkim-signature"), ==,
                   "v=1; d=a.example; h=From:To; b=x");
  g_assert_nonnull (sp_parse_issues_find (copied->issues, "lost-folding"));

  prose = sp_header_parse ("Hello,\nNote: this is not a header.\n", -1);
  g_assert_cmpuint (prose->fields->len, ==, 0);
  g_assert_false (sp_header_is_known (prose));
}

static void
test_bounds (void)
{
  g_autoptr (GString) many = g_string_new (NULL);
  g_autoptr (GString) lost = g_string_new ("From: a@b.example\n");
  g_autoptr (SpHeader) header = NULL;
  g_autoptr (SpHeader) header_lost = NULL;

  for (guint i = 0; i < 1500; i++)
    g_string_append_printf (many, "X-%u: y\n", i);
  header = sp_header_parse (many->str, -1);
  g_assert_cmpuint (header->fields->len, ==, SP_HEADER_MAX_FIELDS);
  g_assert_nonnull (sp_parse_issues_find (header->issues, "too-many-fields"));

  /* Lines of neither kind, up to the bound and beyond: read once. */
  while (lost->len < 2 * SP_HEADER_MAX_BYTES)
    g_string_append (lost, "a\n");
  g_string_append (lost, "To: never@read.example\n");
  header_lost = sp_header_parse (lost->str, -1);
  g_assert_cmpuint (header_lost->fields->len, ==, 1);
  g_assert_nonnull (sp_parse_issues_find (header_lost->issues, "too-long"));
}

static void
test_addresses (void)
{
  static const struct {
    const char *value;
    const char *address;
    const char *domain;
  } addresses[] = {
    { "info@shop.example", "info@shop.example", "shop.example" },
    { "Owner <info@Shop.Example>", "info@Shop.Example", "shop.example" },
    { "\"Trap <x@evil.example>\" <info@shop.example>", "info@shop.example", "shop.example" },
    { "x@evil.example <info@shop.example>", "info@shop.example", "shop.example" },
    { "(x@evil.example) info@shop.example (there)", "info@shop.example", "shop.example" },
    { "A B <info@shop.example>, C <c@other.example>", "info@shop.example", "shop.example" },
    { "\"a b\"@shop.example", "\"a b\"@shop.example", "shop.example" },
    { "<@relay.example:info@shop.example>", "info@shop.example", "shop.example" },
    { "info @ shop . example", "info@shop.example", "shop.example" },
    { "group: a@one.example, b@two.example;", "a@one.example", "one.example" },
    { "<>", "", NULL },
    { "nobody", NULL, NULL },
    { "", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autofree char *address = sp_header_dup_address (addresses[i].value);
      g_autofree char *domain = sp_header_dup_domain (address);

      g_test_message ("%s", addresses[i].value);
      g_assert_cmpstr (address, ==, addresses[i].address);
      g_assert_cmpstr (domain, ==, addresses[i].domain);
    }
}

static void
test_received (void)
{
  static const struct {
    const char *value;
    const char *from, *name, *address, *by, *with;
    gboolean is_encrypted;
    gint64 time; /* -1: none */
  } lines[] = {
    /* The example of RFC 5321 §4.4 in a shape of today. */
    { "from foo.example ([192.0.2.7]) by bar.example via TCP with ESMTP id ABC12345 for "
      "<mary@bar.example>; 21 Nov 1997 10:05:43 -0600",
      "foo.example", NULL, "192.0.2.7", "bar.example", "ESMTP", FALSE, 880128343 },
    { "from mx.a.example (mx.a.example [192.0.2.7]) (using TLSv1.3 with cipher X) by b.example "
      "(Postfix) with ESMTPS id 4F for <x@b.example>; Fri, 21 Nov 1997 10:05:43 -0600 (CST)",
      "mx.a.example", "mx.a.example", "192.0.2.7", "b.example", "ESMTPS", TRUE, 880128343 },
    { "from helo.example (unknown [IPv6:2001:db8::7]) by b.example with SMTP; nonsense",
      "helo.example", NULL, "2001:db8::7", "b.example", "SMTP", FALSE, -1 },
    { "from rdns.example ([192.0.2.7]:4321 helo=said.example) by b.example with esmtp (Exim 4.98) "
      "id 1x-2y; Fri, 21 Nov 1997 16:05:43 +0000",
      "said.example", "rdns.example", "192.0.2.7", "b.example", "esmtp", FALSE, 880128343 },
    { "from unknown (HELO said.example) (192.0.2.7) by b.example with SMTP; 21 Nov 1997 16:05:43 "
      "-0000",
      "said.example", NULL, "192.0.2.7", "b.example", "SMTP", FALSE, 880128343 },
    { "from [192.0.2.7] by b.example; 21 Nov 1997 16:05:43 GMT", "[192.0.2.7]", NULL, "192.0.2.7",
      "b.example", NULL, FALSE, 880128343 },
    { "by 2001:db8:1::5 with SMTP id x; Fri, 21 Nov 1997 08:05:43 -0800 (PST)", NULL, NULL, NULL,
      "2001:db8:1::5", "SMTP", FALSE, 880128343 },
    { "from A.out.example (2001:db8::12) by B.out.example (2001:db8::5) with Microsoft SMTP Server "
      "(version=TLS1_2, cipher=X) id 15.20.1.2; Fri, 21 Nov 1997 16:05:43 +0000",
      "A.out.example", NULL, "2001:db8::12", "B.out.example", "Microsoft SMTP Server", TRUE,
      880128343 },
    { "(qmail 123 invoked by uid 89); 21 Nov 1997 16:05:43 -0000", NULL, NULL, NULL, NULL, NULL,
      FALSE, 880128343 },
    { "(from a by b with ESMTPS) from c.example by d.example; 21 Nov 1997 16:05:43 GMT",
      "c.example", NULL, NULL, "d.example", NULL, FALSE, 880128343 },
    { "from", NULL, NULL, NULL, NULL, NULL, FALSE, -1 },
    { "from (((", NULL, NULL, NULL, NULL, NULL, FALSE, -1 },
    { "", NULL, NULL, NULL, NULL, NULL, FALSE, -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (SpReceived) line = sp_received_parse (lines[i].value);

      g_test_message ("%s", lines[i].value);
      g_assert_cmpstr (line->from, ==, lines[i].from);
      g_assert_cmpstr (line->from_name, ==, lines[i].name);
      g_assert_cmpstr (line->from_address, ==, lines[i].address);
      g_assert_cmpstr (line->by, ==, lines[i].by);
      g_assert_cmpstr (line->with, ==, lines[i].with);
      g_assert_cmpint (line->is_encrypted, ==, lines[i].is_encrypted);
      g_assert_cmpint (line->has_time, ==, lines[i].time >= 0);
      if (lines[i].time >= 0)
        g_assert_cmpint (line->time, ==, lines[i].time);
    }
}

/* "method=result" with the properties behind, one result a line. */
static char *
dup_results (const SpAuthResults *results)
{
  GString *text = g_string_new (results->server != NULL ? results->server : "?");

  for (guint i = 0; i < results->results->len; i++)
    {
      const SpAuthResult *result = g_ptr_array_index (results->results, i);

      g_string_append_printf (text, "|%s=%s", result->method, result->result);
      for (guint k = 0; k < result->properties->len; k++)
        {
          const SpAuthProperty *property = g_ptr_array_index (result->properties, k);

          g_string_append_printf (text, " %s.%s=%s", property->ptype, property->name,
                                  property->value);
        }
    }
  return g_string_free_and_steal (text);
}

static void
test_auth_results (void)
{
  /* The first eight follow the shapes of RFC 8601 appendix B. */
  static const char *const fields[][3] = {
    { "example.org 1; none", "example.org", NULL },
    { "example.com; spf=pass smtp.mailfrom=example.net",
      "example.com|spf=pass smtp.mailfrom=example.net", NULL },
    { "example.com;\r\n auth=pass (cleartext) smtp.auth=sender@example.net;\r\n spf=pass "
      "smtp.mailfrom=example.net",
      "example.com|auth=pass smtp.auth=sender@example.net|spf=pass smtp.mailfrom=example.net",
      NULL },
    { "example.com; dkim=pass reason=\"good signature\" header.i=@mail-router.example.net; "
      "dkim=fail reason=\"bad signature\" header.i=@newyork.example.com",
      "example.com|dkim=pass header.i=@mail-router.example.net|dkim=fail "
      "header.i=@newyork.example.com",
      NULL },
    { "foo.example.net (foobar) 1 (baz); dkim (Because I like it) / 1 (One yay) = (wait for it) "
      "fail policy (A dot can go here) . (like that) expired (this surprised me) = (as I wasn't "
      "expecting it) 1362471462",
      "foo.example.net|dkim=fail policy.expired=1362471462", NULL },
    { "example.com; sender-id=fail header.from=example.com; dkim=pass (good signature) "
      "header.d=example.com",
      "example.com|sender-id=fail header.from=example.com|dkim=pass header.d=example.com", NULL },
    { "mx; SPF=Pass smtp.MailFrom=\"a;b\"@x.example", "mx|spf=pass smtp.mailfrom=a;b@x.example",
      NULL },
    { "\"quoted; id\" 1; dkim=pass header.d=x.example", "quoted; id|dkim=pass header.d=x.example",
      NULL },
    { "mx.example (dkim=pass header.d=evil.example); spf=fail (dkim=pass; x) smtp.helo=x",
      "mx.example|spf=fail smtp.helo=x", NULL },
    /* Who does not say who it is. */
    { "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=x.example; dkim=pass header.d=x.example;"
      "dmarc=pass action=none header.from=x.example",
      "?|spf=pass smtp.mailfrom=x.example|dkim=pass header.d=x.example|dmarc=pass "
      "header.from=x.example",
      "no-server" },
    { "mx.example; ;; =pass; dkim; spf=pass", "mx.example|spf=pass", "bad-result" },
    { "mx.example 2; spf=pass", "mx.example", "bad-version" },
    { "mx.example", "mx.example", NULL },
    { "", "?", "no-server" },
    { "; spf=pass", "?|spf=pass", "no-server" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autoptr (SpAuthResults) results = sp_auth_results_parse (fields[i][0]);
      g_autofree char *text = dup_results (results);

      g_test_message ("%s", fields[i][0]);
      g_assert_cmpstr (text, ==, fields[i][1]);
      if (fields[i][2] != NULL)
        g_assert_nonnull (sp_parse_issues_find (results->issues, fields[i][2]));
      else
        g_assert_cmpuint (results->issues->len, ==, 0);
    }
}

static void
test_received_spf (void)
{
  g_autoptr (SpReceivedSpf) pass = sp_received_spf_parse (
    "Pass (mybox.example.org: domain of x@example.com designates 192.0.2.1 as permitted sender) "
    "receiver=mybox.example.org; client-ip=192.0.2.1; envelope-from=\"x@example.com\"; "
    "helo=foo.example.com;");
  g_autoptr (SpReceivedSpf) bare = sp_received_spf_parse ("none");
  g_autoptr (SpReceivedSpf) odd = sp_received_spf_parse ("fail = = ;;; (unclosed client-ip=1");

  g_assert_cmpstr (pass->result, ==, "pass");
  g_assert_cmpstr (pass->receiver, ==, "mybox.example.org");
  g_assert_cmpstr (pass->client_ip, ==, "192.0.2.1");
  g_assert_cmpstr (pass->envelope_from, ==, "x@example.com");
  g_assert_cmpstr (pass->helo, ==, "foo.example.com");
  g_assert_cmpstr (bare->result, ==, "none");
  g_assert_cmpstr (odd->result, ==, "fail");
  g_assert_null (odd->client_ip);
}

static void
test_dkim_signature (void)
{
  static const struct {
    const char *value;
    const char *issue;
    const char *domain, *selector;
  } signatures[] = {
    { "v=1; a=rsa-sha256; d=example.net; s=brisbane; c=simple; q=dns/txt; i=@eng.example.net; "
      "t=1117574938; x=1118006938; h=from:to:subject:date; bh=MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3"
      "ODkwMTI=; b=dzdVyOfAKCdLXdJOc9G2q8LoXSlEniSb\r\n av+yuU4zGeeruD00lszZ",
      NULL, "example.net", "brisbane" },
    { "v=1; a=rsa-sha256; d=Example.NET; s=a.b; h=To : FROM; bh=x=; b=y=", NULL, "example.net",
      "a.b" },
    { "v=2; a=rsa-sha256; d=a.example; s=x; h=from; bh=x; b=y", "bad-version", "a.example", "x" },
    { "v=1; a=rsa-sha256; d=a.example; s=x; h=from; b=y", "missing-tag", "a.example", "x" },
    { "v=1; a=rsa-sha256; d=a.example; s=x; h=to; bh=x; b=y", "from-unsigned", "a.example", "x" },
    { "v=1; a=rsa-sha256; d=a.example; s=x; i=@b.example; h=from; bh=x; b=y", "bad-identity",
      "a.example", "x" },
    { "v=1; a=rsa-sha256; d=a..example; s=x; h=from; bh=x; b=y", "bad-domain", "a..example", "x" },
    { "v=1; a=rsa-sha1; d=a.example; s=x; h=from; bh=x; b=y", "weak-hash", "a.example", "x" },
    { "v=1; a=rsa-sha256; d=a.example; s=x; t=20; x=20; h=from; bh=x; b=y", "expires-early",
      "a.example", "x" },
    { "", "missing-tag", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (signatures); i++)
    {
      g_autoptr (SpDkimSignature) signature = sp_dkim_signature_parse (signatures[i].value);

      g_test_message ("%s", signatures[i].value);
      g_assert_cmpint (signature->is_usable, ==, signatures[i].issue == NULL);
      if (signatures[i].issue != NULL)
        g_assert_nonnull (sp_parse_issues_find (signature->issues, signatures[i].issue));
      g_assert_cmpstr (signature->domain, ==, signatures[i].domain);
      g_assert_cmpstr (signature->selector, ==, signatures[i].selector);
    }
}

static void
test_mime (void)
{
  const char *text =
    "Content-Type: multipart/mixed; (x) boundary=\"a b\"\n\npreamble\n--a b\n"
    "Content-Type: text/plain; charset=iso-8859-1\n"
    "Content-Transfer-Encoding: quoted-printable\n\nF=E4hre =3D=\n ok=G\n"
    "--a b \nContent-Type: TEXT/HTML\nContent-Transfer-Encoding: base64\n\n"
    "PGI+aGk8L2I+\nIQ==\n--a b\n\nno header\n--a bc\n--a b--\nepilogue\n--a b\n\nx";
  g_autoptr (SpHeader) header = sp_header_parse (text, -1);
  g_autoptr (GPtrArray)
    parts = sp_mime_read (header, text + header->body_offset, strlen (text) - header->body_offset);
  const SpMimePart *first = parts->pdata[0];
  const SpMimePart *second = parts->pdata[1];
  const SpMimePart *third = parts->pdata[2];
  g_autofree char *plain = sp_mime_dup_plain_text (
    "<style>p { x: y }</style><p>One &amp; two</p><script>no</script>&lt;three&gt;<!-- <b> -->!");
  g_autofree char *open = sp_mime_dup_plain_text ("a<b");

  g_assert_cmpuint (parts->len, ==, 3);
  g_assert_cmpstr (first->type, ==, "text/plain");
  g_assert_cmpstr (first->text, ==, "Fähre = ok=G\n");
  g_assert_cmpstr (second->type, ==, "text/html");
  g_assert_cmpstr (second->text, ==, "<b>hi</b>!");
  g_assert_cmpstr (third->text, ==, "no header\n--a bc\n");
  g_assert_nonnull (strstr (plain, "One & two"));
  g_assert_nonnull (strstr (plain, "<three>"));
  g_assert_null (strstr (plain, "no"));
  g_assert_null (strstr (plain, "x: y"));
  g_assert_cmpstr (open, ==, "a");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/header/dates", test_dates);
  g_test_add_func ("/header/fields", test_fields);
  g_test_add_func ("/header/bounds", test_bounds);
  g_test_add_func ("/header/addresses", test_addresses);
  g_test_add_func ("/header/received", test_received);
  g_test_add_func ("/header/auth-results", test_auth_results);
  g_test_add_func ("/header/received-spf", test_received_spf);
  g_test_add_func ("/header/dkim-signature", test_dkim_signature);
  g_test_add_func ("/header/mime", test_mime);
  return g_test_run ();
}
