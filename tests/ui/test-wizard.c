/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/sp-wizard.h"

typedef struct {
  SpDelegation delegation;
  SpSnapshotFlags flags;
  SpFactState mx;
  SpWizardTrouble trouble;
} Row;

static void
test_trouble (void)
{
  static const Row rows[] = {
    { SP_DELEGATION_FOUND, 0, SP_FACT_PRESENT, SP_WIZARD_NO_TROUBLE },
    { SP_DELEGATION_FOUND, 0, SP_FACT_ABSENT, SP_WIZARD_NO_TROUBLE },
    { SP_DELEGATION_FOUND, 0, SP_FACT_UNKNOWN, SP_WIZARD_NO_TROUBLE },
    { SP_DELEGATION_ABSENT, 0, SP_FACT_UNKNOWN, SP_WIZARD_NOT_REGISTERED },
    { SP_DELEGATION_UNKNOWN, 0, SP_FACT_PRESENT, SP_WIZARD_NO_TROUBLE },
    { SP_DELEGATION_UNKNOWN, SP_SNAPSHOT_INTERCEPTED, SP_FACT_ABSENT, SP_WIZARD_NO_TROUBLE },
    { SP_DELEGATION_UNKNOWN, 0, SP_FACT_UNKNOWN, SP_WIZARD_NO_ANSWER },
    { SP_DELEGATION_UNKNOWN, SP_SNAPSHOT_OFFLINE, SP_FACT_UNKNOWN, SP_WIZARD_OFFLINE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (sp_wizard_find_trouble (rows[i].delegation, rows[i].flags, rows[i].mx), ==,
                     rows[i].trouble);
}

static void
test_next_step (void)
{
  g_assert_cmpint (sp_wizard_next_step (FALSE, SP_WIZARD_NO_TROUBLE), ==, SP_WIZARD_PROVIDER);
  g_assert_cmpint (sp_wizard_next_step (FALSE, SP_WIZARD_NO_ANSWER), ==, SP_WIZARD_STAY);
  g_assert_cmpint (sp_wizard_next_step (FALSE, SP_WIZARD_NOT_REGISTERED), ==, SP_WIZARD_STAY);
  g_assert_cmpint (sp_wizard_next_step (TRUE, SP_WIZARD_OFFLINE), ==, SP_WIZARD_DOMAIN);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wizard/trouble", test_trouble);
  g_test_add_func ("/wizard/next-step", test_next_step);
  return g_test_run ();
}
