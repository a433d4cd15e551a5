/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/dns/sp-name.h"
#include "core/dns/sp-rr-type.h"

G_BEGIN_DECLS

/**
 * SpSoa:
 *
 * The fields of a SOA record (RFC 1035 §3.3.13), times in seconds. @minimum bounds how long
 * "nothing there" may be remembered (RFC 2308 §4).
 */
typedef struct {
  SpName *mname;
  SpName *rname;
  uint32_t serial;
  uint32_t refresh;
  uint32_t retry;
  uint32_t expire;
  uint32_t minimum;
} SpSoa;

/**
 * SpRecord:
 *
 * One resource record: owner, type, TTL in seconds, data. Immutable, counted. A, AAAA, NS, CNAME,
 * PTR, MX, SRV, SOA and TXT (also type 99) are typed; everything else keeps its RDATA as bytes.
 */
#define SP_TYPE_RECORD (sp_record_get_type ())
typedef struct _SpRecord SpRecord;

GType sp_record_get_type (void);
SpRecord *sp_record_new_address (SpName *owner, uint32_t ttl, GInetAddress *address);
SpRecord *sp_record_new_target (SpName *owner, SpRrType type, uint32_t ttl, SpName *target);
SpRecord *sp_record_new_mx (SpName *owner, uint32_t ttl, uint16_t preference, SpName *exchange);
SpRecord *sp_record_new_srv (SpName *owner, uint32_t ttl, uint16_t priority, uint16_t weight,
                             uint16_t port, SpName *target);
SpRecord *sp_record_new_soa (SpName *owner, uint32_t ttl, const SpSoa *soa);
SpRecord *sp_record_new_txt (SpName *owner, uint32_t ttl, const char *text);
SpRecord *sp_record_new_strings (SpName *owner, SpRrType type, uint32_t ttl, GPtrArray *strings);
SpRecord *sp_record_new_raw (SpName *owner, SpRrType type, uint32_t ttl, GBytes *rdata);
SpRecord *sp_record_copy (const SpRecord *self, SpName *owner, uint32_t ttl);
SpRecord *sp_record_ref (SpRecord *self);
void sp_record_unref (SpRecord *self);

SpName *sp_record_get_owner (const SpRecord *self);
SpRrType sp_record_get_rr_type (const SpRecord *self);
uint32_t sp_record_get_ttl (const SpRecord *self);

GInetAddress *sp_record_get_address (const SpRecord *self);
SpName *sp_record_get_target (const SpRecord *self);
uint16_t sp_record_get_preference (const SpRecord *self);
uint16_t sp_record_get_weight (const SpRecord *self);
uint16_t sp_record_get_port (const SpRecord *self);
const SpSoa *sp_record_get_soa (const SpRecord *self);
GPtrArray *sp_record_get_strings (const SpRecord *self);
const char *sp_record_get_text (const SpRecord *self, gsize *length);
GBytes *sp_record_get_rdata (const SpRecord *self);

char *sp_record_dup_value (const SpRecord *self);
char *sp_record_dup_line (const SpRecord *self);
gboolean sp_record_equal_data (const SpRecord *a, const SpRecord *b);
int sp_record_compare_data (const SpRecord *a, const SpRecord *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpRecord, sp_record_unref)

G_END_DECLS
