/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/widgets/sp-summary-card.h"

#include <glib/gi18n.h>

#include "core/explain/sp-explain.h"
#include "ui/widgets/sp-mark.h"

struct _SpSummaryCard {
  GtkButton parent_instance;

  char *title;
  char *picture;

  GtkImage *mark;
  GtkLabel *word_label;
  GtkLabel *detail_label;
};

G_DEFINE_FINAL_TYPE (SpSummaryCard, sp_summary_card, GTK_TYPE_BUTTON)

enum {
  PROP_TITLE = 1,
  PROP_PICTURE,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

static SpLevel
find_worst (SpVerdict *verdict, SpArea area)
{
  GListModel *findings = sp_verdict_get_findings (verdict);
  SpLevel worst = SP_LEVEL_IN_ORDER;

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr (SpFinding) finding = g_list_model_get_item (findings, i);

      if (sp_checks_get_area (sp_finding_get_id (finding)) == area)
        worst = MAX (worst, sp_finding_get_level (finding));
    }
  return worst;
}

static gboolean
has_unchecked (SpVerdict *verdict, SpArea area)
{
  GListModel *unchecked = sp_verdict_get_unchecked (verdict);

  for (guint i = 0; i < g_list_model_get_n_items (unchecked); i++)
    {
      g_autoptr (SpUnchecked) item = g_list_model_get_item (unchecked, i);

      if (sp_checks_get_area (sp_unchecked_get_id (item)) == area)
        return TRUE;
    }
  return FALSE;
}

static void
sp_summary_card_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SpSummaryCard *self = SP_SUMMARY_CARD (object);

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_PICTURE:
      g_value_set_string (value, self->picture);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sp_summary_card_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SpSummaryCard *self = SP_SUMMARY_CARD (object);

  switch (id)
    {
    case PROP_TITLE:
      if (g_set_str (&self->title, g_value_get_string (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    case PROP_PICTURE:
      if (g_set_str (&self->picture, g_value_get_string (value)))
        g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
sp_summary_card_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), SP_TYPE_SUMMARY_CARD);
  G_OBJECT_CLASS (sp_summary_card_parent_class)->dispose (object);
}

static void
sp_summary_card_finalize (GObject *object)
{
  SpSummaryCard *self = SP_SUMMARY_CARD (object);

  g_free (self->title);
  g_free (self->picture);
  G_OBJECT_CLASS (sp_summary_card_parent_class)->finalize (object);
}

static void
sp_summary_card_class_init (SpSummaryCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = sp_summary_card_get_property;
  object_class->set_property = sp_summary_card_set_property;
  object_class->dispose = sp_summary_card_dispose;
  object_class->finalize = sp_summary_card_finalize;

  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL,
                                           G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_PICTURE] = g_param_spec_string ("picture", NULL, NULL, NULL,
                                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/signpost_mail/Signpost/widgets/sp-summary-card.ui");
  gtk_widget_class_bind_template_child (widget_class, SpSummaryCard, mark);
  gtk_widget_class_bind_template_child (widget_class, SpSummaryCard, word_label);
  gtk_widget_class_bind_template_child (widget_class, SpSummaryCard, detail_label);
}

static void
sp_summary_card_init (SpSummaryCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * sp_summary_card_show:
 * @verdict: what the checks say
 * @area: the area of this card
 * @detail: one plain sentence below the word
 */
void
sp_summary_card_show (SpSummaryCard *self, SpVerdict *verdict, SpArea area, const char *detail)
{
  SpLevel worst;
  const char *word;
  g_autofree char *name = NULL;

  g_return_if_fail (SP_IS_SUMMARY_CARD (self));

  worst = find_worst (verdict, area);
  if (worst == SP_LEVEL_IN_ORDER && has_unchecked (verdict, area))
    {
      word = _ ("Not all could be checked");
      sp_mark_show_unknown (self->mark);
    }
  else
    {
      word = sp_explain_level (worst);
      sp_mark_show_level (self->mark, worst);
    }
  gtk_label_set_label (self->word_label, word);
  gtk_label_set_label (self->detail_label, detail);
  /* Translators: %1$s is “Receiving” or “Sending”, %2$s how it is, %3$s a sentence. */
  name = g_strdup_printf (_ ("%1$s: %2$s. %3$s"), self->title, word, detail);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}
