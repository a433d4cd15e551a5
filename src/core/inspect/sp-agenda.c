/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-inspect"

#include "core/inspect/sp-agenda-private.h"

#include "core/inspect/sp-name-key.h"
#include "core/mail/sp-dmarc.h"

/* Newsletter and shop services whose key names are looked for, so that a later look can tell that
 * they vanished. */
#define MAX_SENDER_NAMES 96
typedef struct {
  const char *labels;
  SpRrType type;
  SpBreadth breadth;
  SpRole roles;
} Row;

/* What is asked of every domain, relative to it. Most domains have nothing at most of these names:
 * where no server's answer is compared with another's, and none says that there is something, one
 * answer is enough; but whether mail is being lost never rests on one. An alias at a name shows in
 * every answer, so CNAME is asked only where one beside other records would be a fault of its own.
 */
static const Row rows[] = {
  { "", SP_RR_MX, SP_BREADTH_EVERY, SP_ROLE_MX },
  { "", SP_RR_TXT, SP_BREADTH_EVERY, SP_ROLE_SPF | SP_ROLE_OWN_SPF },
  { "_dmarc", SP_RR_TXT, SP_BREADTH_EVERY, SP_ROLE_DMARC },
  { "", SP_RR_CNAME, SP_BREADTH_TWO, SP_ROLE_NONE },
  { "", SP_RR_A, SP_BREADTH_TWO, SP_ROLE_NONE },
  { "", SP_RR_AAAA, SP_BREADTH_TWO, SP_ROLE_NONE },
  { "_dmarc", SP_RR_CNAME, SP_BREADTH_GUESS, SP_ROLE_NONE },
  /* most domains have these, and a second server would be asked one round trip later */
  { "www", SP_RR_A, SP_BREADTH_TWO, SP_ROLE_NONE },
  { "www", SP_RR_AAAA, SP_BREADTH_TWO, SP_ROLE_NONE },
  /* whether the domain's own address is that of a mail host */
  { "mail", SP_RR_A, SP_BREADTH_GUESS, SP_ROLE_NONE },
  { "mail", SP_RR_AAAA, SP_BREADTH_GUESS, SP_ROLE_NONE },
  /* keys: whether anything exists below (RFC 8020) */
  { "_domainkey", SP_RR_TXT, SP_BREADTH_EVERY, SP_ROLE_KEYS },
  /* mail programs: RFC 6186, RFC 8314, and what Outlook and Thunderbird ask */
  { "autodiscover", SP_RR_A, SP_BREADTH_GUESS, SP_ROLE_NONE },
  { "autodiscover", SP_RR_AAAA, SP_BREADTH_GUESS, SP_ROLE_NONE },
  { "autoconfig", SP_RR_A, SP_BREADTH_GUESS, SP_ROLE_NONE },
  { "autoconfig", SP_RR_AAAA, SP_BREADTH_GUESS, SP_ROLE_NONE },
  { "_autodiscover._tcp", SP_RR_SRV, SP_BREADTH_GUESS, SP_ROLE_NONE },
  { "_imaps._tcp", SP_RR_SRV, SP_BREADTH_GUESS, SP_ROLE_NONE },
  { "_imap._tcp", SP_RR_SRV, SP_BREADTH_GUESS, SP_ROLE_NONE },
  { "_pop3s._tcp", SP_RR_SRV, SP_BREADTH_GUESS, SP_ROLE_NONE },
  { "_submissions._tcp", SP_RR_SRV, SP_BREADTH_GUESS, SP_ROLE_NONE },
  { "_submission._tcp", SP_RR_SRV, SP_BREADTH_GUESS, SP_ROLE_NONE },
  /* delivery security: RFC 8461, RFC 8460 */
  { "_mta-sts", SP_RR_TXT, SP_BREADTH_TWO, SP_ROLE_POLICY },
  { "_smtp._tls", SP_RR_TXT, SP_BREADTH_TWO, SP_ROLE_NONE },
};

/* What a wildcard would answer at a name that nobody made, where TXT has shown that there is one:
 * of a name that does not exist no type does. */
static const Row wildcard_rows[] = {
  { "", SP_RR_A, SP_BREADTH_GUESS, SP_ROLE_NONE },
  { "", SP_RR_AAAA, SP_BREADTH_GUESS, SP_ROLE_NONE },
  { "", SP_RR_MX, SP_BREADTH_GUESS, SP_ROLE_NONE },
};

