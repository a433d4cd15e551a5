/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-practice"

#include "core/practice/sp-practice-world.h"

#include "core/dns/sp-message.h"
#include "core/practice/sp-practice-authority.h"
#include "core/practice/sp-practice-data.h"
#include "core/practice/sp-practice-resolver.h"
#include "core/practice/sp-practice-server.h"

#include <string.h>

#define STATE_SCHEMA 1
#define PORT_TRIES 64

/* Types that are no data: TKEY, TSIG, IXFR, AXFR, MAILB, MAILA (RFC 6895 §3.1). */
#define FIRST_META_TYPE 249
#define LAST_META_TYPE 254

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

/* One address that answers: a server of zones, or (with @resolver) a caching resolver. */
typedef struct {
  SpPracticeWorld *world;
  const SpPracticeHost *host;
  const SpPracticeRecursor *recursor;
  SpPracticeResolver *resolver;
  SpPracticeServer *server;
} Station;

static void
station_free (Station *station)
{
  sp_practice_server_close (station->server);
  g_clear_object (&station->server);
  g_clear_pointer (&station->resolver, sp_practice_resolver_free);
  g_free (station);
}

/* Returns: whether the question can be looked up; if not, @reply bears the reason */
static gboolean
accept_question (const Station *station, const SpMessage *query, SpMessage *reply)
{
  guint type = (guint) query->type;

  if (query->opcode != 0)
    reply->rcode = SP_RCODE_NOTIMP;
  else if (query->type == SP_RR_OPT || type == 0)
    reply->rcode = SP_RCODE_FORMERR;
  else if (query->dns_class != 1)
    reply->rcode = SP_RCODE_REFUSED;
  else if (type >= FIRST_META_TYPE && type <= LAST_META_TYPE)
    reply->rcode = SP_RCODE_REFUSED;
  else if (station->resolver != NULL && query->type == SP_RR_ANY)
    reply->rcode = SP_RCODE_NOTIMP;
  else if (station->resolver != NULL && !query->recursion_desired)
    reply->rcode = SP_RCODE_REFUSED;
  return reply->rcode == SP_RCODE_NOERROR;
}

static SpMessage *
make_reply (const SpMessage *query)
{
  SpMessage *reply = sp_message_new ();

  sp_name_unref (reply->name);
  reply->name = sp_name_ref (query->name);
  reply->type = query->type;
  reply->dns_class = query->dns_class;
  reply->id = query->id;
  reply->opcode = query->opcode;
  reply->is_response = TRUE;
  reply->recursion_desired = query->recursion_desired;
  reply->has_edns = query->has_edns;
  reply->udp_size = SP_MESSAGE_UDP_MAX;
  return reply;
}

/* The question is repeated with the letters as they came: some clients mix the case to make
 * forged answers harder, and drop an answer that does not (0x20). */
static GBytes *
restore_case (GBytes *reply, GBytes *query, gsize name_length)
{
  GByteArray *bytes = NULL;
  const gsize header = 12;

  if (reply == NULL || g_bytes_get_size (reply) < header + name_length
      || g_bytes_get_size (query) < header + name_length)
    return reply;
  bytes = g_bytes_unref_to_array (reply);
  memcpy (bytes->data + header, (const guint8 *) g_bytes_get_data (query, NULL) + header,
          name_length);
  return g_byte_array_free_to_bytes (bytes);
}

static GBytes *
encode_reply (const SpMessage *query, const SpMessage *reply, GBytes *bytes, gboolean over_tcp)
{
  gsize limit = SP_MESSAGE_MAX;
  GBytes *encoded = NULL;

  if (!over_tcp)
    limit = query->has_edns ? MIN (query->udp_size, SP_MESSAGE_UDP_MAX) : SP_MESSAGE_UDP_MIN;
  encoded = sp_message_encode (reply, limit, NULL);
  /* The codec writes only names of host characters and underscores. */
  if (encoded == NULL)
    return sp_message_write_bare_reply (bytes, SP_RCODE_FORMERR);
  return restore_case (encoded, bytes, sp_name_get_wire_length (query->name));
}

