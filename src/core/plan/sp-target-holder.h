/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/plan/sp-target.h"

G_BEGIN_DECLS

SpProvider *sp_target_find_holder (SpTarget *self, SpName *name);
void sp_target_warn_of_key_user (SpTarget *self, SpWanted *wanted, SpName *name);

G_END_DECLS
