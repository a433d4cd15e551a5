/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-practice"

#include "core/practice/sp-practice-resolver.h"

#define MAX_ENTRIES 4096
#define MAX_ALIASES 12
#define MAX_REFERRALS 32

struct _SpPracticeResolver {
  const SpPracticeData *data;
  uint32_t least_hold;
  GHashTable *entries;
};

typedef struct {
  SpName *name;
  SpRrType type;
} Key;

/* What is remembered of one name and type: records, an alias, or (with a SOA) that there is
 * nothing. */
typedef struct {
  uint16_t rcode;
  GPtrArray *records;
  SpRecord *soa;
  gint64 stored_at;
  gint64 expires_at;
} Entry;

static guint
key_hash (gconstpointer pointer)
{
  const Key *key = pointer;

  return sp_name_hash (key->name) * 31 + (guint) key->type;
}

static gboolean
key_equal (gconstpointer a, gconstpointer b)
{
  const Key *first = a;
  const Key *second = b;

  return first->type == second->type && sp_name_equal (first->name, second->name);
}

static void
key_free (Key *key)
{
  g_clear_pointer (&key->name, sp_name_unref);
  g_free (key);
}

static void
entry_free (Entry *entry)
{
  g_clear_pointer (&entry->records, g_ptr_array_unref);
  g_clear_pointer (&entry->soa, sp_record_unref);
  g_free (entry);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Entry, entry_free)

/* The version of a zone that the first healthy one of the servers in @ns_records gives out. */
static SpZone *
ask_servers (SpPracticeResolver *self, const SpPracticeZone *zone, GPtrArray *ns_records,
             gint64 now)
{
  for (guint i = 0; i < ns_records->len; i++)
    {
      const SpName *server = sp_record_get_target (g_ptr_array_index (ns_records, i));
      const SpPracticeHost *host = server != NULL ? sp_practice_data_find_host (self->data, server)
                                                  : NULL;
      SpZone *served = NULL;

      if (host == NULL
          || (host->fault != SP_PRACTICE_FAULT_NONE && host->fault != SP_PRACTICE_FAULT_TRUNCATED))
        continue;
      served = sp_practice_zone_get_served (zone, server, now);
      if (served != NULL)
        return served;
    }
  return NULL;
}

static SpZone *
get_root (SpPracticeResolver *self, gint64 now)
{
  g_autoptr (SpName) name = sp_name_new_root ();
  const SpPracticeZone *root = sp_practice_data_find_zone (self->data, name);

  return root != NULL
           ? sp_practice_zone_get_served (root, sp_practice_zone_get_server (root, 0), now)
           : NULL;
}

/* How long an answer may be remembered, in seconds. */
static uint32_t
get_ttl (const Entry *entry)
{
  uint32_t ttl = G_MAXINT32;

  if (entry->records == NULL)
    return entry->soa != NULL
             ? MIN (sp_record_get_ttl (entry->soa), sp_record_get_soa (entry->soa)->minimum)
             : 0;
  for (guint i = 0; i < entry->records->len; i++)
    ttl = MIN (ttl, sp_record_get_ttl (g_ptr_array_index (entry->records, i)));
  return ttl;
}

/* Walks down from the root for one name and type; aliases are not followed here. */
static Entry *
walk (SpPracticeResolver *self, SpName *name, SpRrType type, gint64 now)
{
  g_autoptr (Entry) entry = g_new0 (Entry, 1);
  SpZone *zone = get_root (self, now);

  for (guint i = 0; zone != NULL && i < MAX_REFERRALS; i++)
    {
      g_autoptr (GPtrArray) records = NULL;
      const SpPracticeZone *next = NULL;
      SpZoneMatch match = sp_zone_match (zone, name, type, &records);

      switch (match)
        {
        case SP_ZONE_MATCH_ANSWER:
        case SP_ZONE_MATCH_ALIAS:
          entry->records = g_steal_pointer (&records);
          return g_steal_pointer (&entry);
        case SP_ZONE_MATCH_NODATA:
        case SP_ZONE_MATCH_NXDOMAIN:
          entry->rcode = match == SP_ZONE_MATCH_NXDOMAIN ? SP_RCODE_NXDOMAIN : SP_RCODE_NOERROR;
          if (sp_zone_get_soa (zone) != NULL)
            entry->soa = sp_record_ref (sp_zone_get_soa (zone));
          return g_steal_pointer (&entry);
        case SP_ZONE_MATCH_REFERRAL:
          next = sp_practice_data_find_zone (self->data,
                                             sp_record_get_owner (g_ptr_array_index (records, 0)));
          zone = next != NULL ? ask_servers (self, next, records, now) : NULL;
          break;
        case SP_ZONE_MATCH_OUTSIDE:
          zone = NULL;
          break;
        }
    }

  entry->rcode = SP_RCODE_SERVFAIL;
  return g_steal_pointer (&entry);
}

