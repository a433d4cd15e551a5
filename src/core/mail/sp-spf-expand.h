/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/mail/sp-spf.h"

G_BEGIN_DECLS

/**
 * SpSpfScene:
 * @sender: the sender as given
 * @local_part: what stands before the last "@" of @sender
 * @sender_domain: what stands behind it
 * @domain: the domain whose record is being read
 * @helo: the name the client gave in HELO or EHLO
 * @validated: (nullable): the validated name of @address, %NULL if there is none
 * @receiver: (nullable): name of the host that receives the message
 * @address: the client; an IPv4 address mapped into IPv6 must have been taken out of it
 * @now: when the check is made, microseconds since 1970
 *
 * What macros stand for (RFC 7208 §7.2).
 */
typedef struct {
  const char *sender;
  const char *local_part;
  const char *sender_domain;
  const char *domain;
  const char *helo;
  const char *validated;
  const char *receiver;
  GInetAddress *address;
  gint64 now;
} SpSpfScene;

char *sp_spf_expand (const char *text, const SpSpfScene *scene);
char *sp_spf_expand_domain (const char *text, const SpSpfScene *scene);
gboolean sp_spf_asks_for_names (const char *text);
gboolean sp_spf_is_fixed (const char *text);
char *sp_spf_expand_fixed (const char *text, const SpName *domain, const SpName *sender);
SpName *sp_spf_parse_target (const char *text);
SpName *sp_spf_term_dup_target (const SpSpfTerm *term, SpName *domain, const SpName *sender);
char *sp_spf_dup_dotted_address (GInetAddress *address);

G_END_DECLS
