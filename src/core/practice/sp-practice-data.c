/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-practice"

#include "core/practice/sp-practice-data.h"

#include "core/practice/sp-practice-error.h"
#include "core/practice/sp-practice-world.h"
#include "sp-practice-resources.h"

#include <string.h>

#define RESOURCE_FOLDER "/io/github/signpost_mail/Signpost/practice/"
#define INDEX_FILE "practice.ini"
#define MAX_FILE (1024 * 1024)
#define MAX_DELAY_SECONDS (7 * 86400)
#define MAX_HOSTS 64

/* What is needed while the files are read. */
typedef struct {
  SpPracticeData *data;
  const char *folder;
  GKeyFile *index;
} Loader;

static void
host_free (SpPracticeHost *host)
{
  g_clear_pointer (&host->name, sp_name_unref);
  g_clear_object (&host->address);
  g_free (host);
}

static void
recursor_free (SpPracticeRecursor *recursor)
{
  g_free (recursor->id);
  g_clear_object (&recursor->address);
  g_free (recursor);
}

static void
domain_free (SpPracticeDomain *domain)
{
  g_clear_pointer (&domain->name, sp_name_unref);
  g_clear_pointer (&domain->zone, sp_name_unref);
  g_free (domain->story);
  g_free (domain->move_to);
  g_free (domain);
}

static gboolean fail (GError **error, const char *where, const char *format, ...)
  G_GNUC_PRINTF (3, 4);

static gboolean
fail (GError **error, const char *where, const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, SP_PRACTICE_ERROR, SP_PRACTICE_ERROR_DATA, "%s: %s", where, message);
  return FALSE;
}

static GBytes *
read_file (const Loader *loader, const char *name, GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFileInfo) info = NULL;

  if (strchr (name, '/') != NULL)
    {
      fail (error, name, "a file name is expected, not a path");
      return NULL;
    }
  if (loader->folder == NULL)
    {
      path = g_strconcat (RESOURCE_FOLDER, name, NULL);
      return g_resource_lookup_data (sp_practice_get_resource (), path,
                                     G_RESOURCE_LOOKUP_FLAGS_NONE, error);
    }

  path = g_build_filename (loader->folder, name, NULL);
  file = g_file_new_for_path (path);
  info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                            G_FILE_QUERY_INFO_NONE, NULL, error);
  if (info == NULL)
    return NULL;
  if (g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR
      || g_file_info_get_size (info) > MAX_FILE)
    {
      fail (error, name, "not a file of at most 1 MiB");
      return NULL;
    }
  return g_file_load_bytes (file, NULL, NULL, error);
}

static SpZone *
read_zone (const Loader *loader, const char *file, SpName *origin, GError **error)
{
  g_autoptr (GBytes) bytes = read_file (loader, file, error);
  g_autoptr (GError) problem = NULL;
  g_autoptr (SpZone) zone = NULL;
  const char *text = NULL;
  gsize length = 0;

  if (bytes == NULL)
    return NULL;
  text = g_bytes_get_data (bytes, &length);
  zone = sp_zone_parse (text != NULL ? text : "", (gssize) length, origin, &problem);
  if (zone == NULL)
    {
      fail (error, file, "%s", problem->message);
      return NULL;
    }
  if (sp_zone_get_soa (zone) == NULL)
    {
      fail (error, file, "there is no SOA record");
      return NULL;
    }
  return g_steal_pointer (&zone);
}

/* `servers` and `delays` (in seconds) go in pairs; a server without a delay publishes at once. */
static gboolean
read_servers (const Loader *loader, const char *group, SpPracticeZone *zone, GError **error)
{
  g_auto (GStrv) servers = g_key_file_get_string_list (loader->index, group, "servers", NULL, NULL);
  g_auto (GStrv) delays = g_key_file_get_string_list (loader->index, group, "delays", NULL, NULL);
  guint n_delays = delays != NULL ? g_strv_length (delays) : 0;

  for (guint i = 0; servers != NULL && servers[i] != NULL; i++)
    {
      g_autofree char *own_key = g_strconcat ("file@", servers[i], NULL);
      g_autofree char *own_file = g_key_file_get_string (loader->index, group, own_key, NULL);
      g_autoptr (SpName) name = sp_name_parse (servers[i], error);
      g_autoptr (SpZone) own = NULL;
      guint64 delay = 0;

      if (name == NULL)
        return FALSE;
      if (i < n_delays
          && !g_ascii_string_to_unsigned (delays[i], 10, 0, MAX_DELAY_SECONDS, &delay, NULL))
        return fail (error, group, "“%s” is not a delay in seconds", delays[i]);
      if (own_file != NULL)
        {
          own = read_zone (loader, own_file, sp_practice_zone_get_origin (zone), error);
          if (own == NULL)
            return FALSE;
        }
      sp_practice_zone_add_server (zone, name, (gint64) delay * G_USEC_PER_SEC, own);
    }
  return sp_practice_zone_get_n_servers (zone) > 0 || fail (error, group, "it has no servers");
}

