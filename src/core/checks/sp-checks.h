/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/catalog/sp-catalog.h"
#include "core/checks/sp-finding.h"
#include "core/inspect/sp-observation.h"
#include "core/inspect/sp-snapshot.h"

G_BEGIN_DECLS

/**
 * SpCheckFacts:
 * @snapshot: what was seen
 * @catalog: providers and DNS hosts
 * @provider: (nullable): id of the chosen provider, %NULL to judge what is there
 * @filter: (nullable): id of the filter in front
 * @selectors: (nullable): further DKIM key names
 * @dns_host: (nullable): id of the DNS host where the person says that the records are edited
 * @earlier: (nullable): the snapshot before, for what vanished
 * @observations: (nullable) (element-type SpObservation): everything recorded of the domain's own
 *   servers; what is no older than @snapshot is passed over
 * @move_planned: whether a move is planned or under way
 * @stage_hosts: (nullable): MX hosts that the plan's stage expects beside the provider's
 * @spare_hosts: (nullable): hosts that the person called "our spare"
 * @site_sends_mail: whether the person said that the website sends mail
 *
 * All that a check may look at. Checks have no other input: no clock, no network.
 */
typedef struct {
  SpSnapshot *snapshot;
  SpCatalog *catalog;
  const char *provider;
  const char *filter;
  const char *const *selectors;
  const char *dns_host;
  SpSnapshot *earlier;
  GPtrArray *observations;
  gboolean move_planned;
  const char *const *stage_hosts;
  const char *const *spare_hosts;
  gboolean site_sends_mail;
} SpCheckFacts;

/**
 * SpArea:
 * @SP_AREA_RECEIVING: where mail is delivered
 * @SP_AREA_SENDING: who may send, the seal, the rule for forged mail
 * @SP_AREA_PROGRAMS: how mail programs find the server
 * @SP_AREA_KEEPING: where the records are kept
 *
 * What a rule is about.
 */
typedef enum {
  SP_AREA_RECEIVING,
  SP_AREA_SENDING,
  SP_AREA_PROGRAMS,
  SP_AREA_KEEPING,
} SpArea;

/**
 * SpStatus:
 *
 * The verdict on a domain as a whole (design §6): unknown if MX or delegation could not be
 * decided, else broken with a level 4, attention with a level 2 or 3, else in order.
 */
typedef enum {
  SP_STATUS_IN_ORDER,
  SP_STATUS_ATTENTION,
  SP_STATUS_BROKEN,
  SP_STATUS_UNKNOWN,
} SpStatus;

const char *sp_status_to_string (SpStatus status);

/**
 * SpVerdict:
 *
 * What the checks say of a snapshot: every rule is in the findings, in the unchecked list, or in
 * order; exactly one of the three, once per subject. Findings are sorted by level, worst first.
 */
#define SP_TYPE_VERDICT (sp_verdict_get_type ())
G_DECLARE_FINAL_TYPE (SpVerdict, sp_verdict, SP, VERDICT, GObject)

SpVerdict *sp_checks_run (const SpCheckFacts *facts);
SpProvider *sp_checks_find_mailboxes (SpSnapshot *snapshot, SpCatalog *catalog);
SpStatus sp_verdict_get_status (SpVerdict *self);
GListModel *sp_verdict_get_findings (SpVerdict *self);
GListModel *sp_verdict_get_unchecked (SpVerdict *self);
const char *const *sp_verdict_get_in_order (SpVerdict *self);

const char *const *sp_checks_get_ids (void);
SpArea sp_checks_get_area (const char *id);

G_END_DECLS
