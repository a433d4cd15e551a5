/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-catalog"

#include "core/catalog/sp-dns-host-private.h"

#include "core/catalog/sp-host-pattern.h"
#include "core/catalog/sp-provider.h"

G_DEFINE_FINAL_TYPE (SpDnsHost, sp_dns_host, G_TYPE_OBJECT)

static gboolean
any_matches (GPtrArray *patterns, const SpName *name)
{
  for (guint i = 0; i < patterns->len; i++)
    {
      if (sp_host_pattern_matches (g_ptr_array_index (patterns, i), name))
        return TRUE;
    }
  return FALSE;
}

static uint32_t
distance (uint32_t a, uint32_t b)
{
  return a > b ? a - b : b - a;
}

static void
sp_dns_host_finalize (GObject *object)
{
  SpDnsHost *self = SP_DNS_HOST (object);

  g_free (self->id);
  g_free (self->name);
  g_clear_pointer (&self->servers, g_ptr_array_unref);
  g_clear_pointer (&self->beside, g_ptr_array_unref);
  g_clear_pointer (&self->proxy, g_ptr_array_unref);
  g_clear_pointer (&self->proxy_mail, g_ptr_array_unref);
  g_strfreev (self->server_patterns);
  g_free (self->login_url);
  g_free (self->editor_url);
  g_free (self->menu);
  g_clear_pointer (&self->labels, g_hash_table_unref);
  g_clear_pointer (&self->trusts, g_hash_table_unref);
  g_free (self->switch_where);
  g_free (self->switch_to);
  g_clear_pointer (&self->ttl_choices, g_array_unref);
  sp_dns_host_clear_forms (self);

  G_OBJECT_CLASS (sp_dns_host_parent_class)->finalize (object);
}

static void
sp_dns_host_class_init (SpDnsHostClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sp_dns_host_finalize;
}

static void
sp_dns_host_init (SpDnsHost *self)
{
  self->labels = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->trusts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->ttl_choices = g_array_new (FALSE, FALSE, sizeof (uint32_t));
  sp_dns_host_init_forms (self);
}

void
sp_dns_host_note_trust (SpDnsHost *self, const char *fact, SpTrust trust)
{
  g_hash_table_insert (self->trusts, g_strdup (fact), GINT_TO_POINTER (trust));
}

const char *
sp_dns_host_get_id (SpDnsHost *self)
{
  g_return_val_if_fail (SP_IS_DNS_HOST (self), NULL);
  return self->id;
}

const char *
sp_dns_host_get_name (SpDnsHost *self)
{
  g_return_val_if_fail (SP_IS_DNS_HOST (self), NULL);
  return self->name;
}

/**
 * sp_dns_host_get_server_patterns:
 * @self: a DNS host
 *
 * Returns: (transfer none): patterns of its name servers, for showing
 */
const char *const *
sp_dns_host_get_server_patterns (SpDnsHost *self)
{
  g_return_val_if_fail (SP_IS_DNS_HOST (self), NULL);
  return (const char *const *) self->server_patterns;
}

/**
 * sp_dns_host_is_generic:
 * @self: a DNS host
 *
 * Returns: whether it stands for a panel of which nothing is known
 */
gboolean
sp_dns_host_is_generic (SpDnsHost *self)
{
  g_return_val_if_fail (SP_IS_DNS_HOST (self), FALSE);
  return g_str_equal (self->id, "generic");
}

/**
 * sp_dns_host_is_program:
 * @self: a DNS host
 *
 * Returns: whether it is a program that many companies run, such as cPanel, and no company
 */
gboolean
sp_dns_host_is_program (SpDnsHost *self)
{
  g_return_val_if_fail (SP_IS_DNS_HOST (self), FALSE);
  return self->server_patterns[0] == NULL && !sp_dns_host_is_generic (self);
}

/**
 * sp_dns_host_get_login_url:
 * @self: a DNS host
 *
 * Returns: (nullable): where to sign in
 */
const char *
sp_dns_host_get_login_url (SpDnsHost *self)
{
  g_return_val_if_fail (SP_IS_DNS_HOST (self), NULL);
  return self->login_url;
}

/**
 * sp_dns_host_dup_editor_url:
 * @self: a DNS host
 * @domain: the domain whose records are edited
 *
 * Returns: (transfer full) (nullable): where its records are edited; %NULL where it is not known
 *   or only guessed: then the address for signing in serves
 */
char *
sp_dns_host_dup_editor_url (SpDnsHost *self, const char *domain)
{
  g_autofree char *escaped = NULL;
  g_autoptr (GString) url = NULL;

  g_return_val_if_fail (SP_IS_DNS_HOST (self), NULL);

  if (self->editor_url == NULL || sp_dns_host_is_guess (self, "editor"))
    return NULL;
  escaped = g_uri_escape_string (domain, NULL, FALSE);
  url = g_string_new (self->editor_url);
  g_string_replace (url, "{domain}", escaped, 0);
  return g_string_free_and_steal (g_steal_pointer (&url));
}

