/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SpDomainListState:
 * @SP_DOMAIN_LIST_LINE: there is one more
 * @SP_DOMAIN_LIST_LONG_LINE: there is one more, and it is too long for any domain; what is handed
 *   out is its beginning
 * @SP_DOMAIN_LIST_WAIT: nothing has come yet; the list says when to ask again
 * @SP_DOMAIN_LIST_END: that was all
 * @SP_DOMAIN_LIST_FAILED: the rest cannot be read
 */
typedef enum {
  SP_DOMAIN_LIST_LINE,
  SP_DOMAIN_LIST_LONG_LINE,
  SP_DOMAIN_LIST_WAIT,
  SP_DOMAIN_LIST_END,
  SP_DOMAIN_LIST_FAILED,
} SpDomainListState;

/**
 * SpDomainList:
 *
 * The domains of a command line, followed by those of a file, one by one: a line each, "#" begins
 * a comment, empty lines do not count. Reading never blocks: whoever types the lines, or makes
 * them, may be slow, and meanwhile servers answer.
 */
typedef struct _SpDomainList SpDomainList;

/**
 * SpDomainListReady:
 *
 * Called when it is worth asking a list again that said %SP_DOMAIN_LIST_WAIT.
 */
typedef void (*SpDomainListReady) (gpointer data);

SpDomainList *sp_domain_list_new (char **arguments, const char *file, GError **error);
void sp_domain_list_free (SpDomainList *self);
void sp_domain_list_set_ready (SpDomainList *self, SpDomainListReady ready, gpointer data);
SpDomainListState sp_domain_list_next (SpDomainList *self, char **typed);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpDomainList, sp_domain_list_free)

G_END_DECLS
