/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/inspect/sp-snapshot.h"
#include "core/mail/sp-mta-sts.h"
#include "core/mail/sp-tls-rpt.h"

G_BEGIN_DECLS

/**
 * SpSecurityState:
 * @SP_SECURITY_NONE: nothing is announced
 * @SP_SECURITY_VALID: it can be used
 * @SP_SECURITY_BROKEN: it is announced, and nobody can use it
 * @SP_SECURITY_UNKNOWN: could not be checked
 *
 * What becomes of something that makes delivery secure.
 */
typedef enum {
  SP_SECURITY_NONE,
  SP_SECURITY_VALID,
  SP_SECURITY_BROKEN,
  SP_SECURITY_UNKNOWN,
} SpSecurityState;

/**
 * SpSecurityFault:
 * @place: "record", "server" or "policy"
 * @code: what is wrong: "two-records"; for a server "certificate" or the word of a
 *   [enum@PolicyFault]; else an issue code of [struct@MtaSts], [struct@MtaStsPolicy] or
 *   [struct@TlsRpt]
 * @problem: (nullable): what is wrong with a certificate: "name", "time" or "issuer"
 * @word: (nullable): the part of the text that is wrong
 * @position: where it is, in bytes
 *
 * Why something is broken.
 */
typedef struct {
  const char *place;
  const char *code;
  const char *problem;
  char *word;
  gsize position;
} SpSecurityFault;

/**
 * SpMtaStsFound:
 * @state: what becomes of the policy
 * @fact: (transfer none): what is known of the record
 * @records: (element-type SpRecord): the records that count, or where none does those that were
 *   meant to
 * @record: (nullable): the only one that counts
 * @policy: (nullable): the policy as it was read
 * @fault: why it is broken
 * @reason: why it is unknown, where that is not the record
 *
 * The delivery security policy of a domain (RFC 8461).
 */
typedef struct {
  SpSecurityState state;
  SpFact *fact;
  GPtrArray *records;
  SpMtaSts *record;
  SpMtaStsPolicy *policy;
  SpSecurityFault fault;
  SpReason reason;
} SpMtaStsFound;

SpMtaStsFound *sp_mta_sts_found_new (SpSnapshot *snapshot);
void sp_mta_sts_found_free (SpMtaStsFound *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpMtaStsFound, sp_mta_sts_found_free)

/**
 * SpTlsRptFound:
 * @state: what becomes of the reports
 * @fact: (transfer none): what is known of the record
 * @records: (element-type SpRecord): the records that count, or where none does those that were
 *   meant to
 * @record: (nullable): the only one
 * @fault: why it is broken
 *
 * Who is told about the security of delivery (RFC 8460).
 */
typedef struct {
  SpSecurityState state;
  SpFact *fact;
  GPtrArray *records;
  SpTlsRpt *record;
  SpSecurityFault fault;
} SpTlsRptFound;

SpTlsRptFound *sp_tls_rpt_found_new (SpSnapshot *snapshot);
void sp_tls_rpt_found_free (SpTlsRptFound *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpTlsRptFound, sp_tls_rpt_found_free)

SpFact *sp_dane_get_fact (SpSnapshot *snapshot, const SpName *host);
SpFactState sp_dane_find_state (SpSnapshot *snapshot);
SpFact *sp_dane_get_seal (SpSnapshot *snapshot, SpName *host);

G_END_DECLS
