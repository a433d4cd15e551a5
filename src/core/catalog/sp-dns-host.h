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
 *
 * Where the number of an MX record goes.
 */
typedef enum {
  SP_PRIORITY_FIELD,
  SP_PRIORITY_IN_VALUE,
  SP_PRIORITY_WORD,
} SpPriorityStyle;

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
SpTtlScope sp_dns_host_get_ttl_scope (SpDnsHost *self);
uint32_t sp_dns_host_get_least_ttl (SpDnsHost *self);
uint32_t sp_dns_host_get_most_ttl (SpDnsHost *self);
uint32_t sp_dns_host_get_default_ttl (SpDnsHost *self);
uint32_t sp_dns_host_nearest_ttl (SpDnsHost *self, uint32_t wanted);

G_END_DECLS