/* Where a record may stand that is not in its place, and which record that is. */
static const Row misplaced_rows[] = {
  { "www", SP_RR_MX, SP_BREADTH_GUESS, SP_ROLE_MX },
  { "mail", SP_RR_MX, SP_BREADTH_GUESS, SP_ROLE_MX },
  { "@", SP_RR_MX, SP_BREADTH_GUESS, SP_ROLE_MX },
  { "", SP_RR_SPF, SP_BREADTH_GUESS, SP_ROLE_OWN_SPF }, /* RFC 7208 §3.1 */
  { "www", SP_RR_TXT, SP_BREADTH_GUESS, SP_ROLE_OWN_SPF },
  { "spf", SP_RR_TXT, SP_BREADTH_GUESS, SP_ROLE_OWN_SPF },
  { "dmarc", SP_RR_TXT, SP_BREADTH_GUESS, SP_ROLE_DMARC },
};

/* The same where a panel appended the zone once more to a full name. */
static const Row doubled_rows[] = {
  { "", SP_RR_MX, SP_BREADTH_GUESS, SP_ROLE_MX },
  { "", SP_RR_TXT, SP_BREADTH_GUESS, SP_ROLE_OWN_SPF },
  { "_dmarc", SP_RR_TXT, SP_BREADTH_GUESS, SP_ROLE_DMARC },
};

/* Where the text of a delivery security policy is, if one is announced (RFC 8461 §3.3). */
static const Row policy_rows[] = {
  { "mta-sts", SP_RR_A, SP_BREADTH_TWO, SP_ROLE_NONE },
  { "mta-sts", SP_RR_AAAA, SP_BREADTH_TWO, SP_ROLE_NONE },
};

static const Row zone_rows[] = {
  { "", SP_RR_SOA, SP_BREADTH_EVERY, SP_ROLE_NONE },
  { "", SP_RR_NS, SP_BREADTH_EVERY, SP_ROLE_NONE },
  { "", SP_RR_DS, SP_BREADTH_PARENT, SP_ROLE_SEAL },
};

static void
topic_free (gpointer data)
{
  SpTopic *topic = data;

  sp_name_unref (topic->item.name);
  sp_name_unref (topic->base);
  g_ptr_array_unref (topic->answers);
  g_free (topic);
}

/* A question that was added before keeps its place; what its answers lead to in a further role is
 * followed at once. If it was given out for fewer servers it is given out once more. */
static void
add_topic (SpAgenda *self, const SpAgendaItem *item, SpName *base, SpRole roles, guint depth)
{
  const SpNameKey key = { item->name, item->type, 0 };
  SpTopic *topic = g_hash_table_lookup (self->topics, &key);
  SpRole further;

  if (topic == NULL)
    {
      topic = g_new0 (SpTopic, 1);
      topic->item = *item;
      sp_name_ref (topic->item.name);
      topic->base = sp_name_ref (base);
      topic->roles = roles;
      topic->depth = depth;
      topic->answers = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_answer_unref);
      g_hash_table_insert (self->topics, sp_name_key_copy (&key), topic);
      g_queue_push_tail (&self->waiting, topic);
      return;
    }
  further = roles & ~topic->roles;
  topic->roles |= roles;
  if (item->breadth < topic->item.breadth)
    {
      topic->item.breadth = item->breadth;
      if (g_queue_find (&self->waiting, topic) == NULL)
        g_queue_push_tail (&self->waiting, topic);
    }
  for (guint i = 0; further != SP_ROLE_NONE && i < topic->answers->len; i++)
    sp_agenda_follow (self, topic, g_ptr_array_index (topic->answers, i), further);
}

void
sp_agenda_add (SpAgenda *self, SpName *name, SpRrType type, SpBreadth breadth, SpRole roles,
               guint depth)
{
  SpAgendaItem item = { name, type, breadth, sp_name_is_at_or_below (name, self->zone) };

  add_topic (self, &item, name, roles, depth);
}

void
sp_agenda_add_alias (SpAgenda *self, SpName *end, const SpTopic *from, SpRole roles)
{
  SpAgendaItem item = { end, from->item.type, SP_BREADTH_TWO,
                        sp_name_is_at_or_below (end, self->zone) };

  add_topic (self, &item, from->base, roles, from->depth + 1);
}

