/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/catalog/sp-provider.h"

G_BEGIN_DECLS

/**
 * SpPastedState:
 * @SP_PASTED_FIT: it is what is asked for, perhaps after cleaning
 * @SP_PASTED_EMPTY: nothing was pasted
 * @SP_PASTED_OTHER_FIELD: it is what another field of the provider asks for
 * @SP_PASTED_OTHER_RECORD: it is a record, but not this one
 * @SP_PASTED_PRIVATE_KEY: a private key, which is never published
 * @SP_PASTED_CUT: the end is missing
 * @SP_PASTED_UNFIT: it is something else
 */
typedef enum {
  SP_PASTED_FIT,
  SP_PASTED_EMPTY,
  SP_PASTED_OTHER_FIELD,
  SP_PASTED_OTHER_RECORD,
  SP_PASTED_PRIVATE_KEY,
  SP_PASTED_CUT,
  SP_PASTED_UNFIT,
} SpPastedState;

/**
 * SpPastedValue:
 * @state: what came of it
 * @value: (nullable): the clean value, if it fits
 * @detail: (nullable): label of the other field, or which record it is: "spf", "dkim", "dmarc",
 *   "address", "link"
 *
 * What a person pasted as a value that a provider computed: copied with quotes, line breaks, as a
 * whole line of a zone file, or from the wrong place.
 */
typedef struct {
  SpPastedState state;
  char *value;
  char *detail;
} SpPastedValue;

SpPastedValue *sp_pasted_value_new (SpProvider *provider, const char *key, const char *text);
void sp_pasted_value_free (SpPastedValue *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpPastedValue, sp_pasted_value_free)

G_END_DECLS
