/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-practice"

#include "core/practice/sp-practice-panel.h"

#include <string.h>

#define MAX_TEXT 8192

static void
fail (GError **error, SpPracticeError code, const char *message)
{
  g_set_error_literal (error, SP_PRACTICE_ERROR, code, message);
}

static char *
dup_stripped (const char *text)
{
  return text != NULL && strlen (text) <= MAX_TEXT ? g_strstrip (g_strdup (text)) : g_strdup ("");
}

/* A name is short or, with a final dot, full. A full name without the dot is understood by some
 * panels and doubled by the others: the mistake that this world lets people make. */
static SpName *
read_name (const SpName *origin, const SpPracticeHabits *habits, const char *typed, GError **error)
{
  g_autofree char *text = dup_stripped (typed);
  g_autoptr (SpName) name = NULL;
  SpName *whole = NULL;

  if (*text == '\0' || strcmp (text, "@") == 0)
    return sp_name_ref ((SpName *) origin);
  name = sp_name_parse_idn (text, NULL);
  if (name == NULL)
    {
      fail (error, SP_PRACTICE_ERROR_NAME, "the name cannot be used");
      return NULL;
    }

  if (sp_name_is_at_or_below (name, origin)
      && (g_str_has_suffix (text, ".") || !habits->appends_always))
    return g_steal_pointer (&name);
  whole = sp_name_append (name, origin);
  if (whole == NULL)
    fail (error, SP_PRACTICE_ERROR_NAME, "the name is too long");
  return whole;
}

/* White space of any length separates words; what is typed need not be UTF-8. */
static char **
split_words (const char *text)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
  g_auto (GStrv) parts = g_strsplit_set (text, " \t\r\n\f\v", -1);

  for (gsize i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      g_strv_builder_add (words, parts[i]);
  return g_strv_builder_end (words);
}

/* A host with a dot in it is a full name; one word is a name in the zone. */
static SpName *
read_host (const SpName *origin, const char *typed, GError **error)
{
  g_autofree char *text = dup_stripped (typed);
  g_autoptr (SpName) host = NULL;
  SpName *whole = NULL;

  if (strcmp (text, ".") == 0)
    return sp_name_new_root ();
  if (strcmp (text, "@") == 0)
    return sp_name_ref ((SpName *) origin);
  host = *text != '\0' ? sp_name_parse_idn (text, NULL) : NULL;
  if (host != NULL && strchr (text, '.') != NULL)
    return g_steal_pointer (&host);
  whole = host != NULL ? sp_name_append (host, origin) : NULL;
  if (whole == NULL)
    fail (error, SP_PRACTICE_ERROR_VALUE, "the host name cannot be used");
  return whole;
}

static gboolean
read_number (const char *typed, guint maximum, guint *number)
{
  g_autofree char *text = dup_stripped (typed);
  guint64 value = 0;

  if (!g_ascii_string_to_unsigned (text, 10, 0, maximum, &value, NULL))
    return FALSE;
  *number = (guint) value;
  return TRUE;
}

static gboolean
read_priority (const char *typed, guint *priority, GError **error)
{
  if (read_number (typed, G_MAXUINT16, priority))
    return TRUE;
  fail (error, SP_PRACTICE_ERROR_PRIORITY, "the priority is no number up to 65535");
  return FALSE;
}

static SpRecord *
read_address (const SpPracticeRow *row, SpName *name, uint32_t ttl, GError **error)
{
  g_autofree char *text = dup_stripped (row->value);
  g_autoptr (GInetAddress)
    address = strchr (text, '%') == NULL ? g_inet_address_new_from_string (text) : NULL;
  GSocketFamily family = row->type == SP_RR_A ? G_SOCKET_FAMILY_IPV4 : G_SOCKET_FAMILY_IPV6;

  if (address == NULL || g_inet_address_get_family (address) != family)
    {
      fail (error, SP_PRACTICE_ERROR_VALUE, "the value is no address of this type");
      return NULL;
    }
  return sp_record_new_address (name, ttl, address);
}

static SpRecord *
read_mx (const SpPracticeRow *row, const SpName *origin, SpName *name, uint32_t ttl, GError **error)
{
  g_autoptr (SpName) host = NULL;
  guint priority = 0;

  if (!read_priority (row->priority, &priority, error))
    return NULL;
  host = read_host (origin, row->value, error);
  return host != NULL ? sp_record_new_mx (name, ttl, (uint16_t) priority, host) : NULL;
}