/* A name that becomes too long cannot exist, and nobody needs to ask for it. */
void
sp_agenda_add_at (SpAgenda *self, SpName *base, const char *labels, SpRrType type,
                  SpBreadth breadth, SpRole roles)
{
  g_autoptr (SpName) name = NULL;

  name = *labels != '\0' ? sp_name_prepend (base, labels) : sp_name_ref (base);
  if (name != NULL)
    sp_agenda_add (self, name, type, breadth, roles, 0);
}

static void
add_rows (SpAgenda *self, SpName *base, const Row *first, gsize n_rows)
{
  for (gsize i = 0; i < n_rows; i++)
    sp_agenda_add_at (self, base, first[i].labels, first[i].type, first[i].breadth, first[i].roles);
}

/* A key name at its place, and where it comes to lie when the zone is appended once more. */
static void
add_selector (SpAgenda *self, const char *selector, SpBreadth breadth, gboolean with_doubled)
{
  g_autofree char *labels = g_strconcat (selector, "._domainkey", NULL);
  g_autoptr (SpName) name = sp_name_prepend (self->domain, labels);
  g_autoptr (SpName) doubled = NULL;

  if (name == NULL)
    return;
  sp_agenda_add (self, name, SP_RR_TXT, breadth, SP_ROLE_KEYS, 0);
  doubled = with_doubled ? sp_name_append (name, self->zone) : NULL;
  if (doubled != NULL)
    sp_agenda_add (self, doubled, SP_RR_TXT, SP_BREADTH_GUESS, SP_ROLE_NONE, 0);
}

static void
add_record (SpAgenda *self, SpProvider *provider, const SpProviderRecord *record)
{
  g_autofree char *labels = sp_provider_expand (provider, record->name, self->domain, self->values);

  if (labels == NULL || strchr (labels, '{') != NULL)
    return;
  sp_agenda_add_at (self, self->domain, g_str_equal (labels, "@") ? "" : labels, record->type,
                    SP_BREADTH_GUESS, SP_ROLE_NONE);
}

/* The provider's own lists of senders: a domain that copied their networks allows it as well. */
static void
add_sender_lists (SpAgenda *self, SpProvider *provider)
{
  const char *const *terms = sp_provider_get_spf_terms (provider);

  for (guint i = 0; terms != NULL && terms[i] != NULL; i++)
    {
      g_autofree char *text = sp_provider_expand (provider, terms[i], self->domain, self->values);
      g_autoptr (SpName) name = NULL;

      if (text == NULL || !g_str_has_prefix (text, "include:") || strchr (text, '{') != NULL)
        continue;
      name = sp_name_parse (text + strlen ("include:"), NULL);
      if (name != NULL)
        sp_agenda_add (self, name, SP_RR_TXT, SP_BREADTH_TWO, SP_ROLE_SPF, 1);
    }
}

/**
 * sp_agenda_add_provider: (skip)
 * @self: an agenda
 * @provider: (nullable): a provider that was chosen or recognised
 *
 * Adds its key names and its other documented records.
 */
void
sp_agenda_add_provider (SpAgenda *self, SpProvider *provider)
{
  GPtrArray *records;
  g_auto (GStrv) selectors = NULL;

  if (provider == NULL || !g_hash_table_add (self->providers, provider))
    return;
  add_sender_lists (self, provider);
  selectors = sp_provider_dup_dkim_selectors (provider, self->values);
  for (guint i = 0; selectors != NULL && selectors[i] != NULL; i++)
    add_selector (self, selectors[i], SP_BREADTH_EVERY, TRUE);
  records = sp_provider_get_records (provider);
  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      const SpProviderRecord *record = g_ptr_array_index (records, i);

      if (g_strcmp0 (record->purpose, "dkim") != 0)
        add_record (self, provider, record);
    }
}

/**
 * sp_agenda_add_wildcard: (skip)
 * @self: an agenda
 *
 * Adds the types that a wildcard may have, once there is something at a name that nobody made.
 */
void
sp_agenda_add_wildcard (SpAgenda *self)
{
  add_rows (self, self->probe, wildcard_rows, G_N_ELEMENTS (wildcard_rows));
}

