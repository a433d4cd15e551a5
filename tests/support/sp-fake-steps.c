/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-test"

#include "support/sp-fake-server-private.h"

#define HEADER_SIZE 12
#define BIT_QR 0x80
#define BIT_TC 0x02

typedef void (*StepFunc) (SpFakeJob *job);

static SpMessage *
new_reply (SpFakeJob *job, uint16_t rcode)
{
  SpMessage *reply = sp_message_new ();

  reply->id = job->message->id;
  reply->is_response = TRUE;
  reply->recursion_desired = job->message->recursion_desired;
  reply->has_edns = job->message->has_edns;
  reply->udp_size = SP_MESSAGE_UDP_MAX;
  reply->rcode = rcode;
  g_clear_pointer (&reply->name, sp_name_unref);
  reply->name = sp_name_ref (job->message->name);
  reply->type = job->message->type;
  if (job->is_recursive)
    reply->flags = SP_ANSWER_RECURSION_AVAILABLE;
  else
    reply->flags = SP_ANSWER_AUTHORITATIVE;
  return reply;
}

static GPtrArray *
new_section (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) sp_record_unref);
}

static void
add_record (GPtrArray **section, SpRecord *record)
{
  if (*section == NULL)
    *section = new_section ();
  g_ptr_array_add (*section, record);
}

static void
add_soa (SpMessage *reply, SpZone *zone)
{
  add_record (&reply->authority, sp_record_ref (sp_zone_get_soa (zone)));
}

/* What the zone says; aliases are not followed. */
static SpMessage *
new_zone_reply (SpFakeJob *job)
{
  SpMessage *reply = new_reply (job, SP_RCODE_NOERROR);
  SpZone *zone = job->zone;
  GPtrArray *records = NULL;

  if (zone == NULL)
    {
      reply->rcode = SP_RCODE_REFUSED;
      reply->flags &= ~SP_ANSWER_AUTHORITATIVE;
      return reply;
    }
  switch (sp_zone_match (zone, job->message->name, job->message->type, &records))
    {
    case SP_ZONE_MATCH_ANSWER:
    case SP_ZONE_MATCH_ALIAS:
      g_clear_pointer (&reply->answer, g_ptr_array_unref);
      reply->answer = records;
      return reply;
    case SP_ZONE_MATCH_REFERRAL:
      g_clear_pointer (&reply->authority, g_ptr_array_unref);
      reply->authority = records;
      reply->flags &= ~SP_ANSWER_AUTHORITATIVE;
      return reply;
    case SP_ZONE_MATCH_NODATA:
      add_soa (reply, zone);
      break;
    case SP_ZONE_MATCH_NXDOMAIN:
      reply->rcode = SP_RCODE_NXDOMAIN;
      add_soa (reply, zone);
      break;
    case SP_ZONE_MATCH_OUTSIDE:
      reply->rcode = SP_RCODE_REFUSED;
      reply->flags &= ~SP_ANSWER_AUTHORITATIVE;
      break;
    }
  g_clear_pointer (&records, g_ptr_array_unref);
  return reply;
}

static GBytes *
encode (SpFakeJob *job, const SpMessage *reply)
{
  gsize max = job->connection != NULL  ? SP_MESSAGE_MAX
              : job->message->has_edns ? SP_MESSAGE_UDP_MAX
                                       : SP_MESSAGE_UDP_MIN;
  g_autoptr (GError) error = NULL;
  GBytes *bytes = sp_message_encode (reply, max, &error);

  g_assert_no_error (error);
  return bytes;
}

static void
send_message (SpFakeJob *job, SpMessage *message)
{
  g_autoptr (SpMessage) reply = message;
  g_autoptr (GBytes) bytes = encode (job, reply);
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  sp_fake_job_send (job, data, length);
}

static void
step_answer (SpFakeJob *job)
{
  send_message (job, new_zone_reply (job));
}

static void
send_code (SpFakeJob *job, uint16_t rcode)
{
  SpMessage *reply = new_reply (job, rcode);

  if (rcode == SP_RCODE_NXDOMAIN && job->zone != NULL)
    add_soa (reply, job->zone);
  send_message (job, reply);
}

static void
step_nxdomain (SpFakeJob *job)
{
  send_code (job, SP_RCODE_NXDOMAIN);
}

static void
step_servfail (SpFakeJob *job)
{
  send_code (job, SP_RCODE_SERVFAIL);
}

static void
step_refused (SpFakeJob *job)
{
  send_code (job, SP_RCODE_REFUSED);
}

static void
step_notimp (SpFakeJob *job)
{
  send_code (job, SP_RCODE_NOTIMP);
}

