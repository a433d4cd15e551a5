/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-inspect"

#include "core/inspect/sp-spf-run-private.h"

/* Of more names the rest is left alone (RFC 7208 §4.6.4). */
#define MAX_NAMES 10

/* Whether one of the addresses in @set is the client's. */
static gboolean
has_client (SpSpfRun *self, const SpRecordSet *set)
{
  for (guint i = 0; i < sp_record_set_get_n_records (set); i++)
    {
      GInetAddress *address = sp_record_get_address (sp_record_set_get_record (set, i));

      if (address != NULL && g_inet_address_equal (address, self->scene.address))
        return TRUE;
    }
  return FALSE;
}

/* A name whose addresses cannot be looked up is passed over (§5.5). */
static void
addresses_then (SpSpfRun *self)
{
  for (guint i = 0; i < self->hosts->len; i++)
    {
      g_autoptr (SpRecordSet) set = NULL;
      SpSpfFound found = sp_spf_run_take (self, i, &set);

      if (found == SP_SPF_FOUND_END)
        return;
      if (found == SP_SPF_FOUND_RECORDS && has_client (self, set))
        g_ptr_array_add (self->names, sp_name_ref (g_ptr_array_index (self->hosts, i)));
    }
  self->resume (self);
}

static void
pointers_then (SpSpfRun *self)
{
  g_autoptr (SpRecordSet) set = NULL;
  SpSpfFound found = sp_spf_run_take (self, 0, &set);

  if (found == SP_SPF_FOUND_END)
    return;
  g_clear_pointer (&self->hosts, g_ptr_array_unref);
  self->hosts = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_name_unref);
  for (guint i = 0; set != NULL && i < MIN (MAX_NAMES, sp_record_set_get_n_records (set)); i++)
    {
      SpName *host = sp_record_get_target (sp_record_set_get_record (set, i));

      if (host != NULL && !sp_name_is_root (host))
        g_ptr_array_add (self->hosts, sp_name_ref (host));
    }
  sp_spf_run_ask_all (self, self->hosts, sp_spf_run_get_address_type (self), addresses_then);
}

/*
 * sp_spf_run_find_names:
 * @self: an evaluation
 * @resume: what to do when the names are known
 *
 * Finds the validated names of the client: those that its address points to and that point back
 * (RFC 7208 §5.5). They are looked up once; a failure means that there are none.
 */
void
sp_spf_run_find_names (SpSpfRun *self, SpSpfThen resume)
{
  gboolean is_v4 = sp_spf_run_get_address_type (self) == SP_RR_A;
  const SpSpfScene scene = { .domain = "", .address = self->scene.address };
  g_autofree char *text = sp_spf_expand (is_v4 ? "%{ir}.in-addr.arpa" : "%{ir}.ip6.arpa", &scene);
  g_autoptr (SpName) name = sp_name_parse (text, NULL);

  self->names = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_name_unref);
  self->resume = resume;
  sp_spf_run_ask (self, name, SP_RR_PTR, pointers_then);
}

/* For the macro `p` the domain itself is preferred, then a name below it (§7.3). */
static const char *
choose_name (SpSpfRun *self)
{
  g_autoptr (SpName) domain = sp_spf_parse_target (self->scene.domain);
  const SpName *below = NULL;

  if (self->names == NULL || self->names->len == 0)
    return NULL;
  for (guint i = 0; domain != NULL && i < self->names->len; i++)
    {
      const SpName *name = g_ptr_array_index (self->names, i);

      if (sp_name_equal (name, domain))
        return sp_name_get_text (name);
      if (below == NULL && sp_name_is_at_or_below (name, domain))
        below = name;
    }
  return sp_name_get_text (below != NULL ? below : g_ptr_array_index (self->names, 0));
}

/*
 * sp_spf_run_expand_domain:
 * @self: an evaluation that knows the names of the client, if they are needed
 * @text: a domain-spec
 *
 * Returns: (transfer full): the name it stands for here
 */
char *
sp_spf_run_expand_domain (SpSpfRun *self, const char *text)
{
  self->scene.validated = choose_name (self);
  return sp_spf_expand_domain (text, &self->scene);
}

/*
 * sp_spf_run_expand_text:
 * @self: an evaluation that knows the names of the client, if they are needed
 * @text: an explanation
 *
 * Returns: (transfer full): what it says here
 */
char *
sp_spf_run_expand_text (SpSpfRun *self, const char *text)
{
  self->scene.validated = choose_name (self);
  return sp_spf_expand (text, &self->scene);
}

/*
 * sp_spf_run_has_name_below:
 * @self: an evaluation that knows the names of the client
 * @target: a name
 *
 * Returns: whether the client has a name that is @target or ends in it
 */
gboolean
sp_spf_run_has_name_below (SpSpfRun *self, const SpName *target)
{
  for (guint i = 0; i < self->names->len; i++)
    if (sp_name_is_at_or_below (g_ptr_array_index (self->names, i), target))
      return TRUE;
  return FALSE;
}
