/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-mail"

#include "core/mail/sp-mx.h"

#include <string.h>

static GInetAddress *
parse_address (const char *text)
{
  /* Only digits, dots, colons and hexadecimal letters: nothing that GIO would resolve. */
  if (text[strspn (text, "0123456789abcdefABCDEF.:")] != '\0')
    return NULL;
  return g_inet_address_new_from_string (text);
}

/* In zone text "2001:db8::1" is one label, and so is "[192.0.2.25" a first one; brackets are
 * how an address literal looks in a mail address (RFC 5321 §4.1.3). */
static char *
dup_bare_text (const char *text)
{
  gsize length = strlen (text);

  if (g_ascii_strncasecmp (text, "[ipv6:", 6) == 0 && text[length - 1] == ']')
    return g_strndup (text + 6, length - 7);
  if (text[0] == '[' && text[length - 1] == ']')
    return g_strndup (text + 1, length - 2);
  return g_strdup (text);
}

/**
 * sp_mx_host_dup_address:
 * @host: target of an MX record
 * @domain: (nullable): the domain, which some panels append
 *
 * Where an address was typed in place of a host name (RFC 1035 §3.3.9 wants a name), says which.
 *
 * Returns: (transfer full) (nullable): the address, %NULL if the target is none
 */
GInetAddress *
sp_mx_host_dup_address (const SpName *host, const SpName *domain)
{
  g_autofree char *bare = NULL;
  GInetAddress *address;

  g_return_val_if_fail (host != NULL, NULL);

  if (sp_name_is_root (host))
    return NULL;

  bare = dup_bare_text (sp_name_get_text (host));
  address = parse_address (bare);
  if (address != NULL || domain == NULL || sp_name_is_root (domain))
    return address;

  if (sp_name_is_at_or_below (host, domain) && !sp_name_equal (host, domain))
    {
      g_autofree char *relative = sp_name_dup_relative (host, domain);
      g_autofree char *bare_relative = dup_bare_text (relative);

      return parse_address (bare_relative);
    }
  return NULL;
}

/* Cloudflare makes such names by itself for a mail host behind its proxy. An underscore is illegal
 * in a host name, but these deliver. */
static gboolean
is_made_by_proxy (const SpName *host)
{
  return g_str_has_prefix (sp_name_get_text (host), "_dc-mx.");
}

/**
 * sp_mx_host_classify:
 * @host: target of an MX record
 * @domain: (nullable): the domain, which some panels append
 *
 * Returns: what the target is
 */
SpMxHostKind
sp_mx_host_classify (const SpName *host, const SpName *domain)
{
  g_autoptr (GInetAddress) address = NULL;

  g_return_val_if_fail (host != NULL, SP_MX_HOST_BAD);

  if (sp_name_is_root (host))
    return SP_MX_HOST_NULL;
  address = sp_mx_host_dup_address (host, domain);
  if (address != NULL)
    return SP_MX_HOST_ADDRESS;
  return sp_name_is_hostname (host) || is_made_by_proxy (host) ? SP_MX_HOST_NAME : SP_MX_HOST_BAD;
}

/**
 * sp_mx_host_dup_meant:
 * @host: target of an MX record
 * @domain: the domain
 * @own: the domain's registrable domain, which is above it or the same
 *
 * A panel that appends the name of the zone turns another company's host into one of the domain's
 * own.
 *
 * Returns: (transfer full) (nullable): @host without the domain at its end; %NULL if it does not
 *   end so
 */
SpName *
sp_mx_host_dup_meant (const SpName *host, const SpName *domain, const SpName *own)
{
  const SpName *appended = sp_name_is_at_or_below (host, domain) ? domain : own;
  g_autofree char *relative = NULL;

  if (!sp_name_is_at_or_below (host, own) || sp_name_equal (host, appended))
    return NULL;
  relative = sp_name_dup_relative (host, appended);
  return sp_name_parse (relative, NULL);
}

/**
 * sp_mx_set_is_null:
 * @set: an MX set
 *
 * Returns: whether it says that the domain takes no mail: one record, whose target is the root
 *   (RFC 7505 §3); its number does not matter to senders
 */
gboolean
sp_mx_set_is_null (const SpRecordSet *set)
{
  g_return_val_if_fail (set != NULL, FALSE);

  return sp_record_set_get_n_records (set) == 1 && sp_mx_set_has_null (set);
}

/**
 * sp_mx_set_has_null:
 * @set: an MX set
 *
 * Returns: whether any record has the root as its target
 */
gboolean
sp_mx_set_has_null (const SpRecordSet *set)
{
  g_return_val_if_fail (set != NULL, FALSE);

  for (guint i = 0; i < sp_record_set_get_n_records (set); i++)
    if (sp_name_is_root (sp_record_get_target (sp_record_set_get_record (set, i))))
      return TRUE;
  return FALSE;
}

static int
compare_mx (gconstpointer a, gconstpointer b)
{
  SpRecord *left = *(SpRecord *const *) a, *right = *(SpRecord *const *) b;
  int difference = sp_record_get_preference (left) - sp_record_get_preference (right);

  if (difference != 0)
    return difference;
  return sp_name_compare (sp_record_get_target (left), sp_record_get_target (right));
}

/**
 * sp_mx_set_dup_order:
 * @set: an MX set
 *
 * The order in which senders try the hosts (RFC 5321 §5.1): groups by rising number; within a
 * group senders choose at random, here the hosts stand by name.
 *
 * Returns: (transfer full) (element-type GPtrArray): groups of [struct@Record]
 */
GPtrArray *
sp_mx_set_dup_order (const SpRecordSet *set)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GPtrArray) sorted = NULL;
  GPtrArray *group = NULL;

  g_return_val_if_fail (set != NULL, groups);

  sorted = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_record_unref);
  for (guint i = 0; i < sp_record_set_get_n_records (set); i++)
    g_ptr_array_add (sorted, sp_record_ref (sp_record_set_get_record (set, i)));
  g_ptr_array_sort (sorted, compare_mx);

  for (guint i = 0; i < sorted->len; i++)
    {
      SpRecord *record = g_ptr_array_index (sorted, i);

      if (i == 0
          || sp_record_get_preference (record)
               != sp_record_get_preference (g_ptr_array_index (sorted, i - 1)))
        {
          group = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_record_unref);
          g_ptr_array_add (groups, group);
        }
      g_ptr_array_add (group, sp_record_ref (record));
    }
  return groups;
}
