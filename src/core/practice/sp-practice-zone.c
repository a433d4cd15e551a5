/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-practice"

#include "core/practice/sp-practice-zone.h"

#include "core/practice/sp-practice-error.h"

/* Bounds of what a panel takes, far above what a person types. */
#define MAX_RECORDS_A_SET 100
#define MAX_RECORDS_A_ZONE 2000
#define MAX_VERSIONS 100

typedef struct {
  SpName *name;
  gint64 delay;
  SpZone *own;
} Seat;

typedef struct {
  gint64 published_at;
  SpZone *zone;
} Version;

struct _SpPracticeZone {
  SpZone *original;
  GPtrArray *seats;
  SpPracticeHabits habits;
  /* In the order of their times; never empty. The first is the original, published long ago,
   * until no server serves it any more. */
  GArray *versions;
};

static void
seat_free (Seat *seat)
{
  g_clear_pointer (&seat->name, sp_name_unref);
  g_clear_pointer (&seat->own, sp_zone_unref);
  g_free (seat);
}

static void
version_clear (Version *version)
{
  g_clear_pointer (&version->zone, sp_zone_unref);
}

static GArray *
new_versions (void)
{
  GArray *versions = g_array_new (FALSE, FALSE, sizeof (Version));

  g_array_set_clear_func (versions, (GDestroyNotify) version_clear);
  return versions;
}

static void
append_version (GArray *versions, gint64 published_at, SpZone *zone)
{
  Version version = { published_at, sp_zone_ref (zone) };

  g_array_append_val (versions, version);
}

static const Version *
get_version (const SpPracticeZone *self, guint index)
{
  return &g_array_index (self->versions, Version, index);
}

static gboolean
is_original (const Version *version)
{
  return version->published_at == G_MININT64;
}

static gint64
get_live_time (const Version *version, const Seat *seat)
{
  return is_original (version) ? G_MININT64 : version->published_at + seat->delay;
}

static guint
find_served_index (const SpPracticeZone *self, const Seat *seat, gint64 now)
{
  guint served = 0;

  for (guint i = 1; i < self->versions->len; i++)
    if (get_live_time (get_version (self, i), seat) <= now)
      served = i;
  return served;
}

/* Drops the versions that no server hands out any more. */
static void
prune (SpPracticeZone *self, gint64 now)
{
  guint oldest = self->versions->len - 1;

  for (guint i = 0; i < self->seats->len; i++)
    oldest = MIN (oldest, find_served_index (self, g_ptr_array_index (self->seats, i), now));
  if (oldest > 0)
    g_array_remove_range (self->versions, 0, oldest);
}

static gboolean
fail (GError **error, SpPracticeError code, const char *message)
{
  g_set_error_literal (error, SP_PRACTICE_ERROR, code, message);
  return FALSE;
}

static gboolean
check_place (SpZone *zone, SpName *name, SpRrType type, GError **error)
{
  gboolean is_cut = type == SP_RR_NS || type == SP_RR_DS;
  g_autoptr (SpName) parent = sp_name_dup_parent (name);

  if (type == SP_RR_SOA || (type == SP_RR_NS && sp_name_equal (name, sp_zone_get_origin (zone))))
    return fail (error, SP_PRACTICE_ERROR_READ_ONLY, "the panel keeps this record itself");
  if (sp_zone_match (zone, name, SP_RR_NS, NULL) == SP_ZONE_MATCH_OUTSIDE)
    return fail (error, SP_PRACTICE_ERROR_OUTSIDE, "the name is not in the zone");
  /* At a cut itself NS and DS are the parent's own. */
  if (sp_zone_match (zone, is_cut ? parent : name, SP_RR_TXT, NULL) == SP_ZONE_MATCH_REFERRAL)
    return fail (error, SP_PRACTICE_ERROR_OUTSIDE, "the name is handed on to another zone");
  return TRUE;
}

