/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpostctl"

#include <glib/gi18n.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "cli/sp-cli.h"
#include "core/explain/sp-explain.h"
#include "sp-cli-config.h"

static const SpCommand commands[] = {
  { "mx", "DOMAIN", N_ ("Where mail goes, in order of attempt"), sp_cli_mx },
  { "check", "DOMAIN…", N_ ("What is wrong, and what could not be checked"), sp_cli_check },
  { "edits", "DOMAIN", N_ ("The exact edits to make"), sp_cli_edits },
  { "move", "DOMAIN --to PROVIDER", N_ ("The dated steps of a move"), sp_cli_move },
  { "spf", "DOMAIN --ip ADDRESS", N_ ("Whether an address may send mail for the domain"),
    sp_cli_spf },
  { "dmarc", "DOMAIN", N_ ("The rule for forged mail that receivers apply"), sp_cli_dmarc },
  { "header", "FILE|-", N_ ("What the header of a received message, or a bounce, tells"),
    sp_cli_header },
  { "providers", "", N_ ("The mail providers that are known"), sp_cli_providers },
  { "dns-hosts", "", N_ ("The DNS hosts that are known"), sp_cli_dns_hosts },
  { "practice", "", N_ ("Serves the practice world until Ctrl+C"), sp_cli_practice },
};

/* What is printed is searched, compared and copied: marks that order letters on a screen would be
 * in the way there. */
static void
write_plain (FILE *stream, const char *text)
{
  g_autofree char *plain = sp_explain_drop_isolates (text);
  g_autofree char *local = NULL;
  const char *charset;

  if (!g_get_console_charset (&charset))
    local = g_convert_with_fallback (plain, -1, charset, "UTF-8", "?", NULL, NULL, NULL);
  fputs (local != NULL ? local : plain, stream);
  fflush (stream);
}

static void
print_plain (const char *text)
{
  write_plain (stdout, text);
}

static void
print_error_plain (const char *text)
{
  write_plain (stderr, text);
}

static void
print_help (void)
{
  g_print ("%s\n", _ ("Usage: signpostctl COMMAND [OPTIONS]"));
  g_print ("\n%s\n", _ ("Commands:"));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *call = g_strdup_printf ("%s %s", commands[i].name, commands[i].usage);

      g_print ("  %-24s  %s\n", call, _ (commands[i].summary));
    }
  g_print ("\n%s\n", _ ("“signpostctl COMMAND --help” shows the options of a command."));
}

static const SpCommand *
find_command (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (commands[i].name, name) == 0)
      return &commands[i];
  return NULL;
}

int
main (int argc, char *argv[])
{
  g_autoptr (SpCli) cli = NULL;
  const SpCommand *command = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, SP_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_print_handler (print_plain);
  g_set_printerr_handler (print_error_plain);

  if (argc > 1 && (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0))
    {
      print_help ();
      return SP_EXIT_OK;
    }
  if (argc > 1 && strcmp (argv[1], "--version") == 0)
    {
      g_print ("signpostctl %s\n", SP_VERSION);
      return SP_EXIT_OK;
    }
  command = argc > 1 ? find_command (argv[1]) : NULL;
  if (command == NULL)
    {
      if (argc > 1)
        sp_cli_complain (_ ("There is no command “%s”."), argv[1]);
      else
        sp_cli_complain (_ ("Which command? “signpostctl --help” lists them."));
      return SP_EXIT_USAGE;
    }

  cli = sp_cli_new ();
  return command->run (cli, argc - 1, argv + 1);
}
