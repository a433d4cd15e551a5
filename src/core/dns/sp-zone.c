/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-dns"

#include "core/dns/sp-zone.h"

#include "core/dns/sp-dns-error.h"
#include "core/dns/sp-zone-parser.h"

#include <string.h>

struct _SpZone {
  gatomicrefcount ref_count;
  SpName *origin;
  GPtrArray *records;
  /* Owner name to its records. Names that exist only because something stands below them
   * (empty non-terminals, RFC 8020) have an empty list. */
  GHashTable *nodes;
};

G_DEFINE_BOXED_TYPE (SpZone, sp_zone, sp_zone_ref, sp_zone_unref)

/* What the text has said so far. */
typedef struct {
  SpName *origin;
  SpName *owner;
  GPtrArray *records;
  uint32_t default_ttl;
  gboolean has_default_ttl;
  uint32_t last_ttl;
  gboolean has_last_ttl;
} ParseState;

static void
parse_state_clear (ParseState *state)
{
  g_clear_pointer (&state->origin, sp_name_unref);
  g_clear_pointer (&state->owner, sp_name_unref);
  g_clear_pointer (&state->records, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ParseState, parse_state_clear)

static gboolean
fail (GError **error, const char *message)
{
  g_set_error_literal (error, SP_DNS_ERROR, SP_DNS_ERROR_ZONE, message);
  return FALSE;
}

static gboolean
parse_directive (ParseState *state, const SpZoneEntry *entry, GError **error)
{
  const SpZoneToken *tokens = (const SpZoneToken *) (const void *) entry->tokens->data;

  if (sp_zone_token_equals (&tokens[0], "$ORIGIN") && entry->tokens->len == 2)
    {
      SpName *origin = sp_zone_token_parse_name (&tokens[1], state->origin, error);

      if (origin == NULL)
        return FALSE;
      g_clear_pointer (&state->origin, sp_name_unref);
      state->origin = origin;
      return TRUE;
    }

  if (sp_zone_token_equals (&tokens[0], "$TTL") && entry->tokens->len == 2)
    {
      state->has_default_ttl = sp_zone_token_parse_ttl (&tokens[1], &state->default_ttl);
      return state->has_default_ttl || fail (error, "$TTL needs a time");
    }

  return fail (error, "only $ORIGIN NAME and $TTL TIME can be used here");
}

/* Time and class stand before the type, in any order, each at most once (RFC 1035 §5.1). */
static gboolean
parse_prefix (const SpZoneToken *tokens, guint n_tokens, guint *index, uint32_t *ttl,
              gboolean *has_ttl, GError **error)
{
  gboolean has_class = FALSE;

  *has_ttl = FALSE;
  for (; *index < n_tokens; (*index)++)
    {
      const SpZoneToken *token = &tokens[*index];

      if (!has_class && sp_zone_token_equals (token, "IN"))
        has_class = TRUE;
      else if (sp_zone_token_equals (token, "CH") || sp_zone_token_equals (token, "HS")
               || sp_zone_token_equals (token, "CS"))
        return fail (error, "only records of the class IN are read");
      else if (!*has_ttl && token->length > 0 && g_ascii_isdigit (token->text[0]))
        {
          if (!sp_zone_token_parse_ttl (token, ttl))
            return fail (error, "the time to live is not a time up to 2147483647 seconds");
          *has_ttl = TRUE;
        }
      else
        break;
    }
  return TRUE;
}

static gboolean
choose_ttl (ParseState *state, const SpZoneToken *tokens, guint n_tokens, SpRrType type,
            uint32_t *ttl)
{
  if (state->has_default_ttl)
    *ttl = state->default_ttl;
  else if (state->has_last_ttl)
    *ttl = state->last_ttl;
  else if (type != SP_RR_SOA || n_tokens != 7 || !sp_zone_token_parse_ttl (&tokens[6], ttl))
    return FALSE;
  return TRUE;
}

static gboolean
parse_owner (ParseState *state, const SpZoneEntry *entry, GError **error)
{
  SpName *owner;

  if (entry->indented)
    return state->owner != NULL || fail (error, "the first record has no name");

  owner = sp_zone_token_parse_name (&g_array_index (entry->tokens, SpZoneToken, 0), state->origin,
                                    error);
  if (owner == NULL)
    return FALSE;
  g_clear_pointer (&state->owner, sp_name_unref);
  state->owner = owner;
  return TRUE;
}

static gboolean
parse_record (ParseState *state, const SpZoneEntry *entry, const SpName *zone, GError **error)
{
  const SpZoneToken *tokens = (const SpZoneToken *) (const void *) entry->tokens->data;
  guint n_tokens = entry->tokens->len;
  guint index = entry->indented ? 0 : 1;
  g_autofree char *type_text = NULL;
  uint32_t ttl = 0;
  gboolean has_ttl;
  SpRrType type;
  SpRecord *record;

  if (!parse_owner (state, entry, error)
      || !parse_prefix (tokens, n_tokens, &index, &ttl, &has_ttl, error))
    return FALSE;
  if (!sp_name_is_at_or_below (state->owner, zone))
    return fail (error, "the name lies outside the zone");
  if (index >= n_tokens || tokens[index].quoted)
    return fail (error, "a record type is missing");

  type_text = sp_zone_token_dup_text (&tokens[index]);
  if (!sp_rr_type_from_string (type_text, &type) || type == SP_RR_OPT || type == SP_RR_ANY)
    {
      g_set_error (error, SP_DNS_ERROR, SP_DNS_ERROR_ZONE, "“%s” is not a record type", type_text);
      return FALSE;
    }
  index++;

  if (!has_ttl && !choose_ttl (state, tokens + index, n_tokens - index, type, &ttl))
    return fail (error, "the first record has no time to live, and there is no $TTL");
  if (state->records->len >= SP_ZONE_MAX_RECORDS)
    return fail (error, "the zone has too many records");

  record = sp_zone_parse_rdata (tokens + index, n_tokens - index, state->origin, state->owner, type,
                                ttl, error);
  if (record == NULL)
    return FALSE;

  g_ptr_array_add (state->records, record);
  state->last_ttl = ttl;
  state->has_last_ttl = TRUE;
  return TRUE;
}

static GPtrArray *
ensure_node (SpZone *self, SpName *owner)
{
  GPtrArray *node = g_hash_table_lookup (self->nodes, owner);

  if (node == NULL)
    {
      node = g_ptr_array_new ();
      g_hash_table_insert (self->nodes, sp_name_ref (owner), node);
    }
  return node;
}

/* A name above an existing name exists too, up to the origin. */
static void
ensure_ancestors (SpZone *self, SpName *owner)
{
  g_autoptr (SpName) name = sp_name_dup_parent (owner);

  while (name != NULL && sp_name_is_at_or_below (name, self->origin)
         && !g_hash_table_contains (self->nodes, name))
    {
      SpName *parent = sp_name_dup_parent (name);

      ensure_node (self, name);
      sp_name_unref (name);
      name = parent;
    }
}

/* The same record twice is one record (RFC 2181 §5). */
static gboolean
node_holds (GPtrArray *node, const SpRecord *record)
{
  for (guint i = 0; i < node->len; i++)
    {
      const SpRecord *other = g_ptr_array_index (node, i);

      if (sp_record_get_rr_type (other) == sp_record_get_rr_type (record)
          && sp_record_equal_data (other, record))
        return TRUE;
    }
  return FALSE;
}

static gboolean
add_of_type (GPtrArray *node, SpRrType type, SpName *as_owner, GPtrArray *found)
{
  gboolean any = FALSE;

  for (guint i = 0; node != NULL && i < node->len; i++)
    {
      SpRecord *record = g_ptr_array_index (node, i);

      if (type != SP_RR_ANY && sp_record_get_rr_type (record) != type)
        continue;
      any = TRUE;
      if (found != NULL)
        g_ptr_array_add (found, sp_record_copy (record, as_owner, sp_record_get_ttl (record)));
    }
  return any;
}

static SpZoneMatch
match_node (GPtrArray *node, SpName *name, SpRrType type, GPtrArray *found)
{
  if (add_of_type (node, type, name, found))
    return SP_ZONE_MATCH_ANSWER;
  if (add_of_type (node, SP_RR_CNAME, name, found))
    return SP_ZONE_MATCH_ALIAS;
  return SP_ZONE_MATCH_NODATA;
}

/* Names from just below the origin down to @name, the shortest first. */
static GPtrArray *
list_path (const SpZone *self, SpName *name)
{
  GPtrArray *path = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_name_unref);
  SpName *step = sp_name_ref (name);

  while (!sp_name_equal (step, self->origin))
    {
      SpName *parent = sp_name_dup_parent (step);

      g_ptr_array_insert (path, 0, step);
      step = parent;
    }
  sp_name_unref (step);
  return path;
}

