/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-practice"

#include "core/practice/sp-practice-error.h"

G_DEFINE_QUARK (sp - practice - error - quark, sp_practice_error)
