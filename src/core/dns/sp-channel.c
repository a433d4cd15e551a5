/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-dns"

#include "core/dns/sp-channel.h"

#include "core/dns/sp-ares-sockets.h"
#include "core/dns/sp-datagram.h"
#include "core/dns/sp-message-private.h"

#include <string.h>

/* One try, the cap of a later one (milliseconds), and how many there are: 4.5 to 6.5 s in all
 * to a server that has not answered anything yet. */
#define TRY_MS 1500
#define MAX_TRY_MS 2500
#define N_TRIES 3

/* What passes everywhere without being cut to pieces (DNS flag day 2020). */
#define EDNS_SIZE 1232
#define EDNS_DO 0x8000

typedef struct {
  SpChannel *channel;
  SpName *name;
  SpRrType type;
  /* The question as it stands on the wire, and as c-ares believes it to stand there. */
  GBytes *question;
  GBytes *ares_question;
  gboolean has_id;
  uint16_t id;
  /* The socket that the latest packet left by. */
  ares_socket_t fd;
  gboolean uses_edns;
  gboolean lacks_opt;
  gboolean is_truncated;
  gboolean saw_nonsense;
  /* A reply that c-ares would not have handed over. */
  SpReply *own_reply;
  SpChannelFunc func;
  gpointer user_data;
} Query;

struct _SpChannel {
  SpAresSource *source;
  SpAresSockets *sockets;
  SpTransport transport;
  GHashTable *queries;
  GHashTable *past_ids;
  Query *sending;
  guint n_pending;
};

static void
query_free (Query *query)
{
  if (query->channel->sending == query)
    query->channel->sending = NULL;
  if (query->has_id)
    g_hash_table_remove (query->channel->queries, GUINT_TO_POINTER (query->id));
  if (--query->channel->n_pending == 0)
    sp_ares_sockets_drop_old (query->channel->sockets);
  sp_name_unref (query->name);
  g_bytes_unref (query->question);
  g_bytes_unref (query->ares_question);
  g_clear_pointer (&query->own_reply, sp_reply_free);
  g_free (query);
}

/* c-ares chooses the id while it sends the first packet and keeps it for all later ones. */
static void
set_query_id (Query *query, uint16_t id)
{
  query->has_id = TRUE;
  query->id = id;
  g_hash_table_insert (query->channel->queries, GUINT_TO_POINTER (id), query);
  g_hash_table_add (query->channel->past_ids, GUINT_TO_POINTER (id));
}

static SpReply *
new_message_reply (const ares_dns_record_t *message)
{
  SpReply *reply = sp_reply_new (SP_REPLY_MESSAGE);
  unsigned short bits = ares_dns_record_get_flags (message);

  reply->rcode = (uint16_t) ares_dns_record_get_rcode (message);
  reply->flags = (bits & ARES_FLAG_AA ? SP_ANSWER_AUTHORITATIVE : 0)
                 | (bits & ARES_FLAG_TC ? SP_ANSWER_TRUNCATED : 0)
                 | (bits & ARES_FLAG_RA ? SP_ANSWER_RECURSION_AVAILABLE : 0)
                 | (bits & ARES_FLAG_AD ? SP_ANSWER_AUTHENTIC : 0);
  reply->answer = sp_records_from_ares (message, ARES_SECTION_ANSWER);
  /* What is left of an answer of which something cannot be a record of ours says too little. */
  if (reply->answer->len < ares_dns_record_rr_cnt (message, ARES_SECTION_ANSWER))
    reply->state = SP_REPLY_MALFORMED;
  reply->authority = sp_records_from_ares (message, ARES_SECTION_AUTHORITY);
  reply->additional = sp_records_from_ares (message, ARES_SECTION_ADDITIONAL);
  return reply;
}

/* What stands behind the doctored packet that c-ares is given in place of this one. */
static SpReply *
new_own_reply (const uint8_t *data, gsize length)
{
  ares_dns_record_t *message = NULL;
  SpReply *reply;

  if (!sp_datagram_is_sound (data, length))
    return sp_reply_new (SP_REPLY_MALFORMED);
  if (ares_dns_parse (data, length, 0, &message) != ARES_SUCCESS
      && ares_dns_parse (data, length, ARES_DNS_PARSE_AN_EXT_RAW | ARES_DNS_PARSE_NS_EXT_RAW,
                         &message)
           != ARES_SUCCESS)
    return sp_reply_new (SP_REPLY_MALFORMED);
  reply = new_message_reply (message);
  ares_dns_record_destroy (message);
  return reply;
}

