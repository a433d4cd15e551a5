/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-stop-private.h"

struct _SpStop {
  GObject parent_instance;

  guint rank;
  gboolean is_shared;
  int priority;
  char *host;
  char *provider_id;
  char *provider_name;
  SpStopState state;
  char **addresses;
  char *alias;
  gboolean is_new;
  gboolean is_removed;
};

G_DEFINE_FINAL_TYPE (SpStop, sp_stop, G_TYPE_OBJECT)

static void
sp_stop_finalize (GObject *object)
{
  SpStop *self = SP_STOP (object);

  g_free (self->host);
  g_free (self->provider_id);
  g_free (self->provider_name);
  g_strfreev (self->addresses);
  g_free (self->alias);
  G_OBJECT_CLASS (sp_stop_parent_class)->finalize (object);
}

static void
sp_stop_class_init (SpStopClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sp_stop_finalize;
}

static void
sp_stop_init (SpStop *self)
{
  self->addresses = g_new0 (char *, 1);
}

/**
 * sp_stop_state_to_string:
 * @state: a state
 *
 * Returns: its word
 */
const char *
sp_stop_state_to_string (SpStopState state)
{
  switch (state)
    {
    case SP_STOP_WANTED:
      return "wanted";
    case SP_STOP_LEFT_OVER:
      return "left-over";
    case SP_STOP_DEAD:
      return "dead";
    case SP_STOP_ALIAS:
      return "alias";
    case SP_STOP_IP:
      return "ip";
    case SP_STOP_UNKNOWN:
      return "unknown";
    case SP_STOP_NULL:
      return "null";
    case SP_STOP_WEBSITE:
      return "website";
    }
  g_return_val_if_reached ("unknown");
}

/**
 * sp_stop_new:
 * @priority: number in front, -1 if there is none
 * @host: the host
 * @state: what it is
 *
 * Returns: (transfer full): a stop
 */
SpStop *
sp_stop_new (int priority, const char *host, SpStopState state)
{
  SpStop *self = g_object_new (SP_TYPE_STOP, NULL);

  self->priority = priority;
  self->host = g_strdup (host);
  self->state = state;
  return self;
}

/**
 * sp_stop_set_provider:
 * @self: a stop that nobody sees yet
 * @provider: (nullable): whose host it is
 */
void
sp_stop_set_provider (SpStop *self, SpProvider *provider)
{
  g_set_str (&self->provider_id, provider != NULL ? sp_provider_get_id (provider) : NULL);
  g_set_str (&self->provider_name, provider != NULL ? sp_provider_get_name (provider) : NULL);
}

/**
 * sp_stop_take_addresses:
 * @self: a stop that nobody sees yet
 * @addresses: (transfer full): addresses of the host
 * @alias: (nullable): the name behind the alias
 */
void
sp_stop_take_addresses (SpStop *self, char **addresses, const char *alias)
{
  g_strfreev (self->addresses);
  self->addresses = addresses;
  g_set_str (&self->alias, alias);
}

/**
 * sp_stop_set_place:
 * @self: a stop that nobody sees yet
 * @rank: when it is tried, from 1; stops with one number share a rank
 * @is_shared: whether others have the same number
 */
void
sp_stop_set_place (SpStop *self, guint rank, gboolean is_shared)
{
  self->rank = rank;
  self->is_shared = is_shared;
}

/**
 * sp_stop_set_change:
 * @self: a stop that nobody sees yet
 * @is_new: whether the edits bring it
 * @is_removed: whether the edits take it away
 */
void
sp_stop_set_change (SpStop *self, gboolean is_new, gboolean is_removed)
{
  self->is_new = is_new;
  self->is_removed = is_removed;
}

/**
 * sp_stop_get_rank:
 * @self: a stop
 *
 * Returns: when it is tried, from 1; stops with one number share a rank. 0 if it is removed
 */
guint
sp_stop_get_rank (SpStop *self)
{
  g_return_val_if_fail (SP_IS_STOP (self), 0);
  return self->rank;
}

/**
 * sp_stop_is_shared:
 * @self: a stop
 *
 * Returns: whether others have the same number, so that senders choose at random among them
 */
gboolean
sp_stop_is_shared (SpStop *self)
{
  g_return_val_if_fail (SP_IS_STOP (self), FALSE);
  return self->is_shared;
}

/**
 * sp_stop_get_priority:
 * @self: a stop
 *
 * Returns: the number in front of the host; -1 for the website
 */
int
sp_stop_get_priority (SpStop *self)
{
  g_return_val_if_fail (SP_IS_STOP (self), -1);
  return self->priority;
}

/**
 * sp_stop_get_host:
 * @self: a stop
 *
 * Returns: the host, without final dot
 */
const char *
sp_stop_get_host (SpStop *self)
{
  g_return_val_if_fail (SP_IS_STOP (self), NULL);
  return self->host;
}

/**
 * sp_stop_get_provider_id:
 * @self: a stop
 *
 * Returns: (nullable): id of the provider whose host it is
 */
const char *
sp_stop_get_provider_id (SpStop *self)
{
  g_return_val_if_fail (SP_IS_STOP (self), NULL);
  return self->provider_id;
}

/**
 * sp_stop_get_provider_name:
 * @self: a stop
 *
 * Returns: (nullable): name of the provider whose host it is
 */
const char *
sp_stop_get_provider_name (SpStop *self)
{
  g_return_val_if_fail (SP_IS_STOP (self), NULL);
  return self->provider_name;
}

/**
 * sp_stop_get_state:
 * @self: a stop
 *
 * Returns: what it is
 */
SpStopState
sp_stop_get_state (SpStop *self)
{
  g_return_val_if_fail (SP_IS_STOP (self), SP_STOP_UNKNOWN);
  return self->state;
}

/**
 * sp_stop_get_addresses:
 * @self: a stop
 *
 * Returns: (transfer none): addresses of the host, IPv4 first; empty if none are known
 */
const char *const *
sp_stop_get_addresses (SpStop *self)
{
  g_return_val_if_fail (SP_IS_STOP (self), NULL);
  return (const char *const *) self->addresses;
}

/**
 * sp_stop_get_alias:
 * @self: a stop
 *
 * Returns: (nullable): the name behind the alias
 */
const char *
sp_stop_get_alias (SpStop *self)
{
  g_return_val_if_fail (SP_IS_STOP (self), NULL);
  return self->alias;
}

/**
 * sp_stop_is_new:
 * @self: a stop
 *
 * Returns: whether the edits bring it
 */
gboolean
sp_stop_is_new (SpStop *self)
{
  g_return_val_if_fail (SP_IS_STOP (self), FALSE);
  return self->is_new;
}

/**
 * sp_stop_is_removed:
 * @self: a stop
 *
 * Returns: whether the edits take it away
 */
gboolean
sp_stop_is_removed (SpStop *self)
{
  g_return_val_if_fail (SP_IS_STOP (self), FALSE);
  return self->is_removed;
}
