/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-catalog"

#include "core/catalog/sp-schema.h"

#include "core/catalog/sp-catalog.h"
#include "core/catalog/sp-host-pattern.h"

#include <string.h>

#define MAX_FILE (256 * 1024)
#define MAX_STRING 2048
#define MAX_ITEMS 200

struct _SpSchema {
  char *file;
  JsonParser *parser;
  JsonObject *root;
  JsonObject *sources;
  GHashTable *paths; /* JsonObject → where it stands, for messages */
  GError *error;
};

static const SpSchemaWord trust_words[] = {
  { "guess", SP_TRUST_GUESS },
  { "observed", SP_TRUST_OBSERVED },
  { "template", SP_TRUST_TEMPLATE },
  { "provider", SP_TRUST_PROVIDER },
  { NULL, 0 },
};

static char *
dup_path (SpSchema *self, JsonObject *object, const char *key)
{
  const char *parent = g_hash_table_lookup (self->paths, object);

  if (parent == NULL || *parent == '\0')
    return g_strdup (key != NULL ? key : "");
  return key != NULL ? g_strconcat (parent, ".", key, NULL) : g_strdup (parent);
}

/* Text of the catalogue is shown to people: no control characters, nothing that turns the
 * direction of writing. */
static gboolean
is_clean_text (const char *text)
{
  if (strlen (text) > MAX_STRING)
    return FALSE;
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (g_unichar_iscntrl (c) || g_unichar_type (c) == G_UNICODE_FORMAT)
        return FALSE;
    }
  return TRUE;
}

static JsonNode *
get_member (SpSchema *self, JsonObject *object, const char *key, gboolean is_required)
{
  JsonNode *node = NULL;

  if (object == NULL || self->error != NULL)
    return NULL;
  node = json_object_get_member (object, key);
  if (node == NULL && is_required)
    sp_schema_fail (self, object, key, "is missing");
  return node;
}

static const char *
get_text (SpSchema *self, JsonObject *object, const char *key, JsonNode *node)
{
  const char *text;

  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    {
      sp_schema_fail (self, object, key, "is not a text");
      return NULL;
    }
  text = json_node_get_string (node);
  if (*text == '\0' || !is_clean_text (text))
    {
      sp_schema_fail (self, object, key, "is empty, too long or has control characters");
      return NULL;
    }
  return text;
}

/**
 * sp_schema_new:
 * @file: its name, for messages
 * @bytes: what is in it
 *
 * Returns: (transfer full): a reader, also when the file cannot be read; see
 *   [method@Schema.finish]
 */
SpSchema *
sp_schema_new (const char *file, GBytes *bytes)
{
  SpSchema *self = g_new0 (SpSchema, 1);
  g_autoptr (GError) error = NULL;
  gsize length = 0;
  const char *data = g_bytes_get_data (bytes, &length);
  JsonNode *root;

  self->file = g_strdup (file);
  self->paths = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->parser = json_parser_new_immutable ();
  json_parser_set_strict (self->parser, TRUE);
  if (length == 0 || length > MAX_FILE || !g_utf8_validate_len (data, length, NULL))
    sp_schema_fail (self, NULL, NULL, "is empty, too large or not UTF-8");
  else if (!json_parser_load_from_data (self->parser, data, (gssize) length, &error))
    sp_schema_fail (self, NULL, NULL, "%s", error->message);
  else
    {
      root = json_parser_get_root (self->parser);
      if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
        self->root = json_node_get_object (root);
      else
        sp_schema_fail (self, NULL, NULL, "is not an object");
    }
  return self;
}

void
sp_schema_free (SpSchema *self)
{
  if (self == NULL)
    return;
  g_free (self->file);
  g_clear_object (&self->parser);
  g_hash_table_unref (self->paths);
  g_clear_error (&self->error);
  g_free (self);
}

