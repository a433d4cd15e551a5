/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/catalog/sp-catalog.h"
#include "core/inspect/sp-snapshot.h"
#include "core/plan/sp-edit-plan.h"

G_BEGIN_DECLS

/**
 * SpStopState:
 * @SP_STOP_WANTED: belongs to where mail should go, and has an address; of one that the edits bring
 *   nobody has asked yet
 * @SP_STOP_LEFT_OVER: another provider's host beside the wanted one
 * @SP_STOP_DEAD: the host has no address, or its name cannot be one
 * @SP_STOP_ALIAS: the host is an alias (RFC 2181 §10.3); [method@Stop.get_alias] says of whom
 * @SP_STOP_IP: an address stands where a host name belongs
 * @SP_STOP_UNKNOWN: whether the host has an address could not be checked
 * @SP_STOP_NULL: "." : the domain says that it takes no mail (RFC 7505)
 * @SP_STOP_WEBSITE: no MX: senders try the domain's own address (RFC 5321 §5.1)
 *
 * What one stop of the route is. A left-over host that is also dead, an alias or an address is
 * shown as left over: removing it is the cure.
 */
typedef enum {
  SP_STOP_WANTED,
  SP_STOP_LEFT_OVER,
  SP_STOP_DEAD,
  SP_STOP_ALIAS,
  SP_STOP_IP,
  SP_STOP_UNKNOWN,
  SP_STOP_NULL,
  SP_STOP_WEBSITE,
} SpStopState;

const char *sp_stop_state_to_string (SpStopState state);

/**
 * SpStop:
 *
 * One row of the route picture: a host that a sender tries. Immutable.
 */
#define SP_TYPE_STOP (sp_stop_get_type ())
G_DECLARE_FINAL_TYPE (SpStop, sp_stop, SP, STOP, GObject)

guint sp_stop_get_rank (SpStop *self);
gboolean sp_stop_is_shared (SpStop *self);
int sp_stop_get_priority (SpStop *self);
const char *sp_stop_get_host (SpStop *self);
const char *sp_stop_get_provider_id (SpStop *self);
const char *sp_stop_get_provider_name (SpStop *self);
SpStopState sp_stop_get_state (SpStop *self);
const char *const *sp_stop_get_addresses (SpStop *self);
const char *sp_stop_get_alias (SpStop *self);
gboolean sp_stop_is_new (SpStop *self);
gboolean sp_stop_is_removed (SpStop *self);

/**
 * SpRouteState:
 * @SP_ROUTE_FOUND: there are MX hosts
 * @SP_ROUTE_WEBSITE: no MX, but an address: one stop, the website
 * @SP_ROUTE_NONE: neither: no stops
 * @SP_ROUTE_NULL: the domain says that it takes no mail
 * @SP_ROUTE_UNKNOWN: could not be checked: no stops
 */
typedef enum {
  SP_ROUTE_FOUND,
  SP_ROUTE_WEBSITE,
  SP_ROUTE_NONE,
  SP_ROUTE_NULL,
  SP_ROUTE_UNKNOWN,
} SpRouteState;

const char *sp_route_state_to_string (SpRouteState state);

/**
 * SpRouteInput:
 * @snapshot: what is published
 * @catalog: to name the hosts' providers
 * @provider: (nullable): id of the provider wanted; %NULL takes the one tried first
 * @filter: (nullable): id of the filter in front
 * @spare_hosts: (nullable): hosts that the person called "our spare"
 * @edits: (nullable): edits to picture as done ("After"); %NULL for "Now"
 *
 * What a route picture is made of.
 */
typedef struct {
  SpSnapshot *snapshot;
  SpCatalog *catalog;
  const char *provider;
  const char *filter;
  const char *const *spare_hosts;
  GListModel *edits;
} SpRouteInput;

/**
 * SpRoute:
 *
 * The model of the route picture: stops in the order in which a sender tries them. With edits it
 * pictures the time after them: stops that go stand last and are marked removed, stops that come
 * are marked new.
 */
#define SP_TYPE_ROUTE (sp_route_get_type ())
G_DECLARE_FINAL_TYPE (SpRoute, sp_route, SP, ROUTE, GObject)

SpRoute *sp_route_new (const SpRouteInput *input);
SpName *sp_route_get_domain (SpRoute *self);
SpRouteState sp_route_get_state (SpRoute *self);
GListModel *sp_route_get_stops (SpRoute *self);
gboolean sp_route_is_after (SpRoute *self);

G_END_DECLS
