/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/checks/sp-checks.h"
#include "core/explain/sp-explain-phrase.h"

#include <string.h>

#define SECOND G_GINT64_CONSTANT (1000000)

/* Every rule that Signpost knows, also those that no check finds yet. */
static const char *const rules[] = {
  "no-route",
  "mx-absent",
  "says-no-mail",
  "null-mx-mixed",
  "null-mx-preference",
  "mx-to-cname",
  "mx-to-ip",
  "mx-bad-name",
  "mx-target-dead",
  "mx-target-private",
  "mx-target-doubled",
  "mx-duplicate",
  "mx-priority",
  "mx-set-partial",
  "mx-wrong-owner",
  "old-mx-left",
  "filter-bypassed",
  "forwarding-in-the-way",
  "no-backup",
  "apex-cname",
  "web-move",
  "proxied-mail-host",
  "ttl-long",
  "ttl-short",
  "spf-absent",
  "spf-two",
  "spf-syntax",
  "spf-too-many",
  "spf-void",
  "spf-include-dead",
  "spf-loop",
  "spf-no-provider",
  "spf-open",
  "spf-no-end",
  "spf-ptr",
  "spf-long",
  "spf-wrong-name",
  "spf-leftover",
  "dkim-absent",
  "dkim-mangled",
  "dkim-weak",
  "dkim-revoked",
  "dkim-testing",
  "dkim-target-dead",
  "dmarc-absent",
  "dmarc-two",
  "dmarc-syntax",
  "dmarc-wrong-name",
  "dmarc-too-strict",
  "dmarc-no-reports",
  "dmarc-rua-unauthorised",
  "dmarc-old-tags",
  "dmarc-watching",
  "mta-sts-stale",
  "mta-sts-broken",
  "tls-rpt-broken",
  "dane-unsigned",
  "smtp-silent",
  "smtp-no-starttls",
  "smtp-cert-name",
  "smtp-refuses-domain",
  "port25-blocked",
  "ns-elsewhere",
  "mail-lost-in-ns-move",
  "ns-disagree",
  "ns-lame",
  "ns-parent-child",
  "ds-stale",
  "expired-or-held",
  "name-doubled",
  "negative-cache",
  "negative-ttl-long",
  "wildcard",
  "dns-intercepted",
  "autodiscover-left",
  "autodiscover-absent",
  "newsletter-lost",
  "site-forms",
};

/* Words that frighten, blame or mean nothing to an owner. */
static const char *const avoided[] = { "propagat", "flush",  "purge",   "invalid", "illegal",
                                       "fatal",    "deprec", "misconf", "simply",  " just ",
                                       "!",        "%",      "  ",      "\"",      "'",
                                       "...",      "–",      " your ",  " my ",    "e.g.",
                                       "i.e.",     "\n",     "{",       "}" };

static void
assert_readable (const char *said, gboolean is_sentence, const char *id)
{
  if (said == NULL || *said == '\0')
    g_error ("%s: nothing is said", id);
  g_assert_true (g_utf8_validate (said, -1, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (avoided); i++)
    {
      if (strstr (said, avoided[i]) != NULL)
        g_error ("%s: “%s” in: %s", id, avoided[i], said);
    }
  if (is_sentence != g_str_has_suffix (said, "."))
    g_error ("%s: a full stop too many or too few: %s", id, said);
}

static SpFinding *
new_finding (const char *id, SpLevel level)
{
  return sp_finding_new (id, level, "shop.example", NULL);
}

static void
assert_finding (SpFinding *finding)
{
  const char *id = sp_finding_get_id (finding);
  g_autofree char *title = sp_explain_finding_title (finding);
  g_autofree char *text = sp_explain_finding_text (finding);
  g_autofree char *fix = sp_explain_finding_fix (finding);

  assert_readable (text, TRUE, id);
  assert_readable (fix, TRUE, id);
  /* A title may end as a question. */
  if (!g_str_has_suffix (title, "?"))
    assert_readable (title, FALSE, id);
}

/* Without a single detail something sensible is said, at every level. */
static void
test_bare_findings (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_autofree char *name = sp_explain_rule_name (rules[i]);

      g_assert_nonnull (sp_rule_words_find (rules[i]));
      assert_readable (name, FALSE, rules[i]);
      for (int level = SP_LEVEL_IN_ORDER; level <= SP_LEVEL_LOST; level++)
        {
          g_autoptr (SpFinding) finding = new_finding (rules[i], (SpLevel) level);

          assert_finding (finding);
        }
    }
}

