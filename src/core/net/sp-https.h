/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SP_HTTPS_ERROR:
 *
 * Why nothing could be fetched.
 */
#define SP_HTTPS_ERROR (sp_https_error_quark ())

/**
 * SpHttpsError:
 * @SP_HTTPS_ERROR_UNREACHABLE: no address, no route, port closed
 * @SP_HTTPS_ERROR_TIMEOUT: not done in time
 * @SP_HTTPS_ERROR_GARBLED: connected, but what came was neither TLS nor HTTP, or broke off
 * @SP_HTTPS_ERROR_CERTIFICATE_NAME: the certificate is for other names
 * @SP_HTTPS_ERROR_CERTIFICATE_TIME: the certificate has run out, or is not valid yet
 * @SP_HTTPS_ERROR_CERTIFICATE_ISSUER: nobody who is trusted stands behind the certificate
 * @SP_HTTPS_ERROR_REDIRECT: the server sends visitors on to another address
 * @SP_HTTPS_ERROR_STATUS: the server says that there is no such thing, or gives part of it
 * @SP_HTTPS_ERROR_REFUSED: the server does not want to answer us
 * @SP_HTTPS_ERROR_TROUBLE: the server says that it is in trouble
 * @SP_HTTPS_ERROR_CONTENT_TYPE: it is something else than it ought to be
 * @SP_HTTPS_ERROR_TOO_LONG: it is longer than anything that could be right
 *
 * The cases that callers act on. In the first three the fault may lie on the way or on this side,
 * and of refusals and trouble nobody knows how long they last.
 */
typedef enum {
  SP_HTTPS_ERROR_UNREACHABLE,
  SP_HTTPS_ERROR_TIMEOUT,
  SP_HTTPS_ERROR_GARBLED,
  SP_HTTPS_ERROR_CERTIFICATE_NAME,
  SP_HTTPS_ERROR_CERTIFICATE_TIME,
  SP_HTTPS_ERROR_CERTIFICATE_ISSUER,
  SP_HTTPS_ERROR_REDIRECT,
  SP_HTTPS_ERROR_STATUS,
  SP_HTTPS_ERROR_REFUSED,
  SP_HTTPS_ERROR_TROUBLE,
  SP_HTTPS_ERROR_CONTENT_TYPE,
  SP_HTTPS_ERROR_TOO_LONG,
} SpHttpsError;

GQuark sp_https_error_quark (void);

/**
 * SpHttpsRequest:
 * @uri: what to fetch; its host is the name that the certificate must have
 * @addresses: (element-type GInetAddress): where to connect, and nowhere else
 * @media_type: what it has to be, such as `text/plain`
 * @max_length: how many bytes are taken at most
 * @timeout: how long it may take in all, in milliseconds
 * @authorities: (nullable): certificate authorities to be trusted beside the system's
 *
 * One document to be fetched.
 */
typedef struct {
  const char *uri;
  GPtrArray *addresses;
  const char *media_type;
  gsize max_length;
  guint timeout;
  GTlsDatabase *authorities;
} SpHttpsRequest;

void sp_https_fetch_async (const SpHttpsRequest *request, GCancellable *cancellable,
                           GAsyncReadyCallback callback, gpointer user_data);
GBytes *sp_https_fetch_finish (GAsyncResult *result, GError **error);

G_END_DECLS
