/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/mail/sp-parse-issue.h"

G_BEGIN_DECLS

/**
 * SpAuthProperty:
 * @ptype: "smtp", "header", "body" or "policy"
 * @name: which property
 * @value: its value
 *
 * What a result rests on, such as `header.d=shop.example`.
 */
typedef struct {
  char *ptype;
  char *name;
  char *value;
} SpAuthProperty;

/**
 * SpAuthResult:
 * @method: in lower case, such as "spf"
 * @result: in lower case, such as "pass"
 * @reason: (nullable): why
 * @comment: (nullable): what stands in comments
 * @properties: (element-type SpAuthProperty): what it rests on
 *
 * One result of [struct@AuthResults].
 */
typedef struct {
  char *method;
  char *result;
  char *reason;
  char *comment;
  GPtrArray *properties;
} SpAuthResult;

/**
 * SpAuthResults:
 * @server: (nullable): who says so (authserv-id); %NULL if the field names nobody
 * @results: (element-type SpAuthResult): what was found out; empty for "none"
 * @issues: (element-type SpParseIssue): "no-server", "bad-version", "bad-result",
 *   "too-many"
 *
 * What a receiver noted about a message (RFC 8601 §2.2). Whether to believe it is another matter.
 */
typedef struct {
  char *server;
  GPtrArray *results;
  GArray *issues;
} SpAuthResults;

SpAuthResults *sp_auth_results_parse (const char *value);
void sp_auth_results_free (SpAuthResults *self);
const char *sp_auth_result_get (const SpAuthResult *result, const char *ptype, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpAuthResults, sp_auth_results_free)

/**
 * SpReceivedSpf:
 * @result: in lower case
 * @comment: (nullable): what stands in comments
 * @receiver: (nullable): who says so
 * @client_ip: (nullable): address of the sending server
 * @envelope_from: (nullable): sender
 * @helo: (nullable): name that the sending server gave
 *
 * A Received-SPF field (RFC 7208 §9.1).
 */
typedef struct {
  char *result;
  char *comment;
  char *receiver;
  char *client_ip;
  char *envelope_from;
  char *helo;
} SpReceivedSpf;

SpReceivedSpf *sp_received_spf_parse (const char *value);
void sp_received_spf_free (SpReceivedSpf *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpReceivedSpf, sp_received_spf_free)

G_END_DECLS
