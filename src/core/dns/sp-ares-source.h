/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <ares.h>
#include <glib.h>

G_BEGIN_DECLS

/*
 * SpAresSource:
 *
 * A c-ares channel that lives in a main context: its sockets and its clock are those of a
 * `GSource`, so that every callback comes on the thread that iterates the context.
 */
typedef struct _SpAresSource SpAresSource;

SpAresSource *sp_ares_source_new (struct ares_options *options, int mask, GMainContext *context);
void sp_ares_source_free (SpAresSource *self);
ares_channel_t *sp_ares_source_get_channel (SpAresSource *self);
void sp_ares_source_poke (SpAresSource *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpAresSource, sp_ares_source_free)

G_END_DECLS
