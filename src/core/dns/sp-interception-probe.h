/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * SpInterceptionProbe:
 *
 * Questions to addresses where no server can be. Whoever answers them stands in between.
 */
typedef struct _SpInterceptionProbe SpInterceptionProbe;

SpInterceptionProbe *sp_interception_probe_new (GMainContext *context);
void sp_interception_probe_free (SpInterceptionProbe *self);
void sp_interception_probe_send (SpInterceptionProbe *self, GInetSocketAddress *address);
gboolean sp_interception_probe_was_answered (const SpInterceptionProbe *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpInterceptionProbe, sp_interception_probe_free)

G_END_DECLS