/* No check finds what nobody can say. */
static void
test_all_checks (void)
{
  const char *const *ids = sp_checks_get_ids ();

  for (gsize i = 0; ids[i] != NULL; i++)
    {
      if (sp_rule_words_find (ids[i]) == NULL)
        g_error ("%s has no words", ids[i]);
    }
}

static void
set_details (SpFinding *finding, const char *when, const char *words)
{
  g_auto (GStrv) conditions = g_strsplit (when != NULL ? when : "", ",", -1);
  g_auto (GStrv) parts = g_strsplit (words, "{", -1);

  for (gsize i = 1; parts[0] != NULL && parts[i] != NULL; i++)
    {
      g_autofree char *key = g_strndup (parts[i], strcspn (parts[i], "}"));

      sp_finding_set_detail (finding, key, "mx.shop.example");
    }
  for (gsize i = 0; conditions[i] != NULL; i++)
    {
      g_auto (GStrv) pair = g_strsplit (conditions[i], "=", 2);

      if (pair[0] != NULL && *pair[0] != '!')
        sp_finding_set_detail (finding, pair[0], pair[1] != NULL ? pair[1] : "mx.shop.example");
    }
}

static SpLevel
find_level (const char *when)
{
  const char *level = when != NULL ? strstr (when, "level=") : NULL;

  return level != NULL ? (SpLevel) (level[strlen ("level=")] - '0') : SP_LEVEL_MAY_BOUNCE;
}

static void
check_phrases (const char *id, const SpPhrase *phrases)
{
  gsize n = 0;

  while (phrases[n].words != NULL)
    {
      g_autoptr (SpFinding) finding = new_finding (id, find_level (phrases[n].when));

      set_details (finding, phrases[n].when, phrases[n].words);
      assert_finding (finding);
      n++;
    }
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (n, <, SP_MAX_PHRASES);
  g_assert_null (phrases[n - 1].when);
}

/* Whatever details there are, every phrase can be said. */
static void
test_all_phrases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      const SpRuleWords *words = sp_rule_words_find (rules[i]);

      check_phrases (rules[i], words->title);
      check_phrases (rules[i], words->text);
      check_phrases (rules[i], words->fix);
    }
}

static void
test_names_differ (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      if (!g_hash_table_add (seen, (gpointer) sp_rule_words_find (rules[i])->name))
        g_error ("%s has the name of another rule", rules[i]);
    }
}

static void
test_details (void)
{
  g_autoptr (SpFinding) dead = new_finding ("mx-target-dead", SP_LEVEL_LOST);
  g_autoptr (SpFinding) ttl = new_finding ("ttl-long", SP_LEVEL_LATER);
  g_autoptr (SpFinding) left = new_finding ("old-mx-left", SP_LEVEL_MAY_BOUNCE);
  g_autofree char *title = NULL;
  g_autofree char *text = NULL;
  g_autofree char *fix = NULL;

  sp_finding_set_detail (dead, "host", "smtp.gogle.com");
  sp_finding_set_detail (dead, "nearest", "smtp.google.com");
  title = sp_explain_finding_title (dead);
  g_assert_cmpstr (title, ==,
                   "\u2068smtp.gogle.com\u2069 does not exist. Was \u2068smtp.google.com\u2069 "
                   "meant?");
  sp_finding_set_detail (ttl, "ttl", "14400");
  text = sp_explain_finding_text (ttl);
  g_assert_nonnull (strstr (text, "\u20684 hours\u2069"));
  sp_finding_set_detail (left, "sure", "yes");
  sp_finding_set_detail (left, "hosts", "mx1.old.example mx2.old.example");
  fix = sp_explain_finding_fix (left);
  g_assert_nonnull (strstr (fix, "\u2068mx1.old.example, mx2.old.example\u2069"));
}

