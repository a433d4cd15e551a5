/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-practice"

#include "core/practice/sp-practice-station.h"

#include "core/dns/sp-message.h"
#include "core/practice/sp-practice-authority.h"
#include "core/practice/sp-practice-resolver.h"

#include <string.h>

/* Types that are no data: TKEY, TSIG, IXFR, AXFR, MAILB, MAILA (RFC 6895 §3.1). */
#define FIRST_META_TYPE 249
#define LAST_META_TYPE 254

struct _SpPracticeStation {
  const SpPracticeData *data;
  SpClock *clock;
  SpPracticeServer *server;
  const SpPracticeHost *host;
  const SpPracticeRecursor *recursor;
  SpPracticeResolver *resolver;
};

/* Returns: whether the question can be looked up; if not, @reply bears the reason */
static gboolean
accept_question (const SpPracticeStation *self, const SpMessage *query, SpMessage *reply)
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
  else if (self->resolver != NULL && query->type == SP_RR_ANY)
    reply->rcode = SP_RCODE_NOTIMP;
  else if (self->resolver != NULL && !query->recursion_desired)
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
  const gsize header = 12;
  const char *asked = g_bytes_get_data (query, NULL);
  const char *given = g_bytes_get_data (reply, NULL);
  GByteArray *bytes = NULL;

  if (g_bytes_get_size (reply) < header + name_length
      || g_bytes_get_size (query) < header + name_length)
    return reply;
  /* A question may also point into its own header; that is repeated as it was understood. */
  for (gsize i = header; i < header + name_length; i++)
    if (g_ascii_tolower (asked[i]) != g_ascii_tolower (given[i]))
      return reply;

  bytes = g_bytes_unref_to_array (reply);
  memcpy (bytes->data + header, asked + header, name_length);
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
  const SpPracticeStation *self = user_data;
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
  if (self->resolver != NULL)
    reply->flags |= SP_ANSWER_RECURSION_AVAILABLE;
  if (accept_question (self, query, reply))
    {
      if (self->resolver != NULL)
        sp_practice_resolver_answer (self->resolver, query, now, reply);
      else
        sp_practice_authority_answer (self->data, self->host, query, now, reply);
    }
  encoded = encode_reply (query, reply, bytes, over_tcp);
  if (self->host == NULL)
    return encoded;
  return sp_practice_fault_apply (self->host->fault, bytes, encoded, over_tcp);
}

static JsonArray *
describe_zones (const SpPracticeStation *self)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->data->zones->len; i++)
    {
      const SpPracticeZone *zone = g_ptr_array_index (self->data->zones, i);

      if (sp_practice_zone_get_served (zone, self->host->name, 0) != NULL)
        json_array_add_string_element (array,
                                       sp_name_get_text (sp_practice_zone_get_origin (zone)));
    }
  return array;
}

static SpPracticeStation *
station_new (const SpPracticeData *data, SpClock *clock, GInetAddress *address)
{
  SpPracticeStation *self = g_new0 (SpPracticeStation, 1);

  self->data = data;
  self->clock = g_object_ref (clock);
  self->server = sp_practice_server_new (address, answer_message, self);
  return self;
}

/**
 * sp_practice_station_new_host:
 * @data: the practice world, which must outlive the station
 * @clock: what delays run on
 * @host: the server of zones that answers
 *
 * Returns: (transfer full): a station that is closed
 */
SpPracticeStation *
sp_practice_station_new_host (const SpPracticeData *data, SpClock *clock,
                              const SpPracticeHost *host)
{
  SpPracticeStation *self = NULL;

  g_return_val_if_fail (data != NULL && host != NULL, NULL);
  g_return_val_if_fail (SP_IS_CLOCK (clock), NULL);

  self = station_new (data, clock, host->address);
  self->host = host;
  return self;
}

/**
 * sp_practice_station_new_recursor:
 * @data: the practice world, which must outlive the station
 * @clock: what caches run on
 * @recursor: the resolver that answers
 *
 * Returns: (transfer full): a station that is closed
 */
SpPracticeStation *
sp_practice_station_new_recursor (const SpPracticeData *data, SpClock *clock,
                                  const SpPracticeRecursor *recursor)
{
  SpPracticeStation *self = NULL;

  g_return_val_if_fail (data != NULL && recursor != NULL, NULL);
  g_return_val_if_fail (SP_IS_CLOCK (clock), NULL);

  self = station_new (data, clock, recursor->address);
  self->recursor = recursor;
  self->resolver = sp_practice_resolver_new (data, recursor->least_hold);
  return self;
}

/**
 * sp_practice_station_free:
 * @self: (transfer full) (nullable): a station
 *
 * Closes and frees @self.
 */
void
sp_practice_station_free (SpPracticeStation *self)
{
  if (self == NULL)
    return;
  sp_practice_server_close (self->server);
  g_clear_object (&self->server);
  g_clear_pointer (&self->resolver, sp_practice_resolver_free);
  g_clear_object (&self->clock);
  g_free (self);
}

/**
 * sp_practice_station_get_server:
 * @self: a station
 *
 * Returns: (transfer none): its sockets
 */
SpPracticeServer *
sp_practice_station_get_server (SpPracticeStation *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->server;
}

/**
 * sp_practice_station_is_recursor:
 * @self: a station
 *
 * Returns: whether a caching resolver answers there
 */
gboolean
sp_practice_station_is_recursor (const SpPracticeStation *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->recursor != NULL;
}

/**
 * sp_practice_station_forget:
 * @self: a station
 * @domain: a name
 *
 * A resolver drops what it remembers of @domain and everything below it.
 */
void
sp_practice_station_forget (SpPracticeStation *self, const SpName *domain)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (domain != NULL);

  if (self->resolver != NULL)
    sp_practice_resolver_forget (self->resolver, domain);
}

/**
 * sp_practice_station_describe:
 * @self: a station
 *
 * Returns: (transfer full): its address and what answers there
 */
JsonObject *
sp_practice_station_describe (SpPracticeStation *self)
{
  JsonObject *object = NULL;
  g_autofree char *address = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  object = json_object_new ();
  address = g_inet_address_to_string (sp_practice_server_get_address (self->server));
  json_object_set_string_member (object, "address", address);
  if (self->recursor != NULL)
    {
      json_object_set_string_member (object, "id", self->recursor->id);
      json_object_set_int_member (object, "least_hold", self->recursor->least_hold);
      return object;
    }
  json_object_set_string_member (object, "name", sp_name_get_text (self->host->name));
  json_object_set_string_member (object, "fault", sp_practice_fault_to_string (self->host->fault));
  json_object_set_array_member (object, "zones", describe_zones (self));
  return object;
}
