/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-inspect"

#include "core/inspect/sp-agenda-private.h"

#include "core/inspect/sp-fact-private.h"
#include "core/inspect/sp-public-suffix.h"
#include "core/inspect/sp-name-key.h"
#include "core/mail/sp-dmarc.h"
#include "core/mail/sp-mx.h"
#include "core/mail/sp-spf-expand.h"

#define MAX_MX_HOSTS 50
/* RFC 7208 §4.6.4 lets receivers stop at 10 look-ups; a little more shows by how much a record is
 * over, and beyond that nothing is learned. */
#define MAX_SPF_NAMES 48
#define MAX_SPF_DEPTH 12
#define MAX_SPF_MX_HOSTS 10
#define MAX_REPORT_HOSTS 8

static void
add_addresses (SpAgenda *self, SpName *host, SpBreadth breadth)
{
  sp_agenda_add (self, host, SP_RR_A, breadth, SP_ROLE_NONE, 0);
  sp_agenda_add (self, host, SP_RR_AAAA, breadth, SP_ROLE_NONE, 0);
}

/* Behind an MX host is a company that the catalogue knows, or a server of the domain's own, whose
 * key has one of the usual names. */
static void
add_company (SpAgenda *self, const SpName *host)
{
  SpProvider *provider = sp_catalog_recognise_mx (self->catalog, host);
  g_autoptr (SpName) registrable = sp_public_suffix_dup_registrable (self->domain);
  const SpName *own = registrable != NULL ? registrable : self->domain;
  g_autoptr (SpName) meant = sp_mx_host_dup_meant (host, self->domain, own);

  if (provider == NULL && meant != NULL)
    provider = sp_catalog_recognise_mx (self->catalog, meant);
  if (provider == NULL && sp_name_is_at_or_below (host, own))
    provider = sp_catalog_get_provider (self->catalog, "own-server");
  sp_agenda_add_provider (self, provider);
}

static void
follow_mx (SpAgenda *self, SpRecordSet *set)
{
  for (guint i = 0; i < sp_record_set_get_n_records (set); i++)
    {
      SpName *host = sp_record_get_target (sp_record_set_get_record (set, i));
      SpBreadth breadth = SP_BREADTH_TWO;

      if (sp_mx_host_classify (host, self->domain) != SP_MX_HOST_NAME
          || g_hash_table_contains (self->mx_hosts, host))
        continue;
      if (g_hash_table_size (self->mx_hosts) >= MAX_MX_HOSTS)
        breadth = SP_BREADTH_NONE;
      g_hash_table_add (self->mx_hosts, sp_name_ref (host));
      add_addresses (self, host, breadth);
      sp_agenda_add_at (self, host, "_25._tcp", SP_RR_TLSA, breadth, SP_ROLE_TLSA);
      if (self->catalog != NULL && breadth != SP_BREADTH_NONE)
        add_company (self, host);
    }
}

static void
follow_spf_mx (SpAgenda *self, SpRecordSet *set)
{
  guint n_hosts = MIN (sp_record_set_get_n_records (set), MAX_SPF_MX_HOSTS);

  for (guint i = 0; i < n_hosts; i++)
    {
      SpName *host = sp_record_get_target (sp_record_set_get_record (set, i));

      if (!sp_name_is_root (host))
        add_addresses (self, host, SP_BREADTH_TWO);
    }
}

/* Every server of the zone tells of the same names; each counts once. */
static void
add_spf_name (SpAgenda *self, SpName *name, SpRrType type, SpRole roles, guint depth)
{
  const SpNameKey key = { name, type, 0 };
  const SpTopic *known = g_hash_table_lookup (self->topics, &key);
  gboolean is_asked = known != NULL && known->item.breadth != SP_BREADTH_NONE;
  gboolean is_over = depth > MAX_SPF_DEPTH || (!is_asked && self->n_spf_names >= MAX_SPF_NAMES);

  self->n_spf_names += known == NULL ? 1 : 0;
  sp_agenda_add (self, name, type, is_over ? SP_BREADTH_NONE : SP_BREADTH_TWO, roles, depth);
}

/* Whoever is let pass by the domain's own list may seal its mail. What is included stays the
 * domain's own list, or that of a service that writes it, until it is a known company's. */
static SpRole
follow_company (SpAgenda *self, SpRole roles, const SpName *name)
{
  SpProvider *provider = NULL;

  if (self->catalog != NULL && (roles & SP_ROLE_OWN_SPF))
    provider = sp_catalog_recognise_spf (self->catalog, name);
  sp_agenda_add_provider (self, provider);
  return provider == NULL ? roles & SP_ROLE_OWN_SPF : SP_ROLE_NONE;
}