/* RFC 1034 §4.3.2 step 3, with wildcards as RFC 4592 has them. */
static SpZoneMatch
match_below (const SpZone *self, SpName *name, SpRrType type, GPtrArray *found)
{
  g_autoptr (GPtrArray) path = list_path (self, name);
  SpName *encloser = self->origin;
  g_autoptr (SpName) wildcard = NULL;
  GPtrArray *node = NULL;

  for (guint i = 0; i < path->len; i++)
    {
      SpName *step = g_ptr_array_index (path, i);

      node = g_hash_table_lookup (self->nodes, step);
      if (node == NULL)
        break;
      encloser = step;
      /* DS at a cut belongs to the parent (RFC 4035 §3.1.4.1). */
      if ((i + 1 < path->len || type != SP_RR_DS) && add_of_type (node, SP_RR_NS, step, found))
        return SP_ZONE_MATCH_REFERRAL;
    }

  if (sp_name_equal (encloser, name))
    return match_node (g_hash_table_lookup (self->nodes, name), name, type, found);

  wildcard = sp_name_prepend (encloser, "*");
  node = wildcard != NULL ? g_hash_table_lookup (self->nodes, wildcard) : NULL;
  return node != NULL ? match_node (node, name, type, found) : SP_ZONE_MATCH_NXDOMAIN;
}

