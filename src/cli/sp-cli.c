/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpostctl"

#include "cli/sp-cli.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>

#include "core/dns/sp-address.h"
#include "core/explain/sp-explain.h"

/**
 * sp_cli_complain:
 * @format: a sentence, to be translated
 * @...: its arguments
 *
 * Writes one line to standard error.
 */
void
sp_cli_complain (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_printerr ("signpostctl: %s\n", text);
}

/**
 * sp_cli_new:
 *
 * Returns: (transfer full): a run without options
 */
SpCli *
sp_cli_new (void)
{
  SpCli *self = g_new0 (SpCli, 1);

  self->resolvers = g_ptr_array_new_with_free_func (g_object_unref);
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

/**
 * sp_cli_free:
 * @self: (transfer full): a run
 */
void
sp_cli_free (SpCli *self)
{
  g_clear_object (&self->workspace);
  g_clear_pointer (&self->resolvers, g_ptr_array_unref);
  g_clear_pointer (&self->values, g_hash_table_unref);
  g_clear_pointer (&self->arguments, g_strfreev);
  g_clear_pointer (&self->data_dir, g_free);
  g_clear_pointer (&self->ca_file, g_free);
  g_free (self);
}

/**
 * sp_cli_parse_time:
 * @text: a time as RFC 3339 writes it, with its zone
 * @time: (out): microseconds since 1970
 *
 * Returns: whether it is one
 */
gboolean
sp_cli_parse_time (const char *text, gint64 *time)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_iso8601 (text, NULL);

  if (date == NULL)
    return FALSE;
  *time = g_date_time_to_unix (date) * G_USEC_PER_SEC + g_date_time_get_microsecond (date);
  return TRUE;
}

static gboolean
on_resolver (const char *name, const char *value, gpointer data, GError **error)
{
  SpCli *self = data;
  GInetSocketAddress *endpoint = sp_address_parse_endpoint (value, SP_DNS_PORT, NULL);

  if (endpoint == NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("“%s” is not an address, such as 192.0.2.1 or 192.0.2.1:5300."), value);
      return FALSE;
    }
  g_ptr_array_add (self->resolvers, endpoint);
  return TRUE;
}

static gboolean
on_now (const char *name, const char *value, gpointer data, GError **error)
{
  SpCli *self = data;

  if (!sp_cli_parse_time (value, &self->now) || self->now == 0)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("“%s” is not a time, such as 2026-11-23T10:00:00Z."), value);
      return FALSE;
    }
  return TRUE;
}

static gboolean
on_set (const char *name, const char *value, gpointer data, GError **error)
{
  SpCli *self = data;
  const char *equals = strchr (value, '=');

  if (equals == NULL || equals == value)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("“%s” is not of the form KEY=VALUE."), value);
      return FALSE;
    }
  g_hash_table_insert (self->values, g_strndup (value, (gsize) (equals - value)),
                       g_strdup (equals + 1));
  return TRUE;
}

static GOptionGroup *
make_common_group (SpCli *self)
{
  GOptionGroup *group = g_option_group_new ("common", NULL, NULL, self, NULL);
  const GOptionEntry entries[] = {
    { "resolver", 0, 0, G_OPTION_ARG_CALLBACK, on_resolver,
      N_ ("Ask this resolver instead of the system’s (may repeat)"), "ADDRESS[:PORT]" },
    { "resolver-only", 0, 0, G_OPTION_ARG_NONE, &self->resolver_only,
      N_ ("Ask nothing of the domain’s own servers"), NULL },
    { "dns-port", 0, 0, G_OPTION_ARG_INT, &self->dns_port,
      N_ ("Port of every authoritative server"), "PORT" },
    { "timeout", 0, 0, G_OPTION_ARG_DOUBLE, &self->timeout, N_ ("Bound of a whole inspection (20)"),
      "SECONDS" },
    { "practice", 0, 0, G_OPTION_ARG_NONE, &self->practice,
      N_ ("Use the practice world, without a network"), NULL },
    { "now", 0, 0, G_OPTION_ARG_CALLBACK, on_now, N_ ("A fixed clock"), "TIME" },
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &self->data_dir,
      N_ ("Where observations and plans are kept"), "FOLDER" },
    { "allow-private", 0, 0, G_OPTION_ARG_NONE, &self->allow_private,
      N_ ("Ask private addresses too, and do not judge them"), NULL },
    { "ca", 0, 0, G_OPTION_ARG_FILENAME, &self->ca_file,
      N_ ("Trust the certificate authorities of this file too"), "FILE" },
    { "no-color", 0, 0, G_OPTION_ARG_NONE, &self->no_color, N_ ("Print without colours"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &self->json, N_ ("Print JSON"), NULL },
    { "set", 0, 0, G_OPTION_ARG_CALLBACK, on_set,
      N_ ("A value that the provider gave (may repeat)"), "KEY=VALUE" },
    G_OPTION_ENTRY_NULL,
  };

  g_option_group_add_entries (group, entries);
  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  return group;
}

