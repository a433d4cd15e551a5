/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-record-set.h"

G_BEGIN_DECLS

/**
 * SpZone:
 *
 * A list of records under one origin, read from zone text (RFC 1035 §5): `$ORIGIN`, `$TTL`,
 * `@`, relative names, brackets, comments, quoted strings. Immutable, counted.
 */
#define SP_TYPE_ZONE (sp_zone_get_type ())
typedef struct _SpZone SpZone;

/**
 * SpZoneMatch:
 * @SP_ZONE_MATCH_ANSWER: records of the type are at the name
 * @SP_ZONE_MATCH_ALIAS: a CNAME is at the name
 * @SP_ZONE_MATCH_NODATA: the name exists, also as an empty non-terminal (RFC 8020)
 * @SP_ZONE_MATCH_NXDOMAIN: the name does not exist
 * @SP_ZONE_MATCH_REFERRAL: the name lies below a zone cut; the records are the NS there
 * @SP_ZONE_MATCH_OUTSIDE: the name is not in this zone
 */
typedef enum {
  SP_ZONE_MATCH_ANSWER,
  SP_ZONE_MATCH_ALIAS,
  SP_ZONE_MATCH_NODATA,
  SP_ZONE_MATCH_NXDOMAIN,
  SP_ZONE_MATCH_REFERRAL,
  SP_ZONE_MATCH_OUTSIDE,
} SpZoneMatch;

GType sp_zone_get_type (void);
SpZone *sp_zone_parse (const char *text, gssize length, SpName *origin, GError **error);
SpZone *sp_zone_new (SpName *origin, GPtrArray *records);
SpZone *sp_zone_ref (SpZone *self);
void sp_zone_unref (SpZone *self);

SpName *sp_zone_get_origin (const SpZone *self);
GPtrArray *sp_zone_get_records (const SpZone *self);
SpRecord *sp_zone_get_soa (const SpZone *self);
SpRecordSet *sp_zone_dup_set (const SpZone *self, const SpName *owner, SpRrType type);
SpZoneMatch sp_zone_match (const SpZone *self, SpName *name, SpRrType type, GPtrArray **records);
char *sp_zone_dup_text (const SpZone *self);
void sp_zone_append_record (GString *text, const SpRecord *record, const SpName *origin);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpZone, sp_zone_unref)

G_END_DECLS
