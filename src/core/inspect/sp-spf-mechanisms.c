/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-inspect"

#include "core/inspect/sp-spf-run-private.h"

#include <string.h>

/* RFC 7208 §4.6.4. */
#define MAX_MX 10

static gboolean
is_in_network (GInetAddress *address, GInetAddress *network, guint prefix)
{
  const guint8 *a = g_inet_address_to_bytes (address);
  const guint8 *b = g_inet_address_to_bytes (network);
  guint whole = prefix / 8, rest = prefix % 8;

  if (g_inet_address_get_family (address) != g_inet_address_get_family (network)
      || prefix > 8 * g_inet_address_get_native_size (address) || memcmp (a, b, whole) != 0)
    return FALSE;
  return rest == 0 || (a[whole] >> (8 - rest)) == (b[whole] >> (8 - rest));
}

/* Whether the client is one of the hosts, or near one, as `a` and `mx` let it be. */
static gboolean
is_near (SpSpfRun *self, const SpRecordSet *set)
{
  const SpSpfTerm *term = sp_spf_run_get_term (self);
  gboolean is_v4 = sp_spf_run_get_address_type (self) == SP_RR_A;

  for (guint i = 0; i < sp_record_set_get_n_records (set); i++)
    {
      GInetAddress *address = sp_record_get_address (sp_record_set_get_record (set, i));

      if (address != NULL
          && is_in_network (self->scene.address, address, is_v4 ? term->prefix4 : term->prefix6))
        return TRUE;
    }
  return FALSE;
}

/* One host after the other: what lies behind the first match or failure is not looked at. */
static void
hosts_then (SpSpfRun *self)
{
  for (guint i = 0; i < self->answers->len; i++)
    {
      g_autoptr (SpRecordSet) set = NULL;

      switch (sp_spf_run_take (self, i, &set))
        {
        case SP_SPF_FOUND_RECORDS:
          if (!is_near (self, set))
            break;
          sp_spf_run_settle (self, TRUE);
          return;
        case SP_SPF_FOUND_NOTHING:
          break;
        case SP_SPF_FOUND_FAILURE:
          sp_spf_run_end (self, SP_SPF_RESULT_TEMPERROR, SP_SPF_PROBLEM_DNS);
          return;
        case SP_SPF_FOUND_END:
          return;
        }
    }
  sp_spf_run_settle (self, FALSE);
}

/* A set of MX is in the order of its numbers. */
static void
ask_exchanges (SpSpfRun *self, const SpRecordSet *set)
{
  g_clear_pointer (&self->hosts, g_ptr_array_unref);
  self->hosts = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_name_unref);
  for (guint i = 0; i < sp_record_set_get_n_records (set); i++)
    {
      SpName *host = sp_record_get_target (sp_record_set_get_record (set, i));

      /* The root means that there is no mail at all (RFC 7505). */
      if (host != NULL && !sp_name_is_root (host))
        g_ptr_array_add (self->hosts, sp_name_ref (host));
    }
  sp_spf_run_ask_all (self, self->hosts, sp_spf_run_get_address_type (self), hosts_then);
}

static void
exchanges_then (SpSpfRun *self)
{
  g_autoptr (SpRecordSet) set = NULL;

  switch (sp_spf_run_take (self, 0, &set))
    {
    case SP_SPF_FOUND_RECORDS:
      if (sp_record_set_get_n_records (set) > MAX_MX)
        sp_spf_run_end (self, SP_SPF_RESULT_PERMERROR, SP_SPF_PROBLEM_WIDE_MX);
      else
        ask_exchanges (self, set);
      return;
    case SP_SPF_FOUND_NOTHING:
      sp_spf_run_settle (self, FALSE);
      return;
    case SP_SPF_FOUND_FAILURE:
      sp_spf_run_end (self, SP_SPF_RESULT_TEMPERROR, SP_SPF_PROBLEM_DNS);
      return;
    case SP_SPF_FOUND_END:
      return;
    }
}

static void
exists_then (SpSpfRun *self)
{
  g_autoptr (SpRecordSet) set = NULL;

  switch (sp_spf_run_take (self, 0, &set))
    {
    case SP_SPF_FOUND_RECORDS:
    case SP_SPF_FOUND_NOTHING:
      sp_spf_run_settle (self, set != NULL);
      return;
    case SP_SPF_FOUND_FAILURE:
      sp_spf_run_end (self, SP_SPF_RESULT_TEMPERROR, SP_SPF_PROBLEM_DNS);
      return;
    case SP_SPF_FOUND_END:
      return;
    }
}

/*
 * sp_spf_run_match:
 * @self: an evaluation whose step has a target
 *
 * Finds out whether a mechanism matches (RFC 7208 §5), and settles the term. A target that cannot
 * be a name is one that does not exist (§4.8), but no question is asked about it.
 */
void
sp_spf_run_match (SpSpfRun *self)
{
  const SpSpfTerm *term = sp_spf_run_get_term (self);
  g_autoptr (SpName) target = NULL;

  if (term->kind == SP_SPF_ALL)
    {
      sp_spf_run_settle (self, TRUE);
      return;
    }
  if (term->kind == SP_SPF_IP4 || term->kind == SP_SPF_IP6)
    {
      sp_spf_run_settle (self,
                         is_in_network (self->scene.address, term->address,
                                        term->kind == SP_SPF_IP4 ? term->prefix4 : term->prefix6));
      return;
    }
  target = sp_spf_parse_target (self->step->target);
  if (target == NULL)
    sp_spf_run_settle (self, FALSE);
  else if (term->kind == SP_SPF_PTR)
    sp_spf_run_settle (self, sp_spf_run_has_name_below (self, target));
  else if (term->kind == SP_SPF_MX)
    sp_spf_run_ask (self, target, SP_RR_MX, exchanges_then);
  else if (term->kind == SP_SPF_EXISTS)
    sp_spf_run_ask (self, target, SP_RR_A, exists_then);
  else
    sp_spf_run_ask (self, target, sp_spf_run_get_address_type (self), hosts_then);
}
