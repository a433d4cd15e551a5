/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sp-reading.h"

G_BEGIN_DECLS

void sp_text_print_reading (SpReading *reading, gboolean with_color);

G_END_DECLS
