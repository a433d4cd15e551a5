/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-name.h"

G_BEGIN_DECLS

gboolean sp_public_suffix_is (const SpName *name);
gboolean sp_public_suffix_is_listed (const SpName *name);
SpName *sp_public_suffix_dup (SpName *name);
SpName *sp_public_suffix_dup_registrable (SpName *name);

G_END_DECLS