static gboolean
check_records (SpName *name, SpRrType type, GPtrArray *records, GError **error)
{
  if (records->len > MAX_RECORDS_A_SET)
    return fail (error, SP_PRACTICE_ERROR_LIMIT, "too many records at one name");
  if (type == SP_RR_CNAME && records->len > 1)
    return fail (error, SP_PRACTICE_ERROR_ALIAS, "a name can only be an alias of one other name");
  for (guint i = 0; i < records->len; i++)
    {
      const SpRecord *record = g_ptr_array_index (records, i);

      if (sp_record_get_rr_type (record) != type
          || !sp_name_equal (sp_record_get_owner (record), name))
        return fail (error, SP_PRACTICE_ERROR_RECORDS, "a record is not of this name and type");
    }
  return TRUE;
}

static SpRecord *
dup_next_soa (const SpRecord *record)
{
  SpSoa soa = *sp_record_get_soa (record);

  soa.serial++;
  return sp_record_new_soa (sp_record_get_owner (record), sp_record_get_ttl (record), &soa);
}

/* The zone with one set replaced and the serial number raised. */
static SpZone *
build_next (SpZone *zone, SpName *name, SpRrType type, GPtrArray *records, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_record_unref);
  GPtrArray *old = sp_zone_get_records (zone);

  for (guint i = 0; i < old->len; i++)
    {
      SpRecord *record = g_ptr_array_index (old, i);
      SpRrType kind = sp_record_get_rr_type (record);
      gboolean same_name = sp_name_equal (sp_record_get_owner (record), name);

      if (same_name && kind == type)
        continue;
      if (same_name && records->len > 0 && (kind == SP_RR_CNAME) != (type == SP_RR_CNAME))
        {
          fail (error, SP_PRACTICE_ERROR_ALIAS, "an alias cannot stand beside other records");
          return NULL;
        }
      g_ptr_array_add (all, kind == SP_RR_SOA ? dup_next_soa (record) : sp_record_ref (record));
    }
  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (all, sp_record_ref (g_ptr_array_index (records, i)));

  if (all->len > MAX_RECORDS_A_ZONE)
    {
      fail (error, SP_PRACTICE_ERROR_LIMIT, "too many records in the zone");
      return NULL;
    }
  return sp_zone_new (sp_zone_get_origin (zone), all);
}

static JsonNode *
version_to_json (const Version *version)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  if (!is_original (version))
    {
      g_autofree char *text = sp_zone_dup_text (version->zone);

      json_object_set_int_member (object, "published_at", version->published_at);
      json_object_set_string_member (object, "text", text);
    }
  json_node_take_object (node, object);
  return node;
}

static gboolean
load_version (SpPracticeZone *self, GArray *versions, JsonNode *node, GError **error)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *text = object != NULL ? json_object_get_member (object, "text") : NULL;
  JsonNode *time = object != NULL ? json_object_get_member (object, "published_at") : NULL;
  g_autoptr (SpZone) zone = NULL;
  gint64 published_at = 0;

  if (object != NULL && text == NULL && time == NULL && versions->len == 0)
    {
      append_version (versions, G_MININT64, self->original);
      return TRUE;
    }
  if (text == NULL || json_node_get_value_type (text) != G_TYPE_STRING || time == NULL
      || json_node_get_value_type (time) != G_TYPE_INT64)
    return fail (error, SP_PRACTICE_ERROR_DATA, "a version is no time and text");

  published_at = json_node_get_int (time);
  if (published_at < 0 || published_at > G_MAXINT64 / 2
      || (versions->len > 0
          && published_at < g_array_index (versions, Version, versions->len - 1).published_at))
    return fail (error, SP_PRACTICE_ERROR_DATA, "the versions are not in order");

  zone = sp_zone_parse (json_node_get_string (text), -1, sp_zone_get_origin (self->original),
                        error);
  if (zone == NULL)
    return FALSE;
  if (sp_zone_get_soa (zone) == NULL)
    return fail (error, SP_PRACTICE_ERROR_DATA, "a version has no SOA record");
  append_version (versions, published_at, zone);
  return TRUE;
}

/**
 * sp_practice_zone_new:
 * @zone: what it holds at the beginning, with a SOA record
 *
 * Returns: (transfer full): a zone without servers
 */
SpPracticeZone *
sp_practice_zone_new (SpZone *zone)
{
  SpPracticeZone *self = NULL;

  g_return_val_if_fail (zone != NULL, NULL);

  self = g_new0 (SpPracticeZone, 1);
  self->original = sp_zone_ref (zone);
  self->seats = g_ptr_array_new_with_free_func ((GDestroyNotify) seat_free);
  self->habits.usual_ttl = 3600;
  self->versions = new_versions ();
  append_version (self->versions, G_MININT64, zone);
  return self;
}

