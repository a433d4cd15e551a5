/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpReceived:
 * @from: (nullable): the name that the sending server gave, as written
 * @from_name: (nullable): the name that the receiving server found for its address
 * @from_address: (nullable): the address of the sending server, without brackets
 * @by: (nullable): who received it
 * @with: (nullable): how
 * @for_address: (nullable): for whom
 * @is_encrypted: whether the connection was
 * @has_time: whether it says when
 * @time: when, in seconds since 1970
 *
 * One line of the way of a message (RFC 5321 §4.4).
 */
typedef struct {
  char *from;
  char *from_name;
  char *from_address;
  char *by;
  char *with;
  char *for_address;
  gboolean is_encrypted;
  gboolean has_time;
  gint64 time;
} SpReceived;

SpReceived *sp_received_parse (const char *value);
void sp_received_free (SpReceived *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpReceived, sp_received_free)

G_END_DECLS
