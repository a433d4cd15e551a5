/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-catalog"

#include "core/catalog/sp-catalog.h"

#include "core/catalog/sp-dns-host-private.h"
#include "core/catalog/sp-provider-private.h"
#include "sp-catalog-resources.h"

#define RESOURCE_ROOT "/io/github/signpost_mail/Signpost/catalog/"

/* The same few hosts are met again and again; what is remembered of them is bounded. */
#define MAX_RECOGNISED 1024

typedef enum {
  MATCH_MX,
  MATCH_SPF,
  MATCH_HOST,
  N_MATCHES,
} Match;

static guint (*const match_funcs[N_MATCHES]) (SpProvider *provider, const SpName *name) = {
  [MATCH_MX] = sp_provider_match_mx,
  [MATCH_SPF] = sp_provider_match_spf,
  [MATCH_HOST] = sp_provider_match_host,
};

struct _SpCatalog {
  GObject parent_instance;

  gboolean is_read;
  GListStore *providers;
  GListStore *senders;
  GListStore *dns_hosts;
  GPtrArray *dns_hosts_listed; /* the same, without the cost of a model */
  GHashTable *providers_by_id; /* senders too */
  GHashTable *dns_hosts_by_id;
  GHashTable *recognised[N_MATCHES]; /* SpName: SpProvider or NULL, what was found before */
};

G_DEFINE_FINAL_TYPE (SpCatalog, sp_catalog, G_TYPE_OBJECT)

G_DEFINE_QUARK (sp - catalog - error - quark, sp_catalog_error)

