/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/plan/sp-target.h"

G_BEGIN_DECLS

GHashTable *sp_target_values_new (SpTarget *target, GHashTable *given);

G_END_DECLS