/* Only what is written down differs from a panel without habits. */
static void
read_habits (const Loader *loader, const char *group, SpPracticeZone *zone)
{
  SpPracticeHabits habits = *sp_practice_zone_get_habits (zone);
  int least = g_key_file_get_integer (loader->index, group, "panel-least-ttl", NULL);
  int usual = g_key_file_get_integer (loader->index, group, "panel-usual-ttl", NULL);

  habits.appends_always = g_key_file_get_boolean (loader->index, group, "panel-appends-always",
                                                  NULL);
  habits.least_ttl = (uint32_t) CLAMP (least, 0, MAX_DELAY_SECONDS);
  if (usual > 0)
    habits.usual_ttl = (uint32_t) MIN (usual, MAX_DELAY_SECONDS);
  sp_practice_zone_set_habits (zone, &habits);
}

static gboolean
load_zone (const Loader *loader, const char *group, const char *name, GError **error)
{
  g_autofree char *file = g_key_file_get_string (loader->index, group, "file", error);
  g_autoptr (SpName) origin = NULL;
  g_autoptr (SpZone) text = NULL;
  g_autoptr (SpPracticeZone) zone = NULL;

  if (file == NULL)
    return FALSE;
  origin = sp_name_parse (name, error);
  if (origin == NULL)
    return FALSE;
  if (sp_practice_data_find_zone (loader->data, origin) != NULL)
    return fail (error, group, "the zone is there twice");
  text = read_zone (loader, file, origin, error);
  if (text == NULL)
    return FALSE;

  zone = sp_practice_zone_new (text);
  if (!read_servers (loader, group, zone, error))
    return FALSE;
  read_habits (loader, group, zone);
  g_ptr_array_add (loader->data->zones, g_steal_pointer (&zone));
  return TRUE;
}

static GInetAddress *
parse_loopback (const char *text, const char *where, GError **error)
{
  g_autoptr (GInetAddress) address = text != NULL ? g_inet_address_new_from_string (text) : NULL;
  static const guint8 network[] = { 127, 53, 0 };

  if (address == NULL || g_inet_address_get_family (address) != G_SOCKET_FAMILY_IPV4
      || memcmp (g_inet_address_to_bytes (address), network, sizeof network) != 0)
    {
      fail (error, where, "an address in 127.53.0.0/24 is expected");
      return NULL;
    }
  return g_steal_pointer (&address);
}

static gboolean
load_recursor (const Loader *loader, const char *group, const char *id, GError **error)
{
  g_autofree char *text = g_key_file_get_string (loader->index, group, "address", NULL);
  g_autoptr (GInetAddress) address = parse_loopback (text, group, error);
  SpPracticeRecursor *recursor = NULL;
  int hold = 0;

  if (address == NULL)
    return FALSE;
  hold = g_key_file_get_integer (loader->index, group, "least-hold", NULL);
  recursor = g_new0 (SpPracticeRecursor, 1);
  recursor->id = g_strdup (id);
  recursor->address = g_steal_pointer (&address);
  recursor->least_hold = (uint32_t) CLAMP (hold, 0, MAX_DELAY_SECONDS);
  g_ptr_array_add (loader->data->recursors, recursor);
  return TRUE;
}