static gboolean
can_parse (const uint8_t *data, gsize length)
{
  ares_dns_record_t *message = NULL;
  ares_status_t status = ares_dns_parse (data, length, 0, &message);

  ares_dns_record_destroy (message);
  return status == ARES_SUCCESS;
}

/* Something came from the server's address and port that belongs to no question of ours. Whom
 * it was meant for cannot be told, so a silence that follows is nobody's alone. */
static void
note_stray_message (SpChannel *self)
{
  GHashTableIter iter;
  gpointer query;

  g_hash_table_iter_init (&iter, self->queries);
  while (g_hash_table_iter_next (&iter, NULL, &query))
    ((Query *) query)->saw_nonsense = TRUE;
}

/*
 * Makes of a message one that c-ares can live with. c-ares closes the socket, with every other
 * question on it, over a message that it cannot read; it takes an echo of our query, or the reply
 * to an UPDATE, for an empty answer; and it refuses what real servers send: a bare header with an
 * error code, an answer cut in the middle of a record with TC set, a CAA with an empty value. What
 * is read here it need not read once more. It sees the errors that it can, since it may ask again
 * without EDNS for them. That there is no such name is not believed without the name.
 *
 * Returns: the length of what c-ares may read, 0 for nothing
 */
static gsize
tame_message (SpChannel *self, uint8_t *data, gsize length, gsize size, gboolean is_stream)
{
  Query *query;
  uint16_t bits, id;

  if (length < SP_DATAGRAM_HEADER_SIZE)
    {
      note_stray_message (self);
      return 0;
    }
  id = sp_datagram_get_word (data, SP_DATAGRAM_ID);
  bits = sp_datagram_get_word (data, SP_DATAGRAM_BITS);
  query = g_hash_table_lookup (self->queries, GUINT_TO_POINTER (id));
  if (query == NULL)
    {
      if (!g_hash_table_contains (self->past_ids, GUINT_TO_POINTER (id)))
        note_stray_message (self);
      return 0;
    }

  if (bits & SP_DATAGRAM_QR && sp_datagram_get_word (data, SP_DATAGRAM_QDCOUNT) == 0
      && (bits & SP_DATAGRAM_RCODE) != SP_RCODE_NOERROR
      && (bits & SP_DATAGRAM_RCODE) != SP_RCODE_NXDOMAIN)
    return sp_datagram_reduce (data, size, query->ares_question);
  if (!(bits & SP_DATAGRAM_QR) || bits & SP_DATAGRAM_OPCODE
      || !sp_datagram_has_question (data, length, query->question))
    {
      query->saw_nonsense = TRUE;
      return 0;
    }

  if (query->question == query->ares_question)
    {
      if (bits & SP_DATAGRAM_TC && !is_stream)
        {
          query->is_truncated = TRUE;
          return sp_datagram_reduce (data, size, query->ares_question);
        }
      if (bits & SP_DATAGRAM_RCODE && (bits & SP_DATAGRAM_RCODE) != SP_RCODE_NXDOMAIN
          && can_parse (data, length))
        return length;
    }
  g_clear_pointer (&query->own_reply, sp_reply_free);
  query->own_reply = new_own_reply (data, length);
  sp_datagram_set_word (data, SP_DATAGRAM_BITS, SP_DATAGRAM_QR);
  return sp_datagram_reduce (data, size, query->ares_question);
}

static gsize
on_receive (uint8_t *data, gsize length, gsize size, gboolean is_stream, gpointer user_data)
{
  return tame_message (user_data, data, length, size, is_stream);
}

/* The cookie (RFC 7873) that c-ares adds goes out again: once an address has shown a cookie of
 * its own, c-ares drops every answer without one, and behind a shared address stand machines
 * that differ. A name that c-ares refuses to ask takes its place in the packet here. */
