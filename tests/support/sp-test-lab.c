/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-test"

#include "support/sp-test-lab.h"

#include "support/sp-test-await.h"

#include <glib/gstdio.h>

struct _SpTestLab {
  char *folder;
  SpClock *clock;
  SpPracticeWorld *world;
  SpNetwork *network;
  SpFakeServer *servers[SP_TEST_LAB_SERVERS];
};

static const char index_text[] = "[resolver own]\n"
                                 "address=127.53.0.53\n"
                                 "[zone .]\n"
                                 "file=root.zone\n"
                                 "servers=a.root.test\n"
                                 "[zone test]\n"
                                 "file=test.zone\n"
                                 "servers=a.registry.test;b.registry.test\n";

static const char shared_index[] = "[zone shop.test]\n"
                                   "file=shop.zone\n"
                                   "servers=a.registry.test;b.registry.test\n";

static const char root_text[] = "$TTL 3600\n"
                                "@ SOA a.root.test. admin.root.test. 1 1800 900 604800 300\n"
                                "@ NS a.root.test.\n"
                                "a.root.test. A 127.53.0.1\n"
                                "test. NS a.registry.test.\n"
                                "test. NS b.registry.test.\n"
                                "a.registry.test. A 127.53.0.2\n"
                                "b.registry.test. A 127.53.0.3\n";

static const char registry_text[] = "$TTL 3600\n"
                                    "@ SOA a.registry admin.registry 1 1800 900 604800 300\n"
                                    "@ NS a.registry\n"
                                    "@ NS b.registry\n"
                                    "a.registry A 127.53.0.2\n"
                                    "b.registry A 127.53.0.3\n"
                                    "a.root A 127.53.0.1\n";

static const char usual_delegation[] = "shop NS ns1.shop\n"
                                       "shop NS ns2.shop\n"
                                       "shop NS ns3.shop\n"
                                       "ns1.shop A 127.60.0.11\n"
                                       "ns2.shop A 127.60.0.12\n"
                                       "ns3.shop A 127.60.0.13\n";

static const char apex_text[] = "$TTL 3600\n"
                                "@ SOA ns1 admin 7 7200 900 1209600 300\n";

static const char usual_zone[] =
  "@ NS ns1\n"
  "@ NS ns2\n"
  "@ NS ns3\n"
  "ns1 A 127.60.0.11\n"
  "ns2 A 127.60.0.12\n"
  "ns3 A 127.60.0.13\n"
  "@ A 198.18.0.80\n"
  "@ MX 10 mail\n"
  "@ MX 20 mx.outside.host.\n"
  "@ TXT \"v=spf1 include:_spf.outside.host a:gate.shop.test -all\"\n"
  "mail A 198.18.0.25\n"
  "gate A 198.18.0.26\n"
  "www CNAME @\n"
  "_dmarc TXT \"v=DMARC1; p=none\"\n"
  "autodiscover CNAME discover.outside.host.\n";

static const char usual_outside[] = "mx.outside.host. A 198.18.1.25\n"
                                    "_spf.outside.host. TXT \"v=spf1 ip4:198.18.1.0/24 -all\"\n"
                                    "discover.outside.host. A 198.18.1.26\n";

