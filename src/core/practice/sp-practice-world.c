/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-practice"

#include "core/practice/sp-practice-world.h"

#include "core/practice/sp-practice-data.h"
#include "core/practice/sp-practice-station.h"

#define STATE_SCHEMA 1
#define PORT_TRIES 64

struct _SpPracticeWorld {
  GObject parent_instance;

  SpClock *clock;
  SpPracticeData *data;
  GPtrArray *stations;
  GPtrArray *recursors;
  uint16_t port;
};

enum {
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (SpPracticeWorld, sp_practice_world, G_TYPE_OBJECT)

static void
close_all (SpPracticeWorld *self)
{
  for (guint i = 0; i < self->stations->len; i++)
    sp_practice_server_close (
      sp_practice_station_get_server (g_ptr_array_index (self->stations, i)));
  g_ptr_array_set_size (self->recursors, 0);
  self->port = 0;
}

/* Opens the same port at every address; the first address chooses when @port is 0. */
static gboolean
open_all (SpPracticeWorld *self, uint16_t port, GError **error)
{
  for (guint i = 0; i < self->stations->len; i++)
    {
      SpPracticeStation *station = g_ptr_array_index (self->stations, i);
      SpPracticeServer *server = sp_practice_station_get_server (station);

      if (!sp_practice_server_open (server, port, error))
        {
          close_all (self);
          return FALSE;
        }
      port = sp_practice_server_get_port (server);
      if (sp_practice_station_is_recursor (station))
        g_ptr_array_add (self->recursors,
                         g_inet_socket_address_new (sp_practice_server_get_address (server), port));
    }

  self->port = port;
  return TRUE;
}

static void
forget_zone (SpPracticeWorld *self, const SpName *origin)
{
  for (guint i = 0; i < self->stations->len; i++)
    sp_practice_station_forget (g_ptr_array_index (self->stations, i), origin);
}

static JsonNode *
take_object (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return node;
}

static JsonArray *
describe_domains (SpPracticeWorld *self)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->data->domains->len; i++)
    {
      const SpPracticeDomain *domain = g_ptr_array_index (self->data->domains, i);
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "name", sp_name_get_text (domain->name));
      json_object_set_string_member (object, "zone", sp_name_get_text (domain->zone));
      json_object_set_string_member (object, "story", domain->story);
      if (domain->move_to != NULL)
        json_object_set_string_member (object, "move_to", domain->move_to);
      json_array_add_object_element (array, object);
    }
  return array;
}

static gboolean
fail_state (GError **error, const char *message)
{
  g_set_error (error, SP_PRACTICE_ERROR, SP_PRACTICE_ERROR_DATA, "saved state: %s", message);
  return FALSE;
}

static JsonObject *
get_zone_states (JsonNode *state)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (state) ? json_node_get_object (state) : NULL;
  JsonNode *schema = object != NULL ? json_object_get_member (object, "schema") : NULL;
  JsonNode *zones = object != NULL ? json_object_get_member (object, "zones") : NULL;

  if (schema == NULL || json_node_get_value_type (schema) != G_TYPE_INT64
      || json_node_get_int (schema) != STATE_SCHEMA || zones == NULL
      || !JSON_NODE_HOLDS_OBJECT (zones))
    return NULL;
  return json_node_get_object (zones);
}

static void
sp_practice_world_dispose (GObject *object)
{
  SpPracticeWorld *self = SP_PRACTICE_WORLD (object);

  g_clear_pointer (&self->stations, g_ptr_array_unref);
  g_clear_pointer (&self->recursors, g_ptr_array_unref);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (sp_practice_world_parent_class)->dispose (object);
}

static void
sp_practice_world_finalize (GObject *object)
{
  SpPracticeWorld *self = SP_PRACTICE_WORLD (object);

  g_clear_pointer (&self->data, sp_practice_data_free);

  G_OBJECT_CLASS (sp_practice_world_parent_class)->finalize (object);
}

