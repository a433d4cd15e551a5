/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-clock.h"
#include "core/inspect/sp-inspector.h"
#include "core/practice/sp-practice-world.h"
#include "core/sp-domain.h"

G_BEGIN_DECLS

/**
 * SpWorkspaceOptions:
 * @practice: the practice world inside the process instead of the internet
 * @recursors: (nullable) (element-type GInetSocketAddress): replace the system's resolvers
 * @dns_port: port of every authoritative server, 0 for 53 (practice: its own)
 * @resolver_only: ask nothing of the domain's own servers
 * @allow_private: ask private addresses found in DNS
 * @ca_file: (nullable): certificate authorities to be trusted beside the system's
 * @timeout: bound of a whole inspection in milliseconds, 0 for 20,000
 * @now: a fixed clock, microseconds since 1970, 0 for the running one
 * @data_dir: (nullable): folder of the store; %NULL for the user's data folder
 * @is_list: one domain after the other is looked at, and nothing watched
 * @n_sharers: how many processes look at parts of one list together; 0 for this one alone
 * @read_only: nothing is to be recorded: a store that is not there is not made
 *
 * How a workspace is made.
 */
typedef struct {
  gboolean practice;
  GPtrArray *recursors;
  uint16_t dns_port;
  gboolean resolver_only;
  gboolean allow_private;
  const char *ca_file;
  guint timeout;
  gint64 now;
  const char *data_dir;
  gboolean is_list;
  guint n_sharers;
  gboolean read_only;
} SpWorkspaceOptions;

/**
 * SpWorkspace:
 *
 * What the window and signpostctl hold: catalogue, clock, way to DNS, store, and the saved
 * domains. Everything that changes a domain goes through it and is stored at once.
 */
#define SP_TYPE_WORKSPACE (sp_workspace_get_type ())
G_DECLARE_FINAL_TYPE (SpWorkspace, sp_workspace, SP, WORKSPACE, GObject)

SpWorkspace *sp_workspace_new (const SpWorkspaceOptions *options, GError **error);

SpCatalog *sp_workspace_get_catalog (SpWorkspace *self);
SpClock *sp_workspace_get_clock (SpWorkspace *self);
SpNetwork *sp_workspace_get_network (SpWorkspace *self);
SpPracticeWorld *sp_workspace_get_practice (SpWorkspace *self);
GListModel *sp_workspace_get_domains (SpWorkspace *self);
SpDomain *sp_workspace_find_domain (SpWorkspace *self, const SpName *name);

void sp_workspace_inspect_async (SpWorkspace *self, SpQuestion *question, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
SpReport *sp_workspace_inspect_finish (SpWorkspace *self, GAsyncResult *result, GError **error);
SpReport *sp_workspace_derive_report (SpWorkspace *self, SpReport *report,
                                      const SpChoices *choices);

SpDomain *sp_workspace_add_domain (SpWorkspace *self, SpReport *report, const char *provider,
                                   GError **error);
gboolean sp_workspace_remove_domain (SpWorkspace *self, SpDomain *domain, GError **error);
void sp_workspace_refresh (SpWorkspace *self, SpDomain *domain);

gboolean sp_workspace_choose_provider (SpWorkspace *self, SpDomain *domain, const char *provider,
                                       GError **error);
gboolean sp_workspace_choose_dns_host (SpWorkspace *self, SpDomain *domain, const char *dns_host,
                                       GError **error);
gboolean sp_workspace_set_value (SpWorkspace *self, SpDomain *domain, const char *key,
                                 const char *value, GError **error);

/**
 * SpMoveRequest:
 * @choices: where to; the provider must be given
 * @strategy: which way
 * @start: when it is to begin, microseconds since 1970; 0 for now
 * @is_any_strategy: whether a move that is planned already goes on its way whatever @strategy says
 * @is_any_filter: whether it keeps its filter if none is chosen
 *
 * A move that somebody asks for. If the same move is planned already, it goes on; values that are
 * given again replace the former ones.
 */
typedef struct {
  SpChoices choices;
  SpStrategy strategy;
  gint64 start;
  gboolean is_any_strategy;
  gboolean is_any_filter;
} SpMoveRequest;

SpTimeline *sp_workspace_plan_move (SpWorkspace *self, SpReport *report,
                                    const SpMoveRequest *request, GError **error);
SpQuestion *sp_workspace_add_values (SpWorkspace *self, SpQuestion *question, GHashTable *values);
SpQuestion *sp_workspace_make_move_question (SpWorkspace *self, SpName *domain,
                                             const char *provider, const char *filter);
SpReport *sp_workspace_derive_move_report (SpWorkspace *self, SpReport *report);
gboolean sp_workspace_abort_move (SpWorkspace *self, const SpName *domain, GError **error);
gboolean sp_workspace_mark_tick (SpWorkspace *self, const SpName *domain, const char *tick,
                                 gboolean done, GError **error);
gboolean sp_workspace_mark_skipped (SpWorkspace *self, const SpName *domain, const char *step,
                                    gboolean skipped, GError **error);

SpEditWatch *sp_workspace_watch_edit (SpWorkspace *self, SpDomain *domain, SpEdit *edit);
gboolean sp_workspace_begin_move (SpWorkspace *self, SpDomain *domain, SpStrategy strategy,
                                  GError **error);
gboolean sp_workspace_end_move (SpWorkspace *self, SpDomain *domain, GError **error);
gboolean sp_workspace_tick (SpWorkspace *self, SpDomain *domain, const char *tick, gboolean done,
                            GError **error);
gboolean sp_workspace_skip_step (SpWorkspace *self, SpDomain *domain, const char *step,
                                 gboolean skipped, GError **error);

G_END_DECLS