static GBytes *
load (const char *folder, const char *file, GError **error)
{
  g_autofree char *path = g_strconcat (RESOURCE_ROOT, folder, file, NULL);

  return g_resource_lookup_data (sp_catalog_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE,
                                 error);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

/* The files of a folder, sorted: the order of the lists does not depend on the build. */
static char **
list_files (const char *folder, GError **error)
{
  g_autofree char *path = g_strconcat (RESOURCE_ROOT, folder, NULL);
  char **files = g_resource_enumerate_children (sp_catalog_get_resource (), path,
                                                G_RESOURCE_LOOKUP_FLAGS_NONE, error);

  if (files != NULL)
    qsort (files, g_strv_length (files), sizeof (char *), compare_names);
  return files;
}

static gboolean
load_providers (SpCatalog *self, const char *folder, GListStore *store, GBytes *keys,
                GError **error)
{
  g_auto (GStrv) files = list_files (folder, error);

  for (gsize i = 0; files != NULL && files[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat (folder, files[i], NULL);
      g_autoptr (GBytes) bytes = load (folder, files[i], error);
      g_autoptr (SpProvider) provider = NULL;

      if (bytes == NULL)
        return FALSE;
      provider = sp_provider_new_from_json (path, bytes, keys, error);
      if (provider == NULL)
        return FALSE;
      g_list_store_append (store, provider);
      g_hash_table_insert (self->providers_by_id, (gpointer) sp_provider_get_id (provider),
                           provider);
    }
  return files != NULL;
}

static gboolean
load_dns_hosts (SpCatalog *self, GError **error)
{
  g_auto (GStrv) files = list_files ("dns-hosts/", error);

  for (gsize i = 0; files != NULL && files[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat ("dns-hosts/", files[i], NULL);
      g_autoptr (GBytes) bytes = load ("dns-hosts/", files[i], error);
      g_autoptr (SpDnsHost) host = NULL;

      if (bytes == NULL)
        return FALSE;
      host = sp_dns_host_new_from_json (path, bytes, error);
      if (host == NULL)
        return FALSE;
      g_list_store_append (self->dns_hosts, host);
      g_ptr_array_add (self->dns_hosts_listed, host);
      g_hash_table_insert (self->dns_hosts_by_id, (gpointer) sp_dns_host_get_id (host), host);
    }
  return files != NULL;
}

/* The provider whose pattern is the most exact; the lists are owned by the catalogue, so the
 * provider outlives the reference that the list model gives. */
static SpProvider *
find_best (SpCatalog *self, const SpName *name, Match match)
{
  GListModel *const models[] = { G_LIST_MODEL (self->providers), G_LIST_MODEL (self->senders) };
  SpProvider *best = NULL;
  guint best_weight = 0;

  for (gsize m = 0; m < G_N_ELEMENTS (models); m++)
    {
      for (guint i = 0; i < g_list_model_get_n_items (models[m]); i++)
        {
          g_autoptr (SpProvider) provider = g_list_model_get_item (models[m], i);
          guint weight = match_funcs[match](provider, name);

          if (weight > best_weight)
            {
              best_weight = weight;
              best = provider;
            }
        }
    }
  return best;
}

static void
ensure_read (SpCatalog *self)
{
  g_autoptr (GError) error = NULL;

  if (!sp_catalog_read (self, &error))
    g_critical ("the catalogue cannot be read: %s", error->message);
}

static SpProvider *
recognise (SpCatalog *self, const SpName *name, Match match)
{
  GHashTable *known = self->recognised[match];
  gpointer found = NULL;

  ensure_read (self);
  if (g_hash_table_lookup_extended (known, name, NULL, &found))
    return found;
  if (g_hash_table_size (known) >= MAX_RECOGNISED)
    g_hash_table_remove_all (known);
  found = find_best (self, name, match);
  g_hash_table_insert (known, sp_name_ref ((SpName *) name), found);
  return found;
}

static void
sp_catalog_finalize (GObject *object)
{
  SpCatalog *self = SP_CATALOG (object);

  for (gsize i = 0; i < N_MATCHES; i++)
    g_clear_pointer (&self->recognised[i], g_hash_table_unref);
  g_clear_pointer (&self->providers_by_id, g_hash_table_unref);
  g_clear_pointer (&self->dns_hosts_by_id, g_hash_table_unref);
  g_clear_object (&self->providers);
  g_clear_object (&self->senders);
  g_clear_object (&self->dns_hosts);
  g_clear_pointer (&self->dns_hosts_listed, g_ptr_array_unref);

  G_OBJECT_CLASS (sp_catalog_parent_class)->finalize (object);
}

static void
sp_catalog_class_init (SpCatalogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sp_catalog_finalize;
}

static void
sp_catalog_init (SpCatalog *self)
{
  self->providers = g_list_store_new (SP_TYPE_PROVIDER);
  self->senders = g_list_store_new (SP_TYPE_PROVIDER);
  self->dns_hosts = g_list_store_new (SP_TYPE_DNS_HOST);
  self->dns_hosts_listed = g_ptr_array_new ();
  self->providers_by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->dns_hosts_by_id = g_hash_table_new (g_str_hash, g_str_equal);
  for (gsize i = 0; i < N_MATCHES; i++)
    self->recognised[i] = g_hash_table_new_full (sp_name_hash, sp_name_equal,
                                                 (GDestroyNotify) sp_name_unref, NULL);
}

/**
 * sp_catalog_new:
 * @error: return location for %SP_CATALOG_ERROR_SCHEMA
 *
 * Makes a catalogue that has been read.
 *
 * Returns: (transfer full) (nullable): the catalogue
 */
SpCatalog *
sp_catalog_new (GError **error)
{
  g_autoptr (SpCatalog) self = sp_catalog_new_unread ();

  return sp_catalog_read (self, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * sp_catalog_new_unread:
 *
 * Makes a catalogue that is read with [method@Catalog.read], or when something is first asked of
 * it: some hundred files, which need not be waited for before the first question goes out.
 *
 * Returns: (transfer full): the catalogue
 */
SpCatalog *
sp_catalog_new_unread (void)
{
  return g_object_new (SP_TYPE_CATALOG, NULL);
}

/**
 * sp_catalog_read:
 * @self: a catalogue
 * @error: return location for %SP_CATALOG_ERROR_SCHEMA
 *
 * Reads the data files that are compiled into the program, unless that was done before. They are
 * tested, so an error here means that the build is broken.
 *
 * Returns: whether the catalogue is whole
 */
gboolean
sp_catalog_read (SpCatalog *self, GError **error)
{
  g_autoptr (GBytes) keys = NULL;

  g_return_val_if_fail (SP_IS_CATALOG (self), FALSE);

  if (self->is_read)
    return TRUE;
  self->is_read = TRUE;
  keys = load ("", "set-keys.json", error);
  return keys != NULL && load_providers (self, "providers/", self->providers, keys, error)
         && load_providers (self, "senders/", self->senders, NULL, error)
         && load_dns_hosts (self, error);
}

/**
 * sp_catalog_get_providers:
 * @self: a catalogue
 *
 * Returns: (transfer none): a list of [class@Provider], by id; sending services are not among them
 */
GListModel *
sp_catalog_get_providers (SpCatalog *self)
{
  g_return_val_if_fail (SP_IS_CATALOG (self), NULL);

  ensure_read (self);
  return G_LIST_MODEL (self->providers);
}

/**
 * sp_catalog_get_senders:
 * @self: a catalogue
 *
 * Returns: (transfer none): a list of [class@Provider]: services that send newsletters and the
 *   like, by id
 */
GListModel *
sp_catalog_get_senders (SpCatalog *self)
{
  g_return_val_if_fail (SP_IS_CATALOG (self), NULL);

  ensure_read (self);
  return G_LIST_MODEL (self->senders);
}

/**
 * sp_catalog_get_dns_hosts:
 * @self: a catalogue
 *
 * Returns: (transfer none): a list of [class@DnsHost], by id
 */
GListModel *
sp_catalog_get_dns_hosts (SpCatalog *self)
{
  g_return_val_if_fail (SP_IS_CATALOG (self), NULL);

  ensure_read (self);
  return G_LIST_MODEL (self->dns_hosts);
}

/**
 * sp_catalog_get_provider:
 * @self: a catalogue
 * @id: id of a provider or sending service
 *
 * Returns: (transfer none) (nullable): the provider
 */
SpProvider *
sp_catalog_get_provider (SpCatalog *self, const char *id)
{
  g_return_val_if_fail (SP_IS_CATALOG (self), NULL);

  ensure_read (self);
  return g_hash_table_lookup (self->providers_by_id, id);
}

/**
 * sp_catalog_get_dns_host:
 * @self: a catalogue
 * @id: id of a DNS host; "generic" is a panel of which nothing is known
 *
 * Returns: (transfer none) (nullable): the DNS host
 */
SpDnsHost *
sp_catalog_get_dns_host (SpCatalog *self, const char *id)
{
  g_return_val_if_fail (SP_IS_CATALOG (self), NULL);

  ensure_read (self);
  return g_hash_table_lookup (self->dns_hosts_by_id, id);
}

/**
 * sp_catalog_recognise_mx:
 * @self: a catalogue
 * @host: target of an MX record
 *
 * Returns: (transfer none) (nullable): whose mail server it is; a name spelled out in full wins
 *   over a pattern, a longer pattern over a shorter one
 */
SpProvider *
sp_catalog_recognise_mx (SpCatalog *self, const SpName *host)
{
  g_return_val_if_fail (SP_IS_CATALOG (self), NULL);
  return recognise (self, host, MATCH_MX);
}

/**
 * sp_catalog_recognise_spf:
 * @self: a catalogue
 * @include: target of an include, redirect or `a` in an SPF record
 *
 * Returns: (transfer none) (nullable): whose list of senders it is; a provider's, or a sending
 *   service's
 */
SpProvider *
sp_catalog_recognise_spf (SpCatalog *self, const SpName *include)
{
  g_return_val_if_fail (SP_IS_CATALOG (self), NULL);
  return recognise (self, include, MATCH_SPF);
}

/**
 * sp_catalog_recognise_host:
 * @self: a catalogue
 * @host: any host name, such as the target of an autodiscover or a DKIM alias
 *
 * Returns: (transfer none) (nullable): whose host it is
 */
SpProvider *
sp_catalog_recognise_host (SpCatalog *self, const SpName *host)
{
  g_return_val_if_fail (SP_IS_CATALOG (self), NULL);
  return recognise (self, host, MATCH_HOST);
}

/**
 * sp_catalog_suggest_dns_hosts:
 * @self: a catalogue
 * @server_names: (element-type SpName): the name servers of a zone
 *
 * Some name servers are used by more than one company: then only the person knows.
 *
 * Returns: (transfer container) (element-type SpDnsHost): the companies it may be
 */
GPtrArray *
sp_catalog_suggest_dns_hosts (SpCatalog *self, GPtrArray *server_names)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  g_return_val_if_fail (SP_IS_CATALOG (self), NULL);

  ensure_read (self);
  for (guint i = 0; i < self->dns_hosts_listed->len; i++)
    {
      SpDnsHost *host = g_ptr_array_index (self->dns_hosts_listed, i);

      if (sp_dns_host_matches (host, server_names))
        g_ptr_array_add (found, host);
    }
  return g_steal_pointer (&found);
}

/**
 * sp_catalog_recognise_dns_host:
 * @self: a catalogue
 * @server_names: (element-type SpName): the name servers of a zone
 *
 * Returns: (transfer none) (nullable): the company, if the servers tell it: %NULL when they
 *   belong to several companies, or when several companies use them
 */
SpDnsHost *
sp_catalog_recognise_dns_host (SpCatalog *self, GPtrArray *server_names)
{
  g_autoptr (GPtrArray) found = sp_catalog_suggest_dns_hosts (self, server_names);

  return found != NULL && found->len == 1 ? g_ptr_array_index (found, 0) : NULL;
}

/**
 * sp_catalog_recognise_proxy:
 * @self: a catalogue
 * @address: an address
 *
 * Returns: (transfer none) (nullable): the company whose web proxy answers there
 */
SpDnsHost *
sp_catalog_recognise_proxy (SpCatalog *self, GInetAddress *address)
{
  g_return_val_if_fail (SP_IS_CATALOG (self), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->dns_hosts)); i++)
    {
      g_autoptr (SpDnsHost) host = g_list_model_get_item (G_LIST_MODEL (self->dns_hosts), i);

      /* The catalogue keeps it alive. */
      if (sp_dns_host_is_proxy (host, address))
        return host;
    }
  return NULL;
}
