/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/catalog/sp-dns-host.h"
#include "core/dns/sp-name.h"

G_BEGIN_DECLS

struct _SpDnsHost {
  GObject parent_instance;

  char *id;
  char *name;
  gboolean is_parking;
  gboolean has_dialect;
  GPtrArray *servers; /* SpHostPattern: its own name servers */
  GPtrArray *beside;  /* SpHostPattern: others that may stand in its sets */
  char **server_patterns;
  GPtrArray *proxy;      /* GInetAddressMask: addresses of its web proxy */
  GPtrArray *proxy_mail; /* GInetAddressMask: among them, those that take mail all the same */
  char *login_url;
  char *editor_url;
  char *menu;
  GHashTable *labels;
  GHashTable *trusts; /* fact → SpTrust */
  SpApexStyle apex;
  gboolean full_names;
  SpDotStyle dot;
  SpPriorityStyle priority;
  SpQuoteStyle quotes;
  SpNullMx null_mx;
  guint txt_limit;
  char *switch_where;
  char *switch_to;
  gboolean switch_conditional;
  SpTtlScope ttl_scope;
  uint32_t least_ttl;
  uint32_t most_ttl;
  uint32_t default_ttl;
  GArray *ttl_choices; /* uint32_t, rising */
};

SpDnsHost *sp_dns_host_new_from_json (const char *file, GBytes *bytes, GError **error);
gboolean sp_dns_host_matches (SpDnsHost *self, GPtrArray *server_names);

G_END_DECLS
