/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/inspect/sp-inspector.h"
#include "core/practice/sp-practice-world.h"
#include "support/sp-fake-server.h"

G_BEGIN_DECLS

#define SP_TEST_LAB_SERVERS 3

/*
 * SpTestLab:
 *
 * A small internet for the inspector: a resolver, a root, and a registry of two servers (a and b
 * of registry.test), all of the practice world, below them shop.test with three servers that can
 * be told what to do wrong: ns1, ns2 and ns3 of shop.test, at 127.60.0.11 to 13. Names that are
 * not in the top level "test" are in the root zone.
 */
typedef struct _SpTestLab SpTestLab;

/*
 * SpTestLabPlan:
 * @delegation: what the registry holds; NULL for shop.test at ns1 to ns3 with glue
 * @zone: zone text of shop.test without SOA; NULL for a shop with mail
 * @outside: zone text of the root, with names that end in a dot
 * @shared: zone text of shop.test (with SOA), which the registry's own servers hold as well
 * @index: further groups of practice.ini, such as faults of the registry's servers
 */
typedef struct {
  const char *delegation;
  const char *zone;
  const char *outside;
  const char *shared;
  const char *index;
} SpTestLabPlan;

SpTestLab *sp_test_lab_new (const SpTestLabPlan *plan);
SpTestLab *sp_test_lab_new_around (SpPracticeWorld *world);
void sp_test_lab_free (SpTestLab *self);
SpNetwork *sp_test_lab_get_network (SpTestLab *self);
SpFakeServer *sp_test_lab_get_server (SpTestLab *self, guint index);
void sp_test_lab_script (SpTestLab *self, const char *name, SpRrType type, const char *script);
void sp_test_lab_script_all (SpTestLab *self, const char *script);
SpSnapshot *sp_test_lab_inspect (SpTestLab *self, const char *domain, SpCatalog *catalog);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpTestLab, sp_test_lab_free)

G_END_DECLS