static gboolean
is_expired (gpointer key, gpointer value, gpointer user_data)
{
  const gint64 *now = user_data;
  const Entry *entry = value;

  return entry->expires_at <= *now;
}

static void
store (SpPracticeResolver *self, SpName *name, SpRrType type, Entry *entry)
{
  Key *key = g_new0 (Key, 1);

  key->name = sp_name_ref (name);
  key->type = type;
  g_hash_table_replace (self->entries, key, entry);
}

static const Entry *
look_up (SpPracticeResolver *self, SpName *name, SpRrType type, gint64 now)
{
  Key key = { name, type };
  const Entry *entry = g_hash_table_lookup (self->entries, &key);

  return entry != NULL && entry->expires_at > now && entry->stored_at <= now ? entry : NULL;
}

/* An answer from memory: of the type, that the name does not exist (RFC 2308 §5), or an alias. */
static const Entry *
look_up_any (SpPracticeResolver *self, SpName *name, SpRrType type, gint64 now)
{
  const Entry *entry = look_up (self, name, type, now);

  if (entry == NULL)
    entry = look_up (self, name, SP_RR_ANY, now);
  if (entry == NULL)
    entry = look_up (self, name, SP_RR_CNAME, now);
  /* That there is no alias says nothing about other types. */
  if (entry != NULL && type != SP_RR_CNAME && entry->records == NULL
      && entry == look_up (self, name, SP_RR_CNAME, now))
    entry = NULL;
  return entry;
}

static void
remember (SpPracticeResolver *self, SpName *name, SpRrType type, Entry *entry, gint64 now)
{
  uint32_t hold = MAX (get_ttl (entry), self->least_hold);
  SpRrType kind = type;

  entry->stored_at = now;
  entry->expires_at = now + (gint64) hold * G_USEC_PER_SEC;
  if (entry->rcode == SP_RCODE_NXDOMAIN)
    kind = SP_RR_ANY;
  else if (entry->records != NULL)
    kind = sp_record_get_rr_type (g_ptr_array_index (entry->records, 0));

  if (g_hash_table_size (self->entries) >= MAX_ENTRIES)
    g_hash_table_foreach_remove (self->entries, is_expired, &now);
  if (g_hash_table_size (self->entries) >= MAX_ENTRIES)
    g_hash_table_remove_all (self->entries);
  store (self, name, kind, entry);
}

