/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SpBounceSide:
 * @SP_BOUNCE_SIDE_RECIPIENT: of the one whom the message was for
 * @SP_BOUNCE_SIDE_SENDER: of the one who wrote it
 * @SP_BOUNCE_SIDE_NONE: not told
 *
 * On whose side a cause lies.
 */
typedef enum {
  SP_BOUNCE_SIDE_RECIPIENT,
  SP_BOUNCE_SIDE_SENDER,
  SP_BOUNCE_SIDE_NONE,
} SpBounceSide;

/**
 * SpBouncePlace:
 * @SP_BOUNCE_PLACE_DNS: in the records of the domain
 * @SP_BOUNCE_PLACE_SERVER: at the mail server, or its address
 * @SP_BOUNCE_PLACE_MAILBOX: at one mailbox
 * @SP_BOUNCE_PLACE_MESSAGE: in the message, or how it was sent
 *
 * Where a cause is mended.
 */
typedef enum {
  SP_BOUNCE_PLACE_DNS,
  SP_BOUNCE_PLACE_SERVER,
  SP_BOUNCE_PLACE_MAILBOX,
  SP_BOUNCE_PLACE_MESSAGE,
} SpBouncePlace;

/**
 * SpBounceCause:
 * @id: public, never renamed
 * @side: on whose side it lies
 * @place: where it is mended
 * @rules: (array zero-terminated=1): ids of the findings that explain it; empty if DNS cannot show
 * it
 *
 * Why a message came back.
 */
typedef struct {
  const char *id;
  SpBounceSide side;
  SpBouncePlace place;
  const char *rules[18];
} SpBounceCause;

/**
 * SpBounceStage:
 * @SP_BOUNCE_STAGE_UNKNOWN: not told
 * @SP_BOUNCE_STAGE_GREETING: connecting, HELO or EHLO
 * @SP_BOUNCE_STAGE_SENDER: MAIL FROM
 * @SP_BOUNCE_STAGE_RECIPIENT: RCPT TO
 * @SP_BOUNCE_STAGE_CONTENT: the end of DATA
 *
 * The command (RFC 5321 §4.1.1) that a server answered with its refusal.
 */
typedef enum {
  SP_BOUNCE_STAGE_UNKNOWN,
  SP_BOUNCE_STAGE_GREETING,
  SP_BOUNCE_STAGE_SENDER,
  SP_BOUNCE_STAGE_RECIPIENT,
  SP_BOUNCE_STAGE_CONTENT,
} SpBounceStage;

const SpBounceCause *sp_bounce_cause_find (const char *id);
const SpBounceCause *sp_bounce_cause_list (gsize *n_causes);
const SpBounceCause *sp_bounce_cause_decide (const char *text, const char *status,
                                             SpBounceStage stage);

SpBounceStage sp_bounce_stage_find (const char *text);
const SpBounceCause *sp_bounce_stage_judge (SpBounceStage stage, const SpBounceCause *cause);

const SpBounceCause *sp_bounce_phrase_find (const char *text, gboolean *is_exact);
char *sp_bounce_phrase_prepare (const char *text);

const SpBounceCause *sp_bounce_code_find (const char *enhanced, gboolean *is_exact);
const SpBounceCause *sp_bounce_code_find_basic (guint code);
gboolean sp_bounce_code_scan (const char *text, gsize *at, char enhanced[12]);
guint sp_bounce_code_scan_basic (const char *text);

const char *sp_bounce_side_to_string (SpBounceSide side);
const char *sp_bounce_place_to_string (SpBouncePlace place);

G_END_DECLS