/**
 * sp_practice_zone_free:
 * @self: (transfer full) (nullable): a zone
 *
 * Frees @self.
 */
void
sp_practice_zone_free (SpPracticeZone *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->original, sp_zone_unref);
  g_clear_pointer (&self->seats, g_ptr_array_unref);
  g_clear_pointer (&self->versions, g_array_unref);
  g_free (self);
}

/**
 * sp_practice_zone_add_server:
 * @self: a zone
 * @server: name of the server
 * @delay: how long after an edit it serves the new zone, in microseconds
 * @own: (nullable): what it serves until the first edit; %NULL for the same as the others
 *
 * Adds a server, asked after those that are there.
 */
void
sp_practice_zone_add_server (SpPracticeZone *self, SpName *server, gint64 delay, SpZone *own)
{
  Seat *seat = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (server != NULL);

  seat = g_new0 (Seat, 1);
  seat->name = sp_name_ref (server);
  seat->delay = delay;
  seat->own = own != NULL ? sp_zone_ref (own) : NULL;
  g_ptr_array_add (self->seats, seat);
}

/**
 * sp_practice_zone_set_habits:
 * @self: a zone
 * @habits: what its panel does; copied
 */
void
sp_practice_zone_set_habits (SpPracticeZone *self, const SpPracticeHabits *habits)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (habits != NULL);

  self->habits = *habits;
}

/**
 * sp_practice_zone_get_habits:
 * @self: a zone
 *
 * Returns: (transfer none): what its panel does
 */
const SpPracticeHabits *
sp_practice_zone_get_habits (const SpPracticeZone *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->habits;
}

/**
 * sp_practice_zone_get_origin:
 * @self: a zone
 *
 * Returns: (transfer none): its name
 */
SpName *
sp_practice_zone_get_origin (const SpPracticeZone *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return sp_zone_get_origin (self->original);
}

/**
 * sp_practice_zone_get_n_servers:
 * @self: a zone
 *
 * Returns: how many servers it has
 */
guint
sp_practice_zone_get_n_servers (const SpPracticeZone *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->seats->len;
}

/**
 * sp_practice_zone_get_server:
 * @self: a zone
 * @index: which server
 *
 * Returns: (transfer none): its name
 */
SpName *
sp_practice_zone_get_server (const SpPracticeZone *self, guint index)
{
  g_return_val_if_fail (self != NULL && index < self->seats->len, NULL);

  return ((const Seat *) g_ptr_array_index (self->seats, index))->name;
}

/**
 * sp_practice_zone_get_delay:
 * @self: a zone
 * @index: which server
 *
 * Returns: how long after an edit it serves the new zone, in microseconds
 */
gint64
sp_practice_zone_get_delay (const SpPracticeZone *self, guint index)
{
  g_return_val_if_fail (self != NULL && index < self->seats->len, 0);

  return ((const Seat *) g_ptr_array_index (self->seats, index))->delay;
}

/**
 * sp_practice_zone_get_published:
 * @self: a zone
 *
 * Returns: (transfer none): what the panel holds now
 */
SpZone *
sp_practice_zone_get_published (const SpPracticeZone *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return get_version (self, self->versions->len - 1)->zone;
}

/**
 * sp_practice_zone_get_served:
 * @self: a zone
 * @server: name of a server
 * @now: microseconds since 1970
 *
 * Returns: (transfer none) (nullable): what @server hands out at @now, %NULL if the zone is not
 *   kept there
 */
SpZone *
sp_practice_zone_get_served (const SpPracticeZone *self, const SpName *server, gint64 now)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (server != NULL, NULL);

  for (guint i = 0; i < self->seats->len; i++)
    {
      const Seat *seat = g_ptr_array_index (self->seats, i);
      const Version *version = NULL;

      if (!sp_name_equal (seat->name, server))
        continue;
      version = get_version (self, find_served_index (self, seat, now));
      return is_original (version) && seat->own != NULL ? seat->own : version->zone;
    }
  return NULL;
}