static SpRecord *
read_srv (const SpPracticeRow *row, const SpName *origin, SpName *name, uint32_t ttl,
          GError **error)
{
  g_autofree char *text = dup_stripped (row->value);
  g_auto (GStrv) words = split_words (text);
  g_autoptr (SpName) host = NULL;
  guint priority = 0;
  guint weight = 0;
  guint port = 0;

  if (!read_priority (row->priority, &priority, error))
    return NULL;
  if (g_strv_length (words) != 3 || !read_number (words[0], G_MAXUINT16, &weight)
      || !read_number (words[1], G_MAXUINT16, &port))
    {
      fail (error, SP_PRACTICE_ERROR_VALUE, "weight, port and host are expected");
      return NULL;
    }
  host = read_host (origin, words[2], error);
  return host != NULL ? sp_record_new_srv (name, ttl, (uint16_t) priority, (uint16_t) weight,
                                           (uint16_t) port, host)
                      : NULL;
}

/* A text in quotation marks is meant without them, as most panels take it. */
static SpRecord *
read_text (const SpPracticeRow *row, SpName *name, uint32_t ttl, GError **error)
{
  g_autofree char *text = dup_stripped (row->value);
  gsize length = strlen (text);

  if (length >= 2 && text[0] == '"' && text[length - 1] == '"')
    {
      text[length - 1] = '\0';
      memmove (text, text + 1, length - 1);
    }
  if (*text == '\0')
    {
      fail (error, SP_PRACTICE_ERROR_VALUE, "there is no text, or too much");
      return NULL;
    }
  return sp_record_new_txt (name, ttl, text);
}

static gboolean
read_ttl (SpZone *zone, const SpPracticeHabits *habits, const SpName *name,
          const SpPracticeRow *row, uint32_t *ttl, GError **error)
{
  g_autofree char *text = dup_stripped (row->ttl);
  g_autoptr (SpRecordSet) set = sp_zone_dup_set (zone, name, row->type);
  guint number = 0;

  if (*text == '\0')
    {
      *ttl = set != NULL ? sp_record_set_get_ttl (set) : habits->usual_ttl;
      return TRUE;
    }
  if (!read_number (text, G_MAXINT32, &number) || number < habits->least_ttl)
    {
      fail (error, SP_PRACTICE_ERROR_TTL, "the time is no number, or too short for this panel");
      return FALSE;
    }
  *ttl = number;
  return TRUE;
}

/**
 * sp_practice_panel_read_row:
 * @world: a practice world
 * @domain: a name in the zone that the panel edits
 * @row: what a person typed
 * @error: return location for a #SpPracticeError
 *
 * Reads a row as the panel of @domain does, with its habits: what it accepts may still be a
 * mistake.
 *
 * Returns: (transfer full) (nullable): the record that the panel would save
 */
SpRecord *
sp_practice_panel_read_row (SpPracticeWorld *world, const SpName *domain, const SpPracticeRow *row,
                            GError **error)
{
  g_autoptr (SpZone) zone = NULL;
  g_autoptr (SpName) name = NULL;
  g_autoptr (SpName) host = NULL;
  const SpPracticeHabits *habits = NULL;
  SpName *origin = NULL;
  uint32_t ttl = 0;

  g_return_val_if_fail (SP_IS_PRACTICE_WORLD (world), NULL);
  g_return_val_if_fail (domain != NULL && row != NULL, NULL);

  zone = sp_practice_world_dup_published_zone (world, domain);
  habits = sp_practice_world_get_habits (world, domain);
  if (zone == NULL || habits == NULL)
    {
      fail (error, SP_PRACTICE_ERROR_UNKNOWN_ZONE, "there is no such zone");
      return NULL;
    }
  origin = sp_zone_get_origin (zone);
  name = read_name (origin, habits, row->name, error);
  if (name == NULL || !read_ttl (zone, habits, name, row, &ttl, error))
    return NULL;

  if (row->type == SP_RR_A || row->type == SP_RR_AAAA)
    return read_address (row, name, ttl, error);
  if (row->type == SP_RR_MX)
    return read_mx (row, origin, name, ttl, error);
  if (row->type == SP_RR_SRV)
    return read_srv (row, origin, name, ttl, error);
  if (row->type == SP_RR_TXT)
    return read_text (row, name, ttl, error);
  if (row->type == SP_RR_CNAME || row->type == SP_RR_NS)
    {
      host = read_host (origin, row->value, error);
      return host != NULL ? sp_record_new_target (name, row->type, ttl, host) : NULL;
    }
  fail (error, SP_PRACTICE_ERROR_VALUE, "this panel does not know the type");
  return NULL;
}

