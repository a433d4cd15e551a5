/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/catalog/sp-catalog.h"
#include "core/plan/sp-published.h"

G_BEGIN_DECLS

/**
 * SpKeep:
 * @code: why it stays: "website", "sender" (a service in the list of allowed senders), "proof"
 * (text that other services look for), "seal" (a key of somebody else), "policy" (the rule for
 * forged mail), "delivery-security" (MTA-STS), "delivery-reports" (TLS-RPT)
 * @name: owner of the records
 * @type: their type
 * @rows: (element-type SpEditRow): the records, or of a list of senders the word that stays
 * @service: (nullable): id of the service that it belongs to
 *
 * Something published that the plan leaves as it is, so that nobody takes it away by mistake.
 */
typedef struct {
  const char *code;
  SpName *name;
  SpRrType type;
  GPtrArray *rows;
  char *service;
} SpKeep;

void sp_keep_free (SpKeep *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpKeep, sp_keep_free)

GPtrArray *sp_keeps_new (SpPublished *published, SpCatalog *catalog, GListModel *edits);

G_END_DECLS