/**
 * sp_practice_zone_publish:
 * @self: a zone
 * @name: a name in it
 * @type: a record type
 * @records: (element-type SpRecord): the whole set that shall be there from now on; may be empty
 * @now: microseconds since 1970
 * @error: return location for a #SpPracticeError
 *
 * Saves an edit as a DNS panel does. Each server serves it after its delay.
 *
 * Returns: whether the panel took it
 */
gboolean
sp_practice_zone_publish (SpPracticeZone *self, SpName *name, SpRrType type, GPtrArray *records,
                          gint64 now, GError **error)
{
  SpZone *published = NULL;
  g_autoptr (SpZone) next = NULL;
  gint64 published_at = now;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (name != NULL && records != NULL, FALSE);

  published = sp_practice_zone_get_published (self);
  if (!check_place (published, name, type, error) || !check_records (name, type, records, error))
    return FALSE;
  next = build_next (published, name, type, records, error);
  if (next == NULL)
    return FALSE;

  prune (self, now);
  if (self->versions->len >= MAX_VERSIONS)
    return fail (error, SP_PRACTICE_ERROR_LIMIT, "too many edits are on their way to the servers");

  /* The machine's clock may have been set back between two edits. */
  published_at = MAX (published_at, get_version (self, self->versions->len - 1)->published_at);
  append_version (self->versions, published_at, next);
  return TRUE;
}

/**
 * sp_practice_zone_get_next_event:
 * @self: a zone
 * @now: microseconds since 1970
 *
 * Returns: when the next server begins to serve something new, in microseconds since 1970; 0 if
 *   nothing is on its way
 */
gint64
sp_practice_zone_get_next_event (const SpPracticeZone *self, gint64 now)
{
  gint64 next = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (guint i = 0; i < self->seats->len; i++)
    for (guint j = 0; j < self->versions->len; j++)
      {
        gint64 live = get_live_time (get_version (self, j), g_ptr_array_index (self->seats, i));

        if (live > now && (next == 0 || live < next))
          next = live;
      }
  return next;
}

/**
 * sp_practice_zone_is_changed:
 * @self: a zone
 *
 * Returns: whether it was edited since the beginning of its story
 */
gboolean
sp_practice_zone_is_changed (const SpPracticeZone *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->versions->len > 1 || !is_original (get_version (self, 0));
}

/**
 * sp_practice_zone_reset:
 * @self: a zone
 *
 * Goes back to the beginning of the story, at every server at once.
 */
void
sp_practice_zone_reset (SpPracticeZone *self)
{
  g_return_if_fail (self != NULL);

  g_array_set_size (self->versions, 0);
  append_version (self->versions, G_MININT64, self->original);
}

/**
 * sp_practice_zone_dup_state:
 * @self: a zone
 *
 * Returns: (transfer full): its versions, for [func@practice_zone_load_state]
 */
JsonNode *
sp_practice_zone_dup_state (const SpPracticeZone *self)
{
  JsonNode *node = NULL;
  JsonArray *array = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  node = json_node_new (JSON_NODE_ARRAY);
  array = json_array_new ();
  for (guint i = 0; i < self->versions->len; i++)
    json_array_add_element (array, version_to_json (get_version (self, i)));
  json_node_take_array (node, array);
  return node;
}

/**
 * sp_practice_zone_load_state:
 * @self: a zone
 * @state: what was saved
 * @error: return location for a #SpPracticeError or `SP_DNS_ERROR_ZONE`
 *
 * Takes up saved versions. Nothing changes when they cannot be used.
 *
 * Returns: whether they could be used
 */
gboolean
sp_practice_zone_load_state (SpPracticeZone *self, JsonNode *state, GError **error)
{
  g_autoptr (GArray) versions = NULL;
  JsonArray *array = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (state != NULL, FALSE);

  array = JSON_NODE_HOLDS_ARRAY (state) ? json_node_get_array (state) : NULL;
  if (array == NULL || json_array_get_length (array) == 0
      || json_array_get_length (array) > MAX_VERSIONS)
    return fail (error, SP_PRACTICE_ERROR_DATA, "the versions of a zone are no list");

  versions = new_versions ();
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!load_version (self, versions, json_array_get_element (array, i), error))
      return FALSE;

  g_clear_pointer (&self->versions, g_array_unref);
  self->versions = g_steal_pointer (&versions);
  return TRUE;
}
