/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include <glib/gi18n.h>
#include <locale.h>

#include "ui/sp-application.h"

int
main (int argc, char *argv[])
{
  g_autoptr (SpApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, SP_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = sp_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
