/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-endpoint.h"

G_BEGIN_DECLS

/*
 * SpAsk:
 *
 * One question on its way to an answer: which addresses it goes to, when, how often, and what is
 * made of what they say. It is told of every try that comes back and brought forward from time to
 * time; it waits for nothing by itself.
 */
typedef struct _SpAsk SpAsk;

SpAsk *sp_ask_new (SpEndpointPool *pool, SpName *name, SpRrType type, SpAskFlags flags);
void sp_ask_free (SpAsk *self);
void sp_ask_set_data (SpAsk *self, gpointer data);
gpointer sp_ask_get_data (const SpAsk *self);
void sp_ask_set_server (SpAsk *self, SpServer *server);
void sp_ask_set_recursors (SpAsk *self, GPtrArray *recursors);
gboolean sp_ask_advance (SpAsk *self, gint64 now, gint64 *next);
SpAnswer *sp_ask_dup_answer (SpAsk *self, gint64 received_at);

void sp_ask_note_sent (SpTry *try);
void sp_ask_take_back (SpTry *try);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpAsk, sp_ask_free)

G_END_DECLS
