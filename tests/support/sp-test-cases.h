/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/checks/sp-checks.h"
#include "support/sp-test-snapshot.h"

G_BEGIN_DECLS

/* A case of tests/data/checks; README there tells how they are written. */
typedef struct {
  char *title;
  GString *zone;
  GString *earlier;
  GString *first;
  GPtrArray *expected; /* lines "= ID LEVEL SUBJECT" and "? ID SUBJECT REASON …" */
  GHashTable *settings;
} SpTestCase;

/* All cases of a file. A mistake in it ends the test. */
GPtrArray *sp_test_cases_read (const char *file);
/* What stands behind "@@key", NULL if it is not set. */
const char *sp_test_case_get (SpTestCase *self, const char *key);

/* What the checks look at in a case, with all that it rests on. */
typedef struct {
  SpCheckFacts facts;
  SpQuestion *question;
  SpSnapshot *snapshot;
  SpSnapshot *earlier;
  SpSnapshot *first;
  GPtrArray *observations;
  GStrv selectors;
  GStrv spares;
  GStrv stage;
} SpTestCaseFacts;

/* @zone is the case's own zone text, or what became of it. */
SpTestCaseFacts *sp_test_case_facts_new (SpTestCase *self, SpCatalog *catalog, const char *zone);
void sp_test_case_facts_free (SpTestCaseFacts *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpTestCaseFacts, sp_test_case_facts_free)

G_END_DECLS
