/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/explain/sp-explain-reading.h"
#include "core/sp-reading.h"
#include "support/sp-test-await.h"
#include "support/sp-test-snapshot.h"

#include <string.h>

#define OUTSIDE                                                                                    \
  "Received: from out.sender.example (out.sender.example [192.0.2.1])\n by mx.big.example; Mon, "  \
  "23 Nov 2026 10:00:05 +0000\n"
#define INSIDE                                                                                     \
  "Received: from mx.big.example by store.big.example; Mon, 23 Nov 2026 10:00:09 +0000\n"
#define FIRST "Received: from laptop by out.sender.example; Mon, 23 Nov 2026 10:00:00 +0000\n"
#define FROM "From: Anna <anna@shop.example>\n"
#define AR "Authentication-Results: "
#define SEAL(d) "DKIM-Signature: v=1; a=rsa-sha256; d=" d "; s=k; h=from; bh=x; b=abcdefghij\n"

/* What the walks see, one zone for all domains. */
static GPtrArray *
dup_snapshots (const SpArrival *arrival, const char *zone)
{
  g_autoptr (GPtrArray) domains = sp_arrival_dup_domains (arrival);
  GPtrArray *snapshots = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_snapshot_unref);

  for (guint i = 0; i < domains->len; i++)
    {
      const char *domain = sp_name_get_text (domains->pdata[i]);

      g_ptr_array_add (snapshots, sp_test_snapshot_new (domain, zone));
    }
  return snapshots;
}

static SpArrival *
read_arrival (const char *text, const char *zone)
{
  g_autoptr (SpHeader) header = sp_header_parse (text, -1);
  SpArrival *arrival = sp_arrival_new (header);
  g_autoptr (GPtrArray) snapshots = dup_snapshots (arrival, zone);

  sp_arrival_judge (arrival, snapshots);
  return arrival;
}

/* "spf" and the seals as results, "-" where nobody to be believed says; then the claims. */
static char *
describe (const SpArrival *arrival)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < arrival->proofs->len; i++)
    {
      const SpProof *proof = g_ptr_array_index (arrival->proofs, i);

      g_string_append_printf (text, "%s=%s:%s ", proof->is_dkim ? "dkim" : "spf",
                              proof->result != NULL ? proof->result : "-", proof->domain);
    }
  g_string_append_printf (text, "claims=%u", arrival->claims->len);
  return g_string_free_and_steal (text);
}

