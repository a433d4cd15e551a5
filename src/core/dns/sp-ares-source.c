/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-dns"

#include "core/dns/sp-ares-source.h"

/* c-ares hears of errors by reading, so they are watched for as well. */
#define ERROR_CONDITIONS (G_IO_ERR | G_IO_HUP)

typedef struct {
  ares_socket_t fd;
  gpointer tag;
} WatchedSocket;

struct _SpAresSource {
  GSource source;
  ares_channel_t *channel;
  GArray *sockets;
};

/* Milliseconds until c-ares wants to be called, -1 for never. Rounded up, or the loop would spin
 * through the last millisecond. */
static int
get_time_left (SpAresSource *self)
{
  struct timeval left;

  if (self->channel == NULL || ares_timeout (self->channel, NULL, &left) == NULL)
    return -1;
  return (int) (left.tv_sec * 1000 + (left.tv_usec + 999) / 1000);
}

static unsigned int
get_ready_events (SpAresSource *self, const WatchedSocket *watched)
{
  GIOCondition ready = g_source_query_unix_fd (&self->source, watched->tag);
  unsigned int events = ARES_FD_EVENT_NONE;

  if (ready & (G_IO_IN | ERROR_CONDITIONS))
    events |= ARES_FD_EVENT_READ;
  if (ready & G_IO_OUT)
    events |= ARES_FD_EVENT_WRITE;
  return events;
}

static gboolean
sp_ares_source_prepare (GSource *source, int *timeout_ms)
{
  *timeout_ms = get_time_left ((SpAresSource *) source);
  return *timeout_ms == 0;
}

static gboolean
sp_ares_source_check (GSource *source)
{
  SpAresSource *self = (SpAresSource *) source;

  for (guint i = 0; i < self->sockets->len; i++)
    {
      if (get_ready_events (self, &g_array_index (self->sockets, WatchedSocket, i))
          != ARES_FD_EVENT_NONE)
        return TRUE;
    }
  return get_time_left (self) == 0;
}

/* Everything that is ready goes to c-ares in one call, from a copy: c-ares adds and removes
 * sockets while it works. */
static gboolean
sp_ares_source_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  SpAresSource *self = (SpAresSource *) source;
  g_autoptr (GArray) ready = g_array_new (FALSE, FALSE, sizeof (ares_fd_events_t));

  g_source_set_ready_time (source, -1);
  for (guint i = 0; i < self->sockets->len; i++)
    {
      WatchedSocket *watched = &g_array_index (self->sockets, WatchedSocket, i);
      ares_fd_events_t event = { watched->fd, get_ready_events (self, watched) };

      if (event.events != ARES_FD_EVENT_NONE)
        g_array_append_val (ready, event);
    }
  ares_process_fds (self->channel, (const ares_fd_events_t *) (gpointer) ready->data, ready->len,
                    ARES_PROCESS_FLAG_NONE);
  return G_SOURCE_CONTINUE;
}

static void
sp_ares_source_finalize (GSource *source)
{
  g_clear_pointer (&((SpAresSource *) source)->sockets, g_array_unref);
}

static GSourceFuncs source_funcs = {
  .prepare = sp_ares_source_prepare,
  .check = sp_ares_source_check,
  .dispatch = sp_ares_source_dispatch,
  .finalize = sp_ares_source_finalize,
};

static void
on_socket_state (void *data, ares_socket_t fd, int readable, int writable)
{
  SpAresSource *self = data;
  GIOCondition wanted = (readable ? G_IO_IN : 0) | (writable ? G_IO_OUT : 0);
  guint i;

  for (i = 0; i < self->sockets->len; i++)
    {
      if (g_array_index (self->sockets, WatchedSocket, i).fd == fd)
        break;
    }

  if (i < self->sockets->len)
    {
      gpointer tag = g_array_index (self->sockets, WatchedSocket, i).tag;

      if (wanted != 0)
        g_source_modify_unix_fd (&self->source, tag, wanted | ERROR_CONDITIONS);
      else
        {
          g_source_remove_unix_fd (&self->source, tag);
          g_array_remove_index_fast (self->sockets, i);
        }
    }
  else if (wanted != 0)
    {
      WatchedSocket watched = { fd, g_source_add_unix_fd (&self->source, fd,
                                                          wanted | ERROR_CONDITIONS) };

      g_array_append_val (self->sockets, watched);
    }
}

/*
 * sp_ares_source_new:
 * @options: options of the channel; the socket callback is filled in here
 * @mask: which of @options are set
 * @context: where the channel lives
 *
 * Returns: (transfer full) (nullable): a channel in its source, or %NULL when c-ares makes none
 */
SpAresSource *
sp_ares_source_new (struct ares_options *options, int mask, GMainContext *context)
{
  SpAresSource *self = (SpAresSource *) g_source_new (&source_funcs, sizeof (SpAresSource));

  self->sockets = g_array_new (FALSE, FALSE, sizeof (WatchedSocket));
  options->sock_state_cb = on_socket_state;
  options->sock_state_cb_data = self;
  if (ares_init_options (&self->channel, options, mask | ARES_OPT_SOCK_STATE_CB) != ARES_SUCCESS)
    {
      g_source_unref (&self->source);
      return NULL;
    }
  g_source_set_static_name (&self->source, "[signpost] DNS channel");
  g_source_attach (&self->source, context);
  return self;
}

/*
 * sp_ares_source_free:
 * @self: a source; never from inside one of its channel's callbacks
 *
 * Ends the channel and then the source: queries under way end with `ARES_EDESTRUCTION` before
 * this returns, and the channel takes its sockets back from a source that still stands.
 */
void
sp_ares_source_free (SpAresSource *self)
{
  g_clear_pointer (&self->channel, ares_destroy);
  g_source_destroy (&self->source);
  g_source_unref (&self->source);
}

/*
 * sp_ares_source_get_channel:
 * @self: a source
 *
 * Returns: the channel
 */
ares_channel_t *
sp_ares_source_get_channel (SpAresSource *self)
{
  return self->channel;
}

/*
 * sp_ares_source_poke:
 * @self: a source
 *
 * Lets c-ares look around once more. It closes the socket of a query that ended in a time-out
 * only when it is called again, and would reuse the socket until then.
 */
void
sp_ares_source_poke (SpAresSource *self)
{
  g_source_set_ready_time (&self->source, 0);
}
