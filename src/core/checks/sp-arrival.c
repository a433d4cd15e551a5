/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-checks"

#include "core/checks/sp-arrival-private.h"

#include "core/inspect/sp-public-suffix.h"

#include <string.h>

static void
hop_free (SpHop *hop)
{
  g_clear_pointer (&hop->line, sp_received_free);
  g_free (hop);
}

static void
proof_free (SpProof *proof)
{
  g_free (proof->result);
  g_free (proof->domain);
  g_free (proof->selector);
  g_free (proof->algorithm);
  g_free (proof);
}

static void
claim_free (SpClaim *claim)
{
  g_free (claim->field);
  g_free (claim->server);
  g_free (claim->method);
  g_free (claim->result);
  g_free (claim->domain);
  g_free (claim);
}

/**
 * sp_aligned_to_string:
 * @aligned: whether a proof is for the domain of the From line
 *
 * Returns: (transfer none): its public name
 */
const char *
sp_aligned_to_string (SpAligned aligned)
{
  switch (aligned)
    {
    case SP_ALIGNED_UNKNOWN:
      return "unknown";
    case SP_ALIGNED_NO:
      return "no";
    case SP_ALIGNED_YES:
      return "yes";
    }
  g_return_val_if_reached ("unknown");
}

/**
 * sp_origin_to_string:
 * @origin: what the proofs say
 *
 * Returns: (transfer none): its public name
 */
const char *
sp_origin_to_string (SpOrigin origin)
{
  switch (origin)
    {
    case SP_ORIGIN_UNPROVEN:
      return "unproven";
    case SP_ORIGIN_PROVEN:
      return "proven";
    case SP_ORIGIN_NOT_PROVEN:
      return "not-proven";
    }
  g_return_val_if_reached ("unproven");
}

/* The way stands in the header with the last hop on top. */
static void
take_hops (SpArrival *self, const SpHeader *header)
{
  const SpHop *before = NULL;

  for (guint i = header->fields->len; i > 0; i--)
    {
      const SpHeaderField *field = g_ptr_array_index (header->fields, i - 1);
      SpHop *hop;

      if (g_ascii_strcasecmp (field->name, "received") != 0)
        continue;
      hop = g_new0 (SpHop, 1);
      hop->line = sp_received_parse (field->value);
      if (hop->line->has_time && before != NULL)
        {
          hop->has_delay = TRUE;
          hop->delay = hop->line->time - before->line->time;
        }
      if (hop->line->has_time)
        before = hop;
      g_ptr_array_add (self->hops, hop);
    }
}

static guint
count_fields (const SpHeader *header, const char *name)
{
  guint n = 0;

  for (guint i = sp_header_find (header, name, 0); i != G_MAXUINT;
       i = sp_header_find (header, name, i + 1))
    n++;
  return n;
}

/**
 * sp_arrival_new:
 * @header: header of a received message
 *
 * Reads what the header tells by itself.
 *
 * Returns: (transfer full): what was understood
 */
SpArrival *
sp_arrival_new (const SpHeader *header)
{
  SpArrival *self = g_new0 (SpArrival, 1);

  self->hops = g_ptr_array_new_with_free_func ((GDestroyNotify) hop_free);
  self->proofs = g_ptr_array_new_with_free_func ((GDestroyNotify) proof_free);
  self->claims = g_ptr_array_new_with_free_func ((GDestroyNotify) claim_free);
  self->causes = g_ptr_array_new ();
  self->from = sp_header_dup_address (sp_header_get (header, "from"));
  self->from_domain = sp_header_dup_domain (self->from);
  self->n_from = count_fields (header, "from");
  self->return_path = sp_header_dup_address (sp_header_get (header, "return-path"));
  self->n_arc = count_fields (header, "arc-authentication-results");
  take_hops (self, header);
  sp_arrival_take_results (self, header);
  return self;
}

/**
 * sp_arrival_free:
 * @self: (transfer full): what a header tells
 */
void
sp_arrival_free (SpArrival *self)
{
  g_free (self->from);
  g_free (self->from_domain);
  g_free (self->return_path);
  g_clear_pointer (&self->hops, g_ptr_array_unref);
  g_free (self->trusted);
  g_clear_pointer (&self->proofs, g_ptr_array_unref);
  g_free (self->dmarc);
  g_clear_pointer (&self->claims, g_ptr_array_unref);
  g_clear_pointer (&self->causes, g_ptr_array_unref);
  g_free (self);
}

static SpName *
dup_name (const char *domain)
{
  SpName *name = domain != NULL ? sp_name_parse_idn (domain, NULL) : NULL;

  if (name != NULL && sp_name_is_root (name))
    g_clear_pointer (&name, sp_name_unref);
  return name;
}

static void
add_domain (GPtrArray *domains, const char *domain)
{
  g_autoptr (SpName) name = dup_name (domain);

  for (guint i = 0; name != NULL && i < domains->len; i++)
    if (sp_name_equal (domains->pdata[i], name))
      return;
  if (name != NULL)
    g_ptr_array_add (domains, g_steal_pointer (&name));
}

/**
 * sp_arrival_dup_domains:
 * @self: what a header tells
 *
 * Returns: (transfer full) (element-type SpName): the domains whose organizations
 *   sp_arrival_judge() has to know; that of the From line first
 */
GPtrArray *
sp_arrival_dup_domains (const SpArrival *self)
{
  GPtrArray *domains = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_name_unref);

  add_domain (domains, self->from_domain);
  if (domains->len == 0)
    return domains;
  for (guint i = 0; i < self->proofs->len; i++)
    add_domain (domains, ((SpProof *) self->proofs->pdata[i])->domain);
  return domains;
}