/* What is left after the options, without the command's name and the "--" that ends options. */
static void
take_arguments (SpCli *self, char **left)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  gboolean is_ended = FALSE;

  for (gsize i = 1; left[0] != NULL && left[i] != NULL; i++)
    {
      if (!is_ended && strcmp (left[i], "--") == 0)
        is_ended = TRUE;
      else
        g_strv_builder_add (builder, left[i]);
    }
  self->arguments = g_strv_builder_end (builder);
}

/**
 * sp_cli_parse:
 * @self: a run
 * @usage: what stands behind the command's name in its help
 * @entries: (nullable): options of this command
 * @argc: number of arguments
 * @argv: the arguments, the command's name first
 *
 * Reads the options. A mistake is told on standard error in one line.
 *
 * Returns: whether the command line can be used
 */
gboolean
sp_cli_parse (SpCli *self, const char *usage, const GOptionEntry *entries, int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (usage);
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) arguments = g_new0 (char *, (gsize) argc + 1);

  for (int i = 0; i < argc; i++)
    arguments[i] = g_strdup (argv[i]);
  g_option_context_set_main_group (context, make_common_group (self));
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse_strv (context, &arguments, &error))
    {
      sp_cli_complain ("%s", error->message);
      return FALSE;
    }
  if (self->dns_port < 0 || self->dns_port > G_MAXUINT16)
    {
      sp_cli_complain (_ ("A port is a number from 1 to 65535."));
      return FALSE;
    }
  if (self->timeout < 0 || self->timeout > 3600)
    {
      sp_cli_complain (_ ("A time-out is a number of seconds, up to 3600."));
      return FALSE;
    }
  take_arguments (self, arguments);
  return TRUE;
}

/**
 * sp_cli_take_domain:
 * @self: a run with options read
 *
 * Reads the one domain of the command line; tells what is wrong with it.
 *
 * Returns: (transfer full) (nullable): the domain
 */
SpName *
sp_cli_take_domain (SpCli *self)
{
  g_autoptr (GError) error = NULL;
  SpName *domain = NULL;

  if (g_strv_length (self->arguments) != 1)
    {
      sp_cli_complain (_ ("One domain is needed."));
      return NULL;
    }
  domain = sp_question_clean (self->arguments[0], &error);
  if (domain == NULL)
    {
      g_autofree char *sentence = sp_explain_question_error (error);

      sp_cli_complain ("%s", sentence);
    }
  return domain;
}

/**
 * sp_cli_take_format:
 * @self: a run with options read
 * @format: (nullable): what was given as `--format`
 * @formats: those that there are, with "|" between
 *
 * Tells if there is no such format.
 *
 * Returns: whether it can be used
 */
gboolean
sp_cli_take_format (SpCli *self, const char *format, const char *formats)
{
  g_auto (GStrv) known = g_strsplit (formats, "|", -1);

  if (format != NULL && !g_strv_contains ((const char *const *) known, format))
    {
      sp_cli_complain (_ ("There is no format “%s”; there are %s."), format, formats);
      return FALSE;
    }
  if (g_strcmp0 (format, "json") == 0)
    self->json = TRUE;
  return TRUE;
}

/**
 * sp_cli_open:
 * @self: a run with options read
 * @read_only: whether the command records nothing
 *
 * Opens the workspace; tells why if that fails.
 *
 * Returns: (transfer none) (nullable): the workspace
 */
SpWorkspace *
sp_cli_open (SpCli *self, gboolean read_only)
{
  g_autoptr (GError) error = NULL;
  const SpWorkspaceOptions options = {
    .practice = self->practice,
    .recursors = self->resolvers->len > 0 ? self->resolvers : NULL,
    .dns_port = (uint16_t) self->dns_port,
    .resolver_only = self->resolver_only,
    .allow_private = self->allow_private,
    .ca_file = self->ca_file,
    .timeout = (guint) (self->timeout * 1000),
    .now = self->now,
    .data_dir = self->data_dir,
    .is_list = self->is_list,
    .n_sharers = self->n_sharers,
    .read_only = read_only,
  };

  if (self->workspace == NULL)
    self->workspace = sp_workspace_new (&options, &error);
  if (self->workspace == NULL)
    sp_cli_complain (_ ("Cannot start: %s"), error->message);
  return self->workspace;
}

/**
 * sp_cli_check_provider:
 * @self: a run with its workspace open
 * @id: (nullable): what was given as a provider or filter
 *
 * Tells if no such provider is known, or if it can only be recognised.
 *
 * Returns: (transfer none) (nullable): @id if it can be used; %NULL if not, or if none was given
 */
const char *
sp_cli_check_provider (SpCli *self, const char *id)
{
  SpProvider *provider = NULL;

  if (id == NULL)
    return NULL;
  provider = sp_catalog_get_provider (sp_workspace_get_catalog (self->workspace), id);
  if (provider != NULL && !sp_provider_is_recognise_only (provider))
    return id;
  if (provider != NULL)
    sp_cli_complain (_ ("“%s” can be recognised, but not set up yet."), id);
  else
    sp_cli_complain (_ ("There is no provider “%s”; “signpostctl providers” lists them."), id);
  return NULL;
}