/**
 * sp_dns_host_get_menu:
 * @self: a DNS host
 *
 * Returns: (nullable): the way through its menus, with " > " between
 */
const char *
sp_dns_host_get_menu (SpDnsHost *self)
{
  g_return_val_if_fail (SP_IS_DNS_HOST (self), NULL);
  return self->menu;
}

/**
 * sp_dns_host_get_label:
 * @self: a DNS host
 * @field: "type", "name", "value", "mx-value", "txt-value", "cname-value", "mx-name", "txt-name",
 *   "priority", "ttl", "add", "edit", "create" or "save"; what to choose as the type: "type-txt",
 * "type-spf"
 *
 * Returns: (nullable): what the panel calls the field or button (several that are pressed one
 *   after the other have " > " between); a name's or value's field has the label of "name" or
 *   "value" where the type has none of its own
 */
const char *
sp_dns_host_get_label (SpDnsHost *self, const char *field)
{
  const char *label;

  g_return_val_if_fail (SP_IS_DNS_HOST (self), NULL);

  label = g_hash_table_lookup (self->labels, field);
  if (label == NULL && g_str_has_suffix (field, "-value"))
    label = g_hash_table_lookup (self->labels, "value");
  if (label == NULL && g_str_has_suffix (field, "-name"))
    label = g_hash_table_lookup (self->labels, "name");
  return label;
}

/**
 * sp_dns_host_is_recognise_only:
 * @self: a DNS host
 *
 * Returns: whether nothing is known of its panel but its name
 */
gboolean
sp_dns_host_is_recognise_only (SpDnsHost *self)
{
  g_return_val_if_fail (SP_IS_DNS_HOST (self), TRUE);
  return !self->has_dialect;
}

/**
 * sp_dns_host_is_parking:
 * @self: a DNS host
 *
 * Returns: whether it only parks domains: its records cannot be edited
 */
gboolean
sp_dns_host_is_parking (SpDnsHost *self)
{
  g_return_val_if_fail (SP_IS_DNS_HOST (self), FALSE);
  return self->is_parking;
}

/**
 * sp_dns_host_is_guess:
 * @self: a DNS host
 * @fact: "login", "editor", "menu", "mx-menu", "apex", "names", "dot", "mx-dot", "priority",
 * "quotes", "null-mx", "txt-limit", "txt-longer", "switch", "ttl", "order", "rows", "extra",
 * "blocks", "equal-numbers", "most-mx", "subdomain-first", "delay" or "label-" with a field behind
 * it
 *
 * Returns: whether the fact is not known from a source: word it softly, or leave it out
 */
gboolean
sp_dns_host_is_guess (SpDnsHost *self, const char *fact)
{
  gpointer trust = NULL;

  g_return_val_if_fail (SP_IS_DNS_HOST (self), TRUE);
  return !g_hash_table_lookup_extended (self->trusts, fact, NULL, &trust)
         || GPOINTER_TO_INT (trust) == SP_TRUST_GUESS;
}

SpApexStyle
sp_dns_host_get_apex_style (SpDnsHost *self)
{
  g_return_val_if_fail (SP_IS_DNS_HOST (self), SP_APEX_AT);
  return self->apex;
}

/**
 * sp_dns_host_wants_full_names:
 * @self: a DNS host
 *
 * Returns: whether the name field takes the whole name with the domain
 */
gboolean
sp_dns_host_wants_full_names (SpDnsHost *self)
{
  g_return_val_if_fail (SP_IS_DNS_HOST (self), FALSE);
  return self->full_names;
}

SpDotStyle
sp_dns_host_get_dot_style (SpDnsHost *self)
{
  g_return_val_if_fail (SP_IS_DNS_HOST (self), SP_DOT_NONE);
  return self->dot;
}

SpPriorityStyle
sp_dns_host_get_priority_style (SpDnsHost *self)
{
  g_return_val_if_fail (SP_IS_DNS_HOST (self), SP_PRIORITY_FIELD);
  return self->priority;
}

SpQuoteStyle
sp_dns_host_get_quote_style (SpDnsHost *self)
{
  g_return_val_if_fail (SP_IS_DNS_HOST (self), SP_QUOTE_NONE);
  return self->quotes;
}

SpNullMx
sp_dns_host_get_null_mx (SpDnsHost *self)
{
  g_return_val_if_fail (SP_IS_DNS_HOST (self), SP_NULL_MX_UNKNOWN);
  return self->null_mx;
}

/**
 * sp_dns_host_get_txt_limit:
 * @self: a DNS host
 *
 * Returns: how many characters a TXT value may have, 0 if that is not known
 */
guint
sp_dns_host_get_txt_limit (SpDnsHost *self)
{
  g_return_val_if_fail (SP_IS_DNS_HOST (self), 0);
  return self->txt_limit;
}

/**
 * sp_dns_host_get_switch_where:
 * @self: a DNS host
 *
 * Returns: (nullable): a setting of the panel that owns the MX records until it is switched
 */
const char *
sp_dns_host_get_switch_where (SpDnsHost *self)
{
  g_return_val_if_fail (SP_IS_DNS_HOST (self), NULL);
  return self->switch_where;
}

