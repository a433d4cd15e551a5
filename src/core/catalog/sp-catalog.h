/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/catalog/sp-dns-host.h"
#include "core/catalog/sp-provider.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define SP_CATALOG_ERROR (sp_catalog_error_quark ())

/**
 * SpCatalogError:
 * @SP_CATALOG_ERROR_SCHEMA: a data file does not follow the format; the message names file and key
 */
typedef enum {
  SP_CATALOG_ERROR_SCHEMA,
} SpCatalogError;

GQuark sp_catalog_error_quark (void);

/**
 * SpCatalog:
 *
 * The mail providers, sending services and DNS hosts that Signpost knows, read from the data files
 * compiled into the program.
 */
#define SP_TYPE_CATALOG (sp_catalog_get_type ())
G_DECLARE_FINAL_TYPE (SpCatalog, sp_catalog, SP, CATALOG, GObject)

SpCatalog *sp_catalog_new (GError **error);
SpCatalog *sp_catalog_new_unread (void);
gboolean sp_catalog_read (SpCatalog *self, GError **error);
GListModel *sp_catalog_get_providers (SpCatalog *self);
GListModel *sp_catalog_get_senders (SpCatalog *self);
GListModel *sp_catalog_get_dns_hosts (SpCatalog *self);
SpProvider *sp_catalog_get_provider (SpCatalog *self, const char *id);
SpDnsHost *sp_catalog_get_dns_host (SpCatalog *self, const char *id);

SpProvider *sp_catalog_recognise_mx (SpCatalog *self, const SpName *host);
SpProvider *sp_catalog_recognise_spf (SpCatalog *self, const SpName *include);
SpProvider *sp_catalog_recognise_host (SpCatalog *self, const SpName *host);
SpDnsHost *sp_catalog_recognise_dns_host (SpCatalog *self, GPtrArray *server_names);
SpDnsHost *sp_catalog_recognise_proxy (SpCatalog *self, GInetAddress *address);
GPtrArray *sp_catalog_suggest_dns_hosts (SpCatalog *self, GPtrArray *server_names);

SpName *sp_catalog_nearest_mx_host (SpCatalog *self, const SpName *host);

G_END_DECLS
