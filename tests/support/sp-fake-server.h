/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-zone.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * SpFakeServer:
 *
 * A DNS server on loopback, UDP and TCP on one port, that answers from a zone and does to chosen
 * questions whatever a script says. A script is a text: `;` stands between what the first query
 * of that name and type gets and what the second one gets (the last part serves all later ones),
 * and each part is a list of words, carried out in order. The words:
 *
 * - `answer`: what the zone says
 * - `nxdomain`, `servfail`, `refused`, `notimp`, `formerr`: that code, with the question
 * - `plain-formerr`: FORMERR to a query with EDNS, else `answer`
 * - `silence`: nothing
 * - `lame`: the answer without AA; `lame-nxdomain`: NXDOMAIN without AA
 * - `referral`: NS records of the name's parent, no AA; `upward`: NS records of the root
 * - `truncated`: TC over UDP, `answer` over TCP
 * - `cut`: TC over UDP and the message ends in the middle of a record; `answer` over TCP
 * - `tcp-close`: TC over UDP; over TCP the connection is closed in the middle of the answer
 * - `tcp-mute`: TC over UDP, nothing over TCP
 * - `wrong-id`, `wrong-question`: the answer with another id, or to another name
 * - `garbage`: bytes that are no message; `broken`: a message that ends inside a record
 * - `empty`: a datagram without bytes
 * - `echo`: the query itself
 * - `bare-refused`, `bare-servfail`, `bare-formerr`, `bare-nxdomain`: twelve bytes, no question
 * - `update`: the empty reply to an UPDATE; `chaos`: an answer of another class
 * - `empty-caa`: an answer with a CAA record without a value
 * - `foreign`: an answer whose records belong to somebody else
 * - a number: the words after it wait for so many milliseconds
 */
#define SP_TYPE_FAKE_SERVER (sp_fake_server_get_type ())
G_DECLARE_FINAL_TYPE (SpFakeServer, sp_fake_server, SP, FAKE_SERVER, GObject)

SpFakeServer *sp_fake_server_new (const char *address, uint16_t port);
SpFakeServer *sp_fake_server_new_udp_only (const char *address, uint16_t port);
void sp_fake_server_close (SpFakeServer *self);
GInetSocketAddress *sp_fake_server_get_endpoint (SpFakeServer *self);
void sp_fake_server_set_zone (SpFakeServer *self, const char *origin, const char *text);
void sp_fake_server_set_recursive (SpFakeServer *self, gboolean recursive);
void sp_fake_server_script (SpFakeServer *self, const char *name, SpRrType type,
                            const char *script);
void sp_fake_server_script_all (SpFakeServer *self, const char *script);
void sp_fake_server_set_mutation (SpFakeServer *self, GRand *random);
guint sp_fake_server_get_n_queries (SpFakeServer *self);
guint sp_fake_server_get_n_connections (SpFakeServer *self);
GBytes *sp_fake_server_get_last_query (SpFakeServer *self);

G_END_DECLS
