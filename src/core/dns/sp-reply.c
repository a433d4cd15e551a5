/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-dns"

#include "core/dns/sp-reply.h"

#define MAX_ALIASES 16

static SpRecord *
find_record (GPtrArray *records, const SpName *owner, SpRrType type)
{
  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      SpRecord *record = g_ptr_array_index (records, i);

      if ((type == SP_RR_ANY || sp_record_get_rr_type (record) == type)
          && sp_name_equal (sp_record_get_owner (record), owner))
        return record;
    }
  return NULL;
}

static gboolean
has_type (GPtrArray *records, SpRrType type)
{
  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      if (sp_record_get_rr_type (g_ptr_array_index (records, i)) == type)
        return TRUE;
    }
  return FALSE;
}

/* Records of other owners prove nothing: whoever answers may put anything beside the answer. */
static gboolean
has_answer (const SpReply *self, const SpName *name, SpRrType type)
{
  if (find_record (self->answer, name, type) != NULL
      || find_record (self->answer, name, SP_RR_CNAME) != NULL)
    return TRUE;
  for (guint i = 0; self->answer != NULL && i < self->answer->len; i++)
    {
      SpRecord *record = g_ptr_array_index (self->answer, i);

      if (sp_record_get_rr_type (record) == SP_RR_DNAME
          && sp_name_is_at_or_below (name, sp_record_get_owner (record)))
        return TRUE;
    }
  return FALSE;
}

/* Where the aliases of the answer end, inside the answer: at a name that has the type, or at one
 * that has neither it nor an alias. %NULL if they go in a circle. */
static const SpName *
find_end (const SpReply *self, const SpName *name, SpRrType type)
{
  for (guint i = 0; i < MAX_ALIASES; i++)
    {
      SpRecord *alias = find_record (self->answer, name, SP_RR_CNAME);

      if (alias == NULL || find_record (self->answer, name, type) != NULL)
        return name;
      name = sp_record_get_target (alias);
    }
  return NULL;
}

static gboolean
alias_ends_in_nothing (const SpReply *self, const SpName *name, SpRrType type)
{
  const SpName *end = find_end (self, name, type);

  return type != SP_RR_ANY && end != NULL && !sp_name_equal (end, name)
         && find_record (self->answer, end, type) == NULL;
}

static gboolean
has_records (const SpReply *self, const SpName *name, SpRrType type)
{
  const SpName *end = find_end (self, name, type);

  return end != NULL && find_record (self->answer, end, type) != NULL;
}

/* "Nothing there" comes with the SOA of the zone that the name is in (RFC 2308 §2). A server that
 * shows another zone's does not know this one. Behind an alias another zone may have spoken. */
static gboolean
has_stranger_soa (const SpReply *self, const SpName *name)
{
  for (guint i = 0; self->authority != NULL && i < self->authority->len; i++)
    {
      SpRecord *record = g_ptr_array_index (self->authority, i);

      if (sp_record_get_rr_type (record) == SP_RR_SOA)
        return !sp_name_is_at_or_below (name, sp_record_get_owner (record));
    }
  return FALSE;
}

/* A referral (RFC 1034 §4.3.2): no answer and no SOA, but the servers of a zone that holds the
 * name. One that points at the root leads nowhere: the server does not know the zone. */
