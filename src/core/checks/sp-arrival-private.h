/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/checks/sp-arrival.h"

G_BEGIN_DECLS

void sp_arrival_take_results (SpArrival *self, const SpHeader *header);

G_END_DECLS