static gsize
on_send (uint8_t *data, gsize length, ares_socket_t fd, gpointer user_data)
{
  SpChannel *self = user_data;
  Query *query;
  const uint8_t *question;
  gsize question_length;
  uint16_t id;

  if (length < SP_DATAGRAM_HEADER_SIZE)
    return length;
  id = sp_datagram_get_word (data, SP_DATAGRAM_ID);
  query = g_hash_table_lookup (self->queries, GUINT_TO_POINTER (id));
  if (query == NULL && self->sending != NULL)
    {
      query = self->sending;
      set_query_id (query, id);
    }
  if (query == NULL || !sp_datagram_has_question (data, length, query->ares_question))
    return length;

  query->fd = fd;
  query->uses_edns = query->lacks_opt || sp_datagram_get_word (data, SP_DATAGRAM_ARCOUNT) > 0;
  question = g_bytes_get_data (query->question, &question_length);
  memcpy (data + SP_DATAGRAM_HEADER_SIZE, question, question_length);
  if (query->lacks_opt && length == SP_DATAGRAM_HEADER_SIZE + question_length)
    return sp_datagram_add_opt (data, length, EDNS_SIZE);
  return sp_datagram_strip_options (data, length, question_length);
}

static ares_socket_t
on_find (const uint8_t *data, gsize length, gpointer user_data)
{
  SpChannel *self = user_data;
  Query *query;

  if (length < SP_DATAGRAM_HEADER_SIZE)
    return ARES_SOCKET_BAD;
  query = g_hash_table_lookup (self->queries,
                               GUINT_TO_POINTER (sp_datagram_get_word (data, SP_DATAGRAM_ID)));
  return query != NULL ? query->fd : ARES_SOCKET_BAD;
}

static gboolean
on_is_waiting (gpointer user_data)
{
  SpChannel *self = user_data;

  return self->source != NULL && self->n_pending > 0;
}

static const SpAresSocketsFuncs socket_funcs = {
  .receive = on_receive,
  .send = on_send,
  .find = on_find,
  .is_waiting = on_is_waiting,
};

static SpReply *
new_reply (Query *query, ares_status_t status, const ares_dns_record_t *message)
{
  SpReply *reply;

  if (query->own_reply != NULL || (status == ARES_SUCCESS && message != NULL))
    {
      reply = query->own_reply != NULL ? g_steal_pointer (&query->own_reply)
                                       : new_message_reply (message);
      if (query->is_truncated || query->channel->transport == SP_TRANSPORT_TCP)
        reply->flags |= SP_ANSWER_OVER_TCP;
      return reply;
    }

  if (status == ARES_EBADRESP)
    reply = sp_reply_new (SP_REPLY_MALFORMED);
  else if (status == ARES_ETIMEOUT)
    reply = sp_reply_new (query->saw_nonsense ? SP_REPLY_MALFORMED : SP_REPLY_SILENCE);
  else if (status == ARES_ECONNREFUSED)
    reply = sp_reply_new (SP_REPLY_CLOSED);
  else
    reply = sp_reply_new (SP_REPLY_UNASKED);
  if (query->is_truncated)
    reply->flags |= SP_ANSWER_TRUNCATED;
  return reply;
}

static void
query_done_cb (void *data, ares_status_t status, size_t timeouts, const ares_dns_record_t *message)
{
  Query *query = data;
  SpReply *reply = new_reply (query, status, message);

  if (status == ARES_ETIMEOUT)
    sp_ares_source_poke (query->channel->source);
  reply->used_edns = query->uses_edns;
  reply->n_lost = (guint) timeouts;
  query->func (reply, query->user_data);
  query_free (query);
}

/* The name as c-ares wants it: labels joined by dots, nothing in them that needs escaping. */
static char *
dup_ares_name (GBytes *question)
{
  gsize length;
  const uint8_t *data = g_bytes_get_data (question, &length);
  GString *text = g_string_sized_new (length);

  for (gsize i = 0; i < length && data[i] != 0; i += 1 + data[i])
    {
      if (i > 0)
        g_string_append_c (text, '.');
      g_string_append_len (text, (const char *) data + i + 1, data[i]);
    }
  return g_string_free_and_steal (text);
}