/* Adds what is known to @reply, with the seconds that it will still be remembered. */
static void
add_entry (const Entry *entry, gint64 now, SpMessage *reply)
{
  gint64 left = (entry->expires_at - now + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC;
  uint32_t ttl = (uint32_t) CLAMP (left, 0, G_MAXINT32);

  reply->rcode = entry->rcode;
  if (entry->rcode == SP_RCODE_SERVFAIL)
    g_ptr_array_set_size (reply->answer, 0);
  for (guint i = 0; entry->records != NULL && i < entry->records->len; i++)
    {
      SpRecord *record = g_ptr_array_index (entry->records, i);

      g_ptr_array_add (reply->answer, sp_record_copy (record, sp_record_get_owner (record), ttl));
    }
  if (entry->soa != NULL)
    g_ptr_array_add (reply->authority,
                     sp_record_copy (entry->soa, sp_record_get_owner (entry->soa), ttl));
}

/* Returns: (transfer full) (nullable): the name that an alias leads on to */
static SpName *
answer_one (SpPracticeResolver *self, SpName *name, SpRrType type, gint64 now, SpMessage *reply)
{
  const Entry *known = look_up_any (self, name, type, now);
  g_autoptr (Entry) fresh = NULL;
  SpRecord *first = NULL;

  if (known == NULL)
    {
      known = fresh = walk (self, name, type, now);
      fresh->stored_at = now;
      fresh->expires_at = now + (gint64) get_ttl (fresh) * G_USEC_PER_SEC;
      if (fresh->rcode != SP_RCODE_SERVFAIL && MAX (get_ttl (fresh), self->least_hold) > 0)
        remember (self, name, type, g_steal_pointer (&fresh), now);
    }
  add_entry (known, now, reply);

  first = known->records != NULL ? g_ptr_array_index (known->records, 0) : NULL;
  if (first != NULL && sp_record_get_rr_type (first) == SP_RR_CNAME && type != SP_RR_CNAME)
    return sp_name_ref (sp_record_get_target (first));
  return NULL;
}

static gboolean
is_below (gpointer key, gpointer value, gpointer user_data)
{
  return sp_name_is_at_or_below (((const Key *) key)->name, user_data);
}

/**
 * sp_practice_resolver_new:
 * @data: the practice world, which must outlive the resolver
 * @least_hold: seconds that every answer is kept at least, whatever its TTL; 0 obeys the TTL
 *
 * Returns: (transfer full): a resolver that remembers nothing
 */
SpPracticeResolver *
sp_practice_resolver_new (const SpPracticeData *data, uint32_t least_hold)
{
  SpPracticeResolver *self = NULL;

  g_return_val_if_fail (data != NULL, NULL);

  self = g_new0 (SpPracticeResolver, 1);
  self->data = data;
  self->least_hold = least_hold;
  self->entries = g_hash_table_new_full (key_hash, key_equal, (GDestroyNotify) key_free,
                                         (GDestroyNotify) entry_free);
  return self;
}

/**
 * sp_practice_resolver_free:
 * @self: (transfer full) (nullable): a resolver
 *
 * Frees @self.
 */
void
sp_practice_resolver_free (SpPracticeResolver *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->entries, g_hash_table_unref);
  g_free (self);
}

/**
 * sp_practice_resolver_answer:
 * @self: a resolver
 * @query: a question with RD
 * @now: microseconds since 1970
 * @reply: a message with the question already in it, whose sections, code and flags are filled in
 *
 * Answers from memory or by asking on. Aliases are followed through every zone.
 */
void
sp_practice_resolver_answer (SpPracticeResolver *self, const SpMessage *query, gint64 now,
                             SpMessage *reply)
{
  g_autoptr (SpName) name = NULL;

  g_return_if_fail (self != NULL);
  g_return_if_fail (query != NULL && reply != NULL);

  name = sp_name_ref (query->name);
  for (guint i = 0; name != NULL; i++)
    {
      SpName *next = NULL;

      if (i > MAX_ALIASES)
        {
          g_ptr_array_set_size (reply->answer, 0);
          reply->rcode = SP_RCODE_SERVFAIL;
          return;
        }
      next = answer_one (self, name, query->type, now, reply);
      sp_name_unref (name);
      name = next;
    }
}

/**
 * sp_practice_resolver_forget:
 * @self: a resolver
 * @domain: a name
 *
 * Drops what is remembered of @domain and everything below it.
 */
void
sp_practice_resolver_forget (SpPracticeResolver *self, const SpName *domain)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (domain != NULL);

  g_hash_table_foreach_remove (self->entries, is_below, (gpointer) domain);
}

/**
 * sp_practice_resolver_get_n_entries:
 * @self: a resolver
 *
 * Returns: how many names and types are remembered
 */
guint
sp_practice_resolver_get_n_entries (SpPracticeResolver *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return g_hash_table_size (self->entries);
}