static void
follow_spf_term (SpAgenda *self, const SpTopic *topic, SpRole roles, const SpSpfTerm *term)
{
  g_autoptr (SpName) name = sp_spf_term_dup_target (term, topic->base, self->domain);
  guint depth = topic->depth + 1;

  if (name == NULL)
    return;
  switch (term->kind)
    {
    case SP_SPF_INCLUDE:
      add_spf_name (self, name, SP_RR_TXT, SP_ROLE_SPF | follow_company (self, roles, name), depth);
      break;
    case SP_SPF_REDIRECT:
      add_spf_name (self, name, SP_RR_TXT, SP_ROLE_SPF | (roles & SP_ROLE_OWN_SPF), depth);
      break;
    case SP_SPF_A:
      add_spf_name (self, name, SP_RR_A, SP_ROLE_NONE, depth);
      add_spf_name (self, name, SP_RR_AAAA, SP_ROLE_NONE, depth);
      break;
    case SP_SPF_MX:
      add_spf_name (self, name, SP_RR_MX, SP_ROLE_SPF_MX, depth);
      break;
    case SP_SPF_EXISTS:
      add_spf_name (self, name, SP_RR_A, SP_ROLE_NONE, depth);
      break;
    case SP_SPF_BROKEN:
    case SP_SPF_ALL:
    case SP_SPF_PTR:
    case SP_SPF_IP4:
    case SP_SPF_IP6:
    case SP_SPF_EXP:
    case SP_SPF_MODIFIER:
      break;
    }
}

/* Two records are void together (RFC 7208 §4.5), but whoever is to merge them needs to know where
 * both lead. */
static void
follow_spf (SpAgenda *self, const SpTopic *topic, SpRole roles, SpRecordSet *set)
{
  g_autoptr (GPtrArray) records = sp_spf_select (set);

  for (guint i = 0; i < records->len; i++)
    {
      gsize length;
      const char *text = sp_record_get_text (g_ptr_array_index (records, i), &length);
      g_autoptr (SpSpf) spf = sp_spf_parse (text, (gssize) length);

      for (guint j = 0; j < spf->terms->len; j++)
        follow_spf_term (self, topic, roles, g_ptr_array_index (spf->terms, j));
    }
}

/* RFC 9990 §4: whoever receives reports of another organisation's mail has to agree in DNS. */
static void
add_report_permission (SpAgenda *self, const SpTopic *topic, const char *uri)
{
  g_autoptr (SpName) host = sp_dmarc_dup_mailto_host (uri);
  g_autoptr (SpName) domain = NULL;
  g_autoptr (SpName) own = NULL;
  g_autoptr (SpName) below = NULL;
  g_autoptr (SpName) name = NULL;

  if (host == NULL || sp_name_get_n_labels (host) < 2)
    return;
  domain = sp_name_dup_parent (topic->base);
  own = sp_public_suffix_dup_registrable (domain);
  if (sp_name_is_at_or_below (host, own != NULL ? own : domain))
    return;
  below = sp_name_prepend (host, "_report._dmarc");
  name = below != NULL ? sp_name_append (domain, below) : NULL;
  if (name != NULL)
    sp_agenda_add (self, name, SP_RR_TXT, SP_BREADTH_TWO, SP_ROLE_NONE, 0);
}

static void
follow_dmarc (SpAgenda *self, const SpTopic *topic, SpRecordSet *set)
{
  g_autoptr (GPtrArray) records = sp_dmarc_select (set);

  for (guint i = 0; i < records->len; i++)
    {
      gsize length;
      const char *text = sp_record_get_text (g_ptr_array_index (records, i), &length);
      g_autoptr (SpDmarc) dmarc = sp_dmarc_parse (text, (gssize) length);

      for (guint j = 0; dmarc->rua != NULL && j < MIN (dmarc->rua->len, MAX_REPORT_HOSTS); j++)
        add_report_permission (self, topic, g_ptr_array_index (dmarc->rua, j));
    }
}

/* Fingerprints count under a seal only. Our own zone's is asked for anyway, and where a resolver
 * has checked the seal there is nothing left to ask. */
static void
follow_tlsa (SpAgenda *self, const SpTopic *topic, SpAnswer *answer)
{
  g_autoptr (SpName) own = NULL;

  if (sp_name_is_at_or_below (topic->base, self->zone)
      || (sp_answer_get_fields (answer)->flags & SP_ANSWER_AUTHENTIC))
    return;
  own = sp_public_suffix_dup_registrable (topic->base);
  if (own != NULL)
    sp_agenda_add (self, own, SP_RR_DS, SP_BREADTH_TWO, SP_ROLE_NONE, 0);
}

/* A server of the zone is believed about the zone only, and may leave the end of an alias to us;
 * a resolver gives the whole chain. */
