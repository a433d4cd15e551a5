/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/mail/sp-header.h"

G_BEGIN_DECLS

/**
 * SpMimePart:
 * @type: in lower case, such as "text/plain"
 * @text: decoded, valid UTF-8, without zero bytes
 *
 * A part of a message that has no parts itself; a message inside a message is one.
 */
typedef struct {
  char *type;
  char *text;
} SpMimePart;

GPtrArray *sp_mime_read (const SpHeader *header, const char *body, gsize length);
GPtrArray *sp_mime_read_loose (const char *text, gsize length);
char *sp_mime_dup_plain_text (const char *html);

G_END_DECLS
