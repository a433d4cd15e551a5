/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/sp-wizard.h"

/**
 * sp_wizard_find_trouble:
 * @delegation: what is known of the zone
 * @flags: flags of the snapshot
 * @mx: state of the mail delivery
 *
 * Whether an inspection found anything that pages can show. A delegation that could not be decided
 * is no trouble by itself: behind a network that hides the domain's own servers the mail delivery
 * is still known.
 */
SpWizardTrouble
sp_wizard_find_trouble (SpDelegation delegation, SpSnapshotFlags flags, SpFactState mx)
{
  if (delegation == SP_DELEGATION_ABSENT)
    return SP_WIZARD_NOT_REGISTERED;
  if (delegation == SP_DELEGATION_FOUND || mx != SP_FACT_UNKNOWN)
    return SP_WIZARD_NO_TROUBLE;
  return (flags & SP_SNAPSHOT_OFFLINE) ? SP_WIZARD_OFFLINE : SP_WIZARD_NO_ANSWER;
}

/**
 * sp_wizard_next_step:
 * @is_saved: whether the domain is already in the list
 * @trouble: what stands in the way
 *
 * Which step follows the field. A saved domain is opened even when nothing can be learned today:
 * its last answers are still there.
 */
SpWizardStep
sp_wizard_next_step (gboolean is_saved, SpWizardTrouble trouble)
{
  if (is_saved)
    return SP_WIZARD_DOMAIN;
  return trouble == SP_WIZARD_NO_TROUBLE ? SP_WIZARD_PROVIDER : SP_WIZARD_STAY;
}