static void
step_formerr (SpFakeJob *job)
{
  send_code (job, SP_RCODE_FORMERR);
}

static void
step_plain_formerr (SpFakeJob *job)
{
  if (job->message->has_edns)
    step_formerr (job);
  else
    step_answer (job);
}

static void
step_silence (SpFakeJob *job)
{
}

static void
step_lame (SpFakeJob *job)
{
  SpMessage *reply = new_zone_reply (job);

  reply->flags &= ~SP_ANSWER_AUTHORITATIVE;
  send_message (job, reply);
}

static void
step_lame_nxdomain (SpFakeJob *job)
{
  SpMessage *reply = new_reply (job, SP_RCODE_NXDOMAIN);

  reply->flags &= ~SP_ANSWER_AUTHORITATIVE;
  send_message (job, reply);
}

static void
send_referral (SpFakeJob *job, SpName *owner)
{
  SpMessage *reply = new_reply (job, SP_RCODE_NOERROR);
  g_autoptr (SpName) target = sp_name_parse ("ns.elsewhere.test", NULL);

  reply->flags &= ~SP_ANSWER_AUTHORITATIVE;
  add_record (&reply->authority, sp_record_new_target (owner, SP_RR_NS, 3600, target));
  send_message (job, reply);
}

static void
step_referral (SpFakeJob *job)
{
  g_autoptr (SpName) parent = sp_name_dup_parent (job->message->name);

  send_referral (job, parent);
}

static void
step_upward (SpFakeJob *job)
{
  g_autoptr (SpName) root = sp_name_new_root ();

  send_referral (job, root);
}

/* The header and question of the query as a reply with TC. */
static void
send_truncated (SpFakeJob *job)
{
  SpMessage *reply = new_reply (job, SP_RCODE_NOERROR);

  reply->flags |= SP_ANSWER_TRUNCATED;
  send_message (job, reply);
}

static void
step_truncated (SpFakeJob *job)
{
  if (job->connection != NULL)
    step_answer (job);
  else
    send_truncated (job);
}

/* The answer, changed by hand; @keep bytes fewer than it has. */
static guint8 *
dup_answer (SpFakeJob *job, gsize *length)
{
  g_autoptr (SpMessage) reply = new_zone_reply (job);
  g_autoptr (GBytes) bytes = encode (job, reply);

  return g_memdup2 (g_bytes_get_data (bytes, length), g_bytes_get_size (bytes));
}

static void
step_cut (SpFakeJob *job)
{
  gsize length;
  g_autofree guint8 *data = dup_answer (job, &length);

  if (job->connection == NULL)
    {
      data[2] |= BIT_TC;
      length -= 3;
    }
  sp_fake_job_send (job, data, length);
}

static void
step_tcp_close (SpFakeJob *job)
{
  gsize length;
  g_autofree guint8 *data = NULL;

  if (job->connection == NULL)
    {
      send_truncated (job);
      return;
    }
  data = dup_answer (job, &length);
  data[length - 1] = 0;
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (job->connection)),
                             "\001\000half", 6, NULL, NULL, NULL);
  g_socket_close (g_socket_connection_get_socket (job->connection), NULL);
}

static void
step_tcp_mute (SpFakeJob *job)
{
  if (job->connection == NULL)
    send_truncated (job);
}

static void
step_wrong_id (SpFakeJob *job)
{
  gsize length;
  g_autofree guint8 *data = dup_answer (job, &length);

  data[0] ^= 0x55;
  data[1] ^= 0x55;
  sp_fake_job_send (job, data, length);
}

static void
step_wrong_question (SpFakeJob *job)
{
  gsize length;
  g_autofree guint8 *data = dup_answer (job, &length);

  data[HEADER_SIZE + 1] = data[HEADER_SIZE + 1] == 'z' ? 'y' : 'z';
  sp_fake_job_send (job, data, length);
}

static void
step_garbage (SpFakeJob *job)
{
  static const guint8 garbage[] = "this is no message, whatever you may have been told";

  sp_fake_job_send (job, garbage, sizeof garbage);
}

static void
step_broken (SpFakeJob *job)
{
  gsize length;
  g_autofree guint8 *data = dup_answer (job, &length);

  sp_fake_job_send (job, data, length - 3);
}

static void
step_empty (SpFakeJob *job)
{
  sp_fake_job_send (job, (const guint8 *) "", 0);
}

static void
step_echo (SpFakeJob *job)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (job->bytes, &length);

  sp_fake_job_send (job, data, length);
}

