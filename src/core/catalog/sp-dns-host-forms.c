/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-catalog"

#include "core/catalog/sp-dns-host-private.h"

#include <string.h>

/* What the forms of a panel look like beyond their labels: the order of the fields, how several
 * records of one name are kept, fields of its own, records that are in the way, limits. */

#define MAX_MX 100
#define MAX_DELAY 172800

static const char *const part_words[] = { "type", "name", "value", "priority", "ttl", NULL };

static const SpSchemaWord rows_words[] = {
  { "each", SP_PANEL_ROWS_EACH },
  { "set", SP_PANEL_ROWS_SET },
  { "lines", SP_PANEL_ROWS_LINES },
  { NULL, 0 },
};

static const SpSchemaWord equal_words[] = {
  { "accepted", FALSE },
  { "refused", TRUE },
  { NULL, 0 },
};

static const SpSchemaWord then_words[] = {
  { "remove", FALSE },
  { "change", TRUE },
  { NULL, 0 },
};

static void
extra_free (gpointer data)
{
  SpPanelExtra *self = data;

  g_free (self->label);
  g_free (self->value);
  g_strfreev (self->types);
  g_free (self);
}

static void
block_free (gpointer data)
{
  SpPanelBlock *self = data;

  g_free (self->name);
  g_free (self->type);
  g_free (self);
}

void
sp_dns_host_init_forms (SpDnsHost *self)
{
  self->extras = g_ptr_array_new_with_free_func (extra_free);
  self->blocks = g_ptr_array_new_with_free_func (block_free);
  for (guint i = 0; i < SP_N_PANEL_PARTS; i++)
    self->order[i] = (SpPanelPart) i;
}

void
sp_dns_host_clear_forms (SpDnsHost *self)
{
  g_clear_pointer (&self->extras, g_ptr_array_unref);
  g_clear_pointer (&self->blocks, g_ptr_array_unref);
  g_free (self->mx_menu);
  g_free (self->longer_txt);
  g_free (self->custom_ttl);
}

/* The object of a fact that holds a value and nothing else; %NULL where the file says nothing. */
static JsonObject *
open_fact (SpDnsHost *self, SpSchema *schema, JsonObject *root, const char *key)
{
  JsonObject *fact = sp_schema_get_object (schema, root, key);
  g_autofree char *name = g_strdelimit (g_strdup (key), "_", '-');

  if (fact == NULL)
    return NULL;
  sp_schema_allow (schema, fact, "value trust source");
  sp_dns_host_note_trust (self, name, sp_schema_get_trust (schema, fact));
  return fact;
}

/* A fact whose value is one of a few words; @fallback where the file says nothing. */
int
sp_dns_host_read_word (SpDnsHost *self, SpSchema *schema, JsonObject *root, const char *key,
                       const SpSchemaWord *words, int fallback)
{
  JsonObject *fact = open_fact (self, schema, root, key);

  return fact != NULL ? sp_schema_get_word (schema, fact, "value", words) : fallback;
}

static guint
read_number (SpDnsHost *self, SpSchema *schema, JsonObject *root, const char *key, guint most)
{
  JsonObject *fact = open_fact (self, schema, root, key);

  return fact != NULL ? (guint) sp_schema_get_number (schema, fact, "value", 1, most, 0) : 0;
}

/* Parts that a file does not name stand at the end. */
static void
read_order (SpDnsHost *self, SpSchema *schema, JsonObject *root)
{
  JsonObject *fact = open_fact (self, schema, root, "order");
  g_auto (GStrv) words = NULL;
  gboolean is_placed[SP_N_PANEL_PARTS] = { FALSE };
  guint n = 0;

  if (fact == NULL)
    return;
  words = sp_schema_dup_strings (schema, fact, "value");
  for (gsize i = 0; words != NULL && words[i] != NULL; i++)
    {
      guint part = 0;

      while (part_words[part] != NULL && !g_str_equal (part_words[part], words[i]))
        part++;
      if (part == SP_N_PANEL_PARTS || is_placed[part])
        {
          sp_schema_fail (schema, fact, "value", "has “%s”, no field or one named twice", words[i]);
          return;
        }
      is_placed[part] = TRUE;
      self->order[n++] = (SpPanelPart) part;
    }
  for (guint part = 0; part < SP_N_PANEL_PARTS; part++)
    if (!is_placed[part])
      self->order[n++] = (SpPanelPart) part;
}