static GBytes *
answer_message (GBytes *bytes, gboolean over_tcp, gpointer user_data)
{
  const Station *station = user_data;
  SpPracticeWorld *self = station->world;
  g_autoptr (SpMessage) query = sp_message_decode (bytes, NULL);
  g_autoptr (SpMessage) reply = NULL;
  gint64 now = sp_clock_get_now (self->clock);
  gsize length = 0;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  GBytes *encoded = NULL;

  if (query == NULL)
    {
      gboolean is_question = length > 2 && (data[2] & 0x78) == 0;

      return sp_message_write_bare_reply (bytes, is_question ? SP_RCODE_FORMERR : SP_RCODE_NOTIMP);
    }
  if (query->is_response)
    return NULL;

  reply = make_reply (query);
  if (station->resolver != NULL)
    reply->flags |= SP_ANSWER_RECURSION_AVAILABLE;
  if (accept_question (station, query, reply))
    {
      if (station->resolver != NULL)
        sp_practice_resolver_answer (station->resolver, query, now, reply);
      else
        sp_practice_authority_answer (self->data, station->host, query, now, reply);
    }
  encoded = encode_reply (query, reply, bytes, over_tcp);
  if (station->host == NULL)
    return encoded;
  return sp_practice_fault_apply (station->host->fault, bytes, encoded, over_tcp);
}

static void
add_station (SpPracticeWorld *self, const SpPracticeHost *host, const SpPracticeRecursor *recursor)
{
  Station *station = g_new0 (Station, 1);

  station->world = self;
  station->host = host;
  station->recursor = recursor;
  if (recursor != NULL)
    station->resolver = sp_practice_resolver_new (self->data, recursor->least_hold);
  station->server = sp_practice_server_new (host != NULL ? host->address : recursor->address,
                                            answer_message, station);
  g_ptr_array_add (self->stations, station);
}

static void
close_all (SpPracticeWorld *self)
{
  for (guint i = 0; i < self->stations->len; i++)
    sp_practice_server_close (((Station *) g_ptr_array_index (self->stations, i))->server);
  g_ptr_array_set_size (self->recursors, 0);
  self->port = 0;
}

/* Opens the same port at every address; the first address chooses when @port is 0. */
static gboolean
open_all (SpPracticeWorld *self, uint16_t port, GError **error)
{
  for (guint i = 0; i < self->stations->len; i++)
    {
      const Station *station = g_ptr_array_index (self->stations, i);

      if (!sp_practice_server_open (station->server, port, error))
        {
          close_all (self);
          return FALSE;
        }
      port = sp_practice_server_get_port (station->server);
    }

  self->port = port;
  for (guint i = 0; i < self->stations->len; i++)
    {
      const Station *station = g_ptr_array_index (self->stations, i);

      if (station->recursor != NULL)
        g_ptr_array_add (self->recursors,
                         g_inet_socket_address_new (station->recursor->address, port));
    }
  return TRUE;
}

static void
forget_zone (SpPracticeWorld *self, const SpName *origin)
{
  for (guint i = 0; i < self->stations->len; i++)
    {
      const Station *station = g_ptr_array_index (self->stations, i);

      if (station->resolver != NULL)
        sp_practice_resolver_forget (station->resolver, origin);
    }
}

static JsonNode *
take_object (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return node;
}

static JsonArray *
describe_zones (SpPracticeWorld *self, const SpPracticeHost *host)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->data->zones->len; i++)
    {
      const SpPracticeZone *zone = g_ptr_array_index (self->data->zones, i);

      if (sp_practice_zone_get_served (zone, host->name, 0) != NULL)
        json_array_add_string_element (array,
                                       sp_name_get_text (sp_practice_zone_get_origin (zone)));
    }
  return array;
}

static JsonObject *
describe_station (SpPracticeWorld *self, const Station *station)
{
  JsonObject *object = json_object_new ();
  g_autofree char *address = g_inet_address_to_string (
    sp_practice_server_get_address (station->server));

  json_object_set_string_member (object, "address", address);
  if (station->recursor != NULL)
    {
      json_object_set_string_member (object, "id", station->recursor->id);
      json_object_set_int_member (object, "least_hold", station->recursor->least_hold);
      return object;
    }
  json_object_set_string_member (object, "name", sp_name_get_text (station->host->name));
  json_object_set_string_member (object, "fault",
                                 sp_practice_fault_to_string (station->host->fault));
  json_object_set_array_member (object, "zones", describe_zones (self, station->host));
  return object;
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
  self->stations = g_ptr_array_new_with_free_func ((GDestroyNotify) station_free);
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
    add_station (self, NULL, g_ptr_array_index (self->data->recursors, i));
  for (guint i = 0; i < self->data->hosts->len; i++)
    add_station (self, g_ptr_array_index (self->data->hosts, i), NULL);
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
      const Station *station = g_ptr_array_index (self->stations, i);

      json_array_add_object_element (station->recursor != NULL ? resolvers : servers,
                                     describe_station (self, station));
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
