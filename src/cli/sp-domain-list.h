/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SpDomainList:
 *
 * The domains of a command line, followed by those of a file, one by one: a line each, "#" begins
 * a comment, empty lines do not count.
 */
typedef struct _SpDomainList SpDomainList;

SpDomainList *sp_domain_list_new (char **arguments, const char *file, GError **error);
void sp_domain_list_free (SpDomainList *self);
char *sp_domain_list_next (SpDomainList *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpDomainList, sp_domain_list_free)

G_END_DECLS
