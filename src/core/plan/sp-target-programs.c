/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-target-repairs.h"

#include "core/inspect/sp-public-suffix.h"

#include <string.h>

/* Where mail programs look for their servers (RFC 6186, RFC 8314, and the vendors' own ways). */
static const struct {
  const char *labels;
  SpRrType type;
} places[] = {
  { "autodiscover", SP_RR_CNAME },     { "autoconfig", SP_RR_CNAME },
  { "_autodiscover._tcp", SP_RR_SRV }, { "_imap._tcp", SP_RR_SRV },
  { "_imaps._tcp", SP_RR_SRV },        { "_pop3._tcp", SP_RR_SRV },
  { "_pop3s._tcp", SP_RR_SRV },        { "_submission._tcp", SP_RR_SRV },
  { "_submissions._tcp", SP_RR_SRV },
};

static gboolean
is_other_provider (SpTarget *self, SpName *host)
{
  SpProvider *owner = sp_catalog_recognise_host (self->catalog, host);

  return owner != NULL && owner != self->provider
         && sp_provider_get_kind (owner) != SP_PROVIDER_SENDING
         && !sp_provider_is_known_host (self->provider, host);
}

static gboolean
same_owner (SpTarget *self, SpName *a, SpName *b)
{
  g_autoptr (SpName) a_owner = sp_public_suffix_dup_registrable (a);
  g_autoptr (SpName) b_owner = sp_public_suffix_dup_registrable (b);

  if (sp_name_equal (a, b))
    return TRUE;
  /* Names in our own zone share an owner without being the same server. */
  if (sp_name_is_at_or_below (a, sp_published_get_zone (self->published)))
    return FALSE;
  return a_owner != NULL && b_owner != NULL && sp_name_equal (a_owner, b_owner);
}

/* A host of the MX set that is to go. */
static gboolean
is_old_host (SpTarget *self, SpName *host)
{
  const SpPublishedSet *mx = sp_published_get (self->published, self->domain, SP_RR_MX);

  for (guint i = 0; i < mx->rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (mx->rows, i);
      g_autoptr (SpName) old = sp_name_parse (row->value, NULL);

      if (old == NULL || sp_name_is_root (old) || sp_provider_is_mx_host (self->provider, old)
          || (self->filter != NULL && sp_provider_is_mx_host (self->filter, old)))
        continue;
      if (same_owner (self, host, old))
        return TRUE;
    }
  return FALSE;
}

static SpName *
parse_target (const SpEditRow *row, SpRrType type)
{
  const char *space = type == SP_RR_SRV ? strrchr (row->value, ' ') : NULL;

  return sp_name_parse (space != NULL ? space + 1 : row->value, NULL);
}

static gboolean
leads_away (SpTarget *self, const SpPublishedSet *set, SpRrType type)
{
  for (guint i = 0; i < set->rows->len; i++)
    {
      g_autoptr (SpName) host = parse_target (g_ptr_array_index (set->rows, i), type);

      if (host == NULL || sp_name_is_root (host))
        continue;
      if (is_other_provider (self, host) || is_old_host (self, host))
        return TRUE;
    }
  return FALSE;
}

/* Without a choice only what the checks found goes. */
static gboolean
is_left (SpTarget *self, SpName *name, SpRrType type)
{
  if (!self->is_chosen)
    return sp_target_find_finding (self, "autodiscover-left", sp_name_get_text (name)) != NULL
           && sp_published_get (self->published, name, type)->rows->len > 0;
  return !sp_target_is_documented (self, name, type)
         && leads_away (self, sp_published_get (self->published, name, type), type);
}

/**
 * sp_target_clear_programs:
 * @self: a target with a provider
 *
 * What still leads mail programs to the old provider, and has no new record in its place, goes.
 */
void
sp_target_clear_programs (SpTarget *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (SpName) name = sp_name_prepend (self->domain, places[i].labels);
      g_autofree char *slug = NULL;
      g_autofree char *id = NULL;
      SpWanted *wanted;

      if (name == NULL)
        continue;
      wanted = sp_target_find (self, name, places[i].type);
      /* What makes room for an address is no clearing up. */
      if (places[i].type == SP_RR_CNAME && sp_target_find (self, name, SP_RR_A) != NULL)
        continue;
      if (wanted == NULL && is_left (self, name, places[i].type))
        {
          slug = sp_target_dup_slug (self, name);
          id = places[i].type == SP_RR_CNAME ? g_strdup (slug)
                                             : g_strdup_printf ("autodiscover-%s", slug);
          sp_target_add (self, SP_PART_PROGRAMS, id, "autodiscover-left", places[i].type, name);
        }
      else if (wanted != NULL)
        wanted->why = sp_published_get (self->published, name, places[i].type)->rows->len > 0
                        ? "autodiscover-left"
                        : wanted->why;
    }
}
