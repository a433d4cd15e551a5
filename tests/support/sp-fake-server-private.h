/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-message.h"
#include "support/sp-fake-server.h"

G_BEGIN_DECLS

/*
 * SpFakeJob:
 *
 * A query that is being answered, step by step.
 */
typedef struct {
  SpFakeServer *server;
  SpZone *zone;
  gboolean is_recursive;
  GSocketAddress *peer;
  GSocketConnection *connection;
  GBytes *bytes;
  SpMessage *message;
  GStrv words;
  guint next;
} SpFakeJob;

void sp_fake_job_send (SpFakeJob *self, const guint8 *data, gsize length);
void sp_fake_job_do (SpFakeJob *self, const char *word);

G_END_DECLS