static void
test_unknown_rule (void)
{
  g_autoptr (SpFinding) finding = new_finding ("no-such-rule", SP_LEVEL_TIDY_UP);
  g_autofree char *name = sp_explain_rule_name ("no-such-rule");

  assert_finding (finding);
  assert_readable (name, FALSE, "no-such-rule");
}

/* Text of strangers cannot forge a sentence, a line or a direction of writing. */
static void
test_hostile_details (void)
{
  g_autoptr (SpFinding) finding = new_finding ("mx-to-cname", SP_LEVEL_MAY_BOUNCE);
  g_autofree char *text = NULL;

  sp_finding_set_detail (finding, "host", "a\nb\u202e{target}%s<b>");
  sp_finding_set_detail (finding, "target", "\u2069x\u2066\033[31m{host}");
  text = sp_explain_finding_text (finding);
  g_assert_nonnull (strstr (text, "\u2068a\\u{A}b\\u{202E}{target}%s<b>\u2069"));
  g_assert_nonnull (strstr (text, "\u2068\\u{2069}x\\u{2066}\\u{1B}[31m{host}\u2069"));
  g_assert_null (strpbrk (text, "\n\033"));
}

static void
test_safe_text (void)
{
  static const struct {
    const char *bytes;
    gssize length;
    const char *safe;
  } cases[] = {
    { NULL, -1, "" },
    { "", -1, "" },
    { "v=spf1 -all", -1, "v=spf1 -all" },
    { "Käsekuchen 日本", -1, "Käsekuchen 日本" },
    { "a\tb\r\n", -1, "a\\u{9}b\\u{D}\\u{A}" },
    { "a\0b", 3, "a\\u{0}b" },
    { "\xff\xfe", -1, "\\255\\254" },
    { "x\xe2\x80", -1, "x\\226\\128" },
    { "\u200b\u200f\u2028\ufeff\u00ad", -1, "\\u{200B}\\u{200F}\\u{2028}\\u{FEFF}\\u{AD}" },
    { "a\u00a0b\u3000c", -1, "a\\u{A0}b\\u{3000}c" },
    { "\xc2\x85\ue000\U000e0041", -1, "\\u{85}\\u{E000}\\u{E0041}" },
    { "e\u0301", -1, "e\u0301" },
    { "e\u0301\u0301\u0301\u0301", -1, "e\u0301\u0301\u0301\\u{301}" },
    { "\\010", -1, "\\010" },
  };
  g_autofree char *many = g_strnfill (100000, 'x');
  g_autofree char *cut = sp_explain_safe_text (many, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *safe = sp_explain_safe_text (cases[i].bytes, cases[i].length);

      g_assert_cmpstr (safe, ==, cases[i].safe);
    }
  g_assert_true (g_str_has_suffix (cut, "x…"));
  g_assert_cmpuint (strlen (cut), <, 2000);
}

