/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <ares.h>

#include "core/dns/sp-record.h"

G_BEGIN_DECLS

SpRrType sp_rr_type_from_ares (const ares_dns_rr_t *rr);
SpRecord *sp_record_from_ares (const ares_dns_rr_t *rr);
GPtrArray *sp_records_from_ares (const ares_dns_record_t *message, ares_dns_section_t section);
gboolean sp_record_write_to_ares (const SpRecord *self, ares_dns_record_t *message,
                                  ares_dns_section_t section);

G_END_DECLS
