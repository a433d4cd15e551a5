/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-answer.h"

G_BEGIN_DECLS

/**
 * SpSpfResult:
 *
 * The results of check_host (RFC 7208 §2.6).
 */
typedef enum {
  SP_SPF_RESULT_NONE,
  SP_SPF_RESULT_NEUTRAL,
  SP_SPF_RESULT_PASS,
  SP_SPF_RESULT_FAIL,
  SP_SPF_RESULT_SOFTFAIL,
  SP_SPF_RESULT_TEMPERROR,
  SP_SPF_RESULT_PERMERROR,
} SpSpfResult;

/**
 * SpSpfProblem:
 * @SP_SPF_PROBLEM_NONE: there is none
 * @SP_SPF_PROBLEM_BAD_DOMAIN: the domain is no name of two labels or more (§4.3)
 * @SP_SPF_PROBLEM_NO_RECORD: the domain has no record (§4.5)
 * @SP_SPF_PROBLEM_TWO_RECORDS: a domain has more than one record (§4.5)
 * @SP_SPF_PROBLEM_SYNTAX: a record does not keep to the grammar (§4.6)
 * @SP_SPF_PROBLEM_LOOKUPS: more than ten terms ask questions (§4.6.4)
 * @SP_SPF_PROBLEM_VOID_LOOKUPS: more than two terms were told "nothing there" (§4.6.4)
 * @SP_SPF_PROBLEM_WIDE_MX: an `mx` leads to more than ten hosts (§4.6.4)
 * @SP_SPF_PROBLEM_DEAD_TARGET: an `include` or `redirect` leads to no record (§5.2, §6.1)
 * @SP_SPF_PROBLEM_DNS: a question was not answered (§2.6.6)
 * @SP_SPF_PROBLEM_TIMEOUT: it took too long (§4.6.4)
 *
 * Why there is no better result.
 */
typedef enum {
  SP_SPF_PROBLEM_NONE,
  SP_SPF_PROBLEM_BAD_DOMAIN,
  SP_SPF_PROBLEM_NO_RECORD,
  SP_SPF_PROBLEM_TWO_RECORDS,
  SP_SPF_PROBLEM_SYNTAX,
  SP_SPF_PROBLEM_LOOKUPS,
  SP_SPF_PROBLEM_VOID_LOOKUPS,
  SP_SPF_PROBLEM_WIDE_MX,
  SP_SPF_PROBLEM_DEAD_TARGET,
  SP_SPF_PROBLEM_DNS,
  SP_SPF_PROBLEM_TIMEOUT,
} SpSpfProblem;

/**
 * SpSpfStep:
 * @depth: how many includes are open
 * @domain: whose record it is
 * @term: (nullable): the term as written; %NULL while the record itself is looked up
 * @target: (nullable): the name it asks about, macros expanded
 * @record: (nullable): the record that was found
 * @outcome: (nullable): "match", "no-match", "found", "none", "follow", "explained", "ignored",
 *   "temperror" or "permerror"; %NULL for a step that was not finished
 * @is_void: whether a question of it was told "nothing there"
 * @answers: (element-type SpAnswer): what was asked, and what came
 *
 * One step of an evaluation.
 */
typedef struct {
  guint depth;
  char *domain;
  char *term;
  char *target;
  char *record;
  const char *outcome;
  gboolean is_void;
  GPtrArray *answers;
} SpSpfStep;

/**
 * SpSpfVerdict:
 * @result: the result
 * @problem: why it is no better
 * @mechanism: (nullable): the term that decided, as written in the record asked first or in the
 *   one that it redirects to; of an error the term that led to it
 * @explanation: (nullable): what the domain's owner has to say to a "fail"
 * @lookups: terms that asked questions
 * @void_lookups: terms of which a question was told "nothing there"
 * @steps: (element-type SpSpfStep): in the order taken
 *
 * What check_host says, and how it came about.
 */
typedef struct {
  SpSpfResult result;
  SpSpfProblem problem;
  char *mechanism;
  char *explanation;
  guint lookups;
  guint void_lookups;
  GPtrArray *steps;
} SpSpfVerdict;

const char *sp_spf_result_to_string (SpSpfResult result);
const char *sp_spf_problem_to_string (SpSpfProblem problem);

SpSpfVerdict *sp_spf_verdict_new (void);
void sp_spf_verdict_free (SpSpfVerdict *self);
SpSpfStep *sp_spf_verdict_add_step (SpSpfVerdict *self, guint depth, const char *domain,
                                    const char *term);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpSpfVerdict, sp_spf_verdict_free)

G_END_DECLS
