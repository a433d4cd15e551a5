/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-target-holder.h"

#include <string.h>

#include "core/mail/sp-spf.h"
#include "core/plan/sp-spf-reach.h"

#define KEY_SUFFIX "._domainkey"

/* Whoever sends beside the mailboxes stays when these move. */
static gboolean
is_another_sender (SpTarget *self, SpProvider *provider)
{
  return sp_provider_get_kind (provider) == SP_PROVIDER_SENDING && provider != self->provider
         && provider != self->filter;
}

/**
 * sp_target_find_holder:
 * @self: a target
 * @name: a name in the domain's zone
 *
 * An alias belongs to whom it leads to, and holds its name alone (RFC 1034 §3.6.2).
 *
 * Returns: (transfer none) (nullable): the sending service whose alias stands there
 */
SpProvider *
sp_target_find_holder (SpTarget *self, SpName *name)
{
  const char *alias = sp_published_get_alias (self->published, name);
  g_autoptr (SpName) target = alias != NULL ? sp_name_parse (alias, NULL) : NULL;
  SpProvider *owner = target != NULL ? sp_catalog_recognise_host (self->catalog, target) : NULL;

  return owner != NULL && is_another_sender (self, owner) ? owner : NULL;
}

static gboolean
may_send (SpTarget *self, SpProvider *service)
{
  const SpPublishedSet *texts = sp_published_get (self->published, self->domain, SP_RR_TXT);
  const SpSpfGoal goal = { NULL, service, NULL };

  for (guint i = 0; i < texts->rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (texts->rows, i);

      if (sp_spf_is_record (row->value, strlen (row->value))
          && sp_spf_reach_text (sp_published_get_snapshot (self->published), self->domain,
                                row->value, &goal))
        return TRUE;
    }
  return FALSE;
}

static SpProvider *
find_key_user (SpTarget *self, const char *selector)
{
  GListModel *models[] = { sp_catalog_get_providers (self->catalog),
                           sp_catalog_get_senders (self->catalog) };

  for (guint m = 0; m < G_N_ELEMENTS (models); m++)
    for (guint i = 0; i < g_list_model_get_n_items (models[m]); i++)
      {
        g_autoptr (SpProvider) service = g_list_model_get_item (models[m], i);
        g_auto (GStrv) selectors = sp_provider_dup_dkim_selectors (service, NULL);

        if (is_another_sender (self, service) && selectors != NULL
            && g_strv_contains ((const char *const *) selectors, selector)
            && may_send (self, service))
          return service; /* the catalogue keeps it */
      }
  return NULL;
}

/**
 * sp_target_warn_of_key_user:
 * @self: a target
 * @wanted: a set that takes the place of a key in the zone itself, or makes room for another set
 * @name: where the key stands
 *
 * A key does not tell whose it is. A sending service that is among the allowed senders and goes by
 * this key name may be the one, so the edit says its name.
 */
void
sp_target_warn_of_key_user (SpTarget *self, SpWanted *wanted, SpName *name)
{
  g_autofree char *relative = sp_name_dup_relative (name, self->domain);
  SpProvider *service = NULL;

  if (!g_str_has_suffix (relative, KEY_SUFFIX))
    return;
  relative[strlen (relative) - strlen (KEY_SUFFIX)] = '\0';
  service = find_key_user (self, relative);
  if (service == NULL)
    return;
  wanted->doubt = "key-name-shared";
  wanted->holder = sp_provider_get_id (service);
}
