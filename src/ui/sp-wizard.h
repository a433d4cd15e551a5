/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/inspect/sp-snapshot.h"

G_BEGIN_DECLS

/**
 * SpWizardStep:
 * @SP_WIZARD_STAY: stay at the field and say why nothing can be shown
 * @SP_WIZARD_PROVIDER: ask where mail should go
 * @SP_WIZARD_DOMAIN: open the saved domain
 *
 * What comes after the field of the wizard.
 */
typedef enum {
  SP_WIZARD_STAY,
  SP_WIZARD_PROVIDER,
  SP_WIZARD_DOMAIN,
} SpWizardStep;

/**
 * SpWizardTrouble:
 * @SP_WIZARD_NO_TROUBLE: there is something to show
 * @SP_WIZARD_NOT_REGISTERED: the registry says that the name does not exist
 * @SP_WIZARD_OFFLINE: no server of any kind could be reached
 * @SP_WIZARD_NO_ANSWER: neither the servers nor the mail delivery could be learned
 */
typedef enum {
  SP_WIZARD_NO_TROUBLE,
  SP_WIZARD_NOT_REGISTERED,
  SP_WIZARD_OFFLINE,
  SP_WIZARD_NO_ANSWER,
} SpWizardTrouble;

SpWizardTrouble sp_wizard_find_trouble (SpDelegation delegation, SpSnapshotFlags flags,
                                        SpFactState mx);
SpWizardStep sp_wizard_next_step (gboolean is_saved, SpWizardTrouble trouble);

G_END_DECLS
