/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-inspect"

#include "core/inspect/sp-policy-fact.h"

struct _SpPolicyFact {
  SpFactState state;
  SpPolicyFault fault;
  SpReason reason;
  GBytes *text;
};

G_DEFINE_BOXED_TYPE (SpPolicyFact, sp_policy_fact, sp_policy_fact_ref, sp_policy_fact_unref)

static const char *const faults[] = {
  [SP_POLICY_NO_FAULT] = "none",
  [SP_POLICY_NO_HOST] = "no-host",
  [SP_POLICY_CERTIFICATE_NAME] = "certificate-name",
  [SP_POLICY_CERTIFICATE_TIME] = "certificate-time",
  [SP_POLICY_CERTIFICATE_ISSUER] = "certificate-issuer",
  [SP_POLICY_REDIRECT] = "redirect",
  [SP_POLICY_STATUS] = "status",
  [SP_POLICY_CONTENT_TYPE] = "content-type",
  [SP_POLICY_TOO_LONG] = "too-long",
};

/**
 * sp_policy_fault_to_string:
 * @fault: a fault
 *
 * Returns: (transfer none): the word for it, as findings have it
 */
const char *
sp_policy_fault_to_string (SpPolicyFault fault)
{
  g_return_val_if_fail ((guint) fault < G_N_ELEMENTS (faults), faults[SP_POLICY_NO_FAULT]);

  return faults[fault];
}

/**
 * sp_policy_fault_from_string:
 * @text: a word
 * @fault: (out): the fault
 *
 * Returns: whether @text names a fault
 */
gboolean
sp_policy_fault_from_string (const char *text, SpPolicyFault *fault)
{
  for (guint i = SP_POLICY_NO_HOST; i < G_N_ELEMENTS (faults); i++)
    {
      if (g_str_equal (text, faults[i]))
        {
          *fault = i;
          return TRUE;
        }
    }
  return FALSE;
}

/**
 * sp_policy_fact_new_present:
 * @text: what the web server gave, at most %SP_POLICY_MAX_LENGTH bytes
 *
 * Returns: (transfer full): a policy that was read
 */
SpPolicyFact *
sp_policy_fact_new_present (GBytes *text)
{
  SpPolicyFact *self;

  g_return_val_if_fail (text != NULL, NULL);

  self = g_atomic_rc_box_new0 (SpPolicyFact);
  self->state = SP_FACT_PRESENT;
  self->text = g_bytes_ref (text);
  return self;
}

/**
 * sp_policy_fact_new_absent:
 * @fault: why there is none
 *
 * Returns: (transfer full): a policy that nobody can read
 */
SpPolicyFact *
sp_policy_fact_new_absent (SpPolicyFault fault)
{
  SpPolicyFact *self = g_atomic_rc_box_new0 (SpPolicyFact);

  self->state = SP_FACT_ABSENT;
  self->fault = fault;
  return self;
}

/**
 * sp_policy_fact_new_unknown:
 * @reason: why it could not be read
 *
 * Returns: (transfer full): a policy that could not be read from here, or now
 */
SpPolicyFact *
sp_policy_fact_new_unknown (SpReason reason)
{
  SpPolicyFact *self = g_atomic_rc_box_new0 (SpPolicyFact);

  self->state = SP_FACT_UNKNOWN;
  self->reason = reason;
  return self;
}

SpPolicyFact *
sp_policy_fact_ref (SpPolicyFact *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
policy_fact_clear (gpointer data)
{
  SpPolicyFact *self = data;

  g_clear_pointer (&self->text, g_bytes_unref);
}

void
sp_policy_fact_unref (SpPolicyFact *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, policy_fact_clear);
}

/**
 * sp_policy_fact_get_state:
 *
 * Returns: whether there is a policy
 */
SpFactState
sp_policy_fact_get_state (const SpPolicyFact *self)
{
  g_return_val_if_fail (self != NULL, SP_FACT_UNKNOWN);

  return self->state;
}

/**
 * sp_policy_fact_get_fault:
 *
 * Returns: why there is none; %SP_POLICY_NO_FAULT unless it is absent
 */
SpPolicyFault
sp_policy_fact_get_fault (const SpPolicyFact *self)
{
  g_return_val_if_fail (self != NULL, SP_POLICY_NO_FAULT);

  return self->fault;
}

/**
 * sp_policy_fact_get_reason:
 *
 * Returns: why it could not be read; %SP_REASON_NONE unless it is unknown
 */
SpReason
sp_policy_fact_get_reason (const SpPolicyFact *self)
{
  g_return_val_if_fail (self != NULL, SP_REASON_NOT_ASKED);

  return self->reason;
}

/**
 * sp_policy_fact_get_text:
 * @self: what is known
 * @length: (out): its length in bytes
 *
 * Returns: (transfer none): what the web server gave, any bytes, without a zero at the end; empty
 *   unless it is present
 */
const char *
sp_policy_fact_get_text (const SpPolicyFact *self, gsize *length)
{
  const char *text = NULL;

  g_return_val_if_fail (self != NULL, "");

  *length = 0;
  if (self->text != NULL)
    text = g_bytes_get_data (self->text, length);
  return text != NULL ? text : "";
}
