/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a reply means: a line "NAME TYPE RCODE FLAGS ASKED" (numbers in hexadecimal), then zone
 * text: the answer, and behind a line "!" the authority section. */
#include "fuzz/sp-fuzz.h"

#include "core/dns/sp-reply.h"
#include "core/dns/sp-zone.h"

#include <string.h>

static GPtrArray *
read_section (const char *text)
{
  g_autoptr (SpName) root = sp_name_new_root ();
  g_autoptr (SpZone) zone = sp_zone_parse (text, -1, root, NULL);

  return zone != NULL ? g_ptr_array_ref (sp_zone_get_records (zone)) : NULL;
}

/* Only what came, and from one who may say so, means "nothing there". */
static void
check_outcome (SpOutcome outcome, const SpReply *reply, SpAskFlags asked)
{
  gboolean may_say = asked & SP_ASK_RECURSE || reply->flags & SP_ANSWER_AUTHORITATIVE;

  g_assert_nonnull (sp_outcome_to_string (outcome));
  if (outcome == SP_OUTCOME_NXDOMAIN)
    g_assert_true (may_say && reply->rcode == SP_RCODE_NXDOMAIN);
  if (outcome == SP_OUTCOME_NODATA)
    g_assert_true (may_say && reply->rcode == SP_RCODE_NOERROR);
  if (outcome == SP_OUTCOME_ANSWER)
    g_assert_true ((may_say || asked & SP_ASK_REFERRAL) && reply->rcode == SP_RCODE_NOERROR);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (SpFuzzInput) input = sp_fuzz_input_new (data, size);
  g_autofree char *first = sp_fuzz_input_take_line (&input);
  g_auto (GStrv) words = g_strsplit (first, " ", 5);
  g_auto (GStrv) sections = g_strsplit (input.text, "!\n", 2);
  g_autoptr (SpReply) reply = sp_reply_new (SP_REPLY_MESSAGE);
  g_autoptr (SpName) name = NULL;
  SpRrType type;
  SpAskFlags asked;
  SpAnswerFlags flags;

  if (g_strv_length (words) < 5 || !sp_rr_type_from_string (words[1], &type))
    return 0;
  name = sp_name_parse (words[0], NULL);
  if (name == NULL)
    return 0;
  reply->rcode = (uint16_t) (g_ascii_strtoull (words[2], NULL, 16) & 0xfff);
  reply->flags = (SpAnswerFlags) (g_ascii_strtoull (words[3], NULL, 16) & 0x3f);
  asked = (SpAskFlags) (g_ascii_strtoull (words[4], NULL, 16) & 0xf);
  if (sections[0] != NULL)
    reply->answer = read_section (sections[0]);
  if (sections[0] != NULL && sections[1] != NULL)
    reply->authority = read_section (sections[1]);
  check_outcome (sp_reply_classify (reply, name, type, asked, &flags), reply, asked);
  return 0;
}