/**
 * sp_dns_host_get_switch_to:
 * @self: a DNS host
 *
 * Returns: (nullable): what to switch it to
 */
const char *
sp_dns_host_get_switch_to (SpDnsHost *self)
{
  g_return_val_if_fail (SP_IS_DNS_HOST (self), NULL);
  return self->switch_to;
}

/**
 * sp_dns_host_is_switch_conditional:
 * @self: a DNS host
 *
 * Returns: whether only some customers have the setting on
 */
gboolean
sp_dns_host_is_switch_conditional (SpDnsHost *self)
{
  g_return_val_if_fail (SP_IS_DNS_HOST (self), FALSE);
  return self->switch_conditional;
}

/**
 * sp_dns_host_switch_owns_spf:
 * @self: a DNS host
 *
 * Returns: whether the setting owns the list of senders as well
 */
gboolean
sp_dns_host_switch_owns_spf (SpDnsHost *self)
{
  g_return_val_if_fail (SP_IS_DNS_HOST (self), FALSE);
  return self->switch_owns_spf;
}

SpTtlScope
sp_dns_host_get_ttl_scope (SpDnsHost *self)
{
  g_return_val_if_fail (SP_IS_DNS_HOST (self), SP_TTL_EACH);
  return self->ttl_scope;
}

/**
 * sp_dns_host_get_least_ttl:
 * @self: a DNS host
 *
 * Returns: the smallest TTL that the panel takes, in seconds; 0 if that is not known
 */
uint32_t
sp_dns_host_get_least_ttl (SpDnsHost *self)
{
  g_return_val_if_fail (SP_IS_DNS_HOST (self), 0);
  return self->least_ttl;
}

/**
 * sp_dns_host_get_most_ttl:
 * @self: a DNS host
 *
 * Returns: the largest TTL that the panel takes, in seconds; 0 if that is not known
 */
uint32_t
sp_dns_host_get_most_ttl (SpDnsHost *self)
{
  g_return_val_if_fail (SP_IS_DNS_HOST (self), 0);
  return self->most_ttl;
}

/**
 * sp_dns_host_get_default_ttl:
 * @self: a DNS host
 *
 * Returns: the TTL of a record for which none was chosen, in seconds; 0 if that is not known
 */
uint32_t
sp_dns_host_get_default_ttl (SpDnsHost *self)
{
  g_return_val_if_fail (SP_IS_DNS_HOST (self), 0);
  return self->default_ttl;
}

/**
 * sp_dns_host_nearest_ttl:
 * @self: a DNS host
 * @wanted: a TTL in seconds
 *
 * Returns: the TTL nearest to @wanted that the panel offers; @wanted itself where nothing is
 *   known of its limits
 */
uint32_t
sp_dns_host_nearest_ttl (SpDnsHost *self, uint32_t wanted)
{
  uint32_t best = 0;

  g_return_val_if_fail (SP_IS_DNS_HOST (self), wanted);

  for (guint i = 0; i < self->ttl_choices->len; i++)
    {
      uint32_t choice = g_array_index (self->ttl_choices, uint32_t, i);

      if (i == 0 || distance (choice, wanted) < distance (best, wanted))
        best = choice;
    }
  if (best != 0)
    return best;
  if (self->most_ttl != 0 && wanted > self->most_ttl)
    return self->most_ttl;
  return MAX (wanted, self->least_ttl);
}

/**
 * sp_dns_host_matches:
 * @self: a DNS host
 * @server_names: (element-type SpName): the name servers of a zone
 *
 * Returns: whether all of them may be this company's: a set of several companies is nobody's
 */
gboolean
sp_dns_host_matches (SpDnsHost *self, GPtrArray *server_names)
{
  gboolean any = FALSE;

  for (guint i = 0; i < server_names->len; i++)
    {
      const SpName *name = g_ptr_array_index (server_names, i);

      if (any_matches (self->servers, name))
        any = TRUE;
      else if (!any_matches (self->beside, name))
        return FALSE;
    }
  return any;
}

static gboolean
is_in_ranges (GPtrArray *ranges, GInetAddress *address)
{
  for (guint i = 0; ranges != NULL && i < ranges->len; i++)
    if (g_inet_address_mask_matches (g_ptr_array_index (ranges, i), address))
      return TRUE;
  return FALSE;
}

/**
 * sp_dns_host_is_proxy:
 * @self: a DNS host
 * @address: an address
 *
 * Whether the company's web proxy answers at this address. Such a proxy carries web pages only.
 *
 * Returns: whether it does; %FALSE also at addresses among them where the company takes mail
 */
gboolean
sp_dns_host_is_proxy (SpDnsHost *self, GInetAddress *address)
{
  g_return_val_if_fail (SP_IS_DNS_HOST (self), FALSE);
  g_return_val_if_fail (G_IS_INET_ADDRESS (address), FALSE);

  return is_in_ranges (self->proxy, address) && !is_in_ranges (self->proxy_mail, address);
}
