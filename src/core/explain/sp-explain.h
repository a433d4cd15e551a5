/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/catalog/sp-catalog.h"
#include "core/checks/sp-finding.h"
#include "core/checks/sp-spf-tree.h"
#include "core/inspect/sp-question.h"
#include "core/plan/sp-edit.h"
#include "core/plan/sp-keep.h"
#include "core/plan/sp-panel-fields.h"
#include "core/plan/sp-panel-steps.h"
#include "core/plan/sp-pasted-value.h"
#include "core/plan/sp-step.h"

G_BEGIN_DECLS

/*
 * The only sentences in core. Each function turns a code and its facts into words in the
 * language of the person; none is ever empty for a code that Signpost can produce. Text from
 * DNS is escaped and stands between isolates (U+2068…U+2069). No markup anywhere.
 */

char *sp_explain_finding_title (SpFinding *finding);
char *sp_explain_finding_text (SpFinding *finding);
char *sp_explain_finding_fix (SpFinding *finding);
char *sp_explain_rule_name (const char *id);
char *sp_explain_unchecked (SpUnchecked *unchecked);
char *sp_explain_reason (SpReason reason);
const char *sp_explain_level (SpLevel level);

char *sp_explain_spf_term (const SpSpfNode *node);
char *sp_explain_spf_cost (const SpSpfNode *node);
char *sp_explain_spf_total (const SpSpfTree *tree);
const char *sp_explain_spf_note (const SpSpfNode *node);

char *sp_explain_question_error (const GError *error);

char *sp_explain_edit_title (SpEdit *edit, SpCatalog *catalog);
char *sp_explain_edit_why (SpEdit *edit, SpCatalog *catalog);
char *sp_explain_edit_lookups (SpEdit *edit);
char *sp_explain_keep_title (const SpKeep *keep, SpCatalog *catalog);
char *sp_explain_keep_why (const SpKeep *keep, SpCatalog *catalog);
char *sp_explain_mistake (const char *code);

char *sp_explain_panel_step (const SpPanelStep *step);
char *sp_explain_panel_label (const SpPanelField *field);
gboolean sp_explain_panel_can_be_pasted (const SpPanelField *field);
char *sp_explain_panel_value (const SpPanelField *field);
char *sp_explain_panel_note (const SpPanelField *field);
char *sp_explain_pasted (const SpPastedValue *pasted);

char *sp_explain_step_title (SpStep *step, const char *provider_name);
char *sp_explain_step_text (SpStep *step, const char *provider_name);
char *sp_explain_step_state (SpStepState state);
char *sp_explain_tick (const char *id);
char *sp_explain_tick_reason (const char *id);
char *sp_explain_blocker (const char *id, const char *provider_name);
char *sp_explain_why (const SpWhy *why);
char *sp_explain_why_at (const SpWhy *why, gint64 now, GTimeZone *zone);

char *sp_explain_ttl (gint64 seconds);
char *sp_explain_duration (gint64 seconds);
char *sp_explain_time (gint64 time, gint64 now, GTimeZone *zone);
char *sp_explain_time_on_paper (gint64 time, GTimeZone *zone);
char *sp_explain_safe_text (const char *bytes, gssize length);
char *sp_explain_isolate (const char *text);
char *sp_explain_drop_isolates (const char *text);

char *sp_explain_story (const char *id);

G_END_DECLS
