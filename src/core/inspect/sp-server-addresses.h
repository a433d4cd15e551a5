/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/inspect/sp-server-group.h"

G_BEGIN_DECLS

void sp_server_addresses_find (SpGroupMember *member, GPtrArray *glue);
SpName *sp_server_addresses_find_cut (const SpAnswer *answer);
SpServerGroup *sp_server_addresses_ensure_group (SpInspection *inspection, SpName *cut,
                                                 const SpAnswer *referral);
void sp_server_addresses_add_set (SpServerGroup *group, const SpRecordSet *set,
                                  const SpAnswer *answer);
SpRecordSet *sp_server_addresses_dup_ns (const SpAnswer *answer, const SpName *owner);

G_END_DECLS
