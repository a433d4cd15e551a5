/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/dns/sp-reply.h"
#include "core/dns/sp-zone.h"

#define AA SP_ANSWER_AUTHORITATIVE
#define RA SP_ANSWER_RECURSION_AVAILABLE
#define TC SP_ANSWER_TRUNCATED
#define REFERRAL SP_ANSWER_REFERRAL

#define NS_OF_SHOP "shop.test. 60 NS ns.shop.test.\n"
#define SOA_OF_SHOP "shop.test. 60 SOA ns.shop.test. admin.shop.test. 1 2 3 4 5\n"
#define STRANGER "else.test. 60 SOA ns.else.test. admin.else.test. 1 2 3 4 5\n"
#define ALIAS "shop.test. 60 CNAME other.test.\n"
#define MX "shop.test. 60 MX 10 mail.shop.test.\n"

/* A reply to a question for the MX of shop.test. */
typedef struct {
  const char *what;
  SpAskFlags asked;
  uint16_t rcode;
  SpAnswerFlags flags;
  const char *answer;
  const char *authority;
  SpOutcome outcome;
  SpAnswerFlags added;
} Case;

static const Case cases[] = {
  { "answer", SP_ASK_PLAIN, 0, AA, MX, "", SP_OUTCOME_ANSWER, 0 },
  { "alias", SP_ASK_PLAIN, 0, AA, ALIAS, "", SP_OUTCOME_ANSWER, 0 },
  { "alias of a branch", SP_ASK_PLAIN, 0, AA, "test. 60 DNAME \\# 9 076578616D706C6500\n", "",
    SP_OUTCOME_ANSWER, 0 },
  { "no authority", SP_ASK_PLAIN, 0, RA, MX, "", SP_OUTCOME_LAME, 0 },
  { "nodata", SP_ASK_PLAIN, 0, AA, "", SOA_OF_SHOP, SP_OUTCOME_NODATA, 0 },
  { "nodata without soa", SP_ASK_PLAIN, 0, AA, "", "", SP_OUTCOME_NODATA, 0 },
  { "nodata with ns", SP_ASK_PLAIN, 0, AA, "", NS_OF_SHOP, SP_OUTCOME_NODATA, 0 },
  { "empty without authority", SP_ASK_PLAIN, 0, 0, "", "", SP_OUTCOME_LAME, 0 },
  { "another type", SP_ASK_PLAIN, 0, AA, "shop.test. 60 TXT \"no\"\n", "", SP_OUTCOME_MALFORMED,
    0 },
  { "another owner", SP_ASK_PLAIN, 0, AA, "x.test. 60 MX 1 x.test.\n", "", SP_OUTCOME_MALFORMED,
    0 },
  { "cut off", SP_ASK_PLAIN, 0, AA | TC, MX, "", SP_OUTCOME_MALFORMED, 0 },
  { "nothing, cut off", SP_ASK_PLAIN, 0, AA | TC, "", "", SP_OUTCOME_MALFORMED, 0 },
  { "nxdomain", SP_ASK_PLAIN, 3, AA, "", SOA_OF_SHOP, SP_OUTCOME_NXDOMAIN, 0 },
  { "nxdomain without authority", SP_ASK_PLAIN, 3, RA, "", "", SP_OUTCOME_LAME, 0 },
  { "nxdomain behind an alias", SP_ASK_PLAIN, 3, AA, ALIAS, "", SP_OUTCOME_NXDOMAIN, 0 },
  { "nxdomain with records", SP_ASK_PLAIN, 3, AA, MX, SOA_OF_SHOP, SP_OUTCOME_MALFORMED, 0 },
  { "nxdomain with records behind an alias", SP_ASK_PLAIN, 3, AA,
    ALIAS "other.test. 60 MX 1 m.test.\n", "", SP_OUTCOME_MALFORMED, 0 },
  { "nxdomain of another zone", SP_ASK_PLAIN, 3, AA, "", STRANGER, SP_OUTCOME_MALFORMED, 0 },
  { "nodata of another zone", SP_ASK_PLAIN, 0, AA, "", STRANGER, SP_OUTCOME_MALFORMED, 0 },
  { "nodata of another zone behind an alias", SP_ASK_PLAIN, 0, AA, ALIAS, STRANGER,
    SP_OUTCOME_ANSWER, 0 },
  { "referral", SP_ASK_PLAIN, 0, 0, "", NS_OF_SHOP, SP_OUTCOME_LAME, REFERRAL },
  { "referral wanted", SP_ASK_REFERRAL, 0, 0, "", NS_OF_SHOP, SP_OUTCOME_ANSWER, REFERRAL },
  { "referral with aa", SP_ASK_REFERRAL, 0, AA, "", NS_OF_SHOP, SP_OUTCOME_ANSWER, REFERRAL },
  { "upward referral", SP_ASK_REFERRAL, 0, 0, "", ". 60 NS a.root.\n", SP_OUTCOME_LAME, 0 },
  { "referral elsewhere", SP_ASK_REFERRAL, 0, 0, "", "else.test. 60 NS ns.else.test.\n",
    SP_OUTCOME_LAME, 0 },
  { "nodata of the parent", SP_ASK_REFERRAL, 0, AA, "", "test. 60 SOA a. b. 1 2 3 4 5\n",
    SP_OUTCOME_NODATA, 0 },
  { "servfail", SP_ASK_PLAIN, 2, 0, "", "", SP_OUTCOME_SERVFAIL, 0 },
  { "not implemented", SP_ASK_PLAIN, 4, 0, "", "", SP_OUTCOME_SERVFAIL, 0 },
  { "not authoritative", SP_ASK_PLAIN, 9, 0, "", "", SP_OUTCOME_SERVFAIL, 0 },
  { "refused", SP_ASK_PLAIN, 5, 0, "", "", SP_OUTCOME_REFUSED, 0 },
  { "refused by a resolver", SP_ASK_RECURSE, 5, 0, "", "", SP_OUTCOME_REFUSED, 0 },
  { "recursive answer", SP_ASK_RECURSE, 0, RA, MX, "", SP_OUTCOME_ANSWER, 0 },
  { "recursive alias", SP_ASK_RECURSE, 0, RA, ALIAS "other.test. 60 MX 1 m.test.\n", "",
    SP_OUTCOME_ANSWER, 0 },
  { "recursive alias to nothing", SP_ASK_RECURSE, 0, RA, ALIAS, "test. 60 SOA a. b. 1 2 3 4 5\n",
    SP_OUTCOME_NODATA, 0 },
  { "recursive alias not followed", SP_ASK_RECURSE, 0, RA, ALIAS, "", SP_OUTCOME_ANSWER, 0 },
  { "recursive alias in a circle", SP_ASK_RECURSE, 0, RA, ALIAS "other.test. 60 CNAME shop.test.\n",
    "", SP_OUTCOME_ANSWER, 0 },
  { "alias in a circle", SP_ASK_PLAIN, 0, AA, "shop.test. 60 CNAME shop.test.\n", "",
    SP_OUTCOME_ANSWER, 0 },
  { "recursive nodata", SP_ASK_RECURSE, 0, RA, "", SOA_OF_SHOP, SP_OUTCOME_NODATA, 0 },
  { "recursive nodata without soa", SP_ASK_RECURSE, 0, RA, "", "", SP_OUTCOME_NODATA, 0 },
  { "recursive nxdomain", SP_ASK_RECURSE, 3, RA, "", SOA_OF_SHOP, SP_OUTCOME_NXDOMAIN, 0 },
  { "recursive nodata of another zone", SP_ASK_RECURSE, 0, RA, "", STRANGER, SP_OUTCOME_MALFORMED,
    0 },
  { "recursive nxdomain with records", SP_ASK_RECURSE, 3, RA, MX, "", SP_OUTCOME_MALFORMED, 0 },
  { "recursive nxdomain behind an alias", SP_ASK_RECURSE, 3, RA, ALIAS, SOA_OF_SHOP,
    SP_OUTCOME_NXDOMAIN, 0 },
  { "recursive other type", SP_ASK_RECURSE, 0, RA, "shop.test. 60 TXT \"no\"\n", "",
    SP_OUTCOME_MALFORMED, 0 },
  { "recursive nothing, cut off", SP_ASK_RECURSE, 0, RA | TC, "", "", SP_OUTCOME_MALFORMED, 0 },
  { "no resolver, and nothing", SP_ASK_RECURSE, 0, 0, "", "", SP_OUTCOME_LAME, 0 },
  { "no resolver", SP_ASK_RECURSE, 0, 0, "", "test. 60 NS a.test.\n", SP_OUTCOME_LAME, 0 },
};