/**
 * sp_agenda_add_policy: (skip)
 * @self: an agenda
 *
 * Adds the host of the delivery security policy, once one is announced.
 */
void
sp_agenda_add_policy (SpAgenda *self)
{
  add_rows (self, self->domain, policy_rows, G_N_ELEMENTS (policy_rows));
}

/**
 * sp_agenda_add_keys: (skip)
 * @self: an agenda
 *
 * Adds the zone's keys, once the parent is known to have a seal that they are to fit.
 */
void
sp_agenda_add_keys (SpAgenda *self)
{
  sp_agenda_add (self, self->zone, SP_RR_DNSKEY, SP_BREADTH_TWO, SP_ROLE_NONE, 0);
}

static void
add_rows_of (SpAgenda *self, SpName *base, const Row *first, gsize n_rows, SpRole role)
{
  for (gsize i = 0; i < n_rows; i++)
    {
      if (first[i].roles == role)
        sp_agenda_add_at (self, base, first[i].labels, first[i].type, first[i].breadth,
                          SP_ROLE_NONE);
    }
}

/**
 * sp_agenda_add_misplaced: (skip)
 * @self: an agenda
 * @role: %SP_ROLE_MX, %SP_ROLE_OWN_SPF or %SP_ROLE_DMARC
 *
 * Adds the names at which a record stands by mistake, once a server has none in its place. Where
 * there is one, what stands elsewhere is nobody's mistake.
 */
void
sp_agenda_add_misplaced (SpAgenda *self, SpRole role)
{
  g_autoptr (SpName) doubled = sp_name_append (self->domain, self->zone);

  add_rows_of (self, self->domain, misplaced_rows, G_N_ELEMENTS (misplaced_rows), role);
  if (doubled != NULL)
    add_rows_of (self, doubled, doubled_rows, G_N_ELEMENTS (doubled_rows), role);
}

/**
 * sp_agenda_add_senders: (skip)
 * @self: an agenda
 *
 * Adds the key names of newsletter and shop services, once something at or below `_domainkey` is
 * known to exist: most domains have none of them, and need not be asked for dozens of names.
 */
void
sp_agenda_add_senders (SpAgenda *self)
{
  GListModel *senders;
  guint n_senders;
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (self->catalog == NULL || self->has_senders)
    return;
  self->has_senders = TRUE;
  senders = sp_catalog_get_senders (self->catalog);
  n_senders = g_list_model_get_n_items (senders);

  for (guint i = 0; i < n_senders; i++)
    {
      g_autoptr (SpProvider) sender = g_list_model_get_item (senders, i);
      g_auto (GStrv) selectors = sp_provider_dup_dkim_selectors (sender, NULL);

      for (guint j = 0; selectors != NULL && selectors[j] != NULL; j++)
        {
          if (g_hash_table_size (names) < MAX_SENDER_NAMES
              && g_hash_table_add (names, g_strdup (selectors[j])))
            add_selector (self, selectors[j], SP_BREADTH_GUESS, FALSE);
        }
    }
}

/* RFC 9989 §4.10. The domain's own record is among the fixed questions. */
static void
add_dmarc_walk (SpAgenda *self)
{
  g_autoptr (GPtrArray) walk = sp_dmarc_dup_walk (self->domain);

  for (guint i = 1; i < walk->len; i++)
    sp_agenda_add_at (self, g_ptr_array_index (walk, i), "_dmarc", SP_RR_TXT, SP_BREADTH_TWO,
                      SP_ROLE_DMARC);
}

static void
add_choices (SpAgenda *self, SpQuestion *question)
{
  const char *const *selectors = sp_question_get_selectors (question);
  const char *const *watched = sp_question_get_watched (question);
  const char *provider = sp_question_get_provider (question);
  const char *filter = sp_question_get_filter (question);

  for (guint i = 0; selectors[i] != NULL; i++)
    add_selector (self, selectors[i], SP_BREADTH_EVERY, TRUE);
  for (guint i = 0; watched[i] != NULL; i++)
    add_selector (self, watched[i], SP_BREADTH_EVERY, FALSE);
  if (self->catalog == NULL)
    return;
  if (provider != NULL)
    sp_agenda_add_provider (self, sp_catalog_get_provider (self->catalog, provider));
  if (filter != NULL)
    sp_agenda_add_provider (self, sp_catalog_get_provider (self->catalog, filter));
}