/* Whose results are believed. */
static void
test_trust (void)
{
  static const struct {
    const char *text;
    const char *trusted;
    const char *expected;
  } headers[] = {
    { OUTSIDE AR "mx.big.example; spf=pass smtp.mailfrom=a@shop.example\n" FROM, "mx.big.example",
      "spf=pass:shop.example claims=0" },
    { AR "mx.big.example; spf=pass smtp.mailfrom=a@shop.example\n" OUTSIDE FROM, "mx.big.example",
      "spf=pass:shop.example claims=0" },
    /* another server of the same company; the last hop has no name */
    { "Received: by 2001:db8::5 with SMTP; x\n" AR
      "auth.big.example; spf=pass smtp.mailfrom=shop.example\n" OUTSIDE FROM,
      "auth.big.example", "spf=pass:shop.example claims=0" },
    /* the last servers are inside, and say so: each got it from an inner address */
    { "Received: from compute3.internal (compute3.nyi.internal [10.2.2.43]) by store7 (Cyrus); x\n"
      "Received: from mx6 ([10.2.2.205]) by compute3.internal (LMTPProxy); x\n"
      "Received: from mx6.big.example (localhost [IPv6:::1]) by mailmx.big.internal (Postfix); "
      "x\n" AR "mx6.big.example; x-csa=none\n" AR
      "mx6.big.example; spf=pass smtp.mailfrom=shop.example\n" OUTSIDE FROM,
      "mx6.big.example", "spf=pass:shop.example claims=0" },
    /* who has such a name and got it from outside is the receiver */
    { "Received: from out.evil.test (out.evil.test [198.51.100.1]) by store7 (Cyrus); x\n" AR
      "mx.big.example; spf=pass smtp.mailfrom=shop.example\n" OUTSIDE FROM,
      NULL, "claims=1" },
    /* Microsoft's servers have two names */
    { "Received: from A.eurprd01.prod.exchangelabs.com (2001:db8::1) by "
      "B.eurprd01.prod.exchangelabs.com with HTTPS; x\n" AR
      "spf=pass smtp.mailfrom=shop.example\nReceived: from x.example (192.0.2.1) by "
      "C.mail.protection.outlook.com; x\n" FROM,
      "B.eurprd01.prod.exchangelabs.com", "spf=pass:shop.example claims=0" },
    /* somebody else's name */
    { AR "mx.evil.test; spf=pass smtp.mailfrom=shop.example\n" OUTSIDE FROM, NULL, "claims=1" },
    { AR "notbig.example; dkim=pass header.d=shop.example\n" OUTSIDE FROM, NULL, "claims=1" },
    /* the right name, but below a hop of somebody else: the sender wrote it */
    { OUTSIDE FIRST AR "mx.big.example; spf=pass smtp.mailfrom=shop.example\n" FROM, NULL,
      "claims=1" },
    /* a second one that says otherwise, or something new without a hop of the receiver below */
    { AR "mx.big.example; spf=fail smtp.mailfrom=shop.example\n" OUTSIDE AR
         "mx.big.example; spf=pass smtp.mailfrom=shop.example\n" FROM,
      "mx.big.example", "spf=fail:shop.example claims=1" },
    { AR "mx.big.example; spf=fail smtp.mailfrom=shop.example\n" OUTSIDE AR
         "mx.big.example; dkim=pass header.d=shop.example\n" FROM,
      "mx.big.example", "spf=fail:shop.example claims=1" },
    { AR "mx.big.example; spf=fail smtp.mailfrom=shop.example\n" AR
         "mx.big.example; dkim=pass header.d=shop.example\n" OUTSIDE FROM,
      "mx.big.example", "spf=fail:shop.example dkim=pass:shop.example claims=0" },
    /* a foreign one on top ends it */
    { AR "mx.evil.test; spf=pass smtp.mailfrom=shop.example\n" AR
         "mx.big.example; spf=pass smtp.mailfrom=shop.example\n" OUTSIDE FROM,
      NULL, "claims=2" },
    /* nobody named, no way at all */
    { AR "spf=pass smtp.mailfrom=shop.example\n" OUTSIDE FROM, NULL, "claims=1" },
    { AR "mx.big.example; spf=pass smtp.mailfrom=shop.example\n" FROM, NULL, "claims=1" },
    { AR "spf=pass smtp.mailfrom=shop.example; dkim=pass header.d=shop.example\n"
         "Received: from x.example by A1.prod.outlook.com; x\n" FROM,
      "A1.prod.outlook.com", "spf=pass:shop.example dkim=pass:shop.example claims=0" },
    { "Received-SPF: pass receiver=mx.big.example; envelope-from=a@shop.example\n" OUTSIDE FROM,
      NULL, "claims=1" },
    { "ARC-" AR "i=1; mx.big.example; spf=pass smtp.mailfrom=shop.example\n" OUTSIDE FROM, NULL,
      "claims=0" },
    /* a result finds its signature by domain, key name and beginning */
    { AR "mx.big.example; dkim=pass header.d=shop.example header.s=k header.b=abcdefgh\n" OUTSIDE
        SEAL ("other.example") SEAL ("shop.example") FROM,
      "mx.big.example", "dkim=-:other.example dkim=pass:shop.example claims=0" },
    { AR "mx.big.example; dkim=pass header.d=shop.example header.b=zzzzzzzz\n" OUTSIDE SEAL (
        "shop.example") FROM,
      "mx.big.example", "dkim=-:shop.example dkim=pass:shop.example claims=0" },
    /* and never one that does not tell its key name */
    { AR "mx.big.example; dkim=pass header.d=shop.example header.s=k\n" OUTSIDE
         "DKIM-Signature: v=1; a=rsa-sha256; d=shop.example; h=from; bh=AA==; b=AAAA\n" FROM,
      "mx.big.example", "dkim=-:shop.example dkim=pass:shop.example claims=0" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (headers); i++)
    {
      g_autoptr (SpHeader) header = sp_header_parse (headers[i].text, -1);
      g_autoptr (SpArrival) arrival = sp_arrival_new (header);
      g_autofree char *text = describe (arrival);

      g_test_message ("%s", headers[i].text);
      g_assert_cmpstr (arrival->trusted, ==, headers[i].trusted);
      g_assert_cmpstr (text, ==, headers[i].expected);
    }
}

#define TOP OUTSIDE AR "mx.big.example; "

/* What the proofs come to, by the rule that the domain publishes (RFC 9989). */
static void
test_origin (void)
{
  static const struct {
    const char *results;
    const char *zone;
    SpOrigin origin;
    SpAligned aligned; /* of the first proof */
    const char *cause;
  } cases[] = {
    { "spf=pass smtp.mailfrom=shop.example\n", "", SP_ORIGIN_PROVEN, SP_ALIGNED_YES, NULL },
    /* relaxed: the same organization, above or beside */
    { "spf=pass smtp.mailfrom=m.shop.example\n",
      "!zone example\n_dmarc.shop TXT \"v=DMARC1; p=none\"\n", SP_ORIGIN_PROVEN, SP_ALIGNED_YES,
      NULL },
    { "dkim=pass header.d=m.shop.example; spf=none smtp.mailfrom=m.shop.example\n",
      "!zone example\n_dmarc.shop TXT \"v=DMARC1; p=none; adkim=s; aspf=s\"\n",
      SP_ORIGIN_NOT_PROVEN, SP_ALIGNED_NO, "not-aligned" },
    { "dkim=pass header.d=m.shop.example\n",
      "!zone example\n_dmarc.shop TXT \"v=DMARC1; p=none; aspf=s\"\n", SP_ORIGIN_PROVEN,
      SP_ALIGNED_YES, NULL },
    /* without any rule every name stands for itself (§4.10.2) */
    { "spf=pass smtp.mailfrom=m.shop.example\n", "!zone example\n", SP_ORIGIN_NOT_PROVEN,
      SP_ALIGNED_NO, "not-aligned" },
    { "spf=pass smtp.mailfrom=m.shop.example\n",
      "!zone example\n_dmarc.shop TXT \"v=DMARC1; p=none\"\n_dmarc.m.shop TXT \"v=DMARC1; p=none; "
      "psd=n\"\n",
      SP_ORIGIN_NOT_PROVEN, SP_ALIGNED_NO, "not-aligned" },
    { "spf=pass smtp.mailfrom=other.example\n",
      "!zone example\n_dmarc.shop TXT \"v=DMARC1; p=none\"\n", SP_ORIGIN_NOT_PROVEN, SP_ALIGNED_NO,
      "not-aligned" },
    { "spf=softfail smtp.mailfrom=shop.example\n", "", SP_ORIGIN_NOT_PROVEN, SP_ALIGNED_YES,
      "spf-failed" },
    { "spf=permerror smtp.mailfrom=shop.example\n", "", SP_ORIGIN_NOT_PROVEN, SP_ALIGNED_YES,
      "spf-error" },
    { "dkim=fail header.d=shop.example; spf=fail smtp.mailfrom=shop.example\n", "",
      SP_ORIGIN_NOT_PROVEN, SP_ALIGNED_YES, "dkim-failed" },
    /* what is not reported need not have been checked, unless DMARC itself failed */
    { "dkim=fail header.d=shop.example\n", "", SP_ORIGIN_UNPROVEN, SP_ALIGNED_YES, "dkim-failed" },
    { "dkim=fail header.d=shop.example; dmarc=fail\n", "", SP_ORIGIN_NOT_PROVEN, SP_ALIGNED_YES,
      "dkim-failed" },
    { "spf=fail smtp.mailfrom=shop.example\n" SEAL ("shop.example"), "", SP_ORIGIN_UNPROVEN,
      SP_ALIGNED_YES, "spf-failed" },
    { "spf=fail smtp.mailfrom=shop.example\n" SEAL ("other.example"), "", SP_ORIGIN_NOT_PROVEN,
      SP_ALIGNED_YES, "spf-failed" },
    /* silence is no verdict */
    { "spf=temperror smtp.mailfrom=shop.example\n", "", SP_ORIGIN_UNPROVEN, SP_ALIGNED_YES, NULL },
    { "spf=pass smtp.mailfrom=m.shop.example\n", "!zone example\n!fail * TXT timeout\n",
      SP_ORIGIN_UNPROVEN, SP_ALIGNED_UNKNOWN, NULL },
    { "spf=pass smtp.mailfrom=m.shop.example; dmarc=pass header.from=shop.example\n",
      "!zone example\n!fail * TXT timeout\n", SP_ORIGIN_PROVEN, SP_ALIGNED_UNKNOWN, NULL },
    { "spf=pass smtp.mailfrom=shop.example\nFrom: x@y.example\n", "", SP_ORIGIN_UNPROVEN,
      SP_ALIGNED_YES, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strconcat (TOP, cases[i].results, NULL);
      g_autofree char *whole = strstr (text, "From: x@y") != NULL
                                 ? g_strdup_printf ("%s%s", FROM, text)
                                 : g_strconcat (text, FROM, NULL);
      g_autoptr (SpArrival) arrival = read_arrival (whole, cases[i].zone);

      g_test_message ("%s%s", cases[i].results, cases[i].zone);
      g_assert_cmpint (((SpProof *) arrival->proofs->pdata[0])->aligned, ==, cases[i].aligned);
      g_assert_cmpint (arrival->origin, ==, cases[i].origin);
      if (cases[i].cause == NULL)
        g_assert_cmpuint (arrival->causes->len, ==, 0);
      else
        g_assert_true (
          g_ptr_array_find (arrival->causes, sp_bounce_cause_find (cases[i].cause), NULL));
    }
}

static void
test_way (void)
{
  g_autoptr (SpHeader) header = sp_header_parse (
    INSIDE OUTSIDE "Received: from a by out.sender.example; Mon, 23 Nov 2026 11:00:08 +0100\n"
                   "Received: from b by a; gibberish\n"
                   "Received: from c by b; Mon, 23 Nov 2026 10:00:00 GMT\n" FROM,
    -1);
  g_autoptr (SpArrival) arrival = sp_arrival_new (header);
  static const struct {
    gboolean has_delay;
    gint64 delay;
  } expected[] = { { FALSE, 0 }, { FALSE, 0 }, { TRUE, 8 }, { TRUE, -3 }, { TRUE, 4 } };

  g_assert_cmpuint (arrival->hops->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < arrival->hops->len; i++)
    {
      const SpHop *hop = g_ptr_array_index (arrival->hops, i);
      g_autofree char *words = sp_explain_hop_delay (hop);

      g_assert_cmpint (hop->has_delay, ==, expected[i].has_delay);
      g_assert_cmpint (hop->delay, ==, expected[i].delay);
      g_assert_cmpint (strstr (words, "clock") != NULL, ==, expected[i].delay < 0);
    }
  g_assert_true (arrival->entry == arrival->hops->pdata[3]);
}

static void
test_recheck (void)
{
  static const struct {
    const char *cause;
    const char *zone;
    SpRecheck state;
  } cases[] = {
    { "spf-failed", "@ MX 10 mx\nmx A 192.0.2.1\n", SP_RECHECK_STILL_SO },
    { "spf-failed", "@ MX 10 mx\nmx A 192.0.2.1\n@ TXT \"v=spf1 mx -all\"\n", SP_RECHECK_NOT_SO },
    { "spf-failed", "@ MX 10 mx\nmx A 192.0.2.1\n!fail @ TXT timeout\n", SP_RECHECK_UNKNOWN },
    { "no-such-domain", "@ TXT x\n", SP_RECHECK_STILL_SO },
    { "null-mx", "@ MX 0 .\n", SP_RECHECK_STILL_SO },
    { "cname-loop", "@ MX 10 mx\nmx CNAME other\nother A 192.0.2.1\n", SP_RECHECK_STILL_SO },
    /* DNS never shows these, and says nothing of others */
    { "mailbox-full", "@ MX 10 mx\nmx A 192.0.2.1\n", SP_RECHECK_NOT_IN_DNS },
    { "mailbox-unknown", "@ MX 10 mx\nmx A 192.0.2.1\n", SP_RECHECK_NOT_IN_DNS },
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (SpCatalog) catalog = sp_catalog_new (&error);

  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SpSnapshot) snapshot = sp_test_snapshot_new ("shop.example", cases[i].zone);
      const SpCheckFacts facts = { .snapshot = snapshot, .catalog = catalog };
      g_autoptr (SpVerdict) verdict = sp_checks_run (&facts);
      g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_object_unref);

      g_test_message ("%s: %s", cases[i].cause, cases[i].zone);
      g_assert_cmpint (sp_recheck_cause (sp_bounce_cause_find (cases[i].cause), verdict, findings),
                       ==, cases[i].state);
      g_assert_cmpint (findings->len > 0, ==, cases[i].state == SP_RECHECK_STILL_SO);
    }
}

