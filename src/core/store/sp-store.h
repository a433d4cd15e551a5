/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/inspect/sp-observation.h"
#include "core/plan/sp-timeline.h"
#include "core/store/sp-origin.h"

G_BEGIN_DECLS

#define SP_STORE_ERROR (sp_store_error_quark ())

/**
 * SpStoreError:
 * @SP_STORE_ERROR_OPEN: the file cannot be opened or made
 * @SP_STORE_ERROR_NEWER: the file was written by a newer Signpost; it is left as it is
 * @SP_STORE_ERROR_FAILED: reading or writing failed; nothing of the change was kept
 */
typedef enum {
  SP_STORE_ERROR_OPEN,
  SP_STORE_ERROR_NEWER,
  SP_STORE_ERROR_FAILED,
} SpStoreError;

GQuark sp_store_error_quark (void);

/**
 * SpStoredDomain:
 * @name: the domain
 * @provider: (nullable): id of the chosen provider
 * @filter: (nullable): id of the filter in front
 * @dns_host: (nullable): id of the panel the person says they use
 * @values: (element-type utf8 utf8): values given for keys of the provider
 *
 * A saved domain as it is on disk: what the person decided.
 */
typedef struct {
  SpName *name;
  char *provider;
  char *filter;
  char *dns_host;
  GHashTable *values;
} SpStoredDomain;

SpStoredDomain *sp_stored_domain_new (SpName *name);
void sp_stored_domain_free (SpStoredDomain *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpStoredDomain, sp_stored_domain_free)

/**
 * SpStore:
 *
 * Domains, snapshots, observations, moves and ticks on disk: one SQLite file. Every change is one
 * transaction, so a crash loses at most the change under way. Rows are few and small (some
 * kilobytes a domain); nothing here waits for a network.
 */
#define SP_TYPE_STORE (sp_store_get_type ())
G_DECLARE_FINAL_TYPE (SpStore, sp_store, SP, STORE, GObject)

SpStore *sp_store_open (const char *path, GError **error);

GPtrArray *sp_store_load_domains (SpStore *self, GError **error);
gboolean sp_store_save_domain (SpStore *self, const SpStoredDomain *domain, GError **error);
gboolean sp_store_remove_domain (SpStore *self, const SpName *name, GError **error);

gboolean sp_store_save_snapshot (SpStore *self, SpSnapshot *snapshot, GError **error);
SpSnapshot *sp_store_load_snapshot (SpStore *self, const SpName *domain, GError **error);
SpSnapshot *sp_store_load_snapshot_before (SpStore *self, const SpName *domain, gint64 time,
                                           GError **error);

gboolean sp_store_add_observations (SpStore *self, const SpName *domain, GPtrArray *observations,
                                    GError **error);
GPtrArray *sp_store_load_observations (SpStore *self, const SpName *domain, GError **error);

gboolean sp_store_save_move (SpStore *self, const SpMove *move, GError **error);
SpMove *sp_store_load_move (SpStore *self, const SpName *domain, GError **error);
gboolean sp_store_remove_move (SpStore *self, const SpName *domain, GError **error);

gboolean sp_store_save_origin (SpStore *self, const SpName *domain, SpOrigin *origin,
                               GError **error);
SpOrigin *sp_store_load_origin (SpStore *self, const SpName *domain, GError **error);

gboolean sp_store_set_text (SpStore *self, const char *key, const char *text, GError **error);
char *sp_store_get_text (SpStore *self, const char *key, GError **error);

G_END_DECLS