/* Everything at the name and type of @like, without @left_out, all with the time of @added. */
static GPtrArray *
build_set (SpZone *zone, const SpRecord *like, const SpRecord *left_out, SpRecord *added)
{
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_record_unref);
  g_autoptr (SpRecordSet)
    set = sp_zone_dup_set (zone, sp_record_get_owner (like), sp_record_get_rr_type (like));

  for (guint i = 0; set != NULL && i < sp_record_set_get_n_records (set); i++)
    {
      SpRecord *record = sp_record_set_get_record (set, i);

      if (left_out != NULL && sp_record_equal_data (record, left_out))
        continue;
      g_ptr_array_add (records, added != NULL
                                  ? sp_record_copy (record, sp_record_get_owner (record),
                                                    sp_record_get_ttl (added))
                                  : sp_record_ref (record));
    }
  if (added != NULL)
    g_ptr_array_add (records, sp_record_ref (added));
  return records;
}

static gboolean
publish_like (SpPracticeWorld *world, SpZone *zone, const SpRecord *like, GPtrArray *records,
              GError **error)
{
  return sp_practice_world_publish (world, sp_zone_get_origin (zone), sp_record_get_owner (like),
                                    sp_record_get_rr_type (like), records, error);
}

static gboolean
is_same_set (const SpRecord *a, const SpRecord *b)
{
  return sp_record_get_rr_type (a) == sp_record_get_rr_type (b)
         && sp_name_equal (sp_record_get_owner (a), sp_record_get_owner (b));
}

/**
 * sp_practice_panel_change:
 * @world: a practice world
 * @domain: a name in the zone that the panel edits
 * @old: (nullable): the record to be taken out; %NULL to add one
 * @new_record: (nullable): the record to be put in; %NULL to take one out
 * @error: return location for a #SpPracticeError
 *
 * Saves one row of the panel: adds, changes or removes a record beside the others of its name and
 * type. A changed time is that of the whole set (RFC 2181 §5.2).
 *
 * Returns: whether the panel took it
 */
gboolean
sp_practice_panel_change (SpPracticeWorld *world, const SpName *domain, const SpRecord *old,
                          SpRecord *new_record, GError **error)
{
  g_autoptr (SpZone) zone = NULL;
  g_autoptr (GPtrArray) rest = NULL;
  g_autoptr (GPtrArray) set = NULL;
  gboolean moves = FALSE;

  g_return_val_if_fail (SP_IS_PRACTICE_WORLD (world), FALSE);
  g_return_val_if_fail (domain != NULL, FALSE);
  g_return_val_if_fail (old != NULL || new_record != NULL, FALSE);

  zone = sp_practice_world_dup_published_zone (world, domain);
  if (zone == NULL)
    {
      fail (error, SP_PRACTICE_ERROR_UNKNOWN_ZONE, "there is no such zone");
      return FALSE;
    }

  moves = old != NULL && (new_record == NULL || !is_same_set (old, new_record));
  if (moves)
    rest = build_set (zone, old, old, NULL);
  if (moves && new_record == NULL)
    return publish_like (world, zone, old, rest, error);

  set = build_set (zone, new_record, moves ? NULL : old, new_record);
  /* A row that gets another name or type: first out, so that an alias can take its place; back in
   * when the panel does not take the new one. */
  if (moves && !publish_like (world, zone, old, rest, error))
    return FALSE;
  if (publish_like (world, zone, new_record, set, error))
    return TRUE;
  if (moves)
    {
      g_autoptr (GPtrArray) before = build_set (zone, old, NULL, NULL);

      publish_like (world, zone, old, before, NULL);
    }
  return FALSE;
}