static void
test_words (void)
{
  gsize n_causes = 0;
  const SpBounceCause *causes = sp_bounce_cause_list (&n_causes);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; i < n_causes; i++)
    {
      g_autofree char *title = sp_explain_cause_title (&causes[i]);
      g_autofree char *text = sp_explain_cause_text (&causes[i]);
      g_autofree char *fix = sp_explain_cause_fix (&causes[i]);

      g_test_message ("%s", causes[i].id);
      g_assert_cmpstr (text, !=, "");
      g_assert_cmpstr (fix, !=, "");
      g_assert_true (g_hash_table_add (seen, g_strdup (title)));
      for (SpRecheck state = SP_RECHECK_NOT_ASKED; state <= SP_RECHECK_STILL_SO; state++)
        {
          const SpReadingCause cause = { .cause = &causes[i], .state = state };
          g_autofree char *now = sp_explain_recheck (&cause);
          g_autofree char *place = sp_explain_cause_place (&cause);

          g_assert_cmpstr (now, !=, "");
          g_assert_cmpstr (place, !=, "");
        }
    }
}

typedef struct {
  SpReading *reading;
  gboolean done;
} Waiting;

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Waiting *waiting = user_data;

  waiting->reading = sp_reading_new_finish (result, NULL);
  waiting->done = TRUE;
}

