/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-checks"

#include <string.h>

#include "core/checks/sp-arrival-private.h"
#include "core/dns/sp-address.h"
#include "core/inspect/sp-public-suffix.h"
#include "core/mail/sp-auth-results.h"
#include "core/mail/sp-dkim-signature.h"

#define MAX_SIGNATURES 20
#define MAX_CLAIMS 50

/* Exchange Online writes no name into its results (against RFC 8601 §2.2); it gives another name
 * to fields that are there already, so that those with this one are its own. */
#define NAMELESS_RECEIVER "outlook.com"
/* The same servers under an older name; a message passes both. */
#define NAMELESS_RECEIVER_OLD "exchangelabs.com"

/* What somebody registered: servers below it belong together. */
static SpName *
dup_owner (const char *host)
{
  g_autofree char *domain = sp_header_dup_domain (host);
  const char *old = domain != NULL && g_str_has_suffix (domain, "." NAMELESS_RECEIVER_OLD)
                      ? NAMELESS_RECEIVER
                      : domain;
  g_autoptr (SpName)
    name = domain != NULL && strchr (domain, '.') != NULL ? sp_name_parse (old, NULL) : NULL;
  g_autoptr (GInetAddress) address = domain != NULL ? g_inet_address_new_from_string (domain)
                                                    : NULL;

  return name != NULL && address == NULL && sp_name_is_hostname (name)
           ? sp_public_suffix_dup_registrable (name)
           : NULL;
}

static gboolean
is_same_owner (const char *a, const char *b)
{
  g_autoptr (SpName) owner_a = NULL;
  g_autoptr (SpName) owner_b = NULL;

  if (a == NULL || b == NULL)
    return FALSE;
  if (g_ascii_strcasecmp (a, b) == 0)
    return TRUE;
  owner_a = dup_owner (a);
  owner_b = dup_owner (b);
  return owner_a != NULL && owner_b != NULL && sp_name_equal (owner_a, owner_b);
}

static gboolean
is_host (const char *by)
{
  g_autoptr (GInetAddress) address = by != NULL ? g_inet_address_new_from_string (by) : NULL;

  return by != NULL && *by != '[' && address == NULL;
}

/* Names that mean something inside only: without a dot, or below one that nobody registers at
 * (RFC 6761, RFC 6762, RFC 8375, "internal", and what others use without having asked). */
static gboolean
is_inside_name (const char *name)
{
  static const char *const ends[] = { ".internal", ".local",  ".localdomain", ".localhost",
                                      ".lan",      ".corp",   ".home",        ".home.arpa",
                                      ".intranet", ".intern", ".private" };
  g_autofree char *lower = sp_header_dup_domain (name);

  if (lower == NULL || strchr (lower, '.') == NULL)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    if (g_str_has_suffix (lower, ends[i]))
      return TRUE;
  return FALSE;
}

/* Whether a server of somebody's own gave it to another one: the receiving one has a name for the
 * inside, and says that the other has an address for the inside. A stranger cannot have that, so
 * that the line below is still of the same owner. */
static gboolean
is_inside (const SpReceived *line)
{
  g_autoptr (GInetAddress) address = line->from_address != NULL
                                       ? g_inet_address_new_from_string (line->from_address)
                                       : NULL;
  SpAddressKind kind = address != NULL ? sp_address_classify (address) : SP_ADDRESS_PUBLIC;

  return is_host (line->by) && is_inside_name (line->by)
         && (kind == SP_ADDRESS_LOOPBACK || kind == SP_ADDRESS_PRIVATE
             || kind == SP_ADDRESS_LINK_LOCAL);
}

/* The receiver's name: that of the last server which gives one; inside, some give an address or a
 * name that says nothing. */
static const char *
find_receiver (const SpArrival *self)
{
  for (guint i = self->hops->len; i > 0; i--)
    {
      const SpHop *hop = g_ptr_array_index (self->hops, i - 1);

      if (is_host (hop->line->by) && !is_inside (hop->line))
        return hop->line->by;
    }
  return NULL;
}

/* The last hop that came from outside: those after it are the receiver's own. */
static const SpHop *
find_entry (const SpArrival *self, const char *receiver)
{
  const SpHop *entry = NULL;

  for (guint i = self->hops->len; i > 0; i--)
    {
      const SpHop *hop = g_ptr_array_index (self->hops, i - 1);
      const char *from = hop->line->from_name != NULL ? hop->line->from_name : hop->line->from;

      if (is_inside (hop->line))
        continue;
      if (is_host (hop->line->by) && receiver != NULL && !is_same_owner (hop->line->by, receiver))
        break;
      if (from == NULL)
        continue;
      entry = hop;
      if (!is_same_owner (from, receiver) && g_ascii_strcasecmp (from, "localhost") != 0)
        break;
    }
  return entry;
}