static ares_dns_record_t *
new_message (Query *query, SpAskFlags flags, gboolean edns)
{
  g_autofree char *name = dup_ares_name (query->ares_question);
  ares_dns_record_t *message = NULL;
  ares_dns_rr_t *opt = NULL;
  unsigned short bits = (flags & SP_ASK_RECURSE ? ARES_FLAG_RD : 0)
                        | (flags & SP_ASK_NO_CHECKING ? ARES_FLAG_CD : 0);

  if (ares_dns_record_create (&message, 0, bits, ARES_OPCODE_QUERY, ARES_RCODE_NOERROR)
        != ARES_SUCCESS
      || ares_dns_record_query_add (message, name, (ares_dns_rec_type_t) query->type, ARES_CLASS_IN)
           != ARES_SUCCESS)
    {
      ares_dns_record_destroy (message);
      return NULL;
    }
  if (edns
      && ares_dns_record_rr_add (&opt, message, ARES_SECTION_ADDITIONAL, "", ARES_REC_TYPE_OPT,
                                 ARES_CLASS_IN, 0)
           == ARES_SUCCESS)
    {
      ares_dns_rr_set_u16 (opt, ARES_RR_OPT_UDP_SIZE, EDNS_SIZE);
      ares_dns_rr_set_u8 (opt, ARES_RR_OPT_VERSION, 0);
      ares_dns_rr_set_u16 (opt, ARES_RR_OPT_FLAGS, flags & SP_ASK_DNSSEC ? EDNS_DO : 0);
    }
  return message;
}

/* The servers of a channel are set by text. A text that c-ares does not like leaves the machine
 * itself as the server, and some addresses it skips without a word: so it is read back. */
static gboolean
set_server (ares_channel_t *channel, GInetSocketAddress *address)
{
  g_autofree char *host = g_inet_address_to_string (g_inet_socket_address_get_address (address));
  gboolean is_ipv6 = g_socket_address_get_family (G_SOCKET_ADDRESS (address))
                     == G_SOCKET_FAMILY_IPV6;
  g_autofree char *text = g_strdup_printf (is_ipv6 ? "[%s]:%u" : "%s:%u", host,
                                           g_inet_socket_address_get_port (address));
  char *servers = NULL;
  gboolean is_set;

  if (ares_set_servers_ports_csv (channel, text) != ARES_SUCCESS)
    return FALSE;
  servers = ares_get_servers_csv (channel);
  is_set = servers != NULL && g_str_equal (servers, text);
  ares_free_string (servers);
  return is_set;
}

/*
 * sp_channel_new:
 * @address: whom to ask
 * @transport: how
 * @context: where replies come in
 *
 * Makes a channel. It opens no socket until it is asked something.
 *
 * Returns: (transfer full) (nullable): a channel, or %NULL when c-ares cannot ask this address
 *   (a link-local one, say)
 */
SpChannel *
sp_channel_new (GInetSocketAddress *address, SpTransport transport, GMainContext *context)
{
  g_autoptr (SpAresSource) source = NULL;
  struct ares_options options = {
    .flags = ARES_FLAG_NORECURSE | ARES_FLAG_EDNS | ARES_FLAG_NOCHECKRESP | ARES_FLAG_NOSEARCH
             | (transport == SP_TRANSPORT_TCP ? ARES_FLAG_USEVC : 0),
    .timeout = TRY_MS,
    .maxtimeout = MAX_TRY_MS,
    .tries = N_TRIES,
    .ednspsz = EDNS_SIZE,
    .lookups = (char *) "b",
    .resolvconf_path = (char *) "/dev/null",
    .qcache_max_ttl = 0,
    .server_failover_opts = { .retry_chance = 0 },
  };
  int mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_MAXTIMEOUTMS | ARES_OPT_TRIES
             | ARES_OPT_EDNSPSZ | ARES_OPT_LOOKUPS | ARES_OPT_RESOLVCONF | ARES_OPT_QUERY_CACHE
             | ARES_OPT_SERVER_FAILOVER | ARES_OPT_NOROTATE;
  SpChannel *self;

  source = sp_ares_source_new (&options, mask, context);
  if (source == NULL || !set_server (sp_ares_source_get_channel (source), address))
    return NULL;

  self = g_new0 (SpChannel, 1);
  self->source = g_steal_pointer (&source);
  self->transport = transport;
  self->queries = g_hash_table_new (NULL, NULL);
  self->past_ids = g_hash_table_new (NULL, NULL);
  self->sockets = sp_ares_sockets_new (self->source, context, &socket_funcs, self);
  return self;
}

