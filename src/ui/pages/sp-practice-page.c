/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/pages/sp-practice-page.h"

#include "core/explain/sp-explain.h"
#include "core/practice/sp-practice-world.h"
#include "ui/widgets/sp-choice-row.h"
#include "ui/widgets/sp-menu-button.h"

struct _SpPracticePage {
  AdwNavigationPage parent_instance;

  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (SpPracticePage, sp_practice_page, ADW_TYPE_NAVIGATION_PAGE)

enum {
  SIGNAL_CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
on_row_activated (SpPracticePage *self, GtkListBoxRow *row)
{
  g_autoptr (SpName) name = sp_name_parse (sp_choice_row_get_id (SP_CHOICE_ROW (row)), NULL);

  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, name);
}

static void
sp_practice_page_shown (AdwNavigationPage *page)
{
  SpPracticePage *self = SP_PRACTICE_PAGE (page);
  GtkListBoxRow *first = gtk_list_box_get_row_at_index (self->list, 0);

  if (first != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (first));
}

static void
sp_practice_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SP_TYPE_PRACTICE_PAGE);
  G_OBJECT_CLASS (sp_practice_page_parent_class)->dispose (object);
}

static void
sp_practice_page_class_init (SpPracticePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = sp_practice_page_dispose;
  ADW_NAVIGATION_PAGE_CLASS (klass)->shown = sp_practice_page_shown;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, SP_TYPE_NAME);

  g_type_ensure (SP_TYPE_MENU_BUTTON);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/signpost_mail/Signpost/pages/sp-practice-page.ui");
  gtk_widget_class_bind_template_child (widget_class, SpPracticePage, list);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated);
}

static void
sp_practice_page_init (SpPracticePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sp_practice_page_new:
 * @workspace: a workspace of practice
 */
SpPracticePage *
sp_practice_page_new (SpWorkspace *workspace)
{
  SpPracticePage *self = g_object_new (SP_TYPE_PRACTICE_PAGE, NULL);
  GPtrArray *domains = sp_practice_world_get_domains (sp_workspace_get_practice (workspace));

  for (guint i = 0; i < domains->len; i++)
    {
      const SpPracticeDomain *domain = domains->pdata[i];
      g_autofree char *story = sp_explain_story (domain->story);
      const char *name = sp_name_get_text (domain->name);

      gtk_list_box_append (self->list, GTK_WIDGET (sp_choice_row_new (name, name, story)));
    }
  return self;
}
