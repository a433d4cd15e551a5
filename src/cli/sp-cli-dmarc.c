/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpostctl"

#include "cli/sp-cli.h"

#include <glib/gi18n.h>

#include "cli/sp-json-senders.h"
#include "cli/sp-json.h"
#include "cli/sp-lookup.h"
#include "core/explain/sp-explain.h"

/* The names of the walk, the domain's own first. */
static GPtrArray *
dup_places (SpName *domain)
{
  g_autoptr (GPtrArray) walk = sp_dmarc_dup_walk (domain);
  GPtrArray *places = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_name_unref);

  for (guint i = 0; i < walk->len; i++)
    {
      SpName *place = sp_name_prepend (g_ptr_array_index (walk, i), "_dmarc");

      if (place != NULL)
        g_ptr_array_add (places, place);
    }
  return places;
}

static void
add_place (JsonBuilder *builder, SpSnapshot *snapshot, SpName *place)
{
  SpFact *fact = sp_snapshot_get_fact (snapshot, place, SP_RR_TXT);
  g_autoptr (GPtrArray) records = sp_dmarc_select (sp_fact_get_set (fact));

  json_builder_begin_object (builder);
  sp_json_add_name (builder, "name", place);
  sp_json_add_string (builder, "reason",
                      sp_fact_get_state (fact) == SP_FACT_UNKNOWN
                        ? sp_reason_to_string (sp_fact_get_reason (fact))
                        : NULL);
  sp_json_begin_array (builder, "records");
  for (guint i = 0; i < records->len; i++)
    {
      g_autofree char *value = sp_record_dup_value (records->pdata[i]);

      json_builder_add_string_value (builder, value);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_tags (JsonBuilder *builder, const SpDmarc *dmarc)
{
  g_autoptr (GPtrArray) names = dmarc != NULL ? g_hash_table_get_keys_as_ptr_array (dmarc->tags)
                                              : g_ptr_array_new ();

  g_ptr_array_sort_values (names, (GCompareFunc) g_strcmp0);
  sp_json_begin_object (builder, "tags");
  for (guint i = 0; i < names->len; i++)
    {
      const char *value = g_hash_table_lookup (dmarc->tags, names->pdata[i]);
      g_autofree char *key = g_utf8_make_valid (names->pdata[i], -1);
      g_autofree char *text = g_utf8_make_valid (value, -1);

      sp_json_add_string (builder, key, text);
    }
  json_builder_end_object (builder);
}

static void
print_json (SpSnapshot *snapshot, const SpDmarcDiscovery *found, GPtrArray *walk)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  sp_json_add_int (builder, "schema", 1);
  sp_json_add_dmarc (builder, found);
  add_tags (builder, found->dmarc);
  sp_json_begin_array (builder, "walk");
  for (guint i = 0; i < walk->len; i++)
    add_place (builder, snapshot, g_ptr_array_index (walk, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  sp_json_print (builder, TRUE);
}

static void
print_text (const SpDmarcDiscovery *found)
{
  if (found->record != NULL)
    {
      g_autofree char *value = sp_record_dup_value (found->record);

      g_print ("%s %s\n", sp_name_get_text (found->found_at), value);
    }
  else if (found->state == SP_FACT_UNKNOWN)
    {
      g_autofree char *reason = sp_explain_reason (sp_fact_get_reason (found->unknown));

      sp_cli_complain (_ ("Could not check: %s"), reason);
    }
  else
    {
      g_print ("%s\n", _ ("There is no rule for forged mail."));
    }
}

/**
 * sp_cli_dmarc:
 * @self: a run
 * @argc: number of arguments
 * @argv: the arguments
 *
 * `signpostctl dmarc`: the rule that receivers find, asked as they ask: of the resolver.
 *
 * Returns: the exit status
 */
SpExit
sp_cli_dmarc (SpCli *self, int argc, char **argv)
{
  g_autoptr (SpName) domain = NULL;
  g_autoptr (GPtrArray) walk = NULL;
  g_autoptr (SpLookup) lookup = NULL;
  g_autoptr (SpSnapshot) snapshot = NULL;
  g_autoptr (SpDmarcDiscovery) found = NULL;

  if (!sp_cli_parse (self, "DOMAIN", NULL, argc, argv))
    return SP_EXIT_USAGE;
  domain = sp_cli_take_domain (self);
  if (domain == NULL)
    return SP_EXIT_USAGE;
  if (sp_cli_open (self, TRUE) == NULL)
    return SP_EXIT_UNKNOWN;

  walk = dup_places (domain);
  lookup = sp_lookup_new (self->workspace, domain,
                          sp_workspace_get_network (self->workspace)->recursors);
  /* Whether the domain exists at all, for `np`. */
  sp_lookup_ask (lookup, domain, SP_RR_TXT);
  for (guint i = 0; i < walk->len; i++)
    sp_lookup_ask (lookup, g_ptr_array_index (walk, i), SP_RR_TXT);
  snapshot = sp_lookup_run (lookup, NULL);
  found = sp_dmarc_discovery_new (snapshot);
  if (self->json)
    print_json (snapshot, found, walk);
  else
    print_text (found);
  return found->state == SP_FACT_UNKNOWN ? SP_EXIT_UNKNOWN : SP_EXIT_OK;
}