/*
 * sp_channel_free:
 * @self: (transfer full): a channel; never from inside a [callback@ChannelFunc]
 *
 * Ends a channel. Questions under way end as not asked.
 */
void
sp_channel_free (SpChannel *self)
{
  g_clear_pointer (&self->source, sp_ares_source_free);
  g_clear_pointer (&self->sockets, sp_ares_sockets_free);
  g_clear_pointer (&self->queries, g_hash_table_unref);
  g_clear_pointer (&self->past_ids, g_hash_table_unref);
  g_free (self);
}

/*
 * sp_channel_get_n_pending:
 * @self: a channel
 *
 * Returns: number of questions that have not come back
 */
guint
sp_channel_get_n_pending (const SpChannel *self)
{
  return self->n_pending;
}

/*
 * sp_channel_set_holding:
 * @self: a channel
 * @is_holding: whether questions are held back
 *
 * Holds questions back, and lets them leave together when that ends.
 */
void
sp_channel_set_holding (SpChannel *self, gboolean is_holding)
{
  sp_ares_sockets_set_holding (self->sockets, is_holding);
}

/*
 * sp_channel_ask:
 * @self: a channel
 * @name: the name asked; any bytes
 * @type: the type asked
 * @flags: how; %SP_ASK_REFERRAL makes no difference here
 * @edns: whether to use EDNS (RFC 6891)
 * @func: (scope async): what to call with the reply
 * @user_data: for @func
 *
 * Asks a question, up to three times if need be. A name with bytes that c-ares refuses is asked
 * over UDP only; when its answer is truncated the part that came is the reply.
 */
void
sp_channel_ask (SpChannel *self, SpName *name, SpRrType type, SpAskFlags flags, gboolean edns,
                SpChannelFunc func, gpointer user_data)
{
  ares_dns_record_t *message;
  unsigned short id = 0;
  Query *query = g_new0 (Query, 1);

  query->channel = self;
  query->fd = ARES_SOCKET_BAD;
  query->uses_edns = edns;
  query->name = sp_name_ref (name);
  query->type = type;
  query->question = sp_datagram_new_question (name, type, FALSE);
  query->ares_question = sp_datagram_is_askable (name)
                           ? g_bytes_ref (query->question)
                           : sp_datagram_new_question (name, type, TRUE);
  query->func = func;
  query->user_data = user_data;
  self->n_pending++;

  /* An OPT without flags says only how long an answer may be. c-ares would copy it three times and
   * put a cookie in, so it joins the datagram on its way; over TCP there is nothing to say. */
  query->lacks_opt = edns && self->transport == SP_TRANSPORT_UDP && !(flags & SP_ASK_DNSSEC);
  message = query->question == query->ares_question || self->transport == SP_TRANSPORT_UDP
              ? new_message (query, flags, edns && !query->lacks_opt)
              : NULL;
  if (message == NULL)
    {
      func (sp_reply_new (SP_REPLY_UNASKED), user_data);
      query_free (query);
      return;
    }
  self->sending = query;
  ares_send_dnsrec (sp_ares_source_get_channel (self->source), message, query_done_cb, query, &id);
  ares_dns_record_destroy (message);
  if (self->sending != NULL && !query->has_id)
    set_query_id (query, id);
  self->sending = NULL;
}

/*
 * sp_channel_dup_system_servers:
 *
 * Returns: (transfer full) (nullable): addresses of the resolvers that the system is set up to
 *   use, with ports, separated by commas
 */
char *
sp_channel_dup_system_servers (void)
{
  ares_channel_t *channel = NULL;
  char *servers, *text;

  if (ares_init_options (&channel, NULL, 0) != ARES_SUCCESS)
    return NULL;
  servers = ares_get_servers_csv (channel);
  text = g_strdup (servers);
  ares_free_string (servers);
  ares_destroy (channel);
  return text;
}
