/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * SpApplication:
 *
 * Options, workspaces and the one window.
 *
 * ## Actions
 *
 * `app.practice`, `app.leave-practice`, `app.preferences`, `app.shortcuts`, `app.about`,
 * `app.quit`.
 */
#define SP_TYPE_APPLICATION (sp_application_get_type ())
G_DECLARE_FINAL_TYPE (SpApplication, sp_application, SP, APPLICATION, AdwApplication)

SpApplication *sp_application_new (void);

G_END_DECLS