static gboolean
load_domain (const Loader *loader, const char *group, const char *name, GError **error)
{
  g_autoptr (SpName) owner = sp_name_parse (name, error);
  g_autofree char *story = g_key_file_get_string (loader->index, group, "story", NULL);
  SpPracticeZone *zone = NULL;
  SpPracticeDomain *domain = NULL;

  if (owner == NULL)
    return FALSE;
  zone = sp_practice_data_find_zone_above (loader->data, owner);
  if (zone == NULL || story == NULL)
    return fail (error, group, "no zone holds it, or it has no story");

  domain = g_new0 (SpPracticeDomain, 1);
  domain->name = g_steal_pointer (&owner);
  domain->zone = sp_name_ref (sp_practice_zone_get_origin (zone));
  domain->story = g_steal_pointer (&story);
  domain->move_to = g_key_file_get_string (loader->index, group, "move-to", NULL);
  g_ptr_array_add (loader->data->domains, domain);
  return TRUE;
}

static gboolean
load_groups (const Loader *loader, const char *kind,
             gboolean (*load) (const Loader *, const char *, const char *, GError **),
             GError **error)
{
  g_auto (GStrv) groups = g_key_file_get_groups (loader->index, NULL);
  gsize length = strlen (kind);

  for (guint i = 0; groups[i] != NULL; i++)
    {
      g_autoptr (GError) problem = NULL;

      if (strncmp (groups[i], kind, length) != 0 || groups[i][length] != ' ')
        continue;
      if (load (loader, groups[i], groups[i] + length + 1, &problem))
        continue;
      if (problem->domain == SP_PRACTICE_ERROR)
        g_propagate_error (error, g_steal_pointer (&problem));
      else
        fail (error, groups[i], "%s", problem->message);
      return FALSE;
    }
  return TRUE;
}

/* A server's address is written once: in the zone that holds its name. */
static GInetAddress *
find_address (const SpPracticeData *data, const SpName *name, GError **error)
{
  SpPracticeZone *zone = sp_practice_data_find_zone_above (data, name);
  g_autoptr (SpRecordSet) set = NULL;
  g_autofree char *text = NULL;

  if (zone != NULL)
    set = sp_zone_dup_set (sp_practice_zone_get_published (zone), name, SP_RR_A);
  if (set != NULL)
    text = g_inet_address_to_string (sp_record_get_address (sp_record_set_get_record (set, 0)));
  return parse_loopback (text, sp_name_get_text (name), error);
}

static gboolean
add_host (const Loader *loader, SpName *name, GError **error)
{
  g_autofree char *group = g_strconcat ("server ", sp_name_get_text (name), NULL);
  g_autofree char *word = g_key_file_get_string (loader->index, group, "fault", NULL);
  g_autoptr (GInetAddress) address = NULL;
  SpPracticeFault fault = SP_PRACTICE_FAULT_NONE;
  SpPracticeHost *host = NULL;

  if (sp_practice_data_find_host (loader->data, name) != NULL)
    return TRUE;
  if (loader->data->hosts->len >= MAX_HOSTS)
    return fail (error, INDEX_FILE, "there are too many servers");
  if (word != NULL && !sp_practice_fault_from_string (word, &fault))
    return fail (error, group, "“%s” is no fault", word);
  address = find_address (loader->data, name, error);
  if (address == NULL)
    return FALSE;

  host = g_new0 (SpPracticeHost, 1);
  host->name = sp_name_ref (name);
  host->address = g_steal_pointer (&address);
  host->fault = fault;
  g_ptr_array_add (loader->data->hosts, host);
  return TRUE;
}

static gboolean
add_hosts (const Loader *loader, GError **error)
{
  for (guint i = 0; i < loader->data->zones->len; i++)
    {
      const SpPracticeZone *zone = g_ptr_array_index (loader->data->zones, i);

      for (guint j = 0; j < sp_practice_zone_get_n_servers (zone); j++)
        if (!add_host (loader, sp_practice_zone_get_server (zone, j), error))
          return FALSE;
    }
  return TRUE;
}

/* Two things at one address could not both be opened, or would answer for each other. */
static gboolean
check_addresses (const SpPracticeData *data, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < data->hosts->len + data->recursors->len; i++)
    {
      GInetAddress *address = i < data->hosts->len
                                ? ((SpPracticeHost *) g_ptr_array_index (data->hosts, i))->address
                                : ((SpPracticeRecursor *) g_ptr_array_index (data->recursors,
                                                                             i - data->hosts->len))
                                    ->address;
      g_autofree char *text = g_inet_address_to_string (address);

      if (g_hash_table_contains (seen, text))
        return fail (error, INDEX_FILE, "%s is used twice", text);
      g_hash_table_add (seen, g_steal_pointer (&text));
    }
  return TRUE;
}