static void
test_durations (void)
{
  static const struct {
    gint64 seconds;
    const char *duration;
    const char *ttl;
  } cases[] = {
    { 0, "0 seconds", "no time at all" },
    { 1, "1 second", "1 second" },
    { 59, "59 seconds", "59 seconds" },
    { 60, "1 minute", "1 minute" },
    { 61, "2 minutes", "61 seconds" },
    { 300, "5 minutes", "5 minutes" },
    { 3600, "1 hour", "1 hour" },
    { 3601, "1 hour 1 minute", "3601 seconds" },
    { 5400, "1 hour 30 minutes", "90 minutes" },
    { 7800, "2 hours 10 minutes", "130 minutes" },
    { 14400, "4 hours", "4 hours" },
    { 86400, "1 day", "1 day" },
    { 90000, "25 hours", "25 hours" },
    { 172800, "2 days", "2 days" },
    { 259200, "3 days", "3 days" },
    { 266400, "3 days 2 hours", "74 hours" },
    { 1209600, "14 days", "14 days" },
    { 1209601, "15 days", "1209601 seconds" },
    { -5, "0 seconds", "no time at all" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *duration = sp_explain_duration (cases[i].seconds);
      g_autofree char *ttl = sp_explain_ttl (cases[i].seconds);

      g_assert_cmpstr (duration, ==, cases[i].duration);
      g_assert_cmpstr (ttl, ==, cases[i].ttl);
    }
}

static gint64
at (const char *text, GTimeZone *zone)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (text, zone);

  g_assert_nonnull (time);
  return g_date_time_to_unix_usec (time);
}

static void
test_times (void)
{
  static const struct {
    const char *time;
    const char *said;
  } cases[] = {
    { "2026-11-23T14:25:00", "today 14:25" },       { "2026-11-23T00:00:00", "today 0:00" },
    { "2026-11-23T23:59:59", "today 23:59" },       { "2026-11-24T09:00:00", "tomorrow 9:00" },
    { "2026-11-22T23:59:00", "yesterday 23:59" },   { "2026-11-25T19:01:00", "Wednesday 19:01" },
    { "2026-11-29T07:00:00", "Sunday 7:00" },       { "2026-11-30T07:00:00", "30 November" },
    { "2026-11-20T07:05:00", "20 November, 7:05" }, { "2026-11-01T07:05:00", "1 November" },
    { "2027-06-24T07:00:00", "24 June 2027" },
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Berlin");
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  gint64 now = at ("2026-11-23T10:00:00", zone != NULL ? zone : utc);
  g_autofree char *late = sp_explain_time (G_MAXINT64, now, utc);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GTimeZone *used = zone != NULL ? zone : utc;
      g_autofree char *said = sp_explain_time (at (cases[i].time, used), now, used);

      g_assert_cmpstr (said, ==, cases[i].said);
    }
  g_assert_cmpstr (late, ==, "not known yet");
}

/* The day is that of the person's clock, also across the end of daylight saving time. */
static void
test_zones (void)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("America/New_York");
  g_autofree char *there = NULL;
  g_autofree char *here = NULL;

  if (zone == NULL)
    {
      g_test_skip ("no time zone data");
      return;
    }
  there = sp_explain_time (at ("2026-11-01T05:30:00", utc), at ("2026-11-01T03:00:00", utc), zone);
  here = sp_explain_time (at ("2026-11-01T05:30:00", utc), at ("2026-11-01T03:00:00", utc), utc);
  g_assert_cmpstr (there, ==, "tomorrow 1:30");
  g_assert_cmpstr (here, ==, "today 5:30");
}

static void
test_reasons (void)
{
  g_autoptr (SpUnchecked) unchecked = sp_unchecked_new (
    "spf-absent", "shop.example", SP_REASON_TIMEOUT,
    (const char *[]) { "ns3.hoster.example", "ns\u202e4.hoster.example", NULL });
  g_autofree char *said = sp_explain_unchecked (unchecked);

  for (int reason = SP_REASON_NONE; reason <= SP_REASON_NOT_ASKED; reason++)
    {
      g_autofree char *sentence = sp_explain_reason ((SpReason) reason);
      g_autoptr (SpUnchecked)
        one = sp_unchecked_new ("spf-absent", "shop.example", (SpReason) reason, NULL);
      g_autofree char *whole = sp_explain_unchecked (one);

      assert_readable (sentence, TRUE, "reason");
      assert_readable (whole, TRUE, "reason");
    }
  g_assert_nonnull (strstr (said, "\u2068ns3.hoster.example\u2069"));
  g_assert_nonnull (strstr (said, "ns\\u{202E}4"));
  for (int level = SP_LEVEL_IN_ORDER; level <= SP_LEVEL_LOST; level++)
    assert_readable (sp_explain_level ((SpLevel) level), FALSE, "level");
}

