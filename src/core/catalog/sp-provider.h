/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-name.h"
#include "core/dns/sp-rr-type.h"

G_BEGIN_DECLS

/**
 * SpTrust:
 * @SP_TRUST_GUESS: general knowledge, no source found; worded softly or left out
 * @SP_TRUST_OBSERVED: independent public zones or code agree
 * @SP_TRUST_TEMPLATE: a public set-up template
 * @SP_TRUST_PROVIDER: the provider's own page
 *
 * How well a value is supported.
 */
typedef enum {
  SP_TRUST_GUESS,
  SP_TRUST_OBSERVED,
  SP_TRUST_TEMPLATE,
  SP_TRUST_PROVIDER,
} SpTrust;

/**
 * SpProviderKind:
 *
 * What a company does with mail. %SP_PROVIDER_OWN is the generic own server.
 */
typedef enum {
  SP_PROVIDER_HOSTING,
  SP_PROVIDER_FORWARDING,
  SP_PROVIDER_FILTER,
  SP_PROVIDER_SELF_HOSTED,
  SP_PROVIDER_OWN,
} SpProviderKind;

const char *sp_provider_kind_to_string (SpProviderKind kind);

/**
 * SpAlone:
 *
 * Whether the provider itself says that other MX records have to go (design §8).
 */
typedef enum {
  SP_ALONE_UNKNOWN,
  SP_ALONE_PREFERRED,
  SP_ALONE_REQUIRED,
} SpAlone;

const char *sp_alone_to_string (SpAlone alone);

/**
 * SpMxEntry:
 *
 * One row of a provider's MX set. @host may hold placeholders: `{domain}`, `{domain-dashes}` and
 * the provider's own --set keys such as `{mx-host}` or `{region}`.
 */
typedef struct {
  uint16_t priority;
  char *host;
} SpMxEntry;

/**
 * SpMxSet:
 * @id: "current", "legacy", …
 * @is_current: whether it is the one to set up now; the first current one is the target
 * @entries: (element-type SpMxEntry): the whole documented set, in the provider's order
 *
 * A set of MX hosts that counts as whole. Old and new documented sets both do.
 */
typedef struct {
  char *id;
  gboolean is_current;
  SpTrust trust;
  GPtrArray *entries;
} SpMxSet;

/**
 * SpProviderRecord:
 * @purpose: "dkim", "autodiscover", "verification", "return-path"
 * @name: relative to the mail domain, "@" for the domain itself; may hold placeholders
 * @value: template of the value: target name or text; a lone `{key}` is asked of the person
 * @priority: SRV priority, else 0
 * @is_required: whether the provider documents that mail is not sealed (found, …) without it
 *
 * A record other than MX and SPF that belongs to a provider.
 */
typedef struct {
  char *purpose;
  SpRrType type;
  char *name;
  char *value;
  uint16_t priority;
  uint16_t weight;
  uint16_t port;
  gboolean is_required;
  SpTrust trust;
} SpProviderRecord;

/**
 * SpSetKey:
 * @key: as in `--set key=value`
 * @label: what it is called in the provider's panel, in English
 * @where: where to find it there
 * @pattern: regular expression (PCRE, whole value) that a value must match
 * @fallback: (nullable): value used when the person gives none
 * @is_required: whether a plan without it lacks a record
 *
 * A value that the provider computes for each customer, or a choice such as a region.
 */
typedef struct {
  char *key;
  char *label;
  char *where;
  char *pattern;
  char *fallback;
  gboolean is_required;
} SpSetKey;

/**
 * SpClientServer:
 *
 * Where a mail program connects: @protocol "imap", "smtp" or "pop"; @security "tls" or "starttls".
 */
typedef struct {
  char *protocol;
  char *host;
  uint16_t port;
  char *security;
  SpTrust trust;
} SpClientServer;

/**
 * SpProvider:
 *
 * A mail provider as the catalogue knows it. Immutable; owned by its catalogue.
 */
#define SP_TYPE_PROVIDER (sp_provider_get_type ())
G_DECLARE_FINAL_TYPE (SpProvider, sp_provider, SP, PROVIDER, GObject)

const char *sp_provider_get_id (SpProvider *self);
const char *sp_provider_get_name (SpProvider *self);
SpProviderKind sp_provider_get_kind (SpProvider *self);
SpAlone sp_provider_get_alone (SpProvider *self);
gboolean sp_provider_is_recognise_only (SpProvider *self);
GPtrArray *sp_provider_get_mx_sets (SpProvider *self);
SpMxSet *sp_provider_get_current_mx_set (SpProvider *self);
const char *const *sp_provider_get_mx_suffixes (SpProvider *self);
const char *const *sp_provider_get_spf_terms (SpProvider *self);
const char *const *sp_provider_get_spf_accepts (SpProvider *self);
GPtrArray *sp_provider_get_records (SpProvider *self);
GPtrArray *sp_provider_get_set_keys (SpProvider *self);
GPtrArray *sp_provider_get_clients (SpProvider *self);
const char *const *sp_provider_get_support_urls (SpProvider *self);
const char *sp_provider_get_import_url (SpProvider *self);

gboolean sp_provider_is_mx_host (SpProvider *self, const SpName *host);
char *sp_provider_expand (SpProvider *self, const char *template, const SpName *domain,
                          GHashTable *values);

G_END_DECLS
