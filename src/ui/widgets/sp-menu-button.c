/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/widgets/sp-menu-button.h"

struct _SpMenuButton {
  AdwBin parent_instance;
};

G_DEFINE_FINAL_TYPE (SpMenuButton, sp_menu_button, ADW_TYPE_BIN)

static void
sp_menu_button_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SP_TYPE_MENU_BUTTON);
  G_OBJECT_CLASS (sp_menu_button_parent_class)->dispose (object);
}

static void
sp_menu_button_class_init (SpMenuButtonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sp_menu_button_dispose;
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/signpost_mail/Signpost/widgets/sp-menu-button.ui");
}

static void
sp_menu_button_init (SpMenuButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
