/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/catalog/sp-provider.h"
#include "core/dns/sp-record-set.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SpEditAction:
 *
 * What a card tells to do with a record set: %SP_EDIT_CHANGE when rows both go and come, or only
 * the TTL changes.
 */
typedef enum {
  SP_EDIT_ADD,
  SP_EDIT_CHANGE,
  SP_EDIT_REMOVE,
  SP_EDIT_KEEP,
} SpEditAction;

const char *sp_edit_action_to_string (SpEditAction action);

/**
 * SpEditRow:
 * @priority: MX preference or SRV priority, -1 for other types
 * @value: one unquoted string: TXT text, host name without final dot ("." for the root), address;
 *   for SRV weight, port and host with a space between
 */
typedef struct {
  int priority;
  char *value;
} SpEditRow;

SpEditRow *sp_edit_row_new (int priority, const char *value);
SpEditRow *sp_edit_row_new_from_record (const SpRecord *record);
SpEditRow *sp_edit_row_copy (const SpEditRow *self);
void sp_edit_row_free (SpEditRow *self);
gboolean sp_edit_row_equal (const SpEditRow *a, const SpEditRow *b, SpRrType type);
gboolean sp_edit_rows_find (GPtrArray *rows, const SpEditRow *row, SpRrType type);
SpRecord *sp_edit_row_dup_record (const SpEditRow *self, SpName *owner, SpRrType type,
                                  uint32_t ttl);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpEditRow, sp_edit_row_free)

/**
 * SpCure:
 * @id: id of a rule
 * @subject: the name that the finding is about
 *
 * A finding that is gone, or only a hint, once an edit is made.
 */
typedef struct {
  char *id;
  char *subject;
} SpCure;

void sp_cure_free (SpCure *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpCure, sp_cure_free)

/**
 * SpEdit:
 *
 * One edit of one record set: what one card says. Rows that stay as they are stand in neither
 * list, but in the kept rows.
 *
 * Ids: "mx", "spf", "verification", "dkim-SELECTOR", "dmarc", "dmarc-misplaced", "autodiscover",
 * "autodiscover-NAME", "autoconfig", "alias-NAME" (an alias that goes), "address-NAME" and
 * "address6-NAME", "taken-NAME", "ttl-mx", "ID-doubled"; in a move "mx-add-new", "mx-flip",
 * "mx-remove-old", "mx-switch", "spf-settle", "dkim-old-SELECTOR", "mta-sts", "mta-sts-settle",
 * "ttl-ID", "ttl-mx-back"; on the way back "back-ID".
 *
 * @why is a code that `explain/` turns into words: "mx-add", "mx-switch", "mx-complete",
 * "mx-order", "mx-remove-left", "mx-null-removed", "mx-add-new", "mx-flip", "mx-remove-old"; as
 * repairs "mx-repair" (several), "mx-null-mixed", "mx-null-number", "mx-duplicate", "mx-ip",
 * "mx-bad-name", "mx-dead", "mx-misspelt", "mx-private", "mx-alias", "mx-doubled", "mx-filter",
 * "mx-spare", "mx-put-back", "mx-misplaced"; "spf-add", "spf-include", "spf-merge", "spf-move",
 * "spf-misplaced", "spf-repair", "spf-dead", "spf-loop", "spf-close", "spf-end", "spf-ptr",
 * "spf-shorten", "spf-trim"; "dkim-add", "dkim-replace", "dkim-repair", "dkim-testing", "dkim-old";
 * "dmarc-add", "dmarc-merge", "dmarc-repair", "dmarc-old-tags", "dmarc-reports", "dmarc-move",
 * "dmarc-move-repair", "dmarc-misplaced"; "verification", "provider-record", "autodiscover-add",
 * "autodiscover-left"; "alias-in-the-way", "alias-address", "address-name", "name-taken",
 * "name-doubled", "moved"; "ttl-lower", "ttl-settle"; "mta-sts-both", "mta-sts-new";
 * "put-back".
 *
 * An edit that waits for values of the customer has no rows: it says only what will have to be
 * edited. Ids of those whose name is not known yet: "dkim", "verification", "dkim-2" and so on.
 *
 * Details: "provider" and "filter" (ids), "found" (the alias that goes, or the wrong name at which
 * a record was found), "lost" (words of a list of senders that mean nothing and are left out),
 * "doubt" (what no source was found for: "value", or "numbers" of an MX set; "key-name-shared": the
 * "holder" goes by this key name too), "holder" (id of the sending service that has the name),
 * "unnamed" (the name depends on a value that is missing); of a list of senders "lookups-before"
 * and "lookups-after" (RFC 7208 §4.6.4), "lookups-over" (receivers would give up), "lookups-open"
 * (at least so many: not every list that it leads to could be read).
 */
#define SP_TYPE_EDIT (sp_edit_get_type ())
G_DECLARE_FINAL_TYPE (SpEdit, sp_edit, SP, EDIT, GObject)

SpEdit *sp_edit_new (const char *id, SpRrType type, SpName *full_name, SpName *zone,
                     const char *why);
const char *sp_edit_get_id (SpEdit *self);
SpEditAction sp_edit_get_action (SpEdit *self);
SpRrType sp_edit_get_rr_type (SpEdit *self);
const char *sp_edit_get_name (SpEdit *self);
SpName *sp_edit_get_full_name (SpEdit *self);
SpName *sp_edit_get_zone (SpEdit *self);
uint32_t sp_edit_get_ttl (SpEdit *self);
GPtrArray *sp_edit_get_removed (SpEdit *self);
GPtrArray *sp_edit_get_added (SpEdit *self);
GPtrArray *sp_edit_get_kept (SpEdit *self);
const char *sp_edit_get_why (SpEdit *self);
const char *const *sp_edit_get_after (SpEdit *self);
const char *const *sp_edit_get_keys (SpEdit *self);
gboolean sp_edit_is_waiting (SpEdit *self);
gint64 sp_edit_get_not_before (SpEdit *self);
const char *sp_edit_get_detail (SpEdit *self, const char *key);
GPtrArray *sp_edit_get_cures (SpEdit *self);
gboolean sp_edit_cures (SpEdit *self, const char *id, const char *subject);

void sp_edit_set_ttl (SpEdit *self, uint32_t ttl, gboolean was_different);
void sp_edit_remove_row (SpEdit *self, int priority, const char *value);
void sp_edit_add_row (SpEdit *self, int priority, const char *value);
void sp_edit_keep_row (SpEdit *self, int priority, const char *value);
void sp_edit_add_after (SpEdit *self, const char *id);
void sp_edit_add_key (SpEdit *self, const char *key);
void sp_edit_set_waiting (SpEdit *self);
void sp_edit_set_not_before (SpEdit *self, gint64 time);
void sp_edit_set_detail (SpEdit *self, const char *key, const char *value);
void sp_edit_add_cure (SpEdit *self, const char *id, const char *subject);
SpRecordSet *sp_edit_dup_wanted_set (SpEdit *self);

/**
 * SpNeed:
 * @key: the `--set` key
 * @label: what it is
 * @where: where to find it
 * @pattern: regular expression for its value
 * @fallback: (nullable): what the plan takes as long as no value is given
 * @is_required: whether the plan lacks something that the provider asks for
 *
 * A value that the plan waits for, or that it could use.
 */
typedef struct {
  char *key;
  char *label;
  char *where;
  char *pattern;
  char *fallback;
  gboolean is_required;
} SpNeed;

SpNeed *sp_need_new (const SpSetKey *key);
void sp_need_free (SpNeed *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpNeed, sp_need_free)

G_END_DECLS
