/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-panel-fields.h"

/**
 * sp_panel_field_free:
 *
 * Frees a field.
 */
void
sp_panel_field_free (SpPanelField *self)
{
  g_free (self->label);
  g_free (self->value);
  g_free (self);
}

static void
add (GPtrArray *fields, SpPanelFieldKind kind, SpDnsHost *host, const char *label, char *value)
{
  SpPanelField *field = g_new0 (SpPanelField, 1);

  field->kind = kind;
  field->label = host != NULL ? g_strdup (sp_dns_host_get_label (host, label)) : NULL;
  field->value = value;
  g_ptr_array_add (fields, field);
}

/**
 * sp_panel_fields_dup_name:
 * @edit: an edit
 * @host: (nullable): whose panel
 * @full_name: whether the panel wants whole names
 *
 * Returns: (transfer full): what to type as the name; may be empty for the domain itself
 */
char *
sp_panel_fields_dup_name (SpEdit *edit, SpDnsHost *host, gboolean full_name)
{
  const char *full = sp_name_get_text (sp_edit_get_full_name (edit));
  SpApexStyle apex = host != NULL ? sp_dns_host_get_apex_style (host) : SP_APEX_AT;

  if (full_name)
    return g_strdup (full);
  if (!sp_name_equal (sp_edit_get_full_name (edit), sp_edit_get_zone (edit)))
    return g_strdup (sp_edit_get_name (edit));
  switch (apex)
    {
    case SP_APEX_AT:
      return g_strdup ("@");
    case SP_APEX_BLANK:
      return g_strdup ("");
    case SP_APEX_FULL:
      return g_strdup (full);
    }
  return g_strdup ("@");
}

static gboolean
value_is_host (SpRrType type)
{
  return type == SP_RR_MX || type == SP_RR_CNAME || type == SP_RR_NS || type == SP_RR_SRV;
}

static char *
dup_value (SpRrType type, const SpEditRow *row, SpDnsHost *host)
{
  gboolean needs_dot = host != NULL && value_is_host (type)
                       && sp_dns_host_get_dot_style (host) == SP_DOT_REQUIRED
                       && !g_str_has_suffix (row->value, ".");
  gboolean needs_quotes = host != NULL && type == SP_RR_TXT
                          && sp_dns_host_get_quote_style (host) == SP_QUOTE_REQUIRED;
  gboolean has_number = host != NULL && row->priority >= 0
                        && sp_dns_host_get_priority_style (host) == SP_PRIORITY_IN_VALUE;
  g_autofree char *value = g_strconcat (row->value, needs_dot ? "." : "", NULL);

  if (needs_quotes)
    return g_strdup_printf ("\"%s\"", value);
  if (has_number)
    return g_strdup_printf ("%d %s", row->priority, value);
  return g_steal_pointer (&value);
}

static const char *
get_value_label (SpRrType type)
{
  if (type == SP_RR_MX)
    return "mx-value";
  if (type == SP_RR_TXT)
    return "txt-value";
  return type == SP_RR_CNAME ? "cname-value" : "value";
}

/**
 * sp_panel_fields_new:
 * @edit: an edit
 * @row: (nullable): the row to be typed; %NULL if rows only go, or only the TTL changes
 * @host: (nullable): whose panel; %NULL for a panel of no known company
 * @full_name: whether the panel wants whole names
 *
 * What to type in each field of the panel, in its words. A field that the panel does not have is
 * left out.
 *
 * Returns: (transfer full) (element-type SpPanelField): the fields
 */
GPtrArray *
sp_panel_fields_new (SpEdit *edit, const SpEditRow *row, SpDnsHost *host, gboolean full_name)
{
  GPtrArray *fields = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_panel_field_free);
  SpRrType type = sp_edit_get_rr_type (edit);

  add (fields, SP_PANEL_FIELD_TYPE, host, "type", sp_rr_type_to_string (type));
  add (fields, SP_PANEL_FIELD_NAME, host, "name", sp_panel_fields_dup_name (edit, host, full_name));
  if (row != NULL)
    {
      add (fields, SP_PANEL_FIELD_VALUE, host, get_value_label (type), dup_value (type, row, host));
      if (row->priority >= 0
          && (host == NULL || sp_dns_host_get_priority_style (host) != SP_PRIORITY_IN_VALUE))
        add (fields, SP_PANEL_FIELD_PRIORITY, host, "priority",
             g_strdup_printf ("%d", row->priority));
    }
  /* Where rows only go there is no time to be typed. */
  if ((row != NULL || sp_edit_get_removed (edit)->len == 0) && sp_edit_get_ttl (edit) > 0
      && (host == NULL || sp_dns_host_get_ttl_scope (host) == SP_TTL_EACH))
    add (fields, SP_PANEL_FIELD_TTL, host, "ttl", g_strdup_printf ("%u", sp_edit_get_ttl (edit)));
  return fields;
}
