/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/catalog/sp-dns-host.h"
#include "core/catalog/sp-schema.h"
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
  gboolean switch_owns_spf;
  SpTtlScope ttl_scope;
  uint32_t least_ttl;
  uint32_t most_ttl;
  uint32_t default_ttl;
  GArray *ttl_choices; /* uint32_t, rising */
  gboolean ttl_is_list;
  char *custom_ttl;
  SpPanelPart order[SP_N_PANEL_PARTS];
  SpPanelRows rows;
  SpDotStyle mx_dot;
  GPtrArray *extras; /* SpPanelExtra */
  GPtrArray *blocks; /* SpPanelBlock */
  char *mx_menu;
  char *longer_txt;
  gboolean refuses_equal_numbers;
  guint most_mx;
  gboolean subdomain_first;
  guint delay;
};

SpDnsHost *sp_dns_host_new_from_json (const char *file, GBytes *bytes, GError **error);
extern const SpSchemaWord sp_dot_words[];

void sp_dns_host_note_trust (SpDnsHost *self, const char *fact, SpTrust trust);
int sp_dns_host_read_word (SpDnsHost *self, SpSchema *schema, JsonObject *root, const char *key,
                           const SpSchemaWord *words, int fallback);
void sp_dns_host_init_forms (SpDnsHost *self);
void sp_dns_host_read_forms (SpDnsHost *self, SpSchema *schema, JsonObject *root);
void sp_dns_host_clear_forms (SpDnsHost *self);
gboolean sp_dns_host_matches (SpDnsHost *self, GPtrArray *server_names);

G_END_DECLS