static SpReading *
read_text (SpWorkspace *workspace, const char *text, const char *yours, GCancellable *cancellable)
{
  g_autoptr (SpName) name = yours != NULL ? sp_name_parse (yours, NULL) : NULL;
  Waiting waiting = { 0 };

  sp_reading_new_async (workspace, text, -1, name, cancellable, read_cb, &waiting);
  if (cancellable != NULL)
    g_cancellable_cancel (cancellable);
  sp_test_await (&waiting.done);
  return waiting.reading;
}

/* Read and compared with the practice world: whose domain is asked, and what comes of it. */
static void
test_live (void)
{
  static const char *const bounce = "Sender Address: a@corner-books.example\n\n"
                                    "<info@quiet.example>: 550 5.7.23 SPF validation failed\n";
  static const char *const null_mx = "<info@quiet.example>: 556 5.1.10 null MX\n";
  const SpWorkspaceOptions options = { .practice = TRUE, .read_only = TRUE };
  g_autoptr (SpWorkspace) workspace = sp_workspace_new (&options, NULL);
  static const struct {
    const char *text;
    const char *yours;
    const char *domain;
    SpRecheck state;
    const char *finding;
  } cases[] = {
    { bounce, NULL, "corner-books.example", SP_RECHECK_STILL_SO, "spf-two" },
    { bounce, "corner-books.example", "corner-books.example", SP_RECHECK_STILL_SO, "spf-two" },
    { bounce, "quiet.example", "corner-books.example", SP_RECHECK_NOT_ASKED, NULL },
    { null_mx, NULL, "quiet.example", SP_RECHECK_STILL_SO, "says-no-mail" },
    { "550 5.1.10 null MX\n", NULL, NULL, SP_RECHECK_NOT_ASKED, NULL },
    { "550 5.1.10 null MX\n", "quiet.example", "quiet.example", SP_RECHECK_STILL_SO,
      "says-no-mail" },
    { "<a@sunny-studio.example>: 556 5.1.10 null MX\n", NULL, "sunny-studio.example",
      SP_RECHECK_NOT_SO, NULL },
    { TOP "spf=fail smtp.mailfrom=a@corner-books.example\nFrom: a@corner-books.example\n", NULL,
      "corner-books.example", SP_RECHECK_STILL_SO, "spf-two" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (SpReading) reading = read_text (workspace, cases[i].text, cases[i].yours, NULL);
      const SpReadingCause *cause = sp_reading_get_causes (reading)->pdata[0];

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (cause->domain != NULL ? sp_name_get_text (cause->domain) : NULL, ==,
                       cases[i].domain);
      g_assert_cmpint (cause->state, ==, cases[i].state);
      g_assert_cmpint (cause->is_yours, ==,
                       cases[i].yours != NULL && g_strcmp0 (cases[i].yours, cases[i].domain) == 0);
      if (cases[i].finding != NULL)
        g_assert_cmpstr (sp_finding_get_id (cause->findings->pdata[0]), ==, cases[i].finding);
      else
        g_assert_cmpuint (cause->findings->len, ==, 0);
    }
}

static void
test_cancelled (void)
{
  const SpWorkspaceOptions options = { .practice = TRUE, .read_only = TRUE };
  static const char *const texts[] = { "<info@quiet.example>: 556 5.1.10 null MX\n",
                                       TOP "spf=fail smtp.mailfrom=a@b.example\n" FROM };
  g_autoptr (SpWorkspace) workspace = sp_workspace_new (&options, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();

      g_assert_null (read_text (workspace, texts[i], NULL, cancellable));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reading/trust", test_trust);
  g_test_add_func ("/reading/origin", test_origin);
  g_test_add_func ("/reading/way", test_way);
  g_test_add_func ("/reading/recheck", test_recheck);
  g_test_add_func ("/reading/words", test_words);
  g_test_add_func ("/reading/live", test_live);
  g_test_add_func ("/reading/cancelled", test_cancelled);
  return g_test_run ();
}
