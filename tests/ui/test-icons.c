/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/sp-test-ui.h"

#define PREFIX "/io/github/signpost_mail/Signpost"

/* An icon that is missing is drawn as a broken picture; templates cannot be asked when they are
 * compiled, so their text is read. */
static void
check_template (const char *path)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gdk_display_get_default ());
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, 0, NULL);
  g_autoptr (GRegex) regex = g_regex_new (
    "<property name=\"(?:icon-name|picture|[a-z]+-icon-name)\">([^<]+)<", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  g_assert_nonnull (bytes);
  for (g_regex_match_full (regex, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                           0, 0, &match, NULL);
       g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *name = g_match_info_fetch (match, 1);

      if (!gtk_icon_theme_has_icon (theme, name))
        g_error ("%s: no icon is called %s", path, name);
    }
}

static guint
check_folder (const char *folder)
{
  g_auto (GStrv) names = g_resources_enumerate_children (folder, 0, NULL);
  guint n_templates = 0;

  for (gsize i = 0; names != NULL && names[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat (folder, "/", names[i], NULL);

      if (g_str_has_suffix (path, ".ui"))
        {
          check_template (path);
          n_templates++;
        }
    }
  return n_templates;
}

static void
test_templates (void)
{
  g_assert_cmpuint (check_folder (PREFIX), >, 0);
  g_assert_cmpuint (check_folder (PREFIX "/pages"), >, 0);
  g_assert_cmpuint (check_folder (PREFIX "/widgets"), >, 0);
}

/* Those that are named in C. */
static void
test_named_in_code (void)
{
  static const char *const names[] = {
    "edit-copy-symbolic",      "go-next-symbolic",         "object-select-symbolic",
    "sp-in-order-symbolic",    "sp-later-symbolic",        "sp-locked-symbolic",
    "sp-lost-symbolic",        "sp-mailbox-symbolic",      "sp-may-bounce-symbolic",
    "sp-old-mailbox-symbolic", "sp-sender-symbolic",       "sp-step-later-symbolic",
    "sp-step-ready-symbolic",  "sp-step-skipped-symbolic", "sp-step-waiting-symbolic",
    "sp-tidy-up-symbolic",     "sp-unknown-symbolic",
  };
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gdk_display_get_default ());

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (!gtk_icon_theme_has_icon (theme, names[i]))
      g_error ("no icon is called %s", names[i]);
}

int
main (int argc, char *argv[])
{
  sp_test_ui_init (&argc, &argv);
  g_test_add_func ("/icons/templates", test_templates);
  g_test_add_func ("/icons/named-in-code", test_named_in_code);
  return g_test_run ();
}
