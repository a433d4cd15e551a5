/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdint.h>

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SpApexStyle:
 *
 * What to type in the name field for the domain itself.
 */
typedef enum {
  SP_APEX_AT,
  SP_APEX_BLANK,
  SP_APEX_FULL,
} SpApexStyle;

/**
 * SpDotStyle:
 *
 * Whether a host name typed as a value ends in a dot.
 */
typedef enum {
  SP_DOT_NONE,
  SP_DOT_OPTIONAL,
  SP_DOT_REQUIRED,
} SpDotStyle;

/**
 * SpPriorityStyle:
 * @SP_PRIORITY_FIELD: into a field of its own
 * @SP_PRIORITY_UNLABELLED: into a box without a label
 * @SP_PRIORITY_IN_VALUE: in front of the server's name
 * @SP_PRIORITY_WORD: a word is chosen instead
 *
 * Where the number of an MX record goes.
 */
typedef enum {
  SP_PRIORITY_FIELD,
  SP_PRIORITY_UNLABELLED,
  SP_PRIORITY_IN_VALUE,
  SP_PRIORITY_WORD,
} SpPriorityStyle;

/**
 * SpPanelPart:
 *
 * A field that nearly every panel has.
 */
typedef enum {
  SP_PANEL_PART_TYPE,
  SP_PANEL_PART_NAME,
  SP_PANEL_PART_VALUE,
  SP_PANEL_PART_PRIORITY,
  SP_PANEL_PART_TTL,
  SP_N_PANEL_PARTS,
} SpPanelPart;

/**
 * SpPanelRows:
 * @SP_PANEL_ROWS_EACH: every record is an entry of its own
 * @SP_PANEL_ROWS_SET: all records of one name and type are one entry, with fields for each
 * @SP_PANEL_ROWS_LINES: they are one entry with one box, a line each
 *
 * How a panel keeps several records of one name and type.
 */
typedef enum {
  SP_PANEL_ROWS_EACH,
  SP_PANEL_ROWS_SET,
  SP_PANEL_ROWS_LINES,
} SpPanelRows;

/**
 * SpPanelExtra:
 * @label: what the panel calls the field
 * @value: what is to be chosen
 * @types: (nullable): types of records that have it, %NULL for all
 *
 * A field beside the usual ones.
 */
typedef struct {
  char *label;
  char *value;
  char **types;
} SpPanelExtra;

/**
 * SpPanelBlock:
 * @name: its name below the domain
 * @type: type of the record
 * @is_below: whether it is in the way of all names below it as well
 * @is_changed: whether it is to be changed rather than removed
 *
 * A ready-made record of the company that is in the way of one's own.
 */
typedef struct {
  char *name;
  char *type;
  gboolean is_below;
  gboolean is_changed;
} SpPanelBlock;

/**
 * SpQuoteStyle:
 *
 * Whether a TXT value is typed with double quotes around it.
 */
typedef enum {
  SP_QUOTE_NONE,
  SP_QUOTE_REQUIRED,
} SpQuoteStyle;

/**
 * SpNullMx:
 *
 * Whether the panel takes the record that says "no mail" (`0 .`, RFC 7505).
 */
typedef enum {
  SP_NULL_MX_UNKNOWN,
  SP_NULL_MX_ACCEPTED,
  SP_NULL_MX_REFUSED,
} SpNullMx;

/**
 * SpTtlScope:
 * @SP_TTL_EACH: every record has its own field
 * @SP_TTL_ZONE: one TTL for the whole zone
 * @SP_TTL_FIXED: it cannot be chosen
 *
 * What the panel's TTL belongs to.
 */
typedef enum {
  SP_TTL_EACH,
  SP_TTL_ZONE,
  SP_TTL_FIXED,
} SpTtlScope;

/**
 * SpDnsHost:
 *
 * A company (or program) that keeps DNS records, and how its panel wants them typed. Immutable;
 * owned by its catalogue. Labels are the panel's own words, in English; %NULL where unknown.
 */
#define SP_TYPE_DNS_HOST (sp_dns_host_get_type ())
G_DECLARE_FINAL_TYPE (SpDnsHost, sp_dns_host, SP, DNS_HOST, GObject)

const char *sp_dns_host_get_id (SpDnsHost *self);
const char *sp_dns_host_get_name (SpDnsHost *self);
const char *const *sp_dns_host_get_server_patterns (SpDnsHost *self);
gboolean sp_dns_host_is_generic (SpDnsHost *self);
gboolean sp_dns_host_is_program (SpDnsHost *self);
const char *sp_dns_host_get_login_url (SpDnsHost *self);
char *sp_dns_host_dup_editor_url (SpDnsHost *self, const char *domain);
const char *sp_dns_host_get_menu (SpDnsHost *self);
const char *sp_dns_host_get_label (SpDnsHost *self, const char *field);
gboolean sp_dns_host_is_recognise_only (SpDnsHost *self);
gboolean sp_dns_host_is_parking (SpDnsHost *self);
gboolean sp_dns_host_is_guess (SpDnsHost *self, const char *fact);

gboolean sp_dns_host_is_proxy (SpDnsHost *self, GInetAddress *address);

SpApexStyle sp_dns_host_get_apex_style (SpDnsHost *self);
gboolean sp_dns_host_wants_full_names (SpDnsHost *self);
SpDotStyle sp_dns_host_get_dot_style (SpDnsHost *self);
SpPriorityStyle sp_dns_host_get_priority_style (SpDnsHost *self);
SpQuoteStyle sp_dns_host_get_quote_style (SpDnsHost *self);
SpNullMx sp_dns_host_get_null_mx (SpDnsHost *self);
guint sp_dns_host_get_txt_limit (SpDnsHost *self);
const char *sp_dns_host_get_switch_where (SpDnsHost *self);
const char *sp_dns_host_get_switch_to (SpDnsHost *self);
gboolean sp_dns_host_is_switch_conditional (SpDnsHost *self);
gboolean sp_dns_host_switch_owns_spf (SpDnsHost *self);
SpTtlScope sp_dns_host_get_ttl_scope (SpDnsHost *self);
uint32_t sp_dns_host_get_least_ttl (SpDnsHost *self);
uint32_t sp_dns_host_get_most_ttl (SpDnsHost *self);
uint32_t sp_dns_host_get_default_ttl (SpDnsHost *self);
gboolean sp_dns_host_has_ttl_list (SpDnsHost *self);
const char *sp_dns_host_get_custom_ttl (SpDnsHost *self);
uint32_t sp_dns_host_nearest_ttl (SpDnsHost *self, uint32_t wanted);

SpPanelPart sp_dns_host_get_part (SpDnsHost *self, guint place);
SpPanelRows sp_dns_host_get_rows (SpDnsHost *self);
SpDotStyle sp_dns_host_get_mx_dot_style (SpDnsHost *self);
const char *sp_dns_host_get_mx_menu (SpDnsHost *self);
GPtrArray *sp_dns_host_get_extras (SpDnsHost *self);
const SpPanelBlock *sp_dns_host_find_block (SpDnsHost *self, const char *name);
const char *sp_dns_host_get_longer_txt (SpDnsHost *self);
gboolean sp_dns_host_refuses_equal_numbers (SpDnsHost *self);
guint sp_dns_host_get_most_mx (SpDnsHost *self);
gboolean sp_dns_host_wants_subdomain_first (SpDnsHost *self);
guint sp_dns_host_get_delay (SpDnsHost *self);

G_END_DECLS
