/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-panel-fields.h"

#include <string.h>

/* RFC 1035 §3.3: a character string has at most 255 bytes. */
#define MAX_PIECE 255

typedef struct {
  SpEdit *edit;
  SpDnsHost *host;
  gboolean full_name;
  int least; /* lowest number of the whole set, -1 if it has none */
} Panel;

/**
 * sp_panel_field_kind_to_string:
 * @kind: a kind of field
 *
 * Returns: its word in the JSON of `edits`
 */
const char *
sp_panel_field_kind_to_string (SpPanelFieldKind kind)
{
  switch (kind)
    {
    case SP_PANEL_FIELD_TYPE:
      return "type";
    case SP_PANEL_FIELD_NAME:
      return "name";
    case SP_PANEL_FIELD_VALUE:
      return "value";
    case SP_PANEL_FIELD_PRIORITY:
      return "priority";
    case SP_PANEL_FIELD_TTL:
      return "ttl";
    case SP_PANEL_FIELD_EXTRA:
      return "extra";
    case SP_PANEL_FIELD_LINE:
      return "line";
    }
  g_return_val_if_reached ("value");
}

/**
 * sp_panel_field_free:
 *
 * Frees a field.
 */
void
sp_panel_field_free (SpPanelField *self)
{
  g_free (self->label);
  g_free (self->after);
  g_free (self->hint);
  g_free (self->value);
  g_free (self);
}

/**
 * sp_panel_get_label:
 * @host: (nullable): whose panel
 * @field: as for [method@DnsHost.get_label]
 *
 * Returns: (nullable): the panel's word, if it is known from a source: a wrong word would send the
 *   person looking for a field that is not there
 */
const char *
sp_panel_get_label (SpDnsHost *host, const char *field)
{
  const char *candidates[] = { field, NULL };

  if (host == NULL)
    return NULL;
  if (g_str_has_suffix (field, "-value"))
    candidates[1] = "value";
  else if (g_str_has_suffix (field, "-name"))
    candidates[1] = "name";
  for (gsize i = 0; i < G_N_ELEMENTS (candidates) && candidates[i] != NULL; i++)
    {
      g_autofree char *fact = g_strconcat ("label-", candidates[i], NULL);

      if (!sp_dns_host_is_guess (host, fact))
        return sp_dns_host_get_label (host, candidates[i]);
    }
  return NULL;
}

static SpPanelField *
add (GPtrArray *fields, SpPanelFieldKind kind, const char *label, char *value)
{
  SpPanelField *field = g_new0 (SpPanelField, 1);

  field->kind = kind;
  field->label = g_strdup (label);
  field->value = value;
  g_ptr_array_add (fields, field);
  return field;
}

