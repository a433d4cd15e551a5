/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/mail/sp-bounce.h"

G_BEGIN_DECLS

/**
 * SpCameBackKind:
 * @SP_CAME_BACK_NOTHING: neither
 * @SP_CAME_BACK_MESSAGE: the header of a message that arrived
 * @SP_CAME_BACK_BOUNCE: a report that one did not
 *
 * What somebody pasted.
 */
typedef enum {
  SP_CAME_BACK_NOTHING,
  SP_CAME_BACK_MESSAGE,
  SP_CAME_BACK_BOUNCE,
} SpCameBackKind;

/**
 * SpCameBack:
 * @kind: what it is
 * @header: (nullable): the header of a message
 * @bounce: (nullable): the report
 *
 * What came back after somebody sent mail: the header of a received message, or a bounce.
 */
typedef struct {
  SpCameBackKind kind;
  SpHeader *header;
  SpBounce *bounce;
} SpCameBack;

SpCameBack *sp_came_back_read (const char *text, gssize length);
void sp_came_back_free (SpCameBack *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpCameBack, sp_came_back_free)

G_END_DECLS
