/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/sp-workspace.h"

G_BEGIN_DECLS

/**
 * SpExit:
 * @SP_EXIT_OK: evaluated; for `check`: nothing of level 3 or 4
 * @SP_EXIT_FOUND: `check`: a finding of level 3 or 4
 * @SP_EXIT_UNKNOWN: could not be evaluated
 * @SP_EXIT_USAGE: wrong usage, or an unusable domain
 * @SP_EXIT_INTERRUPTED: Ctrl+C
 *
 * What the program's exit status means.
 */
typedef enum {
  SP_EXIT_OK = 0,
  SP_EXIT_FOUND = 1,
  SP_EXIT_UNKNOWN = 2,
  SP_EXIT_USAGE = 64,
  SP_EXIT_INTERRUPTED = 130,
} SpExit;

/**
 * SpCli:
 *
 * One run of the program: the common options, what is left of the arguments, and the workspace
 * once a command has opened it. A command that looks at a list of domains, alone or with others,
 * says so before that.
 */
typedef struct {
  GPtrArray *resolvers;
  gboolean resolver_only;
  int dns_port;
  double timeout;
  gboolean practice;
  gint64 now;
  char *data_dir;
  char *ca_file;
  gboolean allow_private;
  gboolean no_color;
  gboolean json;
  gboolean is_list;
  guint n_sharers;
  GHashTable *values;
  char **arguments;
  SpWorkspace *workspace;
} SpCli;

typedef SpExit (*SpCommandRun) (SpCli *cli, int argc, char **argv);

/**
 * SpCommand:
 * @name: what is typed
 * @usage: its arguments, as shown by `--help`
 * @summary: one line, to be translated
 * @run: does it
 */
typedef struct {
  const char *name;
  const char *usage;
  const char *summary;
  SpCommandRun run;
} SpCommand;

SpCli *sp_cli_new (void);
void sp_cli_free (SpCli *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpCli, sp_cli_free)

gboolean sp_cli_parse (SpCli *self, const char *usage, const GOptionEntry *entries, int argc,
                       char **argv);
SpName *sp_cli_take_domain (SpCli *self);
SpWorkspace *sp_cli_open (SpCli *self, gboolean read_only);
SpReport *sp_cli_inspect (SpCli *self, SpQuestion *question);
gboolean sp_cli_take_format (SpCli *self, const char *format, const char *formats);
gboolean sp_cli_parse_time (const char *text, gint64 *time);
const char *sp_cli_check_provider (SpCli *self, const char *id);
gboolean sp_cli_check_filter (SpCli *self, const char *id);
gboolean sp_cli_check_dns_host (SpCli *self, const char *id);
gboolean sp_cli_check_values (SpCli *self, const char *provider, const char *filter);
void sp_cli_complain (const char *format, ...) G_GNUC_PRINTF (1, 2);

SpExit sp_cli_check (SpCli *self, int argc, char **argv);
SpExit sp_cli_mx (SpCli *self, int argc, char **argv);
SpExit sp_cli_edits (SpCli *self, int argc, char **argv);
SpExit sp_cli_move (SpCli *self, int argc, char **argv);
SpExit sp_cli_dmarc (SpCli *self, int argc, char **argv);
SpExit sp_cli_header (SpCli *self, int argc, char **argv);
SpExit sp_cli_providers (SpCli *self, int argc, char **argv);
SpExit sp_cli_dns_hosts (SpCli *self, int argc, char **argv);
SpExit sp_cli_spf (SpCli *self, int argc, char **argv);
SpExit sp_cli_practice (SpCli *self, int argc, char **argv);

G_END_DECLS