static gboolean
is_apex (SpEdit *edit)
{
  return sp_name_equal (sp_edit_get_full_name (edit), sp_edit_get_zone (edit));
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
  if (!is_apex (edit))
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

/* A piece ends at a whole character, so that it can be pasted: RFC 1035 §5.1 for the quotes. */
static char *
quote (const char *text)
{
  g_autoptr (GString) out = g_string_new ("\"");
  gsize n = 0;

  for (const char *at = text; *at != '\0';)
    {
      const char *next = at + 1;

      while ((*next & 0xc0) == 0x80)
        next++;
      if (n + (gsize) (next - at) > MAX_PIECE)
        {
          g_string_append (out, "\" \"");
          n = 0;
        }
      if (*at == '"' || *at == '\\')
        g_string_append_c (out, '\\');
      g_string_append_len (out, at, next - at);
      n += (gsize) (next - at);
      at = next;
    }
  g_string_append_c (out, '"');
  return g_string_free_and_steal (g_steal_pointer (&out));
}

static SpDotStyle
get_dot_style (SpRrType type, SpDnsHost *host)
{
  if (host == NULL || !value_is_host (type))
    return SP_DOT_NONE;
  return type == SP_RR_MX ? sp_dns_host_get_mx_dot_style (host) : sp_dns_host_get_dot_style (host);
}

static SpPriorityStyle
get_priority_style (SpDnsHost *host)
{
  return host != NULL ? sp_dns_host_get_priority_style (host) : SP_PRIORITY_FIELD;
}

static char *
dup_value (SpRrType type, const SpEditRow *row, SpDnsHost *host)
{
  gboolean needs_dot = get_dot_style (type, host) == SP_DOT_REQUIRED
                       && !g_str_has_suffix (row->value, ".");
  g_autofree char *value = g_strconcat (row->value, needs_dot ? "." : "", NULL);

  if (host != NULL && type == SP_RR_TXT && sp_dns_host_get_quote_style (host) == SP_QUOTE_REQUIRED)
    return quote (value);
  if (row->priority >= 0 && get_priority_style (host) == SP_PRIORITY_IN_VALUE)
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

static const char *
get_name_label (SpRrType type)
{
  if (type == SP_RR_MX)
    return "mx-name";
  return type == SP_RR_TXT ? "txt-name" : "name";
}

static void
add_type (Panel *panel, GPtrArray *fields)
{
  SpRrType type = sp_edit_get_rr_type (panel->edit);
  const char *word = NULL;

  if (type == SP_RR_TXT && g_str_has_prefix (sp_edit_get_why (panel->edit), "spf"))
    word = sp_panel_get_label (panel->host, "type-spf");
  if (type == SP_RR_TXT && word == NULL)
    word = sp_panel_get_label (panel->host, "type-txt");
  add (fields, SP_PANEL_FIELD_TYPE, sp_panel_get_label (panel->host, "type"),
       word != NULL ? g_strdup (word) : sp_rr_type_to_string (type));
}

static void
add_name (Panel *panel, GPtrArray *fields)
{
  SpRrType type = sp_edit_get_rr_type (panel->edit);
  SpPanelField *field = add (fields, SP_PANEL_FIELD_NAME,
                             sp_panel_get_label (panel->host, get_name_label (type)),
                             sp_panel_fields_dup_name (panel->edit, panel->host, panel->full_name));

  field->is_guess = panel->host == NULL
                    || sp_dns_host_is_guess (panel->host, is_apex (panel->edit) ? "apex" : "names");
}

static void
add_value (Panel *panel, GPtrArray *fields, const SpEditRow *row)
{
  SpRrType type = sp_edit_get_rr_type (panel->edit);
  SpPanelField *field;

  if (row == NULL)
    return;
  field = add (fields, SP_PANEL_FIELD_VALUE,
               sp_panel_get_label (panel->host, get_value_label (type)),
               dup_value (type, row, panel->host));
  /* Weight, port and target share one box at few companies; no source tells for most of them. */
  if (type == SP_RR_SRV && get_priority_style (panel->host) != SP_PRIORITY_IN_VALUE)
    field->choice = SP_PANEL_CHOICE_PARTS;
  if (panel->host == NULL)
    return;
  if (get_dot_style (type, panel->host) == SP_DOT_REQUIRED)
    field->is_guess = sp_dns_host_is_guess (panel->host, "dot");
  if (row->priority >= 0 && get_priority_style (panel->host) == SP_PRIORITY_IN_VALUE)
    field->is_guess |= sp_dns_host_is_guess (panel->host, "priority");
}

static const char *
find_first (Panel *panel)
{
  GPtrArray *lists[] = { sp_edit_get_kept (panel->edit), sp_edit_get_added (panel->edit) };

  for (gsize l = 0; l < G_N_ELEMENTS (lists); l++)
    for (guint i = 0; i < lists[l]->len; i++)
      {
        const SpEditRow *row = g_ptr_array_index (lists[l], i);

        if (row->priority <= panel->least)
          return row->value;
      }
  return NULL;
}

/* Which words a panel has is known of none: only how they stand to each other. */
static SpPanelChoice
choose_word (Panel *panel, const SpEditRow *row)
{
  if (sp_edit_get_kept (panel->edit)->len + sp_edit_get_added (panel->edit)->len == 1)
    return SP_PANEL_CHOICE_ONLY;
  return row->priority <= panel->least ? SP_PANEL_CHOICE_MAIN : SP_PANEL_CHOICE_BACKUP;
}

static void
add_priority (Panel *panel, GPtrArray *fields, const SpEditRow *row)
{
  SpRrType type = sp_edit_get_rr_type (panel->edit);
  const char *label = sp_panel_get_label (panel->host, "priority");
  SpPanelField *field;

  if (row == NULL || row->priority < 0 || get_priority_style (panel->host) == SP_PRIORITY_IN_VALUE)
    return;
  switch (type == SP_RR_MX ? get_priority_style (panel->host) : SP_PRIORITY_FIELD)
    {
    case SP_PRIORITY_FIELD:
    case SP_PRIORITY_IN_VALUE:
      add (fields, SP_PANEL_FIELD_PRIORITY, label, g_strdup_printf ("%d", row->priority));
      return;
    case SP_PRIORITY_UNLABELLED:
      field = add (fields, SP_PANEL_FIELD_PRIORITY, NULL, g_strdup_printf ("%d", row->priority));
      field->after = g_strdup (sp_panel_get_label (panel->host, get_value_label (type)));
      return;
    case SP_PRIORITY_WORD:
      field = add (fields, SP_PANEL_FIELD_PRIORITY, label,
                   g_strdup (row->priority <= panel->least ? "main" : "backup"));
      field->choice = choose_word (panel, row);
      if (field->choice == SP_PANEL_CHOICE_BACKUP)
        field->hint = g_strdup (find_first (panel));
      return;
    }
}

/* Where rows only go there is no time to be typed. */
static void
add_ttl (Panel *panel, GPtrArray *fields, const SpEditRow *row)
{
  uint32_t ttl = sp_edit_get_ttl (panel->edit);
  const char *custom;
  SpPanelField *field;

  if ((row == NULL && sp_edit_get_removed (panel->edit)->len > 0) || ttl == 0
      || (panel->host != NULL && sp_dns_host_get_ttl_scope (panel->host) != SP_TTL_EACH))
    return;
  field = add (fields, SP_PANEL_FIELD_TTL, sp_panel_get_label (panel->host, "ttl"),
               g_strdup_printf ("%u", ttl));
  if (panel->host == NULL)
    return;
  custom = sp_dns_host_get_custom_ttl (panel->host);
  field->is_guess = sp_dns_host_is_guess (panel->host, "ttl");
  if (sp_dns_host_has_ttl_list (panel->host))
    field->choice = SP_PANEL_CHOICE_LISTED;
  else if (custom != NULL && ttl != sp_dns_host_get_default_ttl (panel->host))
    {
      field->choice = SP_PANEL_CHOICE_CUSTOM;
      field->hint = g_strdup (custom);
    }
}

static void
add_extras (Panel *panel, GPtrArray *fields)
{
  GPtrArray *extras = panel->host != NULL ? sp_dns_host_get_extras (panel->host) : NULL;
  g_autofree char *type = sp_rr_type_to_string (sp_edit_get_rr_type (panel->edit));

  for (guint i = 0; extras != NULL && i < extras->len; i++)
    {
      const SpPanelExtra *extra = g_ptr_array_index (extras, i);

      if (extra->types != NULL && !g_strv_contains ((const char *const *) extra->types, type))
        continue;
      add (fields, SP_PANEL_FIELD_EXTRA, extra->label, g_strdup (extra->value))->choice =
        SP_PANEL_CHOICE_LISTED;
    }
}

static void
add_part (Panel *panel, GPtrArray *fields, SpPanelPart part, const SpEditRow *row)
{
  switch (part)
    {
    case SP_PANEL_PART_TYPE:
      add_type (panel, fields);
      break;
    case SP_PANEL_PART_NAME:
      add_name (panel, fields);
      break;
    case SP_PANEL_PART_VALUE:
      add_value (panel, fields, row);
      break;
    case SP_PANEL_PART_PRIORITY:
      add_priority (panel, fields, row);
      break;
    case SP_PANEL_PART_TTL:
      add_ttl (panel, fields, row);
      break;
    case SP_N_PANEL_PARTS:
      break;
    }
}

static SpPanelPart
get_part (Panel *panel, guint place)
{
  return panel->host != NULL ? sp_dns_host_get_part (panel->host, place) : (SpPanelPart) place;
}

static gboolean
belongs_to_row (SpPanelPart part)
{
  return part == SP_PANEL_PART_VALUE || part == SP_PANEL_PART_PRIORITY;
}

static GPtrArray *
fields_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) sp_panel_field_free);
}

