/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/sp-test-catalog.h"

SpCatalog *
sp_test_catalog_new (void)
{
  g_autoptr (GError) error = NULL;
  SpCatalog *catalog = sp_catalog_new (&error);

  g_assert_no_error (error);
  return catalog;
}

int
sp_test_run_with_catalog (SpCatalog **catalog)
{
  int status = g_test_run ();

  g_clear_object (catalog);
  return status;
}