static void
add_extra (SpSchema *schema, JsonObject *item, gpointer user_data)
{
  SpDnsHost *self = user_data;
  SpPanelExtra *extra = g_new0 (SpPanelExtra, 1);

  g_ptr_array_add (self->extras, extra);
  sp_schema_allow (schema, item, "label value types trust source");
  sp_dns_host_note_trust (self, "extra", sp_schema_get_trust (schema, item));
  extra->label = g_strdup (sp_schema_get_string (schema, item, "label"));
  extra->value = g_strdup (sp_schema_get_string (schema, item, "value"));
  if (sp_schema_has (schema, item, "types"))
    extra->types = sp_schema_dup_strings (schema, item, "types");
}

static void
add_block (SpSchema *schema, JsonObject *item, gpointer user_data)
{
  SpDnsHost *self = user_data;
  SpPanelBlock *block = g_new0 (SpPanelBlock, 1);

  g_ptr_array_add (self->blocks, block);
  sp_schema_allow (schema, item, "name type below then trust source");
  sp_dns_host_note_trust (self, "blocks", sp_schema_get_trust (schema, item));
  block->name = g_strdup (sp_schema_get_string (schema, item, "name"));
  block->type = g_strdup (sp_schema_get_string (schema, item, "type"));
  block->is_below = sp_schema_get_flag (schema, item, "below");
  block->is_changed = sp_schema_get_word (schema, item, "then", then_words);
}

void
sp_dns_host_read_forms (SpDnsHost *self, SpSchema *schema, JsonObject *root)
{
  SpTrust trust = SP_TRUST_GUESS;
  JsonObject *subdomain = open_fact (self, schema, root, "subdomain_first");

  read_order (self, schema, root);
  self->rows = (SpPanelRows) sp_dns_host_read_word (self, schema, root, "rows", rows_words,
                                                    SP_PANEL_ROWS_EACH);
  self->mx_dot = (SpDotStyle) sp_dns_host_read_word (self, schema, root, "mx_dot", sp_dot_words,
                                                     (int) self->dot);
  sp_schema_each (schema, root, "extra", add_extra, self);
  sp_schema_each (schema, root, "blocks", add_block, self);
  self->mx_menu = g_strdup (sp_schema_get_fact (schema, root, "mx_menu", &trust));
  if (self->mx_menu != NULL)
    sp_dns_host_note_trust (self, "mx-menu", trust);
  self->longer_txt = g_strdup (sp_schema_get_fact (schema, root, "txt_longer", &trust));
  if (self->longer_txt != NULL)
    sp_dns_host_note_trust (self, "txt-longer", trust);
  self->refuses_equal_numbers = sp_dns_host_read_word (self, schema, root, "equal_numbers",
                                                       equal_words, FALSE);
  self->most_mx = read_number (self, schema, root, "most_mx", MAX_MX);
  self->delay = read_number (self, schema, root, "delay", MAX_DELAY);
  self->subdomain_first = subdomain != NULL && sp_schema_get_flag (schema, subdomain, "value");
}

/**
 * sp_dns_host_get_part:
 * @self: a DNS host
 * @place: a place in its form, below %SP_N_PANEL_PARTS
 *
 * Returns: which field stands there
 */
SpPanelPart
sp_dns_host_get_part (SpDnsHost *self, guint place)
{
  g_return_val_if_fail (SP_IS_DNS_HOST (self) && place < SP_N_PANEL_PARTS, SP_PANEL_PART_TYPE);
  return self->order[place];
}

SpPanelRows
sp_dns_host_get_rows (SpDnsHost *self)
{
  g_return_val_if_fail (SP_IS_DNS_HOST (self), SP_PANEL_ROWS_EACH);
  return self->rows;
}

/**
 * sp_dns_host_get_mx_dot_style:
 * @self: a DNS host
 *
 * Returns: whether the server's name of an MX record ends in a dot: some panels differ there
 */
SpDotStyle
sp_dns_host_get_mx_dot_style (SpDnsHost *self)
{
  g_return_val_if_fail (SP_IS_DNS_HOST (self), SP_DOT_NONE);
  return self->mx_dot;
}