static GPtrArray *
dup_form (Panel *panel, const SpEditRow *row)
{
  GPtrArray *fields = fields_new ();

  for (guint i = 0; i < SP_N_PANEL_PARTS; i++)
    add_part (panel, fields, get_part (panel, i), row);
  if (row != NULL)
    add_extras (panel, fields);
  return fields;
}

/* One entry with fields for each record: those that stay are shown too, so that none is lost. */
static GPtrArray *
dup_set_form (Panel *panel, GPtrArray *rows)
{
  GPtrArray *fields = fields_new ();
  gboolean are_placed = FALSE;

  for (guint i = 0; i < SP_N_PANEL_PARTS; i++)
    {
      SpPanelPart part = get_part (panel, i);

      if (!belongs_to_row (part))
        add_part (panel, fields, part, g_ptr_array_index (rows, 0));
      else if (!are_placed)
        {
          for (guint j = 0; j < rows->len; j++)
            for (guint k = i; k < SP_N_PANEL_PARTS; k++)
              if (belongs_to_row (get_part (panel, k)))
                add_part (panel, fields, get_part (panel, k), g_ptr_array_index (rows, j));
          are_placed = TRUE;
        }
    }
  add_extras (panel, fields);
  return fields;
}

/* One box for all records of the name: all that is in it afterwards, a line each. */
static GPtrArray *
dup_lines_form (Panel *panel, GPtrArray *rows)
{
  GPtrArray *fields = dup_form (panel, g_ptr_array_index (rows, 0));
  SpRrType type = sp_edit_get_rr_type (panel->edit);

  for (guint i = 0; i < fields->len; i++)
    {
      SpPanelField *field = g_ptr_array_index (fields, i);
      g_autoptr (GString) lines = g_string_new (NULL);

      if (field->kind != SP_PANEL_FIELD_VALUE)
        continue;
      for (guint j = 0; j < rows->len; j++)
        {
          g_autofree char *line = dup_value (type, g_ptr_array_index (rows, j), panel->host);

          g_string_append_printf (lines, "%s%s", j > 0 ? "\n" : "", line);
        }
      g_free (field->value);
      field->value = g_string_free_and_steal (g_steal_pointer (&lines));
    }
  return fields;
}