/**
 * sp_practice_data_load:
 * @data_dir: (nullable): a folder with `practice.ini` and zone files; %NULL for the built-in ones
 * @error: return location for a `SP_PRACTICE_ERROR_DATA` that names file and line
 *
 * Reads the practice world. `practice.ini` lists its zones, servers, resolvers and domains; what
 * may stand there is told in the built-in file itself.
 *
 * Returns: (transfer full) (nullable): the data
 */
SpPracticeData *
sp_practice_data_load (const char *data_dir, GError **error)
{
  g_autoptr (SpPracticeData) self = g_new0 (SpPracticeData, 1);
  g_autoptr (GKeyFile) index = g_key_file_new ();
  Loader loader = { self, data_dir, index };
  g_autoptr (GError) problem = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (SpName) root = sp_name_new_root ();

  self->zones = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_practice_zone_free);
  self->hosts = g_ptr_array_new_with_free_func ((GDestroyNotify) host_free);
  self->recursors = g_ptr_array_new_with_free_func ((GDestroyNotify) recursor_free);
  self->domains = g_ptr_array_new_with_free_func ((GDestroyNotify) domain_free);

  bytes = read_file (&loader, INDEX_FILE, &problem);
  if (bytes == NULL || !g_key_file_load_from_bytes (index, bytes, G_KEY_FILE_NONE, &problem))
    {
      fail (error, INDEX_FILE, "%s", problem->message);
      return NULL;
    }

  if (!load_groups (&loader, "zone", load_zone, error)
      || !load_groups (&loader, "resolver", load_recursor, error)
      || !load_groups (&loader, "domain", load_domain, error) || !add_hosts (&loader, error)
      || !check_addresses (self, error))
    return NULL;
  if (sp_practice_data_find_zone (self, root) == NULL || self->recursors->len == 0)
    {
      fail (error, INDEX_FILE, "a root zone and a resolver are needed");
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * sp_practice_data_free:
 * @self: (transfer full) (nullable): the data
 *
 * Frees @self.
 */
void
sp_practice_data_free (SpPracticeData *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->zones, g_ptr_array_unref);
  g_clear_pointer (&self->hosts, g_ptr_array_unref);
  g_clear_pointer (&self->recursors, g_ptr_array_unref);
  g_clear_pointer (&self->domains, g_ptr_array_unref);
  g_free (self);
}

/**
 * sp_practice_data_find_zone:
 * @self: the data
 * @origin: name of a zone
 *
 * Returns: (transfer none) (nullable): the zone of that name
 */
SpPracticeZone *
sp_practice_data_find_zone (const SpPracticeData *self, const SpName *origin)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (origin != NULL, NULL);

  for (guint i = 0; i < self->zones->len; i++)
    {
      SpPracticeZone *zone = g_ptr_array_index (self->zones, i);

      if (sp_name_equal (sp_practice_zone_get_origin (zone), origin))
        return zone;
    }
  return NULL;
}

/**
 * sp_practice_data_find_zone_above:
 * @self: the data
 * @name: a name
 *
 * Returns: (transfer none) (nullable): the zone that @name lies in
 */
SpPracticeZone *
sp_practice_data_find_zone_above (const SpPracticeData *self, const SpName *name)
{
  SpPracticeZone *best = NULL;
  guint best_labels = 0;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < self->zones->len; i++)
    {
      SpPracticeZone *zone = g_ptr_array_index (self->zones, i);
      SpName *origin = sp_practice_zone_get_origin (zone);

      if (!sp_name_is_at_or_below (name, origin)
          || (best != NULL && sp_name_get_n_labels (origin) < best_labels))
        continue;
      best = zone;
      best_labels = sp_name_get_n_labels (origin);
    }
  return best;
}

/**
 * sp_practice_data_find_host:
 * @self: the data
 * @name: name of a server
 *
 * Returns: (transfer none) (nullable): the server
 */
const SpPracticeHost *
sp_practice_data_find_host (const SpPracticeData *self, const SpName *name)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < self->hosts->len; i++)
    {
      const SpPracticeHost *host = g_ptr_array_index (self->hosts, i);

      if (sp_name_equal (host->name, name))
        return host;
    }
  return NULL;
}