static void
test_question_errors (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) other = g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "x");
  g_autofree char *said = sp_explain_question_error (other);

  for (int code = SP_QUESTION_ERROR_EMPTY; code <= SP_QUESTION_ERROR_NOT_BELOW; code++)
    {
      g_autoptr (GError) error = g_error_new (SP_QUESTION_ERROR, code, "for developers");
      char *sentence = sp_explain_question_error (error);

      assert_readable (sentence, TRUE, "question");
      g_assert_true (g_hash_table_add (seen, sentence));
    }
  assert_readable (said, TRUE, "question");
}

/* Every reason that a plan gives for an edit. */
static const char *const edit_reasons[] = {
  "mx-add",       "mx-switch",       "mx-null-removed", "mx-complete",      "mx-remove-left",
  "mx-order",     "mx-alias",        "mx-ip",           "mx-bad-name",      "mx-dead",
  "mx-doubled",   "mx-duplicate",    "mx-null-mixed",   "mx-repair",        "mx-no-such-code",
  "spf-add",      "spf-merge",       "spf-include",     "spf-repair",       "dkim-add",
  "dkim-replace", "dmarc-add",       "dmarc-move",      "dmarc-misplaced",  "autodiscover-left",
  "verification", "provider-record", "alias-address",   "alias-in-the-way", "address-name",
  "name-taken",   "name-doubled",    "ttl-settle",      "no-such-code",     "ttl-lower",
  "mx-add-new",   "mx-flip",         "mx-remove-old",   "spf-trim",         "autodiscover",
  "dkim-old",     "mx-misspelt",     "mx-private",      "mx-filter",        "mx-spare",
  "mx-put-back",  "mx-null-number",  "mx-misplaced",    "spf-move",         "spf-misplaced",
  "spf-dead",     "spf-loop",        "spf-close",       "spf-end",          "spf-ptr",
  "spf-shorten",  "dkim-repair",     "dkim-testing",    "dmarc-merge",      "mta-sts-one",
  "tls-rpt-one",  "dmarc-repair",    "dmarc-reports",   "dmarc-old-tags",   "dmarc-move-repair",
  "moved",
};

static void
assert_edit (SpEdit *edit, SpCatalog *catalog)
{
  g_autofree char *title = sp_explain_edit_title (edit, catalog);
  g_autofree char *why = sp_explain_edit_why (edit, catalog);

  assert_readable (title, FALSE, sp_edit_get_why (edit));
  assert_readable (why, TRUE, sp_edit_get_why (edit));
}

static void
test_edits (void)
{
  g_autoptr (SpCatalog) catalog = sp_catalog_new (NULL);
  g_autoptr (SpName) zone = sp_name_parse ("shop.example", NULL);
  g_autoptr (SpName) name = sp_name_parse ("mail.shop.example", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (edit_reasons); i++)
    {
      g_autoptr (SpEdit) edit = sp_edit_new ("x", SP_RR_MX, name, zone, edit_reasons[i]);

      assert_edit (edit, catalog);
      assert_edit (edit, NULL);
      sp_edit_add_row (edit, 10, "mx.example");
      sp_edit_set_detail (edit, "provider", "fastmail");
      sp_edit_set_detail (edit, "found", "dmarc.shop.example");
      assert_edit (edit, catalog);
      sp_edit_set_detail (edit, "filter", "mimecast");
      assert_edit (edit, catalog);
    }
}

