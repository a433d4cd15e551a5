/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/plan/sp-edit.h"

G_BEGIN_DECLS

GPtrArray *sp_move_numbers_behind (GPtrArray *first, GPtrArray *second, GPtrArray *old);

G_END_DECLS
