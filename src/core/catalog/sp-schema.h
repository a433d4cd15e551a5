/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/catalog/sp-provider.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * SpSchema:
 *
 * Reads one data file of the catalogue strictly: a key that is missing, unknown, of the wrong
 * type or out of bounds is an error that names file and key. Only the first error is kept, and
 * every reading function answers with something harmless after it, so that a reader asks once at
 * the end.
 */
typedef struct _SpSchema SpSchema;

typedef void (*SpSchemaFunc) (SpSchema *self, JsonObject *item, gpointer user_data);

/**
 * SpSchemaWord:
 *
 * A word of the data files and the number it stands for; a list ends with a %NULL word.
 */
typedef struct {
  const char *word;
  int number;
} SpSchemaWord;

SpSchema *sp_schema_new (const char *file, GBytes *bytes);
void sp_schema_free (SpSchema *self);
JsonObject *sp_schema_get_root (SpSchema *self);
gboolean sp_schema_finish (SpSchema *self, GError **error);
void sp_schema_fail (SpSchema *self, JsonObject *object, const char *key, const char *format, ...)
  G_GNUC_PRINTF (4, 5);

void sp_schema_allow (SpSchema *self, JsonObject *object, const char *keys);
gboolean sp_schema_has (SpSchema *self, JsonObject *object, const char *key);
const char *sp_schema_get_string (SpSchema *self, JsonObject *object, const char *key);
const char *sp_schema_get_optional_string (SpSchema *self, JsonObject *object, const char *key);
gint64 sp_schema_get_number (SpSchema *self, JsonObject *object, const char *key, gint64 least,
                             gint64 most, gint64 fallback);
gboolean sp_schema_get_flag (SpSchema *self, JsonObject *object, const char *key);
int sp_schema_get_word (SpSchema *self, JsonObject *object, const char *key,
                        const SpSchemaWord *words);
char **sp_schema_dup_strings (SpSchema *self, JsonObject *object, const char *key);
GArray *sp_schema_dup_numbers (SpSchema *self, JsonObject *object, const char *key, uint32_t least,
                               uint32_t most);
JsonObject *sp_schema_get_object (SpSchema *self, JsonObject *object, const char *key);
void sp_schema_each (SpSchema *self, JsonObject *object, const char *key, SpSchemaFunc func,
                     gpointer user_data);

void sp_schema_read_sources (SpSchema *self, JsonObject *root);
SpTrust sp_schema_get_trust (SpSchema *self, JsonObject *object);
const char *sp_schema_get_fact (SpSchema *self, JsonObject *object, const char *key,
                                SpTrust *trust);
GPtrArray *sp_schema_dup_patterns (SpSchema *self, JsonObject *object, const char *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpSchema, sp_schema_free)

G_END_DECLS