static gboolean
is_end_open (const SpAgenda *self, const SpAnswer *answer, SpName *end)
{
  const SpAnswerFields *fields = sp_answer_get_fields (answer);

  if (fields->server != NULL && !sp_name_is_at_or_below (end, self->zone))
    return TRUE;
  if (fields->outcome == SP_OUTCOME_ANSWER)
    {
      g_autoptr (SpRecordSet) set = sp_answer_dup_set (answer, end, fields->type);

      return set == NULL;
    }
  return FALSE;
}

/* A record of the domain that is not in its place may stand elsewhere. */
static void
follow_absence (SpAgenda *self, const SpTopic *topic, SpRole roles, SpRecordSet *set)
{
  SpRrType type = topic->item.type;

  if (type == SP_RR_MX && (roles & SP_ROLE_MX) && set == NULL)
    sp_agenda_add_misplaced (self, SP_ROLE_MX);
  if (type == SP_RR_TXT && (roles & SP_ROLE_OWN_SPF) && sp_name_equal (topic->base, self->domain))
    {
      g_autoptr (GPtrArray) records = sp_spf_select (set);

      if (records->len == 0)
        sp_agenda_add_misplaced (self, SP_ROLE_OWN_SPF);
    }
  if (type == SP_RR_TXT && (roles & SP_ROLE_DMARC))
    {
      g_autoptr (GPtrArray) records = sp_dmarc_select (set);
      g_autoptr (SpName) domain = sp_name_dup_parent (topic->base);

      if (records->len == 0 && domain != NULL && sp_name_equal (domain, self->domain))
        sp_agenda_add_misplaced (self, SP_ROLE_DMARC);
    }
}

/**
 * sp_agenda_follow: (skip)
 * @self: an agenda
 * @topic: one of its questions
 * @answer: a conclusive answer to it
 * @roles: what to follow
 */
void
sp_agenda_follow (SpAgenda *self, const SpTopic *topic, SpAnswer *answer, SpRole roles)
{
  g_autoptr (GPtrArray) aliases = sp_answer_dup_aliases (answer);
  g_autoptr (SpRecordSet) set = NULL;
  SpName *end = aliases->len > 0 ? g_ptr_array_index (aliases, aliases->len - 1) : NULL;

  if ((roles & SP_ROLE_KEYS) && sp_answer_get_outcome (answer) != SP_OUTCOME_NXDOMAIN)
    sp_agenda_add_senders (self);
  if ((roles & SP_ROLE_PROBE) && sp_answer_get_outcome (answer) != SP_OUTCOME_NXDOMAIN)
    sp_agenda_add_wildcard (self);

  if (end != NULL && is_end_open (self, answer, end))
    {
      if (topic->depth < SP_FACT_MAX_ALIASES + MAX_SPF_DEPTH)
        sp_agenda_add_alias (self, end, topic, roles);
      return;
    }
  set = sp_answer_dup_final_set (answer);
  follow_absence (self, topic, roles, set);
  if (set == NULL)
    return;
  if (topic->item.type == SP_RR_MX)
    {
      if (roles & SP_ROLE_MX)
        follow_mx (self, set);
      if (roles & SP_ROLE_SPF_MX)
        follow_spf_mx (self, set);
    }
  if (topic->item.type == SP_RR_DS && (roles & SP_ROLE_SEAL))
    sp_agenda_add_keys (self);
  if (topic->item.type == SP_RR_TLSA && (roles & SP_ROLE_TLSA))
    follow_tlsa (self, topic, answer);
  if (topic->item.type == SP_RR_TXT)
    {
      if (roles & SP_ROLE_SPF)
        follow_spf (self, topic, roles, set);
      if (roles & SP_ROLE_POLICY)
        sp_agenda_add_policy (self);
      if (roles & SP_ROLE_DMARC)
        follow_dmarc (self, topic, set);
    }
}

/**
 * sp_agenda_learn:
 * @self: an agenda
 * @answer: an answer to one of its questions
 *
 * Adds the questions that the answer leads to. Answers of several servers to one question may all
 * be handed in: where they differ every lead is followed.
 */
void
sp_agenda_learn (SpAgenda *self, SpAnswer *answer)
{
  const SpAnswerFields *fields;
  SpNameKey key = { NULL };
  SpTopic *topic;

  g_return_if_fail (self != NULL);
  g_return_if_fail (answer != NULL);

  fields = sp_answer_get_fields (answer);
  key.name = fields->name;
  key.type = fields->type;
  topic = g_hash_table_lookup (self->topics, &key);
  if (topic == NULL || !sp_outcome_is_conclusive (fields->outcome))
    return;
  g_ptr_array_add (topic->answers, sp_answer_ref (answer));
  sp_agenda_follow (self, topic, answer, topic->roles);
}