static void
add_probes (SpAgenda *self, const char *label)
{
  g_autofree char *key_labels = g_strconcat (label, "._domainkey", NULL);

  self->probe = sp_name_prepend (self->domain, label);
  if (self->probe != NULL)
    sp_agenda_add (self, self->probe, SP_RR_TXT, SP_BREADTH_GUESS, SP_ROLE_PROBE, 0);
  sp_agenda_add_at (self, self->domain, key_labels, SP_RR_TXT, SP_BREADTH_GUESS, SP_ROLE_NONE);
  /* Below a subdomain the domain's own probe does not show a wildcard of the zone. */
  if (!sp_name_equal (self->domain, self->zone))
    {
      sp_agenda_add_at (self, self->zone, label, SP_RR_MX, SP_BREADTH_GUESS, SP_ROLE_NONE);
      sp_agenda_add_at (self, self->zone, label, SP_RR_TXT, SP_BREADTH_GUESS, SP_ROLE_NONE);
    }
}

/**
 * sp_agenda_new:
 * @question: what is to be looked at
 * @catalog: (nullable): who is known; without it no key names are
 * @zone: the zone that the domain is in
 * @probe_label: a label that nobody has, from sp_agenda_make_probe_label()
 *
 * Returns: (transfer full): an agenda with everything that depends on no answer
 */
SpAgenda *
sp_agenda_new (SpQuestion *question, SpCatalog *catalog, SpName *zone, const char *probe_label)
{
  SpAgenda *self;

  g_return_val_if_fail (question != NULL, NULL);
  g_return_val_if_fail (zone != NULL, NULL);
  g_return_val_if_fail (probe_label != NULL, NULL);

  self = g_new0 (SpAgenda, 1);
  self->domain = sp_name_ref (sp_question_get_domain (question));
  self->zone = sp_name_ref (zone);
  self->catalog = catalog != NULL ? g_object_ref (catalog) : NULL;
  self->topics = sp_name_key_table_new (topic_free);
  self->providers = g_hash_table_new (NULL, NULL);
  self->mx_hosts = g_hash_table_new_full (sp_name_hash, sp_name_equal,
                                          (GDestroyNotify) sp_name_unref, NULL);
  if (sp_question_get_values (question) != NULL)
    self->values = g_hash_table_ref (sp_question_get_values (question));
  g_queue_init (&self->waiting);
  add_rows (self, self->zone, zone_rows, G_N_ELEMENTS (zone_rows));
  add_rows (self, self->domain, rows, G_N_ELEMENTS (rows));
  add_dmarc_walk (self);
  add_choices (self, question);
  add_probes (self, probe_label);
  return self;
}

void
sp_agenda_free (SpAgenda *self)
{
  if (self == NULL)
    return;
  g_queue_clear (&self->waiting);
  g_hash_table_unref (self->topics);
  g_hash_table_unref (self->providers);
  g_hash_table_unref (self->mx_hosts);
  g_clear_pointer (&self->values, g_hash_table_unref);
  g_clear_object (&self->catalog);
  g_clear_pointer (&self->probe, sp_name_unref);
  sp_name_unref (self->zone);
  sp_name_unref (self->domain);
  g_free (self);
}

/**
 * sp_agenda_next:
 * @self: an agenda
 *
 * Returns: (transfer none) (nullable): the next question to ask, valid as long as the agenda;
 *   %NULL while nothing waits
 */
const SpAgendaItem *
sp_agenda_next (SpAgenda *self)
{
  SpTopic *topic;

  g_return_val_if_fail (self != NULL, NULL);

  topic = g_queue_pop_head (&self->waiting);
  return topic != NULL ? &topic->item : NULL;
}

/**
 * sp_agenda_get_probe_name:
 *
 * Returns: (transfer none) (nullable): the random name below the domain, %NULL if there is no room
 *   for one
 */
SpName *
sp_agenda_get_probe_name (const SpAgenda *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->probe;
}

/**
 * sp_agenda_make_probe_label:
 *
 * Returns: (transfer full): a label that nobody can have made by intent
 */
char *
sp_agenda_make_probe_label (void)
{
  return g_strdup_printf ("signpost-%08x%08x", g_random_int (), g_random_int ());
}
