/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/sp-workspace.h"

G_BEGIN_DECLS

/**
 * SpDomainField:
 *
 * One field for a domain, or for a subdomain of one, with the button that goes on. What was typed
 * is cleaned and inspected here; trouble is a sentence under the field.
 *
 * ## Signals
 *
 * `SpDomainField::inspected` (report): a domain that is not saved yet has been looked at.
 *
 * `SpDomainField::known` (domain): a domain was typed that is saved already.
 */
#define SP_TYPE_DOMAIN_FIELD (sp_domain_field_get_type ())
G_DECLARE_FINAL_TYPE (SpDomainField, sp_domain_field, SP, DOMAIN_FIELD, AdwBin)

void sp_domain_field_set_workspace (SpDomainField *self, SpWorkspace *workspace, SpName *parent);
void sp_domain_field_look_up (SpDomainField *self, const char *typed);
void sp_domain_field_start (SpDomainField *self);
void sp_domain_field_stop (SpDomainField *self);

G_END_DECLS
