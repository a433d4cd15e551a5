/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-name.h"

G_BEGIN_DECLS

/**
 * SpSpfMerge:
 * @records: (element-type utf8): the records that are published, at least one version of each
 * @wanted: (nullable) (element-type utf8): terms that have to be in it, such as "include:_spf.x"
 * @unwanted: (nullable) (element-type utf8): terms that have to go
 * @domain: (nullable): whose list it is, so that macros for its name are known
 *
 * What goes into one list of allowed senders.
 */
typedef struct {
  GPtrArray *records;
  GPtrArray *wanted;
  GPtrArray *unwanted;
  SpName *domain;
} SpSpfMerge;

char *sp_spf_merge (const SpSpfMerge *merge, GPtrArray **dropped);

G_END_DECLS
