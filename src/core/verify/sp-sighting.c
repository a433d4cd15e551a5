/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-verify"

#include "core/verify/sp-edit-watch-private.h"

struct _SpSighting {
  GObject parent_instance;
  char *server;
  SpSightingState state;
};

G_DEFINE_FINAL_TYPE (SpSighting, sp_sighting, G_TYPE_OBJECT)

/**
 * sp_sighting_state_to_string:
 * @state: a state
 *
 * Returns: (transfer none): its public code
 */
const char *
sp_sighting_state_to_string (SpSightingState state)
{
  switch (state)
    {
    case SP_SIGHTING_ASKING:
      return "asking";
    case SP_SIGHTING_NEW:
      return "new";
    case SP_SIGHTING_OLD:
      return "old";
    case SP_SIGHTING_OTHER:
      return "other";
    case SP_SIGHTING_SILENT:
      return "silent";
    }
  g_return_val_if_reached (NULL);
}

static void
sp_sighting_finalize (GObject *object)
{
  g_free (SP_SIGHTING (object)->server);

  G_OBJECT_CLASS (sp_sighting_parent_class)->finalize (object);
}

static void
sp_sighting_class_init (SpSightingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sp_sighting_finalize;
}

static void
sp_sighting_init (SpSighting *self)
{
}

/**
 * sp_sighting_new:
 * @server: name of a server
 *
 * Returns: (transfer full): a server that is being asked
 */
SpSighting *
sp_sighting_new (const char *server)
{
  SpSighting *self = g_object_new (SP_TYPE_SIGHTING, NULL);

  self->server = g_strdup (server);
  return self;
}

/**
 * sp_sighting_set_state:
 * @self: a sighting
 * @state: what the server serves
 */
void
sp_sighting_set_state (SpSighting *self, SpSightingState state)
{
  self->state = state;
}

/**
 * sp_sighting_get_server:
 * @self: a sighting
 *
 * Returns: (transfer none): name of the server
 */
const char *
sp_sighting_get_server (SpSighting *self)
{
  g_return_val_if_fail (SP_IS_SIGHTING (self), NULL);

  return self->server;
}

/**
 * sp_sighting_get_state:
 * @self: a sighting
 *
 * Returns: what the server serves
 */
SpSightingState
sp_sighting_get_state (SpSighting *self)
{
  g_return_val_if_fail (SP_IS_SIGHTING (self), SP_SIGHTING_SILENT);

  return self->state;
}