/**
 * sp_dns_host_get_mx_menu:
 * @self: a DNS host
 *
 * Returns: (nullable): the way to its MX records, where they are kept apart from the others
 */
const char *
sp_dns_host_get_mx_menu (SpDnsHost *self)
{
  g_return_val_if_fail (SP_IS_DNS_HOST (self), NULL);
  return self->mx_menu;
}

/**
 * sp_dns_host_get_extras:
 * @self: a DNS host
 *
 * Returns: (transfer none) (element-type SpPanelExtra): fields beside the usual ones
 */
GPtrArray *
sp_dns_host_get_extras (SpDnsHost *self)
{
  g_return_val_if_fail (SP_IS_DNS_HOST (self), NULL);
  return self->extras;
}

/**
 * sp_dns_host_find_block:
 * @self: a DNS host
 * @name: a name as it stands in the zone, without the domain
 *
 * Returns: (nullable): a ready-made record that may be in the way of a record at @name
 */
const SpPanelBlock *
sp_dns_host_find_block (SpDnsHost *self, const char *name)
{
  g_return_val_if_fail (SP_IS_DNS_HOST (self) && name != NULL, NULL);

  for (guint i = 0; i < self->blocks->len; i++)
    {
      const SpPanelBlock *block = g_ptr_array_index (self->blocks, i);
      gsize length = strlen (name), own = strlen (block->name);

      if (g_ascii_strcasecmp (name, block->name) == 0
          || (block->is_below && length > own && name[length - own - 1] == '.'
              && g_ascii_strcasecmp (name + length - own, block->name) == 0))
        return block;
    }
  return NULL;
}

/**
 * sp_dns_host_get_longer_txt:
 * @self: a DNS host
 *
 * Returns: (nullable): another form of the panel that takes texts beyond its limit, as lines of a
 *   zone file
 */
const char *
sp_dns_host_get_longer_txt (SpDnsHost *self)
{
  g_return_val_if_fail (SP_IS_DNS_HOST (self), NULL);
  return self->longer_txt;
}

/**
 * sp_dns_host_refuses_equal_numbers:
 * @self: a DNS host
 *
 * Returns: whether two MX records may be refused the same number
 */
gboolean
sp_dns_host_refuses_equal_numbers (SpDnsHost *self)
{
  g_return_val_if_fail (SP_IS_DNS_HOST (self), FALSE);
  return self->refuses_equal_numbers;
}

/**
 * sp_dns_host_get_most_mx:
 * @self: a DNS host
 *
 * Returns: how many MX records a domain may have, 0 if that is not known
 */
guint
sp_dns_host_get_most_mx (SpDnsHost *self)
{
  g_return_val_if_fail (SP_IS_DNS_HOST (self), 0);
  return self->most_mx;
}

/**
 * sp_dns_host_wants_subdomain_first:
 * @self: a DNS host
 *
 * Returns: whether a subdomain has to be made before it can have records
 */
gboolean
sp_dns_host_wants_subdomain_first (SpDnsHost *self)
{
  g_return_val_if_fail (SP_IS_DNS_HOST (self), FALSE);
  return self->subdomain_first;
}

/**
 * sp_dns_host_get_delay:
 * @self: a DNS host
 *
 * Returns: how many seconds its own servers may take to serve a change, 0 if that is not known
 */
guint
sp_dns_host_get_delay (SpDnsHost *self)
{
  g_return_val_if_fail (SP_IS_DNS_HOST (self), 0);
  return self->delay;
}

/**
 * sp_dns_host_has_ttl_list:
 * @self: a DNS host
 *
 * Returns: whether the TTL is chosen from a list
 */
gboolean
sp_dns_host_has_ttl_list (SpDnsHost *self)
{
  g_return_val_if_fail (SP_IS_DNS_HOST (self), FALSE);
  return self->ttl_is_list;
}

/**
 * sp_dns_host_get_custom_ttl:
 * @self: a DNS host
 *
 * Returns: (nullable): what to choose before any number of seconds can be typed as the TTL
 */
const char *
sp_dns_host_get_custom_ttl (SpDnsHost *self)
{
  g_return_val_if_fail (SP_IS_DNS_HOST (self), NULL);
  return self->custom_ttl;
}