static SpDmarcDiscovery *
discover (GPtrArray *snapshots, const SpName *domain)
{
  for (guint i = 0; i < snapshots->len; i++)
    if (sp_name_equal (sp_snapshot_get_domain (snapshots->pdata[i]), domain))
      return sp_dmarc_discovery_new (snapshots->pdata[i]);
  return NULL;
}

/* RFC 9989 §4.4.1, §4.4.2: strict asks for the same domain, relaxed for the same organization. */
static SpAligned
align (SpProof *proof, const SpName *from, const SpDmarcDiscovery *rule, GPtrArray *snapshots)
{
  g_autoptr (SpName) domain = dup_name (proof->domain);
  g_autoptr (SpDmarcDiscovery) other = NULL;

  if (domain == NULL)
    return SP_ALIGNED_NO;
  if (sp_name_equal (domain, from))
    return SP_ALIGNED_YES;
  if (rule == NULL || rule->state == SP_FACT_UNKNOWN)
    return SP_ALIGNED_UNKNOWN;
  if (proof->is_strict)
    return SP_ALIGNED_NO;
  other = discover (snapshots, domain);
  if (rule->organization == NULL || other == NULL || other->organization == NULL)
    return SP_ALIGNED_UNKNOWN;
  return sp_name_equal (rule->organization, other->organization) ? SP_ALIGNED_YES : SP_ALIGNED_NO;
}

static void
add_cause (SpArrival *self, const char *id)
{
  const SpBounceCause *cause = sp_bounce_cause_find (id);

  if (cause != NULL && !g_ptr_array_find (self->causes, cause, NULL))
    g_ptr_array_add (self->causes, (gpointer) cause);
}

static gboolean
is_result (const SpProof *proof, const char *result)
{
  return g_strcmp0 (proof->result, result) == 0;
}

/* What there is to mend for the sender. Unaligned proofs are as good as none. */
static void
find_causes (SpArrival *self)
{
  gboolean has_spf = FALSE, has_dkim = FALSE, has_signature = FALSE;

  for (guint i = 0; i < self->proofs->len; i++)
    {
      const SpProof *proof = g_ptr_array_index (self->proofs, i);
      gboolean holds = is_result (proof, "pass") && proof->aligned == SP_ALIGNED_YES;

      has_spf |= !proof->is_dkim && (holds || proof->result == NULL);
      has_dkim |= proof->is_dkim && (holds || proof->result == NULL);
      has_signature |= proof->is_dkim;
      if (!proof->is_dkim && is_result (proof, "permerror"))
        add_cause (self, "spf-error");
      else if (!proof->is_dkim
               && (is_result (proof, "fail") || is_result (proof, "softfail")
                   || is_result (proof, "neutral") || is_result (proof, "none")))
        add_cause (self, "spf-failed");
      else if (proof->is_dkim && !has_dkim
               && (is_result (proof, "fail") || is_result (proof, "permerror")
                   || is_result (proof, "policy") || is_result (proof, "neutral")))
        add_cause (self, "dkim-failed");
    }
  if (self->origin != SP_ORIGIN_NOT_PROVEN)
    return;
  if (!has_spf && !has_dkim)
    add_cause (self, "not-aligned");
  if (!has_signature && self->trusted != NULL)
    add_cause (self, "dkim-failed");
}

/* Whether it might be a proof for all that is known. What the receiver does not report it need not
 * have checked (RFC 8601 §2.7). */
static gboolean
is_undecided (const SpProof *proof)
{
  if (proof->result == NULL)
    return proof->aligned != SP_ALIGNED_NO;
  return is_result (proof, "temperror")
         || (is_result (proof, "pass") && proof->aligned == SP_ALIGNED_UNKNOWN);
}

/**
 * sp_arrival_judge:
 * @self: what a header tells
 * @snapshots: (element-type SpSnapshot): for each of the domains of sp_arrival_dup_domains() what
 *   its walk sees; one that is missing stays unknown
 *
 * Says which proofs are for the domain of the From line, and what they come to: one that holds and
 * is aligned is enough (RFC 9989 §4.4). Only results of the receiver count.
 */
void
sp_arrival_judge (SpArrival *self, GPtrArray *snapshots)
{
  g_autoptr (SpName) from = dup_name (self->from_domain);
  g_autoptr (SpDmarcDiscovery) rule = from != NULL ? discover (snapshots, from) : NULL;
  gboolean is_open = self->trusted == NULL || from == NULL || self->proofs->len == 0
                     || ((SpProof *) self->proofs->pdata[0])->is_dkim;

  for (guint i = 0; from != NULL && i < self->proofs->len; i++)
    {
      SpProof *proof = g_ptr_array_index (self->proofs, i);

      if (rule != NULL && rule->dmarc != NULL && rule->dmarc->is_usable)
        proof->is_strict = proof->is_dkim ? rule->dmarc->strict_dkim : rule->dmarc->strict_spf;
      proof->aligned = align (proof, from, rule, snapshots);
      if (is_result (proof, "pass") && proof->aligned == SP_ALIGNED_YES)
        self->origin = SP_ORIGIN_PROVEN;
      is_open |= is_undecided (proof);
    }
  /* Several From lines are a trick, not a proof (RFC 5322 §3.6, RFC 9989 §11). */
  if (self->n_from > 1)
    self->origin = SP_ORIGIN_UNPROVEN;
  else if (self->origin == SP_ORIGIN_UNPROVEN && g_strcmp0 (self->dmarc, "pass") == 0)
    self->origin = SP_ORIGIN_PROVEN;
  else if (self->origin == SP_ORIGIN_UNPROVEN && (!is_open || g_strcmp0 (self->dmarc, "fail") == 0))
    self->origin = SP_ORIGIN_NOT_PROVEN;
  find_causes (self);
}