static void
test_edit_names (void)
{
  g_autoptr (SpCatalog) catalog = sp_catalog_new (NULL);
  g_autoptr (SpName) name = sp_name_parse ("shop.example", NULL);
  g_autoptr (SpEdit) edit = sp_edit_new ("mx", SP_RR_MX, name, name, "mx-add");
  g_autofree char *bare = sp_explain_edit_title (edit, catalog);
  g_autofree char *direct = NULL;
  g_autofree char *filtered = NULL;

  sp_edit_set_detail (edit, "provider", "fastmail");
  direct = sp_explain_edit_title (edit, catalog);
  sp_edit_set_detail (edit, "filter", "mimecast");
  filtered = sp_explain_edit_title (edit, catalog);
  g_assert_cmpstr (bare, ==, "Say where mail is delivered");
  g_assert_cmpstr (direct, ==, "Deliver mail to \u2068Fastmail\u2069");
  g_assert_cmpstr (filtered, ==, "Deliver mail to \u2068Mimecast\u2069");
}

static void
test_mistakes (void)
{
  static const char *const codes[] = {
    "quotes",          "second-record", "old-left", "rows-missing",
    "domain-appended", "cut-off",       "spaces",   "number",
    "name-doubled",    "no-such-code",  NULL
  };
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      char *said = sp_explain_mistake (codes[i]);

      assert_readable (said, TRUE, codes[i]);
      g_assert_true (g_hash_table_add (seen, said) == (codes[i] != NULL));
    }
}

static void
test_steps (void)
{
  static const char *const ids[] = { "take-stock", "prepare-new", "lower-ttl",  "add-new",
                                     "copy-mail",  "flip",        "switch",     "keep-old",
                                     "drain",      "remove-old",  "side-doors", "settle",
                                     "cancel-old", "no-such-step" };
  static const char *const names[] = { NULL, "Fastmail" };

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (SpStep) step = sp_step_new (ids[i]);

      for (gsize n = 0; n < G_N_ELEMENTS (names); n++)
        {
          g_autofree char *title = sp_explain_step_title (step, names[n]);
          g_autofree char *text = sp_explain_step_text (step, names[n]);

          assert_readable (title, FALSE, ids[i]);
          assert_readable (text, TRUE, ids[i]);
        }
    }
  for (int state = SP_STEP_LATER; state <= SP_STEP_SKIPPED; state++)
    {
      g_autofree char *word = sp_explain_step_state ((SpStepState) state);

      assert_readable (word, FALSE, "state");
    }
}

static void
test_ticks (void)
{
  static const char *const ids[] = {
    "can-sign-in-dns", "addresses-listed", "website-sends-mail", "mailboxes-exist",
    "dkim-started",    "new-accepts",      "first-copy-done",    "last-copy-done",
    "test-passed",     "old-is-quiet",     "local-routing",      "old-forwards-or-is-read",
    "still-claimed",   "newsletter-test",  "backup-taken",       "no-such-tick"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autofree char *words = sp_explain_tick (ids[i]);
      g_autofree char *reason = sp_explain_tick_reason (ids[i]);

      assert_readable (words, FALSE, ids[i]);
      assert_readable (reason, TRUE, ids[i]);
    }
}

static void
test_why (void)
{
  static const char *const codes[] = { "last-served",  "live",         "old-ttl",
                                       "margin",       "calm-day",     "calm-days",
                                       "late-senders", "quiet-week",   "quiet-fortnight",
                                       "quiet-month",  "last-retries", "no-such-code" };
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      SpWhy with = { (char *) codes[i], 14400, 1000 * SECOND };
      SpWhy without = { (char *) codes[i], 0, 0 };
      g_autofree char *said = sp_explain_why (&with);
      g_autofree char *bare = sp_explain_why (&without);
      g_autofree char *dated = sp_explain_why_at (&with, 2000 * SECOND, utc);
      g_autofree char *undated = sp_explain_why_at (&without, 2000 * SECOND, utc);

      assert_readable (said, TRUE, codes[i]);
      assert_readable (bare, TRUE, codes[i]);
      assert_readable (dated, TRUE, codes[i]);
      assert_readable (undated, TRUE, codes[i]);
    }
}