static const char *
find_property (const SpAuthResult *result, const char *const *names)
{
  for (gsize i = 0; names[i] != NULL; i += 2)
    {
      const char *value = sp_auth_result_get (result, names[i], names[i + 1]);

      if (value != NULL && *value != '\0')
        return value;
    }
  return NULL;
}

/* For whom a result speaks. */
static char *
dup_subject (const SpAuthResult *result)
{
  static const char *const spf[] = { "smtp", "mailfrom", "smtp", "helo", "smtp", "ehlo", NULL };
  static const char *const dkim[] = { "header", "d", "header", "i", NULL };
  static const char *const dmarc[] = { "header", "from", NULL };
  const char *const *names = g_str_equal (result->method, "dkim")    ? dkim
                             : g_str_equal (result->method, "dmarc") ? dmarc
                                                                     : spf;
  const char *value = find_property (result, names);

  /* An empty sender is judged by the name that the server gave (RFC 7208 §2.4). */
  if (value != NULL && g_str_has_suffix (value, "@") && names == spf)
    value = find_property (result, spf + 2);
  return sp_header_dup_domain (value);
}

static SpProof *
add_proof (SpArrival *self, gboolean is_dkim)
{
  SpProof *proof = g_new0 (SpProof, 1);

  proof->is_dkim = is_dkim;
  g_ptr_array_add (self->proofs, proof);
  return proof;
}

static void
take_signatures (SpArrival *self, const SpHeader *header, GPtrArray *beginnings)
{
  guint n = 0;

  for (guint i = sp_header_find (header, "dkim-signature", 0); i != G_MAXUINT && n < MAX_SIGNATURES;
       i = sp_header_find (header, "dkim-signature", i + 1))
    {
      const SpHeaderField *field = g_ptr_array_index (header->fields, i);
      g_autoptr (SpDkimSignature) signature = sp_dkim_signature_parse (field->value);
      const SpParseIssue *issue = sp_parse_issues_find_error (signature->issues);
      SpProof *proof = add_proof (self, TRUE);

      proof->domain = g_strdup (signature->domain);
      proof->selector = g_strdup (signature->selector);
      proof->algorithm = g_strdup (signature->algorithm);
      proof->flaw = issue != NULL ? issue->code : NULL;
      g_ptr_array_add (beginnings, g_strdup (signature->begins));
      n++;
    }
}

/* A result belongs to the signature with the same domain, and the same key name or beginning where
 * they are told (RFC 8601 §2.7.1, RFC 6008). */
static SpProof *
find_signature (SpArrival *self, GPtrArray *beginnings, const SpAuthResult *result,
                const char *domain)
{
  const char *selector = sp_auth_result_get (result, "header", "s");
  const char *begins = sp_auth_result_get (result, "header", "b");

  for (guint i = 0, n = 0; i < self->proofs->len; i++)
    {
      SpProof *proof = g_ptr_array_index (self->proofs, i);
      const char *beginning = NULL;

      if (!proof->is_dkim)
        continue;
      beginning = n < beginnings->len ? beginnings->pdata[n] : NULL;
      n++;
      if (proof->result != NULL || proof->domain == NULL
          || g_ascii_strcasecmp (proof->domain, domain) != 0)
        continue;
      /* A signature may lack its key name, without which nobody can check it. */
      if (selector != NULL
          && (proof->selector == NULL || g_ascii_strcasecmp (proof->selector, selector) != 0))
        continue;
      if (begins != NULL && beginning != NULL
          && strncmp (begins, beginning, MIN (strlen (begins), strlen (beginning))) != 0)
        continue;
      return proof;
    }
  return NULL;
}

static void
believe (SpArrival *self, GPtrArray *beginnings, const SpAuthResult *result)
{
  g_autofree char *domain = dup_subject (result);
  SpProof *proof = NULL;

  if (g_str_equal (result->method, "dmarc") && self->dmarc == NULL)
    self->dmarc = g_strdup (result->result);
  else if (g_str_equal (result->method, "spf"))
    {
      proof = self->proofs->len > 0 ? self->proofs->pdata[0] : NULL;
      if (proof == NULL || proof->result != NULL)
        return;
      proof->result = g_strdup (result->result);
      if (domain != NULL)
        {
          g_free (proof->domain);
          proof->domain = g_steal_pointer (&domain);
        }
    }
  else if (g_str_equal (result->method, "dkim") && domain != NULL)
    {
      proof = find_signature (self, beginnings, result, domain);
      if (proof == NULL && self->proofs->len <= MAX_SIGNATURES)
        {
          proof = add_proof (self, TRUE);
          proof->domain = g_strdup (domain);
          proof->selector = g_strdup (sp_auth_result_get (result, "header", "s"));
        }
      if (proof != NULL)
        proof->result = g_strdup (result->result);
    }
}

