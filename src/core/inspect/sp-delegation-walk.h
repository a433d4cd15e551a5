/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/inspect/sp-inspection.h"

G_BEGIN_DECLS

SpDelegationWalk *sp_delegation_walk_start (SpInspection *inspection);
void sp_delegation_walk_free (SpDelegationWalk *self);
gboolean sp_delegation_walk_go_on (SpDelegationWalk *self);

G_END_DECLS
