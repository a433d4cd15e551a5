/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/catalog/sp-dns-host.h"
#include "core/inspect/sp-snapshot.h"
#include "core/plan/sp-edit.h"

G_BEGIN_DECLS

/**
 * SpPanelStep:
 * @code: what to do: "sign-in", "open", "switch", "subdomain", "block", "null-mx-refused",
 *   "many-mx", "equal-numbers", "clear-first", "add", "change", "renumber", "entry", "longer-txt",
 *   "too-long", "ttl", "ttl-zone", "ttl-fixed", "fill", "save", "remove", "wait"
 * @facts: (element-type utf8 utf8): the facts that its sentence is made of
 *
 * One step of making an edit in a panel. Codes and facts only: `explain/` makes them sentences.
 */
typedef struct {
  const char *code;
  GHashTable *facts;
} SpPanelStep;

void sp_panel_step_free (SpPanelStep *self);
const char *sp_panel_step_get_fact (const SpPanelStep *self, const char *key);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpPanelStep, sp_panel_step_free)

GPtrArray *sp_panel_steps_new (SpEdit *edit, SpDnsHost *host, SpSnapshot *snapshot);
char *sp_panel_dup_link (SpDnsHost *host, SpName *zone, gboolean *is_editor);

G_END_DECLS