/**
 * sp_zone_parse:
 * @text: (array length=length): zone text, any bytes
 * @length: number of bytes, or -1 if @text ends with a zero byte
 * @origin: the zone's name, and the first origin of relative names
 * @error: return location for a `SP_DNS_ERROR_ZONE` that names the line
 *
 * Reads zone text (RFC 1035 §5, RFC 2308 §4, RFC 3597 §5). A record without a time to live gets
 * that of `$TTL`, else that of the record before, else the minimum of its SOA. `$INCLUDE` and
 * `$GENERATE` are refused. Up to 1 MiB and 10,000 records are read.
 *
 * Returns: (transfer full) (nullable): the zone
 */
SpZone *
sp_zone_parse (const char *text, gssize length, SpName *origin, GError **error)
{
  g_auto (SpZoneReader) reader = { 0 };
  g_auto (ParseState) state = { 0 };
  g_autoptr (GError) problem = NULL;
  gsize size;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (origin != NULL, NULL);

  size = length < 0 ? strlen (text) : (gsize) length;
  if (size > SP_ZONE_MAX_TEXT || memchr (text, '\0', size) != NULL)
    {
      fail (error, size > SP_ZONE_MAX_TEXT ? "line 1: the text is longer than 1 MiB"
                                           : "line 1: the text holds a zero byte");
      return NULL;
    }

  state.origin = sp_name_ref (origin);
  state.records = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_record_unref);
  sp_zone_reader_init (&reader, text, size);
  while (sp_zone_reader_next (&reader, &problem))
    {
      const SpZoneToken *first = &g_array_index (reader.entry.tokens, SpZoneToken, 0);
      gboolean is_directive = !reader.entry.indented && !first->quoted && first->length > 0
                              && first->text[0] == '$';

      if (is_directive ? parse_directive (&state, &reader.entry, &problem)
                       : parse_record (&state, &reader.entry, origin, &problem))
        continue;
      g_set_error (error, SP_DNS_ERROR, SP_DNS_ERROR_ZONE, "line %u: %s", reader.entry.line,
                   problem->message);
      return NULL;
    }

  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
  return sp_zone_new (origin, state.records);
}

/**
 * sp_zone_new:
 * @origin: the zone's name
 * @records: (element-type SpRecord): its records; the zone takes references of its own
 *
 * Makes a zone of records that are at hand. Repeated records and records outside @origin are
 * left out.
 *
 * Returns: (transfer full): the zone
 */