/**
 * sp_schema_get_root:
 * @self: a reader
 *
 * Returns: (transfer none) (nullable): the outermost object, %NULL after an error
 */
JsonObject *
sp_schema_get_root (SpSchema *self)
{
  return self->root;
}

/**
 * sp_schema_finish:
 * @self: a reader
 * @error: return location for %SP_CATALOG_ERROR_SCHEMA
 *
 * Returns: whether everything read so far was as it should be
 */
gboolean
sp_schema_finish (SpSchema *self, GError **error)
{
  if (self->error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->error));
  return FALSE;
}

/**
 * sp_schema_fail:
 * @self: a reader
 * @object: (nullable): the object at fault
 * @key: (nullable): its key at fault
 * @format: what is wrong, in plain English
 *
 * Notes an error, unless there is one already.
 */
void
sp_schema_fail (SpSchema *self, JsonObject *object, const char *key, const char *format, ...)
{
  g_autofree char *path = dup_path (self, object, key);
  g_autofree char *what = NULL;
  va_list args;

  if (self->error != NULL)
    return;
  va_start (args, format);
  what = g_strdup_vprintf (format, args);
  va_end (args);
  self->error = g_error_new (SP_CATALOG_ERROR, SP_CATALOG_ERROR_SCHEMA, "%s: %s%s%s", self->file,
                             path, *path != '\0' ? " " : "", what);
}

/**
 * sp_schema_allow:
 * @self: a reader
 * @object: (nullable): an object
 * @keys: the keys it may have, with spaces between
 *
 * Makes any other key an error: a mistyped optional key would else be lost in silence.
 */
void
sp_schema_allow (SpSchema *self, JsonObject *object, const char *keys)
{
  g_auto (GStrv) allowed = g_strsplit (keys, " ", -1);
  g_autoptr (GList) members = NULL;

  if (object == NULL)
    return;
  members = json_object_get_members (object);
  for (GList *at = members; at != NULL; at = at->next)
    {
      if (!g_strv_contains ((const char *const *) allowed, at->data))
        sp_schema_fail (self, object, at->data, "is not a key that is known here");
    }
}

gboolean
sp_schema_has (SpSchema *self, JsonObject *object, const char *key)
{
  return get_member (self, object, key, FALSE) != NULL;
}

/**
 * sp_schema_get_string:
 * @self: a reader
 * @object: (nullable): an object
 * @key: a key that must be there
 *
 * Returns: a text that is not empty; "" after an error
 */
const char *
sp_schema_get_string (SpSchema *self, JsonObject *object, const char *key)
{
  const char *text = get_text (self, object, key, get_member (self, object, key, TRUE));

  return text != NULL ? text : "";
}

/**
 * sp_schema_get_optional_string:
 * @self: a reader
 * @object: (nullable): an object
 * @key: a key that may be there
 *
 * Returns: (nullable): the text
 */
const char *
sp_schema_get_optional_string (SpSchema *self, JsonObject *object, const char *key)
{
  return get_text (self, object, key, get_member (self, object, key, FALSE));
}

/**
 * sp_schema_get_number:
 * @self: a reader
 * @object: (nullable): an object
 * @key: a key
 * @least: smallest number allowed
 * @most: largest number allowed
 * @fallback: taken when the key is absent; if it is below @least, the key must be there
 *
 * Returns: a number within the bounds
 */
gint64
sp_schema_get_number (SpSchema *self, JsonObject *object, const char *key, gint64 least,
                      gint64 most, gint64 fallback)
{
  JsonNode *node = get_member (self, object, key, fallback < least);
  gint64 number;

  if (node == NULL)
    return MAX (fallback, least);
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64)
    {
      sp_schema_fail (self, object, key, "is not a whole number");
      return least;
    }
  number = json_node_get_int (node);
  if (number < least || number > most)
    {
      sp_schema_fail (self, object, key, "is not from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
                      least, most);
      return least;
    }
  return number;
}

