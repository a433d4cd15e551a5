/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/catalog/sp-catalog.h"
#include "core/inspect/sp-snapshot.h"

G_BEGIN_DECLS

/**
 * SpSpfTrim:
 * @snapshot: what was seen of the lists and hosts that are named
 * @domain: whose list it is
 * @zone: the zone that the domain's owner keeps
 * @providers: (element-type SpProvider): whose lists stay, whatever was seen of them
 * @known: (nullable): the catalogue, if the lists of all companies in it stay as well
 * @keeps_neutral: whether an ending that says nothing may stay
 *
 * What is known about a list of allowed senders.
 */
typedef struct {
  SpSnapshot *snapshot;
  SpName *domain;
  SpName *zone;
  GPtrArray *providers;
  SpCatalog *known;
  gboolean keeps_neutral;
} SpSpfTrim;

char *sp_spf_trim (const SpSpfTrim *trim, const char *text, const char **why);
gboolean sp_spf_trim_lets_pass (const char *text);

G_END_DECLS
