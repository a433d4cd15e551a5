/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-test"

#include "support/sp-test-asker.h"

#include "support/sp-test-await.h"

const char sp_test_zone_text[] = "$TTL 3600\n"
                                 "@ SOA ns1 admin 1 7200 900 1209600 300\n"
                                 "@ NS ns1\n"
                                 "@ MX 10 mail\n"
                                 "@ TXT \"v=spf1 -all\" \"\"\n"
                                 "mail A 192.0.2.25\n"
                                 "www CNAME mail\n"
                                 "child NS ns.child\n"
                                 "ns.child A 192.0.2.53\n";

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SpTestAsker *self = user_data;

  self->answer = sp_resolver_ask_finish (SP_RESOLVER (source), result, &self->error);
  self->is_done = TRUE;
}

static void
recursed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SpTestAsker *self = user_data;

  self->answer = sp_resolver_recurse_finish (SP_RESOLVER (source), result, &self->error);
  self->is_done = TRUE;
}

/*
 * sp_test_asker_clear:
 * @self: a question that is done
 */
void
sp_test_asker_clear (SpTestAsker *self)
{
  g_clear_pointer (&self->answer, sp_answer_unref);
  g_clear_error (&self->error);
  self->is_done = FALSE;
}

/*
 * sp_test_asker_start:
 * @self: where the answer goes
 * @resolver: a resolver
 * @server: whom to ask
 * @name: the name asked
 * @type: the type asked
 * @flags: how
 * @cancellable: (nullable): to give up
 */
void
sp_test_asker_start (SpTestAsker *self, SpResolver *resolver, SpServer *server, const char *name,
                     SpRrType type, SpAskFlags flags, GCancellable *cancellable)
{
  g_autoptr (SpName) parsed = sp_name_parse (name, NULL);

  g_assert_nonnull (parsed);
  sp_resolver_ask_async (resolver, server, parsed, type, flags, cancellable, asked_cb, self);
}

/*
 * sp_test_asker_start_recursion:
 * @self: where the answer goes
 * @resolver: a resolver
 * @recursors: whom to ask
 * @name: the name asked
 * @type: the type asked
 */
void
sp_test_asker_start_recursion (SpTestAsker *self, SpResolver *resolver, GPtrArray *recursors,
                               const char *name, SpRrType type)
{
  g_autoptr (SpName) parsed = sp_name_parse (name, NULL);

  g_assert_nonnull (parsed);
  sp_resolver_recurse_async (resolver, recursors, parsed, type, SP_ASK_PLAIN, NULL, recursed_cb,
                             self);
}

/*
 * sp_test_asker_finish:
 * @self: a question under way
 *
 * Returns: (transfer full): its answer
 */
SpAnswer *
sp_test_asker_finish (SpTestAsker *self)
{
  sp_test_await (&self->is_done);
  g_assert_no_error (self->error);
  g_assert_nonnull (self->answer);
  return g_steal_pointer (&self->answer);
}

/*
 * sp_test_ask:
 * @resolver: a resolver
 * @server: whom to ask
 * @name: the name asked
 * @type: the type asked
 * @flags: how
 *
 * Asks and waits.
 *
 * Returns: (transfer full): the answer
 */
SpAnswer *
sp_test_ask (SpResolver *resolver, SpServer *server, const char *name, SpRrType type,
             SpAskFlags flags)
{
  g_auto (SpTestAsker) asker = { 0 };

  sp_test_asker_start (&asker, resolver, server, name, type, flags, NULL);
  return sp_test_asker_finish (&asker);
}

/*
 * sp_test_new_closed_endpoint:
 *
 * Returns: (transfer full): a port of loopback that nobody listens at
 */
GInetSocketAddress *
sp_test_new_closed_endpoint (void)
{
  g_autoptr (SpFakeServer) server = sp_fake_server_new (SP_TEST_ADDRESS, 0);

  return g_object_ref (sp_fake_server_get_endpoint (server));
}

/*
 * sp_test_new_endpoints:
 * @first: an endpoint
 * @second: (nullable): another one
 *
 * Returns: (transfer full) (element-type GInetSocketAddress): both
 */
GPtrArray *
sp_test_new_endpoints (GInetSocketAddress *first, GInetSocketAddress *second)
{
  GPtrArray *endpoints = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (endpoints, g_object_ref (first));
  if (second != NULL)
    g_ptr_array_add (endpoints, g_object_ref (second));
  return endpoints;
}

/*
 * sp_test_new_server:
 * @first: its first address
 * @second: (nullable): its second one
 *
 * Returns: (transfer full): the server ns1.shop.test
 */
SpServer *
sp_test_new_server (GInetSocketAddress *first, GInetSocketAddress *second)
{
  g_autoptr (SpName) name = sp_name_parse ("ns1.shop.test", NULL);
  g_autoptr (GPtrArray) endpoints = sp_test_new_endpoints (first, second);

  return sp_server_new (name, endpoints);
}

/*
 * sp_test_get_seconds:
 * @answer: an answer
 *
 * Returns: how long it took
 */
double
sp_test_get_seconds (const SpAnswer *answer)
{
  return (double) sp_answer_get_fields (answer)->elapsed / G_USEC_PER_SEC;
}
