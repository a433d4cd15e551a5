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
 * @SP_PROVIDER_HOSTING: mailboxes
 * @SP_PROVIDER_FORWARDING: hands mail on to other addresses, has no mailboxes
 * @SP_PROVIDER_FILTER: stands in front of the mailbox provider
 * @SP_PROVIDER_SELF_HOSTED: a mail server program that people run themselves
 * @SP_PROVIDER_OWN: the generic own server
 * @SP_PROVIDER_SPARE: a store-and-forward service (backup MX)
 * @SP_PROVIDER_SENDING: sends newsletters, receipts and the like; may receive replies
 * @SP_PROVIDER_CONSUMER: mailboxes without own domains
 * @SP_PROVIDER_PARKED: a parking service: nobody reads this mail
 *
 * What a company does with mail.
 */
typedef enum {
  SP_PROVIDER_HOSTING,
  SP_PROVIDER_FORWARDING,
  SP_PROVIDER_FILTER,
  SP_PROVIDER_SELF_HOSTED,
  SP_PROVIDER_OWN,
  SP_PROVIDER_SPARE,
  SP_PROVIDER_SENDING,
  SP_PROVIDER_CONSUMER,
  SP_PROVIDER_PARKED,
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
 * @has_guessed_numbers: whether the hosts are known but no source gives their numbers
 *
 * A set of MX hosts that counts as whole. Old and new documented sets both do.
 */
typedef struct {
  char *id;
  gboolean is_current;
  SpTrust trust;
  gboolean has_guessed_numbers;
  GPtrArray *entries;
} SpMxSet;

/**
 * SpProviderRecord:
 * @purpose: "dkim", "autodiscover", "verification", "return-path", "dmarc" (an alias to the
 *   provider's own rule), "address" (of a server named after the domain), "mta-sts"
 * @name: relative to the mail domain, "@" for the domain itself; may hold placeholders; for SRV
 *   with its underscore labels
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
 * SpSetChoice:
 * @value: as in `--set key=value`
 * @label: what the choice is called, in English
 * @sets: (element-type utf8 utf8): further placeholders that follow from the choice
 *
 * One of the values a key may have, such as a region.
 */
typedef struct {
  char *value;
  char *label;
  GHashTable *sets;
} SpSetChoice;

/**
 * SpSetKey:
 * @key: as in `--set key=value`
 * @label: what it is called in the provider's panel, in English
 * @where: where to find it there
 * @pattern: regular expression (PCRE, whole value) that a value must match
 * @fallback: (nullable): value used when the person gives none
 * @choices: (nullable) (element-type SpSetChoice): all possible values, if they can be listed
 * @is_required: whether a plan without it lacks a record that the provider asks for
 *
 * A value that the provider computes for each customer, or a choice such as a region.
 */
typedef struct {
  char *key;
  char *label;
  char *where;
  char *pattern;
  char *fallback;
  GPtrArray *choices;
  gboolean is_required;
} SpSetKey;

gboolean sp_set_key_accepts (const SpSetKey *self, const char *value);

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
const char *sp_provider_get_spf_ending (SpProvider *self);
gboolean sp_provider_is_spf_guess (SpProvider *self);
GPtrArray *sp_provider_get_records (SpProvider *self);
char **sp_provider_dup_dkim_selectors (SpProvider *self, GHashTable *values);
GPtrArray *sp_provider_get_set_keys (SpProvider *self);
const SpSetKey *sp_provider_find_set_key (SpProvider *self, const char *key);
GPtrArray *sp_provider_get_clients (SpProvider *self);
const char *const *sp_provider_get_support_urls (SpProvider *self);
const char *sp_provider_get_import_url (SpProvider *self);

gboolean sp_provider_is_mx_host (SpProvider *self, const SpName *host);
gboolean sp_provider_is_known_host (SpProvider *self, const SpName *host);
gboolean sp_provider_is_spf_include (SpProvider *self, const SpName *include);
char *sp_provider_expand (SpProvider *self, const char *template, const SpName *domain,
                          GHashTable *values);

G_END_DECLS
