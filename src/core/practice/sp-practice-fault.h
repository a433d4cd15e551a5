/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpPracticeFault:
 * @SP_PRACTICE_FAULT_NONE: answers as it should
 * @SP_PRACTICE_FAULT_SILENT: says nothing
 * @SP_PRACTICE_FAULT_SERVFAIL: always says SERVFAIL
 * @SP_PRACTICE_FAULT_REFUSED: always says REFUSED
 * @SP_PRACTICE_FAULT_LAME: knows nothing of the zones that it is said to serve
 * @SP_PRACTICE_FAULT_TRUNCATED: over UDP every answer is cut, over TCP it is whole
 * @SP_PRACTICE_FAULT_NO_TCP: every answer is cut, and TCP stays silent
 * @SP_PRACTICE_FAULT_WRONG_ID: answers bear another id
 * @SP_PRACTICE_FAULT_WRONG_QUESTION: answers repeat another question
 * @SP_PRACTICE_FAULT_GARBAGE: sends bytes that are no message
 *
 * What is wrong with a server of the practice world.
 */
typedef enum {
  SP_PRACTICE_FAULT_NONE,
  SP_PRACTICE_FAULT_SILENT,
  SP_PRACTICE_FAULT_SERVFAIL,
  SP_PRACTICE_FAULT_REFUSED,
  SP_PRACTICE_FAULT_LAME,
  SP_PRACTICE_FAULT_TRUNCATED,
  SP_PRACTICE_FAULT_NO_TCP,
  SP_PRACTICE_FAULT_WRONG_ID,
  SP_PRACTICE_FAULT_WRONG_QUESTION,
  SP_PRACTICE_FAULT_GARBAGE,
} SpPracticeFault;

gboolean sp_practice_fault_from_string (const char *text, SpPracticeFault *fault);
const char *sp_practice_fault_to_string (SpPracticeFault fault);
GBytes *sp_practice_fault_apply (SpPracticeFault fault, GBytes *query, GBytes *reply,
                                 gboolean over_tcp);

G_END_DECLS
