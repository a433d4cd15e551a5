/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/catalog/sp-dns-host.h"
#include "core/plan/sp-edit.h"

G_BEGIN_DECLS

/**
 * SpPanelFieldKind:
 *
 * A field of a DNS panel, in the order in which most panels have them.
 */
typedef enum {
  SP_PANEL_FIELD_TYPE,
  SP_PANEL_FIELD_NAME,
  SP_PANEL_FIELD_VALUE,
  SP_PANEL_FIELD_PRIORITY,
  SP_PANEL_FIELD_TTL,
} SpPanelFieldKind;

/**
 * SpPanelField:
 * @kind: which field
 * @label: (nullable): the panel's own word for it, %NULL if not known
 * @value: exactly what is to be typed
 *
 * What to type in one field of a panel.
 */
typedef struct {
  SpPanelFieldKind kind;
  char *label;
  char *value;
} SpPanelField;

void sp_panel_field_free (SpPanelField *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpPanelField, sp_panel_field_free)

GPtrArray *sp_panel_fields_new (SpEdit *edit, const SpEditRow *row, SpDnsHost *host,
                                gboolean full_name);
char *sp_panel_fields_dup_name (SpEdit *edit, SpDnsHost *host, gboolean full_name);

G_END_DECLS
