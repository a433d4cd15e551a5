/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/catalog/sp-catalog.h"
#include "core/inspect/sp-question.h"
#include "core/inspect/sp-snapshot.h"

G_BEGIN_DECLS

/* When every test snapshot was taken: 2026-06-01 09:00 UTC, in microseconds since 1970. */
#define SP_TEST_SNAPSHOT_TIME (G_GINT64_CONSTANT (1780304400) * G_USEC_PER_SEC)

/**
 * sp_test_snapshot_new:
 * @domain: the domain that is looked at
 * @text: what DNS holds
 *
 * Makes the snapshot that an inspection would bring home, without a network: the inspector's own
 * agenda asks, @text answers. A mistake in @text ends the test.
 *
 * @text is zone text whose origin is the zone (the domain, unless `!zone` says otherwise), with a
 * TTL of 3600. Records at or below the zone are held by its servers; records elsewhere ("mx.host."
 * with a final dot) are the rest of the world, which a resolver finds. SOA and NS are added if
 * there is no SOA. What is not written down does not exist. DS at the zone is the parent's.
 *
 * Lines that begin with "!" are marks:
 *
 *     !zone NAME                           the zone, if it is not the domain
 *     !servers NAME NAME …                 its servers; else ns1 and ns2 of the zone
 *     !fail NAME TYPE OUTCOME [SERVER]     a question that fails: "timeout", "servfail", "refused",
 *                                          "lame", "malformed", "unreachable", "intercepted"; NAME
 *                                          and TYPE may be "*", NAME is relative to the zone unless
 *                                          it has a final dot; without SERVER everybody fails
 *     !cut NAME TYPE OUTCOME [SERVER]      the same, after an answer that did not fit into a packet
 *     !at SERVER                           what follows is held by this server only; "*" ends it
 *     !remembered NAME TYPE OUTCOME [SECONDS]   what the resolver says of a record that all servers
 *                                          have, "nxdomain" and "nodata" for so long; else it says
 *                                          what they say
 *     !delegation absent                   the registry does not know the name
 *     !delegation unknown REASON           the delegation could not be decided
 *     !flag FLAG …                         "resolver-only", "intercepted", "allow-private",
 *                                          "practice", "limited", "offline"
 *     !parent SERVER …                     servers that the parent lists, if they differ
 *     !address SERVER ADDRESS              the address of a server, if it matters
 *     !days N                              taken so many days after SP_TEST_SNAPSHOT_TIME, or
 * before
 *     !policy LINE                         a line of the security policy's text
 *     !no-policy FAULT                     why there is none: see SpPolicyFault
 *     !unread-policy REASON                why it could not be read: see SpReason
 *
 * Returns: (transfer full): the snapshot
 */
SpSnapshot *sp_test_snapshot_new (const char *domain, const char *text);

/* The same with choices (provider, filter, further key names) and with the catalogue, from which
 * come the key names of the providers chosen and recognised. */
SpSnapshot *sp_test_snapshot_new_for (SpQuestion *question, SpCatalog *catalog, const char *text);

G_END_DECLS