static void
add_claim (SpArrival *self, const char *field, const char *server, const char *method,
           const char *result, const char *domain)
{
  SpClaim *claim;

  if (self->claims->len >= MAX_CLAIMS)
    return;
  claim = g_new0 (SpClaim, 1);
  claim->field = g_strdup (field);
  claim->server = g_strdup (server);
  claim->method = g_strdup (method);
  claim->result = g_strdup (result);
  claim->domain = g_strdup (domain);
  g_ptr_array_add (self->claims, claim);
}

static gboolean
is_named_by (const SpAuthResults *results, const char *receiver)
{
  if (receiver == NULL)
    return FALSE;
  if (results->server != NULL)
    return is_same_owner (results->server, receiver);
  return is_same_owner (NAMELESS_RECEIVER, receiver);
}

/* Whether the next line of the way below a field was written by the receiver: then the field was
 * added after the message had arrived. */
static gboolean
stands_above_receiver (const SpHeader *header, guint index, const char *receiver)
{
  guint below = sp_header_find (header, "received", index);
  g_autoptr (SpReceived) line = NULL;

  if (below == G_MAXUINT)
    return FALSE;
  line = sp_received_parse (((SpHeaderField *) header->fields->pdata[below])->value);
  return is_same_owner (line->by, receiver);
}

static gboolean
says_again (const SpAuthResults *results, GHashTable *methods)
{
  for (guint i = 0; i < results->results->len; i++)
    if (g_hash_table_contains (methods, ((SpAuthResult *) results->results->pdata[i])->method))
      return TRUE;
  return FALSE;
}

/*
 * Anybody can write Authentication-Results into a message. The receiver's own are on top: the
 * topmost field counts if it names the receiver, and every line of the way above it is the
 * receiver's (RFC 8601 §4.1, §5, §7.1). Some receivers spread their results over several fields:
 * the next ones count only where a line of the receiver's stands below them and they say something
 * new. All others are claims.
 */
static void
take_auth_results (SpArrival *self, const SpHeader *header, const char *receiver,
                   GPtrArray *beginnings)
{
  g_autoptr (GHashTable) methods = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gboolean may_trust = receiver != NULL;

  for (guint i = 0; i < header->fields->len; i++)
    {
      const SpHeaderField *field = g_ptr_array_index (header->fields, i);
      g_autoptr (SpAuthResults) results = NULL;

      if (g_ascii_strcasecmp (field->name, "received") == 0)
        {
          g_autoptr (SpReceived) line = sp_received_parse (field->value);

          if (is_host (line->by) && !is_inside (line) && !is_same_owner (line->by, receiver))
            may_trust = FALSE;
        }
      if (g_ascii_strcasecmp (field->name, "authentication-results") != 0)
        continue;
      results = sp_auth_results_parse (field->value);
      may_trust = may_trust && is_named_by (results, receiver)
                  && (self->trusted == NULL
                      || (stands_above_receiver (header, i, receiver)
                          && !says_again (results, methods)));
      for (guint k = 0; k < results->results->len; k++)
        {
          const SpAuthResult *result = g_ptr_array_index (results->results, k);
          g_autofree char *domain = dup_subject (result);

          if (may_trust)
            {
              believe (self, beginnings, result);
              g_hash_table_add (methods, g_strdup (result->method));
            }
          else
            add_claim (self, "Authentication-Results", results->server, result->method,
                       result->result, domain);
        }
      if (may_trust && self->trusted == NULL)
        self->trusted = g_strdup (results->server != NULL ? results->server : receiver);
    }
}

static void
take_spf_fields (SpArrival *self, const SpHeader *header)
{
  for (guint i = sp_header_find (header, "received-spf", 0); i != G_MAXUINT;
       i = sp_header_find (header, "received-spf", i + 1))
    {
      g_autoptr (SpReceivedSpf)
        spf = sp_received_spf_parse (((SpHeaderField *) header->fields->pdata[i])->value);
      g_autofree char *domain = sp_header_dup_domain (
        spf->envelope_from != NULL && *spf->envelope_from != '\0' ? spf->envelope_from : spf->helo);

      if (*spf->result != '\0')
        add_claim (self, "Received-SPF", spf->receiver, "spf", spf->result, domain);
    }
}

/* Not part of the header's public face: reads who checked the message, and what was found.
 * Results of ARC are for receivers that know who sealed them; they are counted, not believed. */
void
sp_arrival_take_results (SpArrival *self, const SpHeader *header)
{
  const char *receiver = find_receiver (self);
  g_autoptr (GPtrArray) beginnings = g_ptr_array_new_with_free_func (g_free);
  SpProof *spf = add_proof (self, FALSE);

  self->entry = find_entry (self, receiver);
  if (self->return_path != NULL && *self->return_path != '\0')
    spf->domain = sp_header_dup_domain (self->return_path);
  take_signatures (self, header, beginnings);
  take_auth_results (self, header, receiver, beginnings);
  take_spf_fields (self, header);
  if (spf->domain == NULL && spf->result == NULL)
    g_ptr_array_remove_index (self->proofs, 0);
}