static GPtrArray *
parse_section (const char *text)
{
  g_autoptr (SpName) root = sp_name_new_root ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SpZone) zone = sp_zone_parse (text, -1, root, &error);

  g_assert_no_error (error);
  return g_ptr_array_ref (sp_zone_get_records (zone));
}

static void
test_classify (gconstpointer data)
{
  const Case *one = data;
  g_autoptr (SpName) name = sp_name_parse ("shop.test", NULL);
  g_autoptr (SpReply) reply = sp_reply_new (SP_REPLY_MESSAGE);
  SpAnswerFlags flags = 0;
  SpOutcome outcome;

  reply->rcode = one->rcode;
  reply->flags = one->flags;
  reply->answer = parse_section (one->answer);
  reply->authority = parse_section (one->authority);
  outcome = sp_reply_classify (reply, name, SP_RR_MX, one->asked, &flags);
  g_assert_cmpstr (sp_outcome_to_string (outcome), ==, sp_outcome_to_string (one->outcome));
  g_assert_cmpuint (flags, ==, one->flags | one->added);
}

/* Asked for the NS set, a parent may put the delegation into the answer. */
static void
test_delegation_in_answer (void)
{
  g_autoptr (SpName) name = sp_name_parse ("shop.test", NULL);
  g_autoptr (SpReply) reply = sp_reply_new (SP_REPLY_MESSAGE);
  SpAnswerFlags flags = 0;

  reply->answer = parse_section (NS_OF_SHOP);
  g_assert_cmpint (sp_reply_classify (reply, name, SP_RR_NS, SP_ASK_REFERRAL, &flags), ==,
                   SP_OUTCOME_ANSWER);
  g_assert_cmpuint (flags, ==, REFERRAL);
  g_assert_cmpint (sp_reply_classify (reply, name, SP_RR_NS, SP_ASK_PLAIN, &flags), ==,
                   SP_OUTCOME_LAME);
  reply->flags = RA;
  g_assert_cmpint (sp_reply_classify (reply, name, SP_RR_NS, SP_ASK_REFERRAL, &flags), ==,
                   SP_OUTCOME_LAME);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/reply/classify/%s", cases[i].what);

      g_test_add_data_func (path, &cases[i], test_classify);
    }
  g_test_add_func ("/reply/delegation-in-answer", test_delegation_in_answer);
  return g_test_run ();
}
