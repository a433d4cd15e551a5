/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-explain"

#include "core/explain/sp-json-plan.h"

#include "core/explain/sp-explain.h"
#include "core/explain/sp-json.h"

static void
add_rows (JsonBuilder *builder, const char *key, GPtrArray *rows)
{
  sp_json_begin_array (builder, key);
  for (guint i = 0; i < rows->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (rows, i);

      json_builder_begin_object (builder);
      if (row->priority >= 0)
        sp_json_add_int (builder, "priority", row->priority);
      sp_json_add_string (builder, "value", row->value);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_cures (JsonBuilder *builder, GPtrArray *cures)
{
  sp_json_begin_array (builder, "cures");
  for (guint i = 0; i < cures->len; i++)
    {
      const SpCure *cure = g_ptr_array_index (cures, i);

      json_builder_begin_object (builder);
      sp_json_add_string (builder, "id", cure->id);
      sp_json_add_string (builder, "subject", cure->subject);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_field (JsonBuilder *builder, const SpPanelField *field)
{
  json_builder_begin_object (builder);
  sp_json_add_string (builder, "field", sp_panel_field_kind_to_string (field->kind));
  sp_json_add_string (builder, "label", field->label);
  sp_json_add_string (builder, "value", field->value);
  json_builder_end_object (builder);
}

/* What to type at the company that keeps the records, and the way there. */
static void
add_panel (JsonBuilder *builder, SpEdit *edit, SpDnsHost *host, SpSnapshot *snapshot)
{
  g_autoptr (GPtrArray)
    forms = sp_panel_forms_new (edit, host, host != NULL && sp_dns_host_wants_full_names (host));
  g_autoptr (GPtrArray) steps = sp_panel_steps_new (edit, host, snapshot);

  sp_json_begin_object (builder, "panel");
  sp_json_add_string (builder, "dns_host", host != NULL ? sp_dns_host_get_id (host) : NULL);
  sp_json_begin_array (builder, "forms");
  for (guint i = 0; i < forms->len; i++)
    {
      GPtrArray *fields = g_ptr_array_index (forms, i);

      json_builder_begin_array (builder);
      for (guint j = 0; j < fields->len; j++)
        add_field (builder, g_ptr_array_index (fields, j));
      json_builder_end_array (builder);
    }
  json_builder_end_array (builder);
  sp_json_begin_array (builder, "steps");
  for (guint i = 0; i < steps->len; i++)
    {
      const SpPanelStep *step = g_ptr_array_index (steps, i);
      g_autofree char *sentence = sp_explain_panel_step (step);

      json_builder_begin_object (builder);
      sp_json_add_string (builder, "code", step->code);
      sp_json_add_string (builder, "text", sentence);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_number (JsonBuilder *builder, const char *key, const char *number)
{
  if (number != NULL)
    sp_json_add_int (builder, key, g_ascii_strtoll (number, NULL, 10));
  else
    sp_json_add_string (builder, key, NULL);
}

/* RFC 7208 §4.6.4: only of an edit that writes a list of senders. */
static void
add_lookups (JsonBuilder *builder, SpEdit *edit)
{
  if (sp_edit_get_detail (edit, "lookups-after") == NULL)
    return;
  sp_json_begin_object (builder, "lookups");
  add_number (builder, "before", sp_edit_get_detail (edit, "lookups-before"));
  add_number (builder, "after", sp_edit_get_detail (edit, "lookups-after"));
  sp_json_add_boolean (builder, "complete", sp_edit_get_detail (edit, "lookups-open") == NULL);
  json_builder_end_object (builder);
}

static void
add_edit (JsonBuilder *builder, SpEdit *edit, SpDnsHost *host, SpSnapshot *snapshot)
{
  g_autofree char *type = sp_rr_type_to_string (sp_edit_get_rr_type (edit));

  json_builder_begin_object (builder);
  sp_json_add_string (builder, "id", sp_edit_get_id (edit));
  sp_json_add_string (builder, "action", sp_edit_action_to_string (sp_edit_get_action (edit)));
  sp_json_add_string (builder, "type", type);
  sp_json_add_string (builder, "name", sp_edit_get_name (edit));
  sp_json_add_name (builder, "full_name", sp_edit_get_full_name (edit));
  sp_json_add_name (builder, "zone", sp_edit_get_zone (edit));
  sp_json_add_int (builder, "ttl", sp_edit_get_ttl (edit));
  add_rows (builder, "remove", sp_edit_get_removed (edit));
  add_rows (builder, "add", sp_edit_get_added (edit));
  add_rows (builder, "keep", sp_edit_get_kept (edit));
  sp_json_add_string (builder, "why", sp_edit_get_why (edit));
  add_cures (builder, sp_edit_get_cures (edit));
  sp_json_add_string (builder, "doubt", sp_edit_get_detail (edit, "doubt"));
  add_lookups (builder, edit);
  sp_json_add_string (builder, "held_by", sp_edit_get_detail (edit, "holder"));
  sp_json_add_strings (builder, "after", sp_edit_get_after (edit));
  sp_json_add_time (builder, "not_before", sp_edit_get_not_before (edit));
  add_panel (builder, edit, host, snapshot);
  json_builder_end_object (builder);
}

static void
add_edits (JsonBuilder *builder, GListModel *edits, SpDnsHost *host, SpSnapshot *snapshot)
{
  sp_json_begin_array (builder, "edits");
  for (guint i = 0; i < g_list_model_get_n_items (edits); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (edits, i);

      add_edit (builder, edit, host, snapshot);
    }
  json_builder_end_array (builder);
}

/* The edits that a value is for, and those that can only be written with it. */
static void
add_users (JsonBuilder *builder, GListModel *cards, const char *key)
{
  sp_json_begin_array (builder, "edits");
  for (guint i = 0; i < g_list_model_get_n_items (cards); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (cards, i);

      if (g_strv_contains (sp_edit_get_keys (edit), key))
        json_builder_add_string_value (builder, sp_edit_get_id (edit));
    }
  json_builder_end_array (builder);
}

static void
add_need (JsonBuilder *builder, const SpNeed *need, GListModel *cards)
{
  json_builder_begin_object (builder);
  sp_json_add_string (builder, "key", need->key);
  sp_json_add_string (builder, "label", need->label);
  sp_json_add_string (builder, "where", need->where);
  sp_json_add_string (builder, "pattern", need->pattern);
  sp_json_add_boolean (builder, "required", need->is_required);
  sp_json_add_string (builder, "fallback", need->fallback);
  add_users (builder, cards, need->key);
  json_builder_end_object (builder);
}

static void
add_keep (JsonBuilder *builder, const SpKeep *keep, SpCatalog *catalog)
{
  g_autofree char *type = sp_rr_type_to_string (keep->type);
  g_autofree char *title = sp_explain_keep_title (keep, catalog);
  g_autofree char *why = sp_explain_keep_why (keep, catalog);

  json_builder_begin_object (builder);
  sp_json_add_string (builder, "code", keep->code);
  sp_json_add_string (builder, "type", type);
  sp_json_add_name (builder, "full_name", keep->name);
  add_rows (builder, "rows", keep->rows);
  sp_json_add_string (builder, "service", keep->service);
  sp_json_add_string (builder, "title", title);
  sp_json_add_string (builder, "why", why);
  json_builder_end_object (builder);
}

/* What will have to be edited once the values are known; its name may depend on one of them. */
static void
add_waiting (JsonBuilder *builder, SpEdit *edit)
{
  g_autofree char *type = sp_rr_type_to_string (sp_edit_get_rr_type (edit));
  gboolean is_named = sp_edit_get_detail (edit, "unnamed") == NULL;

  json_builder_begin_object (builder);
  sp_json_add_string (builder, "id", sp_edit_get_id (edit));
  sp_json_add_string (builder, "type", type);
  sp_json_add_string (builder, "name", is_named ? sp_edit_get_name (edit) : NULL);
  sp_json_add_name (builder, "full_name", is_named ? sp_edit_get_full_name (edit) : NULL);
  sp_json_add_string (builder, "why", sp_edit_get_why (edit));
  sp_json_add_strings (builder, "needs", sp_edit_get_keys (edit));
  sp_json_add_string (builder, "held_by", sp_edit_get_detail (edit, "holder"));
  json_builder_end_object (builder);
}

static void
add_all_waiting (JsonBuilder *builder, GListModel *waiting)
{
  sp_json_begin_array (builder, "waiting");
  for (guint i = 0; waiting != NULL && i < g_list_model_get_n_items (waiting); i++)
    {
      g_autoptr (SpEdit) edit = g_list_model_get_item (waiting, i);

      add_waiting (builder, edit);
    }
  json_builder_end_array (builder);
}

/**
 * sp_json_add_unchecked:
 * @builder: where a value is expected
 * @unchecked: what could not be decided, and why
 */
void
sp_json_add_unchecked (JsonBuilder *builder, SpUnchecked *unchecked)
{
  json_builder_begin_object (builder);
  sp_json_add_string (builder, "id", sp_unchecked_get_id (unchecked));
  sp_json_add_string (builder, "subject", sp_unchecked_get_subject (unchecked));
  sp_json_add_string (builder, "reason", sp_reason_to_string (sp_unchecked_get_reason (unchecked)));
  sp_json_add_strings (builder, "servers", sp_unchecked_get_servers (unchecked));
  json_builder_end_object (builder);
}

/**
 * sp_json_add_plan:
 * @builder: where a value is expected
 * @report: a report with its plan
 * @provider: (nullable): id of the provider it leads to
 * @catalog: to name services
 *
 * Writes the document of `edits`, schema 1.
 */
void
sp_json_add_plan (JsonBuilder *builder, SpReport *report, const char *provider, SpCatalog *catalog)
{
  SpEditPlan *plan = sp_report_get_plan (report);
  SpName *domain = sp_snapshot_get_domain (sp_report_get_snapshot (report));
  SpFinding *obstacle = sp_report_get_obstacle (report);
  GPtrArray *needs = sp_edit_plan_get_needs (plan);
  GListModel *unchecked = sp_edit_plan_get_unchecked (plan);
  GListModel *waiting = sp_edit_plan_get_waiting (plan);
  GPtrArray *keeps = sp_edit_plan_get_keeps (plan);

  json_builder_begin_object (builder);
  sp_json_add_int (builder, "schema", 1);
  sp_json_add_name (builder, "domain", domain);
  sp_json_add_string (builder, "provider", provider);
  add_edits (builder, sp_edit_plan_get_edits (plan), sp_report_get_dns_host (report),
             sp_report_get_snapshot (report));
  sp_json_begin_array (builder, "needs");
  for (guint i = 0; i < needs->len; i++)
    add_need (builder, g_ptr_array_index (needs, i), sp_edit_plan_get_cards (plan));
  json_builder_end_array (builder);
  add_all_waiting (builder, waiting);
  sp_json_begin_array (builder, "keeps");
  for (guint i = 0; i < keeps->len; i++)
    add_keep (builder, g_ptr_array_index (keeps, i), catalog);
  json_builder_end_array (builder);
  sp_json_begin_array (builder, "unchecked");
  for (guint i = 0; i < g_list_model_get_n_items (unchecked); i++)
    {
      g_autoptr (SpUnchecked) item = g_list_model_get_item (unchecked, i);

      sp_json_add_unchecked (builder, item);
    }
  json_builder_end_array (builder);
  sp_json_begin_array (builder, "findings");
  if (obstacle != NULL)
    sp_json_add_finding (builder, obstacle);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_step (JsonBuilder *builder, SpStep *step, SpDnsHost *host, SpSnapshot *snapshot)
{
  GPtrArray *why = sp_step_get_why (step);
  GPtrArray *ticks = sp_step_get_ticks (step);

  json_builder_begin_object (builder);
  sp_json_add_string (builder, "id", sp_step_get_id (step));
  sp_json_add_string (builder, "state", sp_step_state_to_string (sp_step_get_state (step)));
  sp_json_add_time (builder, "earliest", sp_step_get_earliest (step));
  sp_json_add_time (builder, "latest", sp_step_get_latest (step));
  sp_json_add_boolean (builder, "about", sp_step_is_about (step));
  sp_json_begin_array (builder, "why");
  for (guint i = 0; i < why->len; i++)
    {
      const SpWhy *summand = g_ptr_array_index (why, i);

      json_builder_begin_object (builder);
      sp_json_add_string (builder, "what", summand->what);
      sp_json_add_int (builder, "seconds", summand->seconds);
      sp_json_add_time (builder, "observed_at", summand->observed_at);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  sp_json_add_strings (builder, "blocked_by", sp_step_get_blocked_by (step));
  add_edits (builder, sp_step_get_edits (step), host, snapshot);
  sp_json_begin_array (builder, "ticks");
  for (guint i = 0; i < ticks->len; i++)
    {
      const SpTick *tick = g_ptr_array_index (ticks, i);

      json_builder_begin_object (builder);
      sp_json_add_string (builder, "id", tick->id);
      sp_json_add_boolean (builder, "done", tick->is_done);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

/**
 * sp_json_add_timeline:
 * @builder: where a value is expected
 * @timeline: the dated steps
 * @snapshot: what is published now
 * @host: (nullable): whose panel is used
 * @waiting: (nullable): a list of [class@Edit] that cannot be written yet
 * @provider: id of the provider it moves to
 *
 * Writes the document of `move`, schema 1.
 */
void
sp_json_add_timeline (JsonBuilder *builder, SpTimeline *timeline, SpSnapshot *snapshot,
                      SpDnsHost *host, GListModel *waiting, const char *provider)
{
  GListModel *steps = sp_timeline_get_steps (timeline);

  json_builder_begin_object (builder);
  sp_json_add_int (builder, "schema", 1);
  sp_json_add_name (builder, "domain", sp_snapshot_get_domain (snapshot));
  sp_json_add_string (builder, "provider", provider);
  sp_json_add_string (builder, "strategy",
                      sp_strategy_to_string (sp_timeline_get_strategy (timeline)));
  sp_json_begin_array (builder, "steps");
  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (SpStep) step = g_list_model_get_item (steps, i);

      add_step (builder, step, host, snapshot);
    }
  json_builder_end_array (builder);
  add_all_waiting (builder, waiting);
  json_builder_end_object (builder);
}
