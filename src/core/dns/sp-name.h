/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdint.h>

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * SpName:
 *
 * A domain name: up to 127 labels of any bytes, 255 bytes on the wire (RFC 1035 §3.1).
 * Immutable, counted. ASCII letters are folded to lower case when the name is made, since DNS
 * compares without case (RFC 4343); names are always absolute, there is no search list.
 */
#define SP_TYPE_NAME (sp_name_get_type ())
typedef struct _SpName SpName;

GType sp_name_get_type (void);
SpName *sp_name_parse (const char *text, GError **error);
SpName *sp_name_parse_idn (const char *text, GError **error);
SpName *sp_name_new_root (void);
SpName *sp_name_ref (SpName *self);
void sp_name_unref (SpName *self);

const char *sp_name_get_text (const SpName *self);
char *sp_name_dup_unicode (const SpName *self);
guint sp_name_get_n_labels (const SpName *self);
const uint8_t *sp_name_get_label (const SpName *self, guint index, gsize *length);
gsize sp_name_get_wire_length (const SpName *self);

gboolean sp_name_is_root (const SpName *self);
gboolean sp_name_is_hostname (const SpName *self);
gboolean sp_name_is_at_or_below (const SpName *self, const SpName *ancestor);

SpName *sp_name_dup_parent (const SpName *self);
SpName *sp_name_prepend (const SpName *self, const char *labels);
SpName *sp_name_append (const SpName *self, const SpName *suffix);
char *sp_name_dup_relative (const SpName *self, const SpName *origin);

guint sp_name_hash (gconstpointer self);
gboolean sp_name_equal (gconstpointer a, gconstpointer b);
int sp_name_compare (gconstpointer a, gconstpointer b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpName, sp_name_unref)

G_END_DECLS