static void
write_file (const char *folder, const char *name, const char *first, const char *second)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text = g_strconcat (first, second, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
connect_network (SpTestLab *self)
{
  self->network = sp_network_new (sp_practice_world_get_recursors (self->world));
  self->network->dns_port = sp_practice_world_get_port (self->world);
  self->network->allow_private = TRUE;
}

/*
 * sp_test_lab_new_around:
 * @world: a world that runs
 *
 * Returns: (transfer full): a lab without servers of its own
 */
SpTestLab *
sp_test_lab_new_around (SpPracticeWorld *world)
{
  SpTestLab *self = g_new0 (SpTestLab, 1);

  self->clock = g_object_ref (sp_practice_world_get_clock (world));
  self->world = g_object_ref (world);
  connect_network (self);
  return self;
}

/*
 * sp_test_lab_new:
 * @plan: (nullable): what is different from the usual
 *
 * Returns: (transfer full): a lab whose servers run
 */
SpTestLab *
sp_test_lab_new (const SpTestLabPlan *plan)
{
  static const SpTestLabPlan usual = { NULL };
  const SpTestLabPlan *how = plan != NULL ? plan : &usual;
  SpTestLab *self = g_new0 (SpTestLab, 1);
  g_autofree char *zone = g_strconcat (apex_text, how->zone != NULL ? how->zone : usual_zone, NULL);
  g_autofree char *index = g_strconcat (how->index != NULL ? how->index : "",
                                        how->shared != NULL ? shared_index : "", NULL);
  g_autofree char *outside = g_strconcat (usual_outside, how->outside != NULL ? how->outside : "",
                                          NULL);
  g_autoptr (GError) error = NULL;

  self->folder = g_dir_make_tmp ("signpost-lab-XXXXXX", &error);
  g_assert_no_error (error);
  write_file (self->folder, "practice.ini", index_text, index);
  if (how->shared != NULL)
    write_file (self->folder, "shop.zone", "$TTL 3600\n", how->shared);
  write_file (self->folder, "root.zone", root_text, outside);
  write_file (self->folder, "test.zone", registry_text,
              how->delegation != NULL ? how->delegation : usual_delegation);
  self->clock = sp_clock_new_jumping (0);
  self->world = sp_practice_world_new (self->clock, self->folder, &error);
  g_assert_no_error (error);
  sp_practice_world_start (self->world, 0, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < SP_TEST_LAB_SERVERS; i++)
    {
      g_autofree char *address = g_strdup_printf ("127.60.0.%u", 11 + i);

      self->servers[i] = sp_fake_server_new (address, sp_practice_world_get_port (self->world));
      sp_fake_server_set_zone (self->servers[i], "shop.test", zone);
    }
  connect_network (self);
  return self;
}

void
sp_test_lab_free (SpTestLab *self)
{
  static const char *const names[] = { "practice.ini", "root.zone", "test.zone", "shop.zone" };

  for (guint i = 0; i < SP_TEST_LAB_SERVERS && self->servers[i] != NULL; i++)
    {
      sp_fake_server_close (self->servers[i]);
      g_object_unref (self->servers[i]);
    }
  sp_network_unref (self->network);
  g_object_unref (self->world);
  g_object_unref (self->clock);
  for (gsize i = 0; self->folder != NULL && i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (self->folder, names[i], NULL);

      g_unlink (path);
    }
  if (self->folder != NULL)
    g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self);
}

/*
 * sp_test_lab_get_network:
 *
 * Returns: (transfer none): how the lab is reached; its fields may be changed
 */
SpNetwork *
sp_test_lab_get_network (SpTestLab *self)
{
  return self->network;
}

SpFakeServer *
sp_test_lab_get_server (SpTestLab *self, guint index)
{
  return self->servers[index];
}

/*
 * sp_test_lab_script:
 *
 * Tells all three servers what to do with one question.
 */
void
sp_test_lab_script (SpTestLab *self, const char *name, SpRrType type, const char *script)
{
  for (guint i = 0; i < SP_TEST_LAB_SERVERS; i++)
    sp_fake_server_script (self->servers[i], name, type, script);
}

/*
 * sp_test_lab_script_all:
 *
 * Tells all three servers what to do with every question.
 */
void
sp_test_lab_script_all (SpTestLab *self, const char *script)
{
  for (guint i = 0; i < SP_TEST_LAB_SERVERS; i++)
    sp_fake_server_script_all (self->servers[i], script);
}

typedef struct {
  SpSnapshot *snapshot;
  GError *error;
  gboolean done;
} Result;

static void
inspected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Result *out = data;

  out->snapshot = sp_inspector_inspect_finish (SP_INSPECTOR (source), result, &out->error);
  out->done = TRUE;
}

/*
 * sp_test_lab_inspect:
 * @domain: the domain
 * @catalog: (nullable): who is known
 *
 * Returns: (transfer full): what the inspector brings home
 */
SpSnapshot *
sp_test_lab_inspect (SpTestLab *self, const char *domain, SpCatalog *catalog)
{
  g_autoptr (SpName) name = sp_name_parse (domain, NULL);
  g_autoptr (SpQuestion) question = sp_question_new (name, NULL, NULL, NULL);
  g_autoptr (SpInspector) inspector = sp_inspector_new (self->network, catalog, self->clock);
  Result result = { 0 };

  sp_inspector_inspect_async (inspector, question, NULL, inspected_cb, &result);
  sp_test_await_for (&result.done, 30);
  g_assert_no_error (result.error);
  return result.snapshot;
}
