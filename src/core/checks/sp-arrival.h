/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/checks/sp-dmarc-discovery.h"
#include "core/mail/sp-bounce-cause.h"
#include "core/mail/sp-header.h"
#include "core/mail/sp-received.h"

G_BEGIN_DECLS

/**
 * SpHop:
 * @line: what the receiving server wrote
 * @has_delay: whether it is known how long it took since the hop before
 * @delay: how long, in seconds; below zero where the clock of one of the two is wrong
 *
 * One hop of a message.
 */
typedef struct {
  SpReceived *line;
  gboolean has_delay;
  gint64 delay;
} SpHop;

/**
 * SpAligned:
 * @SP_ALIGNED_UNKNOWN: could not be checked
 * @SP_ALIGNED_NO: the proof is for somebody else than the From line says
 * @SP_ALIGNED_YES: it is for the same organization, or the same domain if the rule is strict
 */
typedef enum {
  SP_ALIGNED_UNKNOWN,
  SP_ALIGNED_NO,
  SP_ALIGNED_YES,
} SpAligned;

const char *sp_aligned_to_string (SpAligned aligned);

/**
 * SpProof:
 * @is_dkim: a signature; else SPF
 * @result: (nullable): what the receiver found; %NULL if nobody to be believed says
 * @domain: (nullable): for whom it speaks
 * @selector: (nullable): key name of a signature
 * @algorithm: (nullable): algorithm of a signature
 * @flaw: (nullable): code of a mistake in the signature itself
 * @aligned: whether that is who the From line says
 * @is_strict: whether the domains must be the same
 *
 * One of the proofs of origin that DMARC takes (RFC 9989 §4.4).
 */
typedef struct {
  gboolean is_dkim;
  char *result;
  char *domain;
  char *selector;
  char *algorithm;
  const char *flaw;
  SpAligned aligned;
  gboolean is_strict;
} SpProof;

/**
 * SpClaim:
 * @field: name of the field
 * @server: (nullable): who is said to say so
 * @method: what was checked
 * @result: the result
 * @domain: (nullable): for whom
 *
 * A result that anybody could have written into the message.
 */
typedef struct {
  char *field;
  char *server;
  char *method;
  char *result;
  char *domain;
} SpClaim;

/**
 * SpOrigin:
 * @SP_ORIGIN_UNPROVEN: nobody to be believed says, or it could not be checked
 * @SP_ORIGIN_PROVEN: it comes from whom the From line says
 * @SP_ORIGIN_NOT_PROVEN: no proof holds for the domain of the From line
 *
 * What all proofs together say (DMARC).
 */
typedef enum {
  SP_ORIGIN_UNPROVEN,
  SP_ORIGIN_PROVEN,
  SP_ORIGIN_NOT_PROVEN,
} SpOrigin;

const char *sp_origin_to_string (SpOrigin origin);

/**
 * SpArrival:
 * @from: (nullable): address of the From line
 * @from_domain: (nullable): its domain
 * @n_from: how many From lines there are; one is right
 * @return_path: (nullable): where bounces go; empty for none
 * @hops: (element-type SpHop): the way, oldest first
 * @entry: (transfer none) (nullable): the hop that brought it to the receiver
 * @trusted: (nullable): who checked it for the receiver
 * @proofs: (element-type SpProof): SPF first, then signatures as they stand
 * @dmarc: (nullable): what the receiver says of DMARC
 * @claims: (element-type SpClaim): what must not be believed
 * @n_arc: fields of ARC, which only a receiver can judge
 * @origin: what it comes to
 * @causes: (element-type SpBounceCause): what is wrong at the sender's side
 *
 * What the header of a received message tells.
 */
typedef struct {
  char *from;
  char *from_domain;
  guint n_from;
  char *return_path;
  GPtrArray *hops;
  const SpHop *entry;
  char *trusted;
  GPtrArray *proofs;
  char *dmarc;
  GPtrArray *claims;
  guint n_arc;
  SpOrigin origin;
  GPtrArray *causes;
} SpArrival;

SpArrival *sp_arrival_new (const SpHeader *header);
void sp_arrival_free (SpArrival *self);
GPtrArray *sp_arrival_dup_domains (const SpArrival *self);
void sp_arrival_judge (SpArrival *self, GPtrArray *snapshots);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpArrival, sp_arrival_free)

G_END_DECLS
