/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpostctl"

#include "cli/sp-json-senders.h"

#include "cli/sp-json.h"
#include "core/checks/sp-dkim-place.h"
#include "core/checks/sp-spf-tree.h"
#include "core/mail/sp-dkim-key.h"

static void
add_issues (JsonBuilder *builder, GArray *issues)
{
  sp_json_begin_array (builder, "issues");
  for (guint i = 0; issues != NULL && i < issues->len; i++)
    {
      const SpParseIssue *issue = &g_array_index (issues, SpParseIssue, i);

      json_builder_begin_object (builder);
      sp_json_add_string (builder, "code", issue->code);
      sp_json_add_int (builder, "offset", (gint64) issue->offset);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* More than one record, or one at which receivers give up. */
static const char *
describe_spf (SpFact *fact, guint n_records, const SpSpfTree *tree)
{
  if (sp_fact_get_state (fact) == SP_FACT_UNKNOWN)
    return "unknown";
  if (n_records == 0)
    return "none";
  if (n_records > 1 || tree->is_broken)
    return "permerror";
  return tree->is_complete ? "valid" : "unknown";
}

static void
add_spf_details (JsonBuilder *builder, const SpSpfTree *tree)
{
  const SpSpf *spf = tree != NULL ? g_ptr_array_index (tree->records, 0) : NULL;
  const SpSpfTerm *all = spf != NULL ? sp_spf_find (spf, SP_SPF_ALL) : NULL;
  const char qualifier[] = { all != NULL ? all->qualifier : '\0', '\0' };

  if (tree != NULL)
    {
      sp_json_add_int (builder, "lookups", tree->lookups);
      sp_json_add_int (builder, "void_lookups", tree->void_lookups);
    }
  else
    {
      sp_json_add_string (builder, "lookups", NULL);
      sp_json_add_string (builder, "void_lookups", NULL);
    }
  sp_json_add_string (builder, "all", all != NULL ? qualifier : NULL);
  add_issues (builder, spf != NULL ? spf->issues : NULL);
}

static void
add_node_members (JsonBuilder *builder, const SpSpfNode *node)
{
  sp_json_add_string (builder, "term", node->term);
  sp_json_add_string (builder, "domain", node->domain);
  sp_json_add_int (builder, "lookups", node->lookups);
  sp_json_add_int (builder, "void", node->void_lookups);
  sp_json_add_string (builder, "note", node->note);
  sp_json_begin_array (builder, "terms");
  for (guint i = 0; i < node->terms->len; i++)
    {
      json_builder_begin_object (builder);
      add_node_members (builder, g_ptr_array_index (node->terms, i));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_tree (JsonBuilder *builder, const SpSpfTree *tree)
{
  if (tree == NULL)
    {
      sp_json_add_string (builder, "tree", NULL);
      return;
    }
  sp_json_begin_object (builder, "tree");
  add_node_members (builder, tree->top);
  json_builder_end_object (builder);
}

static void
add_spf (JsonBuilder *builder, SpSnapshot *snapshot)
{
  SpName *domain = sp_snapshot_get_domain (snapshot);
  SpFact *fact = sp_snapshot_get_fact (snapshot, domain, SP_RR_TXT);
  g_autoptr (GPtrArray) records = sp_spf_select (sp_fact_get_set (fact));
  SpRecord *record = records->len > 0 ? g_ptr_array_index (records, 0) : NULL;
  g_autofree char *value = record != NULL ? sp_record_dup_value (record) : NULL;
  g_autoptr (SpSpfTree) tree = sp_spf_tree_new_own (snapshot);

  sp_json_begin_object (builder, "spf");
  sp_json_add_string (builder, "state", describe_spf (fact, records->len, tree));
  sp_json_add_string (builder, "record", value);
  add_spf_details (builder, tree);
  add_tree (builder, tree);
  json_builder_end_object (builder);
}

static void
add_key (JsonBuilder *builder, SpSnapshot *snapshot, const SpDkimPlace *place)
{
  g_autofree char *selector = sp_dkim_place_dup_selector (snapshot, place);
  GPtrArray *aliases = sp_fact_get_aliases (place->fact);
  g_autoptr (SpDkimKey) key = NULL;

  if (place->record != NULL)
    {
      gsize length = 0;
      const char *text = sp_record_get_text (place->record, &length);

      key = sp_dkim_key_parse (text, (gssize) length);
    }
  json_builder_begin_object (builder);
  sp_json_add_string (builder, "selector", selector);
  sp_json_add_name (builder, "target",
                    aliases->len > 0 ? g_ptr_array_index (aliases, aliases->len - 1) : NULL);
  sp_json_add_string (builder, "type", key != NULL ? sp_dkim_key_type_to_string (key->type) : NULL);
  if (key != NULL && key->bits > 0)
    sp_json_add_int (builder, "bits", key->bits);
  else
    sp_json_add_string (builder, "bits", NULL);
  sp_json_add_string (builder, "state",
                      key != NULL && place->n_keys == 1 ? sp_dkim_key_state_to_string (key->state)
                                                        : "broken");
  json_builder_end_object (builder);
}

/* Whether not even the name above all keys could be looked at. */
static gboolean
is_seal_unknown (SpSnapshot *snapshot)
{
  SpFact *top = sp_snapshot_get_fact_at (snapshot, "_domainkey", SP_RR_TXT);

  return top == NULL || sp_fact_get_state (top) == SP_FACT_UNKNOWN;
}

static const char *
describe_dkim (SpSnapshot *snapshot, GArray *places)
{
  gboolean is_unknown = FALSE;

  for (guint i = 0; i < places->len; i++)
    {
      const SpDkimPlace *place = &g_array_index (places, SpDkimPlace, i);

      if (place->state == SP_DKIM_PLACE_KEY)
        return "found";
      is_unknown = is_unknown || place->state == SP_DKIM_PLACE_UNKNOWN;
    }
  if (is_unknown || (places->len == 0 && is_seal_unknown (snapshot)))
    return "unknown";
  return sp_dkim_is_surely_none (snapshot) ? "none" : "not-found";
}

static void
add_dkim (JsonBuilder *builder, SpSnapshot *snapshot)
{
  g_autoptr (GArray) places = sp_dkim_places_dup_asked (snapshot);

  sp_json_begin_object (builder, "dkim");
  sp_json_add_string (builder, "state", describe_dkim (snapshot, places));
  sp_json_begin_array (builder, "keys");
  for (guint i = 0; i < places->len; i++)
    {
      const SpDkimPlace *place = &g_array_index (places, SpDkimPlace, i);

      if (place->state == SP_DKIM_PLACE_KEY || place->state == SP_DKIM_PLACE_DEAD_ALIAS)
        add_key (builder, snapshot, place);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static const char *
describe_dmarc (const SpDmarcDiscovery *found)
{
  switch (found->state)
    {
    case SP_FACT_PRESENT:
      return found->dmarc->is_usable ? "valid" : "invalid";
    case SP_FACT_ABSENT:
      return found->n_records > 1 ? "invalid" : "none";
    case SP_FACT_UNKNOWN:
      return "unknown";
    }
  g_return_val_if_reached ("unknown");
}

/**
 * sp_json_add_dmarc:
 * @builder: inside an object
 * @found: what the walk found
 *
 * Writes the members of the `dmarc` object.
 */
void
sp_json_add_dmarc (JsonBuilder *builder, const SpDmarcDiscovery *found)
{
  const SpDmarc *dmarc = found->dmarc;
  g_autofree char *value = found->record != NULL ? sp_record_dup_value (found->record) : NULL;
  gboolean is_usable = dmarc != NULL && dmarc->is_usable;

  sp_json_add_string (builder, "state", describe_dmarc (found));
  sp_json_add_string (builder, "record", value);
  sp_json_add_name (builder, "found_at", found->found_at);
  sp_json_add_name (builder, "organizational_domain", found->organization);
  sp_json_add_string (builder, "policy",
                      is_usable ? sp_dmarc_policy_to_string (dmarc->policy) : NULL);
  sp_json_add_string (
    builder, "effective_policy",
    is_usable ? sp_dmarc_policy_to_string (sp_dmarc_get_effective_policy (dmarc, found->subject))
              : NULL);
  sp_json_add_string (builder, "subdomain_policy",
                      is_usable
                        ? sp_dmarc_policy_to_string (dmarc->subdomain_policy != SP_DMARC_UNSET
                                                       ? dmarc->subdomain_policy
                                                       : dmarc->policy)
                        : NULL);
  add_issues (builder, dmarc != NULL ? dmarc->issues : NULL);
}

/**
 * sp_json_add_senders:
 * @builder: inside an object
 * @snapshot: what was seen
 *
 * Writes the members `spf`, `dkim` and `dmarc`: who may send as the domain, and what is to be done
 * with the rest.
 */
void
sp_json_add_senders (JsonBuilder *builder, SpSnapshot *snapshot)
{
  g_autoptr (SpDmarcDiscovery) found = sp_dmarc_discovery_new (snapshot);

  add_spf (builder, snapshot);
  add_dkim (builder, snapshot);
  sp_json_begin_object (builder, "dmarc");
  sp_json_add_dmarc (builder, found);
  json_builder_end_object (builder);
}
