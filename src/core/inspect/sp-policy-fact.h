/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/inspect/sp-fact.h"

G_BEGIN_DECLS

/**
 * SpPolicyFault:
 * @SP_POLICY_NO_HOST: `mta-sts` in front of the domain has no address
 * @SP_POLICY_CERTIFICATE_NAME: the web server's certificate is for other names
 * @SP_POLICY_CERTIFICATE_TIME: it has run out, or is not valid yet
 * @SP_POLICY_CERTIFICATE_ISSUER: nobody who is trusted stands behind it
 * @SP_POLICY_REDIRECT: the web server sends visitors on
 * @SP_POLICY_STATUS: the web server says that there is no policy
 * @SP_POLICY_CONTENT_TYPE: what it gives is no plain text
 * @SP_POLICY_TOO_LONG: what it gives has more than 64 kB
 *
 * Why there is no policy for anybody who asks: faults that are the domain's for certain.
 */
typedef enum {
  SP_POLICY_NO_FAULT,
  SP_POLICY_NO_HOST,
  SP_POLICY_CERTIFICATE_NAME,
  SP_POLICY_CERTIFICATE_TIME,
  SP_POLICY_CERTIFICATE_ISSUER,
  SP_POLICY_REDIRECT,
  SP_POLICY_STATUS,
  SP_POLICY_CONTENT_TYPE,
  SP_POLICY_TOO_LONG,
} SpPolicyFault;

const char *sp_policy_fault_to_string (SpPolicyFault fault);
gboolean sp_policy_fault_from_string (const char *text, SpPolicyFault *fault);

/**
 * SpPolicyFact:
 *
 * What is known of the text of a delivery security policy (RFC 8461 §3.2, §3.3): present with what
 * the web server gave, absent with a fault, or unknown with a reason: where the fault may lie on
 * the way, on this side, or with a server that only is in trouble now. Immutable, counted.
 */
#define SP_TYPE_POLICY_FACT (sp_policy_fact_get_type ())
typedef struct _SpPolicyFact SpPolicyFact;

/* RFC 8461 §3.3: senders may stop here. */
#define SP_POLICY_MAX_LENGTH 65536

GType sp_policy_fact_get_type (void);
SpPolicyFact *sp_policy_fact_new_present (GBytes *text);
SpPolicyFact *sp_policy_fact_new_absent (SpPolicyFault fault);
SpPolicyFact *sp_policy_fact_new_unknown (SpReason reason);
SpPolicyFact *sp_policy_fact_ref (SpPolicyFact *self);
void sp_policy_fact_unref (SpPolicyFact *self);

SpFactState sp_policy_fact_get_state (const SpPolicyFact *self);
SpPolicyFault sp_policy_fact_get_fault (const SpPolicyFact *self);
SpReason sp_policy_fact_get_reason (const SpPolicyFact *self);
const char *sp_policy_fact_get_text (const SpPolicyFact *self, gsize *length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpPolicyFact, sp_policy_fact_unref)

G_END_DECLS