static void
send_bare (SpFakeJob *job, uint16_t rcode)
{
  guint8 data[HEADER_SIZE] = { 0 };

  data[0] = (guint8) (job->message->id >> 8);
  data[1] = (guint8) job->message->id;
  data[2] = BIT_QR;
  data[3] = (guint8) rcode;
  sp_fake_job_send (job, data, sizeof data);
}

static void
step_bare_refused (SpFakeJob *job)
{
  send_bare (job, SP_RCODE_REFUSED);
}

static void
step_bare_nxdomain (SpFakeJob *job)
{
  send_bare (job, SP_RCODE_NXDOMAIN);
}

static void
step_bare_servfail (SpFakeJob *job)
{
  send_bare (job, SP_RCODE_SERVFAIL);
}

static void
step_bare_formerr (SpFakeJob *job)
{
  if (job->message->has_edns)
    send_bare (job, SP_RCODE_FORMERR);
  else
    step_answer (job);
}

/* The query with other bits, and behind the question this record. */
static void
send_changed (SpFakeJob *job, guint8 bits, const guint8 *record, gsize record_length)
{
  const guint8 *query = g_bytes_get_data (job->bytes, NULL);
  g_autoptr (GByteArray) out = g_byte_array_new ();
  gsize end = HEADER_SIZE + sp_name_get_wire_length (job->message->name) + 4;

  g_byte_array_append (out, query, (guint) end);
  g_byte_array_append (out, record, (guint) record_length);
  out->data[2] = bits;
  out->data[3] = 0;
  out->data[7] = record_length > 0;
  out->data[11] = 0;
  sp_fake_job_send (job, out->data, out->len);
}

/* One CAA record: flags 0, tag "issue", no value. */
static void
step_empty_caa (SpFakeJob *job)
{
  static const guint8 record[] = { 0xc0, HEADER_SIZE, 1, 1, 0,   1,   0,   0,   1,  0,
                                   0,    7,           0, 5, 'i', 's', 's', 'u', 'e' };

  send_changed (job, BIT_QR | 0x04, record, sizeof record);
}

/* The reply to an UPDATE (RFC 2136 §2.2), without anything. */
static void
step_update (SpFakeJob *job)
{
  send_changed (job, BIT_QR | 0x04 | 5 << 3, NULL, 0);
}

/* MX 10 of the root, in class CH. */
static void
step_chaos (SpFakeJob *job)
{
  static const guint8 record[] = { 0xc0, HEADER_SIZE, 0, 15, 0, 3, 0, 0, 0, 60, 0, 3, 0, 10, 0 };

  send_changed (job, BIT_QR | 0x04, record, sizeof record);
}

static void
step_foreign (SpFakeJob *job)
{
  SpMessage *reply = new_reply (job, SP_RCODE_NOERROR);
  g_autoptr (SpName) owner = sp_name_parse ("foreign.test", NULL);
  g_autoptr (SpName) target = sp_name_parse ("mail.foreign.test", NULL);

  add_record (&reply->answer, sp_record_new_mx (owner, 60, 10, target));
  add_record (&reply->answer, sp_record_new_txt (owner, 60, "not yours"));
  send_message (job, reply);
}

static const struct {
  const char *word;
  StepFunc func;
} steps[] = {
  { "answer", step_answer },
  { "bare-formerr", step_bare_formerr },
  { "bare-nxdomain", step_bare_nxdomain },
  { "bare-refused", step_bare_refused },
  { "bare-servfail", step_bare_servfail },
  { "broken", step_broken },
  { "chaos", step_chaos },
  { "cut", step_cut },
  { "echo", step_echo },
  { "empty", step_empty },
  { "empty-caa", step_empty_caa },
  { "foreign", step_foreign },
  { "formerr", step_formerr },
  { "garbage", step_garbage },
  { "lame", step_lame },
  { "lame-nxdomain", step_lame_nxdomain },
  { "notimp", step_notimp },
  { "nxdomain", step_nxdomain },
  { "plain-formerr", step_plain_formerr },
  { "referral", step_referral },
  { "refused", step_refused },
  { "servfail", step_servfail },
  { "silence", step_silence },
  { "tcp-close", step_tcp_close },
  { "tcp-mute", step_tcp_mute },
  { "truncated", step_truncated },
  { "update", step_update },
  { "upward", step_upward },
  { "wrong-id", step_wrong_id },
  { "wrong-question", step_wrong_question },
};

/*
 * sp_fake_job_do:
 * @self: a query that is being answered
 * @word: a word of a script that is no number
 */
void
sp_fake_job_do (SpFakeJob *self, const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      if (g_str_equal (steps[i].word, word))
        {
          steps[i].func (self);
          return;
        }
    }
  g_error ("no such word in a script: %s", word);
}
