/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpostctl"

#include "cli/sp-cli.h"

#include "cli/sp-json.h"

static void
add_set_key (JsonBuilder *builder, const SpSetKey *key)
{
  sp_json_begin_object (builder, NULL);
  sp_json_add_string (builder, "key", key->key);
  sp_json_add_string (builder, "label", key->label);
  sp_json_add_string (builder, "where", key->where);
  sp_json_add_string (builder, "pattern", key->pattern);
  sp_json_add_boolean (builder, "required", key->is_required);
  json_builder_end_object (builder);
}

static void
add_provider (JsonBuilder *builder, gpointer item)
{
  SpProvider *provider = SP_PROVIDER (item);
  GPtrArray *keys = sp_provider_get_set_keys (provider);

  sp_json_begin_object (builder, NULL);
  sp_json_add_string (builder, "id", sp_provider_get_id (provider));
  sp_json_add_string (builder, "name", sp_provider_get_name (provider));
  sp_json_add_string (builder, "kind",
                      sp_provider_kind_to_string (sp_provider_get_kind (provider)));
  sp_json_add_string (builder, "alone", sp_alone_to_string (sp_provider_get_alone (provider)));
  sp_json_add_boolean (builder, "recognise_only", sp_provider_is_recognise_only (provider));
  sp_json_begin_array (builder, "set");
  for (guint i = 0; i < keys->len; i++)
    add_set_key (builder, g_ptr_array_index (keys, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_dns_host (JsonBuilder *builder, gpointer item)
{
  SpDnsHost *host = SP_DNS_HOST (item);

  sp_json_begin_object (builder, NULL);
  sp_json_add_string (builder, "id", sp_dns_host_get_id (host));
  sp_json_add_string (builder, "name", sp_dns_host_get_name (host));
  sp_json_add_strings (builder, "servers", sp_dns_host_get_server_patterns (host));
  json_builder_end_object (builder);
}

static void
print_provider (gpointer item)
{
  SpProvider *provider = SP_PROVIDER (item);

  if (!sp_provider_is_recognise_only (provider))
    g_print ("%-24s %s\n", sp_provider_get_id (provider), sp_provider_get_name (provider));
}

static void
print_dns_host (gpointer item)
{
  SpDnsHost *host = SP_DNS_HOST (item);

  g_print ("%-24s %s\n", sp_dns_host_get_id (host), sp_dns_host_get_name (host));
}

/* One of the catalogue's lists, and how an item of it is printed. */
typedef struct {
  const char *key;
  GListModel *(*get) (SpCatalog *catalog);
  void (*add) (JsonBuilder *builder, gpointer item);
  void (*print) (gpointer item);
} List;

static void
print_json (GListModel *items, const List *list)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  sp_json_add_int (builder, "schema", 1);
  sp_json_begin_array (builder, list->key);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (items, i);

      list->add (builder, item);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  sp_json_print (builder, TRUE);
}

static void
print_text (GListModel *items, const List *list)
{
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (items, i);

      list->print (item);
    }
}

static SpExit
print_list (SpCli *self, int argc, char **argv, const List *list)
{
  g_autoptr (SpCatalog) catalog = NULL;
  g_autoptr (GError) error = NULL;

  if (!sp_cli_parse (self, "", NULL, argc, argv))
    return SP_EXIT_USAGE;
  catalog = sp_catalog_new (&error);
  if (catalog == NULL)
    {
      sp_cli_complain ("%s", error->message);
      return SP_EXIT_UNKNOWN;
    }
  if (self->json)
    print_json (list->get (catalog), list);
  else
    print_text (list->get (catalog), list);
  return SP_EXIT_OK;
}

/**
 * sp_cli_providers:
 * @self: a run
 * @argc: number of arguments
 * @argv: the arguments
 *
 * `signpostctl providers`: the mail providers, and the keys that each needs.
 *
 * Returns: the exit status
 */
SpExit
sp_cli_providers (SpCli *self, int argc, char **argv)
{
  static const List providers = { "providers", sp_catalog_get_providers, add_provider,
                                  print_provider };

  return print_list (self, argc, argv, &providers);
}

/**
 * sp_cli_dns_hosts:
 * @self: a run
 * @argc: number of arguments
 * @argv: the arguments
 *
 * `signpostctl dns-hosts`: the companies whose panels are known.
 *
 * Returns: the exit status
 */
SpExit
sp_cli_dns_hosts (SpCli *self, int argc, char **argv)
{
  static const List dns_hosts = { "dns_hosts", sp_catalog_get_dns_hosts, add_dns_host,
                                  print_dns_host };

  return print_list (self, argc, argv, &dns_hosts);
}
