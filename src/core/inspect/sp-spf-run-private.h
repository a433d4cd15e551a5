/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-resolver.h"
#include "core/inspect/sp-spf-evaluator.h"
#include "core/mail/sp-spf-expand.h"
#include "core/mail/sp-spf.h"

G_BEGIN_DECLS

typedef struct _SpSpfRun SpSpfRun;
typedef void (*SpSpfThen) (SpSpfRun *run);

/*
 * SpSpfFrame:
 * @domain: whose record is read
 * @spf: (nullable): the record, once it is known
 * @next: the term to be looked at next
 * @current: (nullable): text of the term that is being looked at
 * @step: (nullable): step of that term
 * @is_redirected: whether the record is one that another redirects to
 *
 * A record that is open: the first one, or one that an include of the frame below it opened.
 */
typedef struct {
  char *domain;
  SpSpf *spf;
  guint next;
  char *current;
  SpSpfStep *step;
  gboolean is_redirected;
} SpSpfFrame;

/*
 * SpSpfRun:
 * @task: whose data this is
 * @network: whom to ask
 * @resolver: asks
 * @cancellable: ends all questions
 * @cancelled_id: handler of the caller's cancellable
 * @deadline: (nullable): ends the evaluation
 * @is_late: whether the deadline has passed
 * @scene: what macros stand for; strings are owned by @strings
 * @strings: (element-type utf8): texts that live as long as the run
 * @frames: (element-type SpSpfFrame): records that are open, the first one first
 * @verdict: (nullable): what has come out so far; %NULL when it has been returned
 * @step: (nullable): the step that questions belong to
 * @answers: (element-type SpAnswer): answers to the questions of one round, in the order asked;
 *   %NULL for a question that was cancelled
 * @n_pending: questions without an answer
 * @then: what to do when all have one
 * @names: (nullable) (element-type SpName): validated names of the client (RFC 7208 §5.5)
 * @resume: what to do when they are known
 * @hosts: (nullable) (element-type SpName): hosts whose addresses are being asked for
 * @is_reading: whether terms are being taken one after the other
 * @has_more: whether the next term is to be taken
 * @is_explaining: whether the result is known and only the explanation is looked for
 *
 * One evaluation of check_host. A record is read term by term; a term that needs DNS asks one
 * round of questions after the other, each with a function that goes on when it is over. An error
 * ends everything at once, however many includes are open.
 */
struct _SpSpfRun {
  GTask *task;
  SpNetwork *network;
  SpResolver *resolver;
  GCancellable *cancellable;
  gulong cancelled_id;
  GSource *deadline;
  gboolean is_late;
  SpSpfScene scene;
  GPtrArray *strings;
  GPtrArray *frames;
  SpSpfVerdict *verdict;
  SpSpfStep *step;
  GPtrArray *answers;
  guint n_pending;
  SpSpfThen then;
  GPtrArray *names;
  SpSpfThen resume;
  GPtrArray *hosts;
  gboolean is_reading;
  gboolean has_more;
  gboolean is_explaining;
};

/* sp-spf-run.c: the state, and how it ends */
char *sp_spf_dup_plain_domain (const char *text);
SpSpfRun *sp_spf_run_new (GTask *task, SpNetwork *network, SpClock *clock,
                          const SpSpfRequest *request);
void sp_spf_run_free (SpSpfRun *self);
void sp_spf_run_end (SpSpfRun *self, SpSpfResult result, SpSpfProblem problem);
SpSpfFrame *sp_spf_run_get_frame (SpSpfRun *self);
void sp_spf_run_push (SpSpfRun *self, const char *domain);
void sp_spf_run_pop (SpSpfRun *self);
const SpSpfTerm *sp_spf_run_get_term (SpSpfRun *self);

/*
 * SpSpfFound:
 *
 * What one answer means for a term: records, nothing there, a failure, or too much of nothing, at
 * which the run has ended.
 */
typedef enum {
  SP_SPF_FOUND_RECORDS,
  SP_SPF_FOUND_NOTHING,
  SP_SPF_FOUND_FAILURE,
  SP_SPF_FOUND_END,
} SpSpfFound;

/* sp-spf-asking.c: rounds of questions */
void sp_spf_run_ask (SpSpfRun *self, SpName *name, SpRrType type, SpSpfThen then);
void sp_spf_run_ask_all (SpSpfRun *self, GPtrArray *names, SpRrType type, SpSpfThen then);
SpSpfFound sp_spf_run_take (SpSpfRun *self, guint index, SpRecordSet **set);
SpRrType sp_spf_run_get_address_type (SpSpfRun *self);

/* sp-spf-client-names.c: `ptr` and the macro `p` */
void sp_spf_run_find_names (SpSpfRun *self, SpSpfThen resume);
char *sp_spf_run_expand_domain (SpSpfRun *self, const char *text);
char *sp_spf_run_expand_text (SpSpfRun *self, const char *text);
gboolean sp_spf_run_has_name_below (SpSpfRun *self, const SpName *target);

/* sp-spf-mechanisms.c: terms that look at the client's address */
void sp_spf_run_match (SpSpfRun *self);

/* sp-spf-explanation.c */
void sp_spf_run_explain (SpSpfRun *self);

/* sp-spf-evaluator.c: from term to term */
void sp_spf_run_settle (SpSpfRun *self, gboolean is_match);

G_END_DECLS