/**
 * sp_schema_get_flag:
 * @self: a reader
 * @object: (nullable): an object
 * @key: a key; absent means no
 *
 * Returns: its value
 */
gboolean
sp_schema_get_flag (SpSchema *self, JsonObject *object, const char *key)
{
  JsonNode *node = get_member (self, object, key, FALSE);

  if (node == NULL)
    return FALSE;
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    {
      sp_schema_fail (self, object, key, "is neither true nor false");
      return FALSE;
    }
  return json_node_get_boolean (node);
}

/**
 * sp_schema_get_word:
 * @self: a reader
 * @object: (nullable): an object
 * @key: a key that must be there
 * @words: the words it may have
 *
 * Returns: the number of the word; that of the first after an error
 */
int
sp_schema_get_word (SpSchema *self, JsonObject *object, const char *key, const SpSchemaWord *words)
{
  const char *text = sp_schema_get_string (self, object, key);

  for (gsize i = 0; words[i].word != NULL; i++)
    {
      if (g_str_equal (words[i].word, text))
        return words[i].number;
    }
  sp_schema_fail (self, object, key, "is none of the words that are known here");
  return words[0].number;
}

static JsonArray *
get_array (SpSchema *self, JsonObject *object, const char *key)
{
  JsonNode *node = get_member (self, object, key, FALSE);
  JsonArray *array;

  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    {
      sp_schema_fail (self, object, key, "is not a list");
      return NULL;
    }
  array = json_node_get_array (node);
  if (json_array_get_length (array) > MAX_ITEMS)
    {
      sp_schema_fail (self, object, key, "has more than %d items", MAX_ITEMS);
      return NULL;
    }
  return array;
}

/**
 * sp_schema_dup_strings:
 * @self: a reader
 * @object: (nullable): an object
 * @key: a key that may be there
 *
 * Returns: (transfer full): the texts of a list; empty if the key is absent
 */
char **
sp_schema_dup_strings (SpSchema *self, JsonObject *object, const char *key)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array = get_array (self, object, key);

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      const char *text = get_text (self, object, key, json_array_get_element (array, i));

      if (text != NULL)
        g_strv_builder_add (builder, text);
    }
  return g_strv_builder_end (builder);
}

/**
 * sp_schema_dup_numbers:
 * @self: a reader
 * @object: (nullable): an object
 * @key: a key that may be there
 * @least: smallest number allowed
 * @most: largest number allowed
 *
 * Returns: (transfer full) (element-type guint32): the numbers of a list that rises
 */
GArray *
sp_schema_dup_numbers (SpSchema *self, JsonObject *object, const char *key, uint32_t least,
                       uint32_t most)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (uint32_t));
  JsonArray *array = get_array (self, object, key);
  gint64 last = (gint64) least - 1;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);
      gboolean is_number = JSON_NODE_HOLDS_VALUE (node)
                           && json_node_get_value_type (node) == G_TYPE_INT64;
      gint64 number = is_number ? json_node_get_int (node) : -1;
      uint32_t item = (uint32_t) number;

      if (number <= last || number > most)
        {
          sp_schema_fail (self, object, key, "is not a list of rising numbers within bounds");
          break;
        }
      g_array_append_val (numbers, item);
      last = number;
    }
  return g_steal_pointer (&numbers);
}

/**
 * sp_schema_get_object:
 * @self: a reader
 * @object: (nullable): an object
 * @key: a key that may be there
 *
 * Returns: (transfer none) (nullable): the object below
 */
JsonObject *
sp_schema_get_object (SpSchema *self, JsonObject *object, const char *key)
{
  JsonNode *node = get_member (self, object, key, FALSE);
  JsonObject *child;

  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      sp_schema_fail (self, object, key, "is not an object");
      return NULL;
    }
  child = json_node_get_object (node);
  g_hash_table_insert (self->paths, child, dup_path (self, object, key));
  return child;
}

