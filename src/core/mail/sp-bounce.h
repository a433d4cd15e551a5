/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/mail/sp-bounce-cause.h"
#include "core/mail/sp-header-mime.h"

G_BEGIN_DECLS

/**
 * SpBounceFate:
 * @SP_BOUNCE_FATE_FAILED: given up
 * @SP_BOUNCE_FATE_DELAYED: the sending server goes on trying
 * @SP_BOUNCE_FATE_DELIVERED: it arrived, or went on to where no reports come from
 *
 * What became of a message for one recipient (Action of RFC 3464 §2.3.3).
 */
typedef enum {
  SP_BOUNCE_FATE_FAILED,
  SP_BOUNCE_FATE_DELAYED,
  SP_BOUNCE_FATE_DELIVERED,
} SpBounceFate;

/**
 * SpBounceRecipient:
 * @address: (nullable): whom it could not be given to
 * @original: (nullable): whom it was written to, if that is somebody else
 * @fate: what became of it
 * @status: (nullable): enhanced status code
 * @reply: reply code of the server that refused, 0 if there is none
 * @said: (nullable): what that server said, or the part of the report about this recipient
 * @server: (nullable): which server said so
 * @cause: why
 *
 * What a report says about one recipient.
 */
typedef struct {
  char *address;
  char *original;
  SpBounceFate fate;
  char *status;
  guint reply;
  char *said;
  char *server;
  const SpBounceCause *cause;
} SpBounceRecipient;

/**
 * SpBounce:
 * @is_report: whether it has a part for machines (RFC 3464)
 * @reporter: (nullable): the server that wrote it
 * @sender: (nullable): who had written the message
 * @recipients: (element-type SpBounceRecipient): one at least
 *
 * A report that a message was not delivered.
 */
typedef struct {
  gboolean is_report;
  char *reporter;
  char *sender;
  GPtrArray *recipients;
} SpBounce;

SpBounce *sp_bounce_read (const SpHeader *header, GPtrArray *parts);
void sp_bounce_free (SpBounce *self);

SpBounce *sp_bounce_new (void);
SpBounceRecipient *sp_bounce_add_recipient (SpBounce *self);
gboolean sp_bounce_read_status (SpBounce *self, const char *text);
void sp_bounce_read_words (SpBounce *self, const char *text);
char *sp_bounce_dup_reason (const char *text);
gboolean sp_bounce_is_report (const SpHeader *header, const char *words);
gboolean sp_bounce_says_undelivered (const char *words);
char *sp_bounce_dup_first_address (const char *text);

const char *sp_bounce_fate_to_string (SpBounceFate fate);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpBounce, sp_bounce_free)

G_END_DECLS