static void
sp_practice_world_class_init (SpPracticeWorldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = sp_practice_world_dispose;
  object_class->finalize = sp_practice_world_finalize;

  /**
   * SpPracticeWorld::changed:
   *
   * An edit was saved, a story started over or a state loaded.
   */
  signals[CHANGED] = g_signal_new ("changed", SP_TYPE_PRACTICE_WORLD, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
sp_practice_world_init (SpPracticeWorld *self)
{
  self->stations = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_practice_station_free);
  self->recursors = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * sp_practice_world_new:
 * @clock: what delays and caches run on
 * @data_dir: (nullable): a folder with `practice.ini` and zone files; %NULL for the built-in ones
 * @error: return location for a `SP_PRACTICE_ERROR_DATA`
 *
 * Reads the practice world. No port is opened yet.
 *
 * Returns: (transfer full) (nullable): the world
 */
SpPracticeWorld *
sp_practice_world_new (SpClock *clock, const char *data_dir, GError **error)
{
  g_autoptr (SpPracticeData) data = NULL;
  SpPracticeWorld *self = NULL;

  g_return_val_if_fail (SP_IS_CLOCK (clock), NULL);

  data = sp_practice_data_load (data_dir, error);
  if (data == NULL)
    return NULL;

  self = g_object_new (SP_TYPE_PRACTICE_WORLD, NULL);
  self->clock = g_object_ref (clock);
  self->data = g_steal_pointer (&data);
  for (guint i = 0; i < self->data->recursors->len; i++)
    g_ptr_array_add (self->stations,
                     sp_practice_station_new_recursor (
                       self->data, clock, g_ptr_array_index (self->data->recursors, i)));
  for (guint i = 0; i < self->data->hosts->len; i++)
    g_ptr_array_add (
      self->stations,
      sp_practice_station_new_host (self->data, clock, g_ptr_array_index (self->data->hosts, i)));
  return self;
}

/**
 * sp_practice_world_start:
 * @self: a world that was not started
 * @port: the port of every address, UDP and TCP; 0 looks for a free one above 1023
 * @error: return location for a `SP_PRACTICE_ERROR_PORT`
 *
 * Opens every address on the thread-default main context.
 *
 * Returns: whether it answers now
 */
gboolean
sp_practice_world_start (SpPracticeWorld *self, uint16_t port, GError **error)
{
  g_autoptr (GError) problem = NULL;

  g_return_val_if_fail (SP_IS_PRACTICE_WORLD (self), FALSE);
  g_return_val_if_fail (self->port == 0, FALSE);

  for (guint i = 0; i < (port == 0 ? PORT_TRIES : 1); i++)
    {
      g_clear_error (&problem);
      if (open_all (self, port, &problem))
        return TRUE;
    }

  g_set_error (error, SP_PRACTICE_ERROR, SP_PRACTICE_ERROR_PORT,
               "the practice servers cannot be opened: %s", problem->message);
  return FALSE;
}

/**
 * sp_practice_world_stop:
 * @self: a world
 *
 * Closes every address. What was published and remembered stays.
 */
void
sp_practice_world_stop (SpPracticeWorld *self)
{
  g_return_if_fail (SP_IS_PRACTICE_WORLD (self));

  close_all (self);
}

/**
 * sp_practice_world_get_clock:
 * @self: a world
 *
 * Returns: (transfer none): the clock of its delays and caches
 */
SpClock *
sp_practice_world_get_clock (SpPracticeWorld *self)
{
  g_return_val_if_fail (SP_IS_PRACTICE_WORLD (self), NULL);

  return self->clock;
}

/**
 * sp_practice_world_get_port:
 * @self: a world
 *
 * Returns: the port of every server and resolver, 0 while the world is stopped
 */
uint16_t
sp_practice_world_get_port (SpPracticeWorld *self)
{
  g_return_val_if_fail (SP_IS_PRACTICE_WORLD (self), 0);

  return self->port;
}

/**
 * sp_practice_world_get_recursors:
 * @self: a world
 *
 * Returns: (transfer none) (element-type GInetSocketAddress): the resolvers, the obedient one
 *   first; empty while the world is stopped
 */
GPtrArray *
sp_practice_world_get_recursors (SpPracticeWorld *self)
{
  g_return_val_if_fail (SP_IS_PRACTICE_WORLD (self), NULL);

  return self->recursors;
}

/**
 * sp_practice_world_get_domains:
 * @self: a world
 *
 * Returns: (transfer none) (element-type SpPracticeDomain): the domains to practise with, the
 *   main story first
 */
GPtrArray *
sp_practice_world_get_domains (SpPracticeWorld *self)
{
  g_return_val_if_fail (SP_IS_PRACTICE_WORLD (self), NULL);

  return self->data->domains;
}

/**
 * sp_practice_world_find_domain:
 * @self: a world
 * @name: a name
 *
 * Returns: (transfer none) (nullable): the practice domain of that name
 */
const SpPracticeDomain *
sp_practice_world_find_domain (SpPracticeWorld *self, const SpName *name)
{
  g_return_val_if_fail (SP_IS_PRACTICE_WORLD (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < self->data->domains->len; i++)
    {
      const SpPracticeDomain *domain = g_ptr_array_index (self->data->domains, i);

      if (sp_name_equal (domain->name, name))
        return domain;
    }
  return NULL;
}

/**
 * sp_practice_world_describe:
 * @self: a world
 *
 * What a technician needs to ask the world with other tools: port, `resolvers`, `servers` with
 * their addresses, zones and faults, and `domains`.
 *
 * Returns: (transfer full): an object
 */
JsonNode *
sp_practice_world_describe (SpPracticeWorld *self)
{
  JsonObject *object = NULL;
  JsonArray *resolvers = NULL;
  JsonArray *servers = NULL;

  g_return_val_if_fail (SP_IS_PRACTICE_WORLD (self), NULL);

  object = json_object_new ();
  resolvers = json_array_new ();
  servers = json_array_new ();
  for (guint i = 0; i < self->stations->len; i++)
    {
      SpPracticeStation *station = g_ptr_array_index (self->stations, i);

      json_array_add_object_element (sp_practice_station_is_recursor (station) ? resolvers
                                                                               : servers,
                                     sp_practice_station_describe (station));
    }
  json_object_set_int_member (object, "schema", 1);
  json_object_set_int_member (object, "port", self->port);
  json_object_set_array_member (object, "resolvers", resolvers);
  json_object_set_array_member (object, "servers", servers);
  json_object_set_array_member (object, "domains", describe_domains (self));
  return take_object (object);
}

/**
 * sp_practice_world_get_habits:
 * @self: a world
 * @domain: a name in one of its zones
 *
 * Returns: (transfer none) (nullable): what the pretend panel of @domain does with what is typed
 */
const SpPracticeHabits *
sp_practice_world_get_habits (SpPracticeWorld *self, const SpName *domain)
{
  SpPracticeZone *zone = NULL;

  g_return_val_if_fail (SP_IS_PRACTICE_WORLD (self), NULL);
  g_return_val_if_fail (domain != NULL, NULL);

  zone = sp_practice_data_find_zone_above (self->data, domain);
  return zone != NULL ? sp_practice_zone_get_habits (zone) : NULL;
}

/**
 * sp_practice_world_dup_published_zone:
 * @self: a world
 * @domain: a name in one of its zones
 *
 * Returns: (transfer full) (nullable): what the pretend panel of @domain holds now, live or not
 */
SpZone *
sp_practice_world_dup_published_zone (SpPracticeWorld *self, const SpName *domain)
{
  SpPracticeZone *zone = NULL;

  g_return_val_if_fail (SP_IS_PRACTICE_WORLD (self), NULL);
  g_return_val_if_fail (domain != NULL, NULL);

  zone = sp_practice_data_find_zone_above (self->data, domain);
  return zone != NULL ? sp_zone_ref (sp_practice_zone_get_published (zone)) : NULL;
}

/**
 * sp_practice_world_publish:
 * @self: a world
 * @zone: origin of the zone that the panel edits
 * @name: a name in it
 * @type: a record type
 * @records: (element-type SpRecord): the whole set that shall be there; may be empty
 * @error: return location for a #SpPracticeError
 *
 * The panel saves an edit. Each server serves it after its own delay, with a higher serial number.
 *
 * Returns: whether the panel took it
 */
gboolean
sp_practice_world_publish (SpPracticeWorld *self, const SpName *zone, SpName *name, SpRrType type,
                           GPtrArray *records, GError **error)
{
  SpPracticeZone *found = NULL;

  g_return_val_if_fail (SP_IS_PRACTICE_WORLD (self), FALSE);
  g_return_val_if_fail (zone != NULL && name != NULL && records != NULL, FALSE);

  found = sp_practice_data_find_zone (self->data, zone);
  if (found == NULL)
    {
      g_set_error (error, SP_PRACTICE_ERROR, SP_PRACTICE_ERROR_UNKNOWN_ZONE,
                   "there is no practice zone “%s”", sp_name_get_text (zone));
      return FALSE;
    }
  if (!sp_practice_zone_publish (found, name, type, records, sp_clock_get_now (self->clock), error))
    return FALSE;

  g_signal_emit (self, signals[CHANGED], 0);
  return TRUE;
}

/**
 * sp_practice_world_get_next_event:
 * @self: a world
 * @domain: (nullable): only what concerns the zone of this name
 *
 * Returns: when the next server begins to serve an edit, in microseconds since 1970 on the
 *   world's clock; 0 if nothing is on its way
 */
gint64
sp_practice_world_get_next_event (SpPracticeWorld *self, const SpName *domain)
{
  const SpPracticeZone *only = NULL;
  gint64 now = 0;
  gint64 next = 0;

  g_return_val_if_fail (SP_IS_PRACTICE_WORLD (self), 0);

  now = sp_clock_get_now (self->clock);
  if (domain != NULL)
    only = sp_practice_data_find_zone_above (self->data, domain);
  for (guint i = 0; i < self->data->zones->len; i++)
    {
      const SpPracticeZone *zone = g_ptr_array_index (self->data->zones, i);
      gint64 event = 0;

      if (only != NULL && zone != only)
        continue;
      event = sp_practice_zone_get_next_event (zone, now);
      if (event != 0 && (next == 0 || event < next))
        next = event;
    }
  return next;
}

/**
 * sp_practice_world_start_over:
 * @self: a world
 * @domain: a name in one of its zones
 *
 * The zone of @domain is again as its story begins, and the resolvers have never heard of it. A
 * subdomain's story shares the zone, and begins again too.
 */
void
sp_practice_world_start_over (SpPracticeWorld *self, const SpName *domain)
{
  SpPracticeZone *zone = NULL;

  g_return_if_fail (SP_IS_PRACTICE_WORLD (self));
  g_return_if_fail (domain != NULL);

  zone = sp_practice_data_find_zone_above (self->data, domain);
  if (zone == NULL)
    return;
  sp_practice_zone_reset (zone);
  forget_zone (self, sp_practice_zone_get_origin (zone));
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * sp_practice_world_dup_state:
 * @self: a world
 *
 * Everything that was edited since the stories began, with the times. What the resolvers remember
 * is not kept.
 *
 * Returns: (transfer full): an object for [method@PracticeWorld.load_state]
 */
JsonNode *
sp_practice_world_dup_state (SpPracticeWorld *self)
{
  JsonObject *object = NULL;
  JsonObject *zones = NULL;

  g_return_val_if_fail (SP_IS_PRACTICE_WORLD (self), NULL);

  object = json_object_new ();
  zones = json_object_new ();
  for (guint i = 0; i < self->data->zones->len; i++)
    {
      const SpPracticeZone *zone = g_ptr_array_index (self->data->zones, i);

      if (sp_practice_zone_is_changed (zone))
        json_object_set_member (zones, sp_name_get_text (sp_practice_zone_get_origin (zone)),
                                sp_practice_zone_dup_state (zone));
    }
  json_object_set_int_member (object, "schema", STATE_SCHEMA);
  json_object_set_object_member (object, "zones", zones);
  return take_object (object);
}

/**
 * sp_practice_world_load_state:
 * @self: a world
 * @state: what [method@PracticeWorld.dup_state] gave
 * @error: return location for a `SP_PRACTICE_ERROR_DATA` or `SP_DNS_ERROR_ZONE`
 *
 * Takes up where an earlier run stopped; zones without saved edits begin their story. Zones that
 * are no longer part of the world are left out. After an error every story is at its beginning.
 *
 * Returns: whether the state could be used
 */
gboolean
sp_practice_world_load_state (SpPracticeWorld *self, JsonNode *state, GError **error)
{
  JsonObject *zones = NULL;
  gboolean loaded = TRUE;

  g_return_val_if_fail (SP_IS_PRACTICE_WORLD (self), FALSE);
  g_return_val_if_fail (state != NULL, FALSE);

  zones = get_zone_states (state);
  if (zones == NULL)
    loaded = fail_state (error, "it is no state of this version");
  for (guint i = 0; i < self->data->zones->len; i++)
    {
      SpPracticeZone *zone = g_ptr_array_index (self->data->zones, i);
      SpName *origin = sp_practice_zone_get_origin (zone);
      JsonNode *saved = loaded ? json_object_get_member (zones, sp_name_get_text (origin)) : NULL;

      forget_zone (self, origin);
      sp_practice_zone_reset (zone);
      if (saved != NULL && !sp_practice_zone_load_state (zone, saved, error))
        loaded = FALSE;
    }
  for (guint i = 0; !loaded && i < self->data->zones->len; i++)
    sp_practice_zone_reset (g_ptr_array_index (self->data->zones, i));

  g_signal_emit (self, signals[CHANGED], 0);
  return loaded;
}