/**
 * sp_schema_each:
 * @self: a reader
 * @object: (nullable): an object
 * @key: a key that may be there: a list of objects
 * @func: (scope call): called with each
 * @user_data: for @func
 */
void
sp_schema_each (SpSchema *self, JsonObject *object, const char *key, SpSchemaFunc func,
                gpointer user_data)
{
  g_autofree char *path = NULL;
  JsonArray *array = get_array (self, object, key);

  if (array == NULL)
    return;
  path = dup_path (self, object, key);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          sp_schema_fail (self, object, key, "has an item that is not an object");
          return;
        }
      g_hash_table_insert (self->paths, json_node_get_object (node),
                           g_strdup_printf ("%s[%u]", path, i));
      func (self, json_node_get_object (node), user_data);
    }
}

/**
 * sp_schema_read_sources:
 * @self: a reader
 * @root: (nullable): the outermost object
 *
 * Reads the key "sources": short names for the pages and files that the facts rest on.
 */
void
sp_schema_read_sources (SpSchema *self, JsonObject *root)
{
  g_autoptr (GList) members = NULL;

  self->sources = sp_schema_get_object (self, root, "sources");
  if (self->sources == NULL)
    return;
  members = json_object_get_members (self->sources);
  for (GList *at = members; at != NULL; at = at->next)
    sp_schema_get_string (self, self->sources, at->data);
}

/**
 * sp_schema_get_trust:
 * @self: a reader
 * @object: (nullable): a fact: an object with "trust" and "source"
 *
 * Checks that the source is one of the file's, too. A guess needs none.
 */
SpTrust
sp_schema_get_trust (SpSchema *self, JsonObject *object)
{
  SpTrust trust = sp_schema_get_word (self, object, "trust", trust_words);
  const char *source = sp_schema_get_optional_string (self, object, "source");

  if (source == NULL && trust != SP_TRUST_GUESS)
    sp_schema_fail (self, object, "source", "is missing");
  if (source != NULL && (self->sources == NULL || !json_object_has_member (self->sources, source)))
    sp_schema_fail (self, object, "source", "is not listed in the sources of the file");
  return trust;
}

/**
 * sp_schema_get_fact:
 * @self: a reader
 * @object: (nullable): an object
 * @key: a key that may be there
 * @trust: (out) (optional): how well the value is supported
 *
 * Reads a text that stands with its source: `{ "value": …, "trust": …, "source": … }`.
 *
 * Returns: (nullable): the value
 */
const char *
sp_schema_get_fact (SpSchema *self, JsonObject *object, const char *key, SpTrust *trust)
{
  JsonObject *fact = sp_schema_get_object (self, object, key);
  SpTrust found;

  if (fact == NULL)
    return NULL;
  sp_schema_allow (self, fact, "value trust source");
  found = sp_schema_get_trust (self, fact);
  if (trust != NULL)
    *trust = found;
  return sp_schema_get_string (self, fact, "value");
}

/**
 * sp_schema_dup_patterns:
 * @self: a reader
 * @object: (nullable): an object
 * @key: a key that may be there: a list of host patterns
 *
 * Returns: (transfer full) (element-type SpHostPattern): the patterns
 */
GPtrArray *
sp_schema_dup_patterns (SpSchema *self, JsonObject *object, const char *key)
{
  g_autoptr (GPtrArray)
    patterns = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_host_pattern_free);
  g_auto (GStrv) texts = sp_schema_dup_strings (self, object, key);

  for (gsize i = 0; texts[i] != NULL; i++)
    {
      SpHostPattern *pattern = sp_host_pattern_new (texts[i]);

      if (pattern == NULL)
        sp_schema_fail (self, object, key, "has \"%s\", which is no host pattern", texts[i]);
      else
        g_ptr_array_add (patterns, pattern);
    }
  return g_steal_pointer (&patterns);
}