static void
test_blockers (void)
{
  static const char *const ids[] = { "prepare-new", "new-accepts", "mx-unknown", "senders-unknown",
                                     "no-such-id" };

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autofree char *said = sp_explain_blocker (ids[i], "Fastmail");

      assert_readable (said, TRUE, ids[i]);
    }
}

static void
test_stories (void)
{
  static const char *const ids[] = {
    "harbor-bakery", "corner-books",  "lakeside-dental",       "old-mill", "quiet", "sunny-studio",
    "green-garage",  "split-horizon", "support-harbor-bakery", "workshop", NULL
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autofree char *said = sp_explain_story (ids[i]);

      assert_readable (said, TRUE, ids[i]);
    }
}

/* Every kind of term and everything that can be noted of it has words, with a name and without. */
static void
test_spf_terms (void)
{
  static const char *const noted[] = { "ignored", "syntax",      "dead-target", "two-records",
                                       "loop",    "too-many-mx", "unknown" };
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  SpSpfTree tree = { .lookups = 11 };
  g_autofree char *total = sp_explain_spf_total (&tree);
  SpSpfNode node = { .term = (char *) "-all", .kind = SP_SPF_ALL, .terms = none };

  assert_readable (total, FALSE, "total");
  for (guint round = 0; round < 4; round++)
    for (SpSpfKind kind = SP_SPF_BROKEN; kind <= SP_SPF_MODIFIER; kind++)
      {
        g_autofree char *said = NULL;

        node.kind = kind;
        node.domain = (char *) (round % 2 > 0 ? "mail.example" : NULL);
        node.is_included = round > 1;
        said = sp_explain_spf_term (&node);
        assert_readable (said, FALSE, "term");
      }
  for (guint i = 0; i < G_N_ELEMENTS (noted); i++)
    {
      node.note = noted[i];
      assert_readable (sp_explain_spf_note (&node), TRUE, noted[i]);
    }
  node.note = NULL;
  g_assert_null (sp_explain_spf_note (&node));
  g_assert_null (sp_explain_spf_cost (&node));
  node.lookups = node.void_lookups = 1;
  assert_readable (sp_explain_spf_note (&node), TRUE, "void");
  g_free (total);
  total = sp_explain_spf_cost (&node);
  assert_readable (total, FALSE, "cost");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/explain/findings/bare", test_bare_findings);
  g_test_add_func ("/explain/findings/checks", test_all_checks);
  g_test_add_func ("/explain/findings/phrases", test_all_phrases);
  g_test_add_func ("/explain/findings/names", test_names_differ);
  g_test_add_func ("/explain/findings/details", test_details);
  g_test_add_func ("/explain/findings/unknown", test_unknown_rule);
  g_test_add_func ("/explain/findings/hostile", test_hostile_details);
  g_test_add_func ("/explain/safe-text", test_safe_text);
  g_test_add_func ("/explain/durations", test_durations);
  g_test_add_func ("/explain/times", test_times);
  g_test_add_func ("/explain/zones", test_zones);
  g_test_add_func ("/explain/reasons", test_reasons);
  g_test_add_func ("/explain/question-errors", test_question_errors);
  g_test_add_func ("/explain/edits", test_edits);
  g_test_add_func ("/explain/edits/names", test_edit_names);
  g_test_add_func ("/explain/mistakes", test_mistakes);
  g_test_add_func ("/explain/steps", test_steps);
  g_test_add_func ("/explain/ticks", test_ticks);
  g_test_add_func ("/explain/why", test_why);
  g_test_add_func ("/explain/blockers", test_blockers);
  g_test_add_func ("/explain/spf-terms", test_spf_terms);
  g_test_add_func ("/explain/stories", test_stories);
  return g_test_run ();
}