static GPtrArray *
dup_line_form (Panel *panel, const SpEditRow *row)
{
  GPtrArray *fields = fields_new ();
  g_autofree char *value = quote (row->value);

  add (fields, SP_PANEL_FIELD_LINE, NULL,
       g_strdup_printf ("%s. %u IN TXT %s", sp_name_get_text (sp_edit_get_full_name (panel->edit)),
                        sp_edit_get_ttl (panel->edit), value));
  return fields;
}

static GPtrArray *
dup_wanted_rows (SpEdit *edit)
{
  GPtrArray *rows = g_ptr_array_new ();

  g_ptr_array_extend (rows, sp_edit_get_kept (edit), NULL, NULL);
  g_ptr_array_extend (rows, sp_edit_get_added (edit), NULL, NULL);
  return rows;
}

static int
find_least (GPtrArray *rows)
{
  int least = -1;

  for (guint i = 0; i < rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (rows, i);

      if (least < 0 || row->priority < least)
        least = row->priority;
    }
  return least;
}

/**
 * sp_panel_refuses_null_mx:
 * @edit: an edit
 * @host: (nullable): whose panel
 *
 * Returns: whether the edit adds the record that says "no mail" (RFC 7505), and the panel is known
 *   to refuse it
 */
gboolean
sp_panel_refuses_null_mx (SpEdit *edit, SpDnsHost *host)
{
  GPtrArray *added = sp_edit_get_added (edit);

  if (host == NULL || sp_edit_get_rr_type (edit) != SP_RR_MX
      || sp_dns_host_get_null_mx (host) != SP_NULL_MX_REFUSED)
    return FALSE;
  for (guint i = 0; i < added->len; i++)
    if (g_str_equal (((const SpEditRow *) g_ptr_array_index (added, i))->value, "."))
      return TRUE;
  return FALSE;
}

