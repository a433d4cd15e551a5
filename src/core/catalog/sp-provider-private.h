/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/catalog/sp-host-pattern.h"
#include "core/catalog/sp-provider.h"

G_BEGIN_DECLS

struct _SpProvider {
  GObject parent_instance;

  char *id;
  char *name;
  SpProviderKind kind;
  SpAlone alone;
  GPtrArray *mx_sets;
  GPtrArray *mx_patterns;   /* SpHostPattern */
  GPtrArray *mx_shared;     /* SpHostPattern: hosts by which another company is recognised */
  GPtrArray *host_patterns; /* SpHostPattern: other hosts, not in MX */
  GPtrArray *spf_own;       /* SpHostPattern: names in the terms */
  GPtrArray *spf_others;    /* SpHostPattern: other names that count */
  char **mx_suffixes;
  char **spf_terms;
  char **spf_accepts;
  char *spf_ending;
  gboolean is_spf_guess;
  GPtrArray *records;
  char **other_selectors;
  GPtrArray *set_keys;
  GPtrArray *clients;
  char **support_urls;
  char *import_url;
};

SpProvider *sp_provider_new_from_json (const char *file, GBytes *bytes, GBytes *common_keys,
                                       GError **error);

guint sp_provider_match_mx (SpProvider *self, const SpName *host);
guint sp_provider_match_host (SpProvider *self, const SpName *host);
guint sp_provider_match_spf (SpProvider *self, const SpName *include);

SpMxEntry *sp_mx_entry_new (uint16_t priority, const char *host);
void sp_mx_entry_free (SpMxEntry *self);
void sp_mx_set_free (SpMxSet *self);
void sp_provider_record_free (SpProviderRecord *self);
void sp_set_choice_free (SpSetChoice *self);
void sp_set_key_free (SpSetKey *self);
void sp_client_server_free (SpClientServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpMxSet, sp_mx_set_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpProviderRecord, sp_provider_record_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpSetChoice, sp_set_choice_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpSetKey, sp_set_key_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpClientServer, sp_client_server_free)

G_END_DECLS
