/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/catalog/sp-catalog.h"

G_BEGIN_DECLS

/* The catalogue. A mistake in it ends the test. */
SpCatalog *sp_test_catalog_new (void);

/* Runs the tests of a program, and then drops the catalogue that they shared. Returns the program's
 * exit status. */
int sp_test_run_with_catalog (SpCatalog **catalog);

G_END_DECLS