static gboolean
is_referral (const SpReply *self, const SpName *name)
{
  if (has_type (self->authority, SP_RR_SOA))
    return FALSE;
  for (guint i = 0; self->authority != NULL && i < self->authority->len; i++)
    {
      SpRecord *record = g_ptr_array_index (self->authority, i);
      const SpName *owner = sp_record_get_owner (record);

      if (sp_record_get_rr_type (record) == SP_RR_NS && !sp_name_is_root (owner)
          && sp_name_is_at_or_below (name, owner))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_empty (GPtrArray *records)
{
  return records == NULL || records->len == 0;
}

/* What no server can mean: no such name, but here are its records; or nothing, on the word of a
 * zone that has nothing to do with the name. */
static gboolean
contradicts_itself (const SpReply *self, const SpName *name, SpRrType type)
{
  if (is_empty (self->answer))
    return has_stranger_soa (self, name);
  return self->rcode == SP_RCODE_NXDOMAIN && has_records (self, name, type);
}

/* From a resolver: authority is not needed, but it must have done the work. One that does not
 * offer recursion (RFC 1035 §4.1.1, RA) and has neither records nor an SOA to show has not. */
static SpOutcome
classify_recursive (const SpReply *self, const SpName *name, SpRrType type)
{
  if (self->rcode == SP_RCODE_NXDOMAIN)
    return SP_OUTCOME_NXDOMAIN;
  if (!has_answer (self, name, type))
    {
      if (has_type (self->authority, SP_RR_NS) && !has_type (self->authority, SP_RR_SOA)
          && !(self->flags & SP_ANSWER_AUTHORITATIVE))
        return SP_OUTCOME_LAME;
      if (!is_empty (self->answer))
        return SP_OUTCOME_MALFORMED;
      if (!has_type (self->authority, SP_RR_SOA)
          && !(self->flags & (SP_ANSWER_AUTHORITATIVE | SP_ANSWER_RECURSION_AVAILABLE)))
        return SP_OUTCOME_LAME;
      return SP_OUTCOME_NODATA;
    }
  if (has_type (self->authority, SP_RR_SOA) && alias_ends_in_nothing (self, name, type))
    return SP_OUTCOME_NODATA;
  return SP_OUTCOME_ANSWER;
}

/* From one of a zone's own servers: only what it says with authority counts. */
static SpOutcome
classify_authoritative (const SpReply *self, const SpName *name, SpRrType type, SpAskFlags asked,
                        SpAnswerFlags *flags)
{
  gboolean authoritative = (self->flags & SP_ANSWER_AUTHORITATIVE) != 0;
  gboolean wants_referral = (asked & SP_ASK_REFERRAL) != 0;

  if (self->rcode == SP_RCODE_NXDOMAIN)
    return authoritative ? SP_OUTCOME_NXDOMAIN : SP_OUTCOME_LAME;
  if (has_answer (self, name, type))
    {
      if (authoritative)
        return SP_OUTCOME_ANSWER;
      /* A parent may put the delegation into the answer; a resolver in between would say RA. */
      if (wants_referral && type == SP_RR_NS && find_record (self->answer, name, SP_RR_NS) != NULL
          && !(self->flags & SP_ANSWER_RECURSION_AVAILABLE))
        {
          *flags |= SP_ANSWER_REFERRAL;
          return SP_OUTCOME_ANSWER;
        }
      return SP_OUTCOME_LAME;
    }
  if (is_referral (self, name) && (!authoritative || wants_referral))
    {
      *flags |= SP_ANSWER_REFERRAL;
      return wants_referral ? SP_OUTCOME_ANSWER : SP_OUTCOME_LAME;
    }
  if (!authoritative)
    return SP_OUTCOME_LAME;
  return is_empty (self->answer) ? SP_OUTCOME_NODATA : SP_OUTCOME_MALFORMED;
}

/*
 * sp_reply_new:
 * @state: how a try ended
 *
 * Returns: (transfer full): a reply without a message
 */
SpReply *
sp_reply_new (SpReplyState state)
{
  SpReply *self = g_new0 (SpReply, 1);

  self->state = state;
  return self;
}

/*
 * sp_reply_free:
 * @self: (transfer full): a reply
 */
void
sp_reply_free (SpReply *self)
{
  g_clear_pointer (&self->answer, g_ptr_array_unref);
  g_clear_pointer (&self->authority, g_ptr_array_unref);
  g_clear_pointer (&self->additional, g_ptr_array_unref);
  g_free (self);
}

/*
 * sp_reply_classify:
 * @self: a reply
 * @name: the name asked
 * @type: the type asked
 * @asked: how it was asked
 * @flags: (out): the reply's flags, and %SP_ANSWER_REFERRAL for a referral
 *
 * What a reply means as an answer to the question. Error codes other than NXDOMAIN and REFUSED
 * are a server's own trouble and become %SP_OUTCOME_SERVFAIL. "Nothing there" is what an empty
 * answer section says (RFC 2308 §2.2): one that holds something else than what was asked for,
 * that is still cut off over TCP (RFC 2181 §9), or that contradicts itself, says nothing.
 *
 * Returns: the outcome
 */
SpOutcome
sp_reply_classify (const SpReply *self, const SpName *name, SpRrType type, SpAskFlags asked,
                   SpAnswerFlags *flags)
{
  *flags = self->flags;
  switch (self->state)
    {
    case SP_REPLY_MALFORMED:
      return SP_OUTCOME_MALFORMED;
    case SP_REPLY_SILENCE:
      return SP_OUTCOME_TIMEOUT;
    case SP_REPLY_CLOSED:
    case SP_REPLY_UNASKED:
      return SP_OUTCOME_UNREACHABLE;
    case SP_REPLY_MESSAGE:
      break;
    }

  if (self->rcode == SP_RCODE_REFUSED)
    return SP_OUTCOME_REFUSED;
  if (self->rcode != SP_RCODE_NOERROR && self->rcode != SP_RCODE_NXDOMAIN)
    return SP_OUTCOME_SERVFAIL;
  if (self->flags & SP_ANSWER_TRUNCATED)
    return SP_OUTCOME_MALFORMED;
  if (contradicts_itself (self, name, type))
    return SP_OUTCOME_MALFORMED;
  if (asked & SP_ASK_RECURSE)
    return classify_recursive (self, name, type);
  return classify_authoritative (self, name, type, asked, flags);
}
