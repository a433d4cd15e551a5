/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/catalog/sp-catalog.h"
#include "core/dns/sp-clock.h"
#include "core/dns/sp-traffic.h"
#include "core/inspect/sp-question.h"
#include "core/inspect/sp-recent-answers.h"
#include "core/inspect/sp-snapshot.h"

G_BEGIN_DECLS

/**
 * SpNetwork:
 * @recursors: (element-type GInetSocketAddress): the resolvers for names outside the zone
 * @dns_port: port of every authoritative server
 * @resolver_only: ask nothing of the domain's own servers
 * @allow_private: ask private and loopback addresses found in DNS, and do not judge them
 * @practice: the recursors are the practice world's
 * @authorities: (nullable): certificate authorities to be trusted beside the system's
 * @timeout: bound of a whole inspection, in milliseconds
 * @traffic: what is under way to each address, of all inspections together
 * @recent: (nullable): what the resolvers have just said, where many domains are looked at
 *
 * How DNS is reached. Its settings are immutable; counted.
 */
typedef struct {
  GPtrArray *recursors;
  uint16_t dns_port;
  gboolean resolver_only;
  gboolean allow_private;
  gboolean practice;
  GTlsDatabase *authorities;
  guint timeout;
  SpTraffic *traffic;
  SpRecentAnswers *recent;
} SpNetwork;

#define SP_TYPE_NETWORK (sp_network_get_type ())
GType sp_network_get_type (void);
SpNetwork *sp_network_new (GPtrArray *recursors);
SpNetwork *sp_network_ref (SpNetwork *self);
void sp_network_unref (SpNetwork *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpNetwork, sp_network_unref)

/**
 * SpInspector:
 *
 * Asks everything that checks and plan want to know of a domain, at the domain's own servers,
 * and returns it as a [struct@Snapshot]. Questions that do not depend on each other go out
 * together.
 *
 * ## Signals
 *
 * `SpInspector::progress` (asked, answered) while an inspection runs.
 */
#define SP_TYPE_INSPECTOR (sp_inspector_get_type ())
G_DECLARE_FINAL_TYPE (SpInspector, sp_inspector, SP, INSPECTOR, GObject)

SpInspector *sp_inspector_new (SpNetwork *network, SpCatalog *catalog, SpClock *clock);
void sp_inspector_inspect_async (SpInspector *self, SpQuestion *question, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
SpSnapshot *sp_inspector_inspect_finish (SpInspector *self, GAsyncResult *result, GError **error);

G_END_DECLS