/**
 * sp_cli_check_filter:
 * @self: a run with its workspace open
 * @id: (nullable): what was given as a filter
 *
 * Tells if that is no filter that can stand in front of mailboxes.
 *
 * Returns: whether it can be used; no filter can
 */
gboolean
sp_cli_check_filter (SpCli *self, const char *id)
{
  SpCatalog *catalog = sp_workspace_get_catalog (self->workspace);

  if (id == NULL)
    return TRUE;
  if (sp_cli_check_provider (self, id) == NULL)
    return FALSE;
  if (sp_provider_get_kind (sp_catalog_get_provider (catalog, id)) == SP_PROVIDER_FILTER)
    return TRUE;
  sp_cli_complain (_ ("“%s” is no filter that stands in front of a provider."), id);
  return FALSE;
}

/**
 * sp_cli_check_dns_host:
 * @self: a run with its workspace open
 * @id: (nullable): what was given as a DNS host
 *
 * Tells if there is none of that name.
 *
 * Returns: whether it can be used; none given can
 */
gboolean
sp_cli_check_dns_host (SpCli *self, const char *id)
{
  if (id == NULL
      || sp_catalog_get_dns_host (sp_workspace_get_catalog (self->workspace), id) != NULL)
    return TRUE;
  sp_cli_complain (_ ("There is no DNS host “%s”; “signpostctl dns-hosts” lists them."), id);
  return FALSE;
}

/**
 * sp_cli_check_values:
 * @self: a run with its workspace open
 * @provider: (nullable): id of a provider
 * @filter: (nullable): id of the filter in front of it
 *
 * Tells if a `--set` names a key that neither has, or a value that cannot be right. Values pasted
 * with quotes, line breaks or as a line of a zone file are cleaned.
 *
 * Returns: whether all can be used
 */
gboolean
sp_cli_check_values (SpCli *self, const char *provider, const char *filter)
{
  SpCatalog *catalog = sp_workspace_get_catalog (self->workspace);
  SpProvider *found = provider != NULL ? sp_catalog_get_provider (catalog, provider) : NULL;
  SpProvider *front = filter != NULL ? sp_catalog_get_provider (catalog, filter) : NULL;
  GHashTableIter iter;
  gpointer key = NULL;
  gpointer value = NULL;

  if (found == NULL)
    return TRUE;
  g_hash_table_iter_init (&iter, self->values);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const SpSetKey *known = sp_provider_find_set_key (found, key);
      const SpSetKey *known_in_front = front != NULL ? sp_provider_find_set_key (front, key) : NULL;
      g_autoptr (SpPastedValue) pasted = NULL;

      if (known == NULL && known_in_front == NULL)
        {
          sp_cli_complain (_ ("%s has no key “%s”."), sp_provider_get_name (found), (char *) key);
          return FALSE;
        }
      pasted = sp_pasted_value_new (known != NULL ? found : front, key, value);
      if (pasted->state != SP_PASTED_FIT && known != NULL && known_in_front != NULL)
        {
          g_clear_pointer (&pasted, sp_pasted_value_free);
          pasted = sp_pasted_value_new (front, key, value);
        }
      if (pasted->state != SP_PASTED_FIT)
        {
          g_autofree char *reason = sp_explain_pasted (pasted);

          sp_cli_complain (_ ("“%s” cannot be the value of “%s”."), (char *) value, (char *) key);
          if (reason != NULL && pasted->state != SP_PASTED_UNFIT)
            sp_cli_complain ("%s", reason);
          return FALSE;
        }
      if (!g_str_equal (pasted->value, value))
        g_hash_table_iter_replace (&iter, g_strdup (pasted->value));
    }
  return TRUE;
}

typedef struct {
  GMainLoop *loop;
  GCancellable *cancellable;
  SpReport *report;
} Inspection;

static gboolean
on_interrupt (gpointer data)
{
  Inspection *inspection = data;

  g_cancellable_cancel (inspection->cancellable);
  return G_SOURCE_CONTINUE;
}

static void
inspected_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Inspection *inspection = user_data;

  inspection->report = sp_workspace_inspect_finish (SP_WORKSPACE (source), result, NULL);
  g_main_loop_quit (inspection->loop);
}

/**
 * sp_cli_inspect:
 * @self: a run with its workspace open
 * @question: what to look at
 *
 * Inspects a domain and waits for the report. Ctrl+C stops it.
 *
 * Returns: (transfer full) (nullable): the report, %NULL if it was stopped
 */
SpReport *
sp_cli_inspect (SpCli *self, SpQuestion *question)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Inspection inspection = { .loop = loop, .cancellable = cancellable };
  guint handler = g_unix_signal_add (SIGINT, on_interrupt, &inspection);

  sp_workspace_inspect_async (self->workspace, question, cancellable, inspected_cb, &inspection);
  g_main_loop_run (loop);
  g_source_remove (handler);
  return inspection.report;
}
