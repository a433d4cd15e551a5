/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/catalog/sp-dns-host.h"
#include "core/plan/sp-edit.h"

G_BEGIN_DECLS

/**
 * SpPanelFieldKind:
 * @SP_PANEL_FIELD_EXTRA: a field that few panels have
 * @SP_PANEL_FIELD_LINE: the whole record as a line of a zone file, where the form takes no text as
 *   long as this
 *
 * A field of a DNS panel.
 */
typedef enum {
  SP_PANEL_FIELD_TYPE,
  SP_PANEL_FIELD_NAME,
  SP_PANEL_FIELD_VALUE,
  SP_PANEL_FIELD_PRIORITY,
  SP_PANEL_FIELD_TTL,
  SP_PANEL_FIELD_EXTRA,
  SP_PANEL_FIELD_LINE,
} SpPanelFieldKind;

const char *sp_panel_field_kind_to_string (SpPanelFieldKind kind);

/**
 * SpPanelChoice:
 * @SP_PANEL_CHOICE_NONE: the value is typed
 * @SP_PANEL_CHOICE_LISTED: it is chosen from a list
 * @SP_PANEL_CHOICE_CUSTOM: it is typed after another choice, the field's hint
 * @SP_PANEL_CHOICE_ONLY: a word of the panel's own for the order of servers, where there is only
 * one
 * @SP_PANEL_CHOICE_MAIN: likewise, for the server that is tried first
 * @SP_PANEL_CHOICE_BACKUP: likewise, for a server that is tried after another, the field's hint
 * @SP_PANEL_CHOICE_PARTS: typed as a whole, or each word of it in a field of its own
 *
 * How a value gets into its field.
 */
typedef enum {
  SP_PANEL_CHOICE_NONE,
  SP_PANEL_CHOICE_LISTED,
  SP_PANEL_CHOICE_CUSTOM,
  SP_PANEL_CHOICE_ONLY,
  SP_PANEL_CHOICE_MAIN,
  SP_PANEL_CHOICE_BACKUP,
  SP_PANEL_CHOICE_PARTS,
} SpPanelChoice;

/**
 * SpPanelField:
 * @kind: which field
 * @choice: how the value gets there
 * @is_guess: whether that the panel wants it so is not known from a source
 * @label: (nullable): the panel's own word for it, %NULL if not known
 * @after: (nullable): where the field itself has no label: that of the field before it
 * @hint: (nullable): what is chosen before the value can be typed, or the server that is tried
 * first
 * @value: exactly what is to be typed; may be empty, and may have several lines where the panel
 *   has one box for all records of a name. Of a word: "main" or "backup"
 *
 * What to type in one field of a panel.
 */
typedef struct {
  SpPanelFieldKind kind;
  SpPanelChoice choice;
  gboolean is_guess;
  char *label;
  char *after;
  char *hint;
  char *value;
} SpPanelField;

void sp_panel_field_free (SpPanelField *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpPanelField, sp_panel_field_free)

GPtrArray *sp_panel_forms_new (SpEdit *edit, SpDnsHost *host, gboolean full_name);
char *sp_panel_fields_dup_name (SpEdit *edit, SpDnsHost *host, gboolean full_name);
const char *sp_panel_get_label (SpDnsHost *host, const char *field);
gboolean sp_panel_refuses_null_mx (SpEdit *edit, SpDnsHost *host);
gboolean sp_panel_needs_longer_txt (SpEdit *edit, SpDnsHost *host);

G_END_DECLS
