/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SP_PRACTICE_ERROR:
 *
 * The error domain of the practice world.
 */
#define SP_PRACTICE_ERROR (sp_practice_error_quark ())

/**
 * SpPracticeError:
 * @SP_PRACTICE_ERROR_DATA: the data files (or a saved state) cannot be used; the message says where
 * @SP_PRACTICE_ERROR_PORT: no port could be opened at every address
 * @SP_PRACTICE_ERROR_UNKNOWN_ZONE: there is no such practice zone
 * @SP_PRACTICE_ERROR_OUTSIDE: the name lies outside the zone, or is handed on to another zone
 * @SP_PRACTICE_ERROR_READ_ONLY: the panel keeps this set itself (SOA, NS of the zone)
 * @SP_PRACTICE_ERROR_ALIAS: an alias cannot stand beside other records (RFC 1034 §3.6.2)
 * @SP_PRACTICE_ERROR_LIMIT: the zone or the set would become too large
 * @SP_PRACTICE_ERROR_RECORDS: the records do not belong to the name and type that are saved
 * @SP_PRACTICE_ERROR_NAME: what was typed as name is none
 * @SP_PRACTICE_ERROR_VALUE: what was typed as value does not fit the type
 * @SP_PRACTICE_ERROR_PRIORITY: what was typed as priority is no number up to 65535
 * @SP_PRACTICE_ERROR_TTL: what was typed as time is none, or shorter than the panel allows
 */
typedef enum {
  SP_PRACTICE_ERROR_DATA,
  SP_PRACTICE_ERROR_PORT,
  SP_PRACTICE_ERROR_UNKNOWN_ZONE,
  SP_PRACTICE_ERROR_OUTSIDE,
  SP_PRACTICE_ERROR_READ_ONLY,
  SP_PRACTICE_ERROR_ALIAS,
  SP_PRACTICE_ERROR_LIMIT,
  SP_PRACTICE_ERROR_RECORDS,
  SP_PRACTICE_ERROR_NAME,
  SP_PRACTICE_ERROR_VALUE,
  SP_PRACTICE_ERROR_PRIORITY,
  SP_PRACTICE_ERROR_TTL,
} SpPracticeError;

GQuark sp_practice_error_quark (void);

G_END_DECLS
