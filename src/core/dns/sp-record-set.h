/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-record.h"

G_BEGIN_DECLS

/**
 * SpRecordSet:
 *
 * Everything one name holds for one type; never empty. Immutable, counted. A TTL belongs to the
 * whole set (RFC 2181 §5.2): where a server gives several, the least counts.
 */
#define SP_TYPE_RECORD_SET (sp_record_set_get_type ())
typedef struct _SpRecordSet SpRecordSet;

GType sp_record_set_get_type (void);
SpRecordSet *sp_record_set_new (GPtrArray *records);
SpRecordSet *sp_record_set_ref (SpRecordSet *self);
void sp_record_set_unref (SpRecordSet *self);

SpName *sp_record_set_get_owner (const SpRecordSet *self);
SpRrType sp_record_set_get_rr_type (const SpRecordSet *self);
uint32_t sp_record_set_get_ttl (const SpRecordSet *self);
guint sp_record_set_get_n_records (const SpRecordSet *self);
SpRecord *sp_record_set_get_record (const SpRecordSet *self, guint index);

/**
 * SpTextTest:
 * @text: a TXT record, its strings joined
 * @length: its length in bytes
 *
 * Returns: whether the record is one of those looked for
 */
typedef gboolean (*SpTextTest) (const char *text, gsize length);

GPtrArray *sp_record_set_select_text (const SpRecordSet *self, SpTextTest is_wanted);

gboolean sp_record_set_equal (const SpRecordSet *a, const SpRecordSet *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpRecordSet, sp_record_set_unref)

G_END_DECLS