static gboolean
is_too_long (SpDnsHost *host, SpRrType type, const SpEditRow *row)
{
  guint limit = host != NULL && type == SP_RR_TXT ? sp_dns_host_get_txt_limit (host) : 0;

  return limit > 0 && strlen (row->value) > limit && !sp_dns_host_is_guess (host, "txt-limit");
}

/**
 * sp_panel_needs_longer_txt:
 * @edit: an edit
 * @host: (nullable): whose panel
 *
 * Returns: whether a text of the edit is longer than the form of the panel is known to take
 */
gboolean
sp_panel_needs_longer_txt (SpEdit *edit, SpDnsHost *host)
{
  GPtrArray *added = sp_edit_get_added (edit);

  for (guint i = 0; i < added->len; i++)
    if (is_too_long (host, sp_edit_get_rr_type (edit), g_ptr_array_index (added, i)))
      return TRUE;
  return FALSE;
}

/**
 * sp_panel_forms_new:
 * @edit: an edit
 * @host: (nullable): whose panel; %NULL for a panel of no known company
 * @full_name: whether the panel wants whole names
 *
 * What to type in the forms of the panel, in its words and in the order of its fields. There is a
 * form for each record that is added; where the panel keeps all records of one name and type in
 * one entry, that entry as it is afterwards. Where rows only go, or only the TTL changes, the form
 * tells which entry it is. A field that the panel does not have is left out, and a record that
 * cannot be typed there has no form.
 *
 * Returns: (transfer full) (element-type GPtrArray): the forms, each with its #SpPanelField items
 */
GPtrArray *
sp_panel_forms_new (SpEdit *edit, SpDnsHost *host, gboolean full_name)
{
  GPtrArray *forms = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  GPtrArray *added = sp_edit_get_added (edit);
  g_autoptr (GPtrArray) wanted = dup_wanted_rows (edit);
  SpRrType type = sp_edit_get_rr_type (edit);
  SpPanelRows rows = host != NULL && !sp_dns_host_is_guess (host, "rows")
                       ? sp_dns_host_get_rows (host)
                       : SP_PANEL_ROWS_EACH;
  Panel panel = { edit, host, full_name, find_least (wanted) };

  if (sp_panel_refuses_null_mx (edit, host))
    return forms;
  if (wanted->len > 0 && rows == SP_PANEL_ROWS_LINES)
    g_ptr_array_add (forms, dup_lines_form (&panel, wanted));
  else if (wanted->len > 0 && rows == SP_PANEL_ROWS_SET)
    g_ptr_array_add (forms, dup_set_form (&panel, wanted));
  else if (added->len == 0)
    g_ptr_array_add (forms, dup_form (&panel, NULL));
  else
    for (guint i = 0; i < added->len; i++)
      {
        const SpEditRow *row = g_ptr_array_index (added, i);

        g_ptr_array_add (forms,
                         is_too_long (host, type, row) && sp_dns_host_get_longer_txt (host) != NULL
                           ? dup_line_form (&panel, row)
                           : dup_form (&panel, row));
      }
  return forms;
}
