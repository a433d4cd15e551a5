/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/sp-workspace.h"

G_BEGIN_DECLS

/**
 * SpDomainRow:
 *
 * A saved domain in the list: how it is and when that was seen. Follows its domain.
 *
 * ## Actions
 *
 * `row.activate`: opens the domain. `row.remove`: takes it out of the list.
 */
#define SP_TYPE_DOMAIN_ROW (sp_domain_row_get_type ())
G_DECLARE_FINAL_TYPE (SpDomainRow, sp_domain_row, SP, DOMAIN_ROW, AdwActionRow)

SpDomainRow *sp_domain_row_new (SpWorkspace *workspace, SpDomain *domain);
SpDomain *sp_domain_row_get_domain (SpDomainRow *self);

G_END_DECLS