SpZone *
sp_zone_new (SpName *origin, GPtrArray *records)
{
  SpZone *self;

  g_return_val_if_fail (origin != NULL, NULL);
  g_return_val_if_fail (records != NULL, NULL);

  self = g_new0 (SpZone, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->origin = sp_name_ref (origin);
  self->records = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_record_unref);
  self->nodes = g_hash_table_new_full (sp_name_hash, sp_name_equal, (GDestroyNotify) sp_name_unref,
                                       (GDestroyNotify) g_ptr_array_unref);
  ensure_node (self, origin);
  for (guint i = 0; i < records->len; i++)
    {
      SpRecord *record = g_ptr_array_index (records, i);
      SpName *owner = sp_record_get_owner (record);
      GPtrArray *node;

      if (!sp_name_is_at_or_below (owner, origin))
        continue;
      node = ensure_node (self, owner);
      if (node_holds (node, record))
        continue;
      g_ptr_array_add (node, record);
      g_ptr_array_add (self->records, sp_record_ref (record));
      ensure_ancestors (self, owner);
    }

  return self;
}

/**
 * sp_zone_ref:
 * @self: a zone
 *
 * Returns: (transfer full): @self
 */
SpZone *
sp_zone_ref (SpZone *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * sp_zone_unref:
 * @self: (transfer full): a zone
 *
 * Gives up a reference.
 */
void
sp_zone_unref (SpZone *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_hash_table_unref (self->nodes);
  g_ptr_array_unref (self->records);
  sp_name_unref (self->origin);
  g_free (self);
}

/**
 * sp_zone_get_origin:
 * @self: a zone
 *
 * Returns: (transfer none): the zone's name
 */
SpName *
sp_zone_get_origin (const SpZone *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->origin;
}

/**
 * sp_zone_get_records:
 * @self: a zone
 *
 * Returns: (transfer none) (element-type SpRecord): all records, in the order of the text
 */
GPtrArray *
sp_zone_get_records (const SpZone *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->records;
}

/**
 * sp_zone_get_soa:
 * @self: a zone
 *
 * Returns: (transfer none) (nullable): the SOA record at the origin
 */
SpRecord *
sp_zone_get_soa (const SpZone *self)
{
  GPtrArray *node;

  g_return_val_if_fail (self != NULL, NULL);

  node = g_hash_table_lookup (self->nodes, self->origin);
  for (guint i = 0; i < node->len; i++)
    {
      SpRecord *record = g_ptr_array_index (node, i);

      if (sp_record_get_rr_type (record) == SP_RR_SOA)
        return record;
    }
  return NULL;
}

/**
 * sp_zone_dup_set:
 * @self: a zone
 * @owner: a name
 * @type: a record type
 *
 * What is written in the zone at @owner: no wildcard, no alias and no zone cut is looked at.
 *
 * Returns: (transfer full) (nullable): the set, %NULL when there is none
 */
SpRecordSet *
sp_zone_dup_set (const SpZone *self, const SpName *owner, SpRrType type)
{
  g_autoptr (GPtrArray) found = NULL;
  GPtrArray *node;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (owner != NULL, NULL);

  found = g_ptr_array_new ();
  node = g_hash_table_lookup (self->nodes, owner);
  for (guint i = 0; node != NULL && i < node->len; i++)
    {
      SpRecord *record = g_ptr_array_index (node, i);

      if (sp_record_get_rr_type (record) == type)
        g_ptr_array_add (found, record);
    }
  return found->len > 0 ? sp_record_set_new (found) : NULL;
}

/**
 * sp_zone_match:
 * @self: a zone
 * @name: the name asked for
 * @type: the type asked for; `SP_RR_ANY` means every type
 * @records: (out) (optional) (nullable) (transfer full) (element-type SpRecord): the answer, the
 *   alias or the NS records of the cut; %NULL for the other results
 *
 * Looks a question up as a name server does (RFC 1034 §4.3.2, RFC 4592). Records made from a
 * wildcard bear @name. An alias is not followed.
 *
 * Returns: what was found
 */
SpZoneMatch
sp_zone_match (const SpZone *self, SpName *name, SpRrType type, GPtrArray **records)
{
  g_autoptr (GPtrArray) found = NULL;
  SpZoneMatch match;

  g_return_val_if_fail (self != NULL, SP_ZONE_MATCH_OUTSIDE);
  g_return_val_if_fail (name != NULL, SP_ZONE_MATCH_OUTSIDE);

  if (records != NULL)
    {
      *records = NULL;
      found = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_record_unref);
    }
  if (!sp_name_is_at_or_below (name, self->origin))
    return SP_ZONE_MATCH_OUTSIDE;

  match = match_below (self, name, type, found);
  if (found != NULL && found->len > 0)
    *records = g_steal_pointer (&found);
  return match;
}
