/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-test"

#include "support/sp-test-snapshot.h"

#include "core/dns/sp-zone.h"
#include "core/inspect/sp-agenda.h"

#include <string.h>

#define MAX_ALIASES 8
#define PROBE_LABEL "signpost-0123456789abcdef"
#define PARENT_SERVER "a.registry.test"

typedef struct {
  SpName *name;
  GString *text;
  SpZone *zone;
  char *address;
  gboolean answered;
  SpOutcome failure;
} Server;

typedef struct {
  SpName *name; /* NULL: every name */
  int type;     /* -1: every type */
  SpOutcome outcome;
  SpName *server; /* NULL: every server */
  gboolean is_cut;
  gboolean is_memory; /* the resolver's, of a record that is live */
  guint seconds;
} Failure;

typedef struct {
  SpName *zone;
  GPtrArray *servers;
  GPtrArray *parent_names;
  GArray *failures;
  GString *common;
  SpZone *world;
  SpDelegation delegation;
  SpReason reason;
  SpSnapshotFlags flags;
  gint64 taken_at;
  GString *policy;
  SpPolicyFact *no_policy;
} World;

static void
server_free (gpointer data)
{
  Server *server = data;

  sp_name_unref (server->name);
  g_string_free (server->text, TRUE);
  g_free (server->address);
  g_clear_pointer (&server->zone, sp_zone_unref);
  g_free (server);
}

static void
failure_clear (gpointer data)
{
  Failure *failure = data;

  g_clear_pointer (&failure->name, sp_name_unref);
  g_clear_pointer (&failure->server, sp_name_unref);
}

static void
world_free (World *world)
{
  sp_name_unref (world->zone);
  g_ptr_array_unref (world->servers);
  g_clear_pointer (&world->parent_names, g_ptr_array_unref);
  g_array_unref (world->failures);
  g_string_free (world->common, TRUE);
  g_clear_pointer (&world->world, sp_zone_unref);
  g_clear_pointer (&world->no_policy, sp_policy_fact_unref);
  if (world->policy != NULL)
    g_string_free (world->policy, TRUE);
  g_free (world);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

static SpName *
parse_name (const char *text)
{
  g_autoptr (GError) error = NULL;
  SpName *name = sp_name_parse (text, &error);

  g_assert_no_error (error);
  return name;
}

static Server *
find_server (World *world, const char *text)
{
  g_autoptr (SpName) name = parse_name (text);

  for (guint i = 0; i < world->servers->len; i++)
    {
      Server *server = g_ptr_array_index (world->servers, i);

      if (sp_name_equal (server->name, name))
        return server;
    }
  g_error ("no server is called “%s”", text);
}

static void
add_server (World *world, SpName *name)
{
  Server *server = g_new0 (Server, 1);

  server->name = name;
  server->text = g_string_new (NULL);
  server->failure = SP_OUTCOME_TIMEOUT;
  g_ptr_array_add (world->servers, server);
}

static void
mark_failure (World *world, char **words)
{
  Failure failure = { .type = -1,
                      .is_cut = g_str_equal (words[0], "!cut"),
                      .is_memory = g_str_equal (words[0], "!remembered") };

  g_assert_cmpuint (g_strv_length (words), >=, 4);
  if (g_str_has_suffix (words[1], "."))
    failure.name = parse_name (words[1]);
  else if (g_str_equal (words[1], "@"))
    failure.name = sp_name_ref (world->zone);
  else if (!g_str_equal (words[1], "*"))
    failure.name = sp_name_prepend (world->zone, words[1]);
  if (!g_str_equal (words[2], "*"))
    {
      SpRrType type;

      g_assert_true (sp_rr_type_from_string (words[2], &type));
      failure.type = type;
    }
  g_assert_true (sp_outcome_from_string (words[3], &failure.outcome));
  if (words[4] != NULL && failure.is_memory)
    failure.seconds = (guint) g_ascii_strtoull (words[4], NULL, 10);
  else if (words[4] != NULL)
    failure.server = parse_name (words[4]);
  g_array_append_val (world->failures, failure);
}

static void
mark_delegation (World *world, char **words)
{
  if (g_strcmp0 (words[1], "absent") == 0)
    {
      world->delegation = SP_DELEGATION_ABSENT;
      return;
    }
  g_assert_cmpstr (words[1], ==, "unknown");
  world->delegation = SP_DELEGATION_UNKNOWN;
  g_assert_true (sp_reason_from_string (words[2], &world->reason));
}

static void
mark_flags (World *world, char **words)
{
  static const char *const names[] = { "resolver-only", "intercepted", "allow-private",
                                       "practice",      "limited",     "offline" };

  for (guint i = 1; words[i] != NULL; i++)
    {
      guint flag = 0;

      while (flag < G_N_ELEMENTS (names) && !g_str_equal (names[flag], words[i]))
        flag++;
      g_assert_cmpuint (flag, <, G_N_ELEMENTS (names));
      world->flags |= 1u << flag;
    }
}

static void
mark_policy (World *world, const char *line, char **words)
{
  SpPolicyFault fault;
  SpReason reason;

  if (g_str_equal (words[0], "!policy"))
    {
      if (world->policy == NULL)
        world->policy = g_string_new (NULL);
      g_string_append_printf (world->policy, "%s\r\n",
                              words[1] != NULL ? strchr (line, ' ') + 1 : "");
    }
  else if (g_str_equal (words[0], "!no-policy"))
    {
      g_assert_true (sp_policy_fault_from_string (words[1], &fault));
      world->no_policy = sp_policy_fact_new_absent (fault);
    }
  else
    {
      g_assert_true (sp_reason_from_string (words[1], &reason));
      world->no_policy = sp_policy_fact_new_unknown (reason);
    }
}

/* Which zone and servers there are has to be known before the rest can be read. */
static void
read_frame (World *world, char **lines)
{
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit_set (g_strstrip (lines[i]), " ", -1);

      if (g_strcmp0 (words[0], "!zone") == 0)
        {
          sp_name_unref (world->zone);
          world->zone = parse_name (words[1]);
        }
      for (guint j = 1; g_strcmp0 (words[0], "!servers") == 0 && words[j] != NULL; j++)
        add_server (world, parse_name (words[j]));
    }
  if (world->servers->len > 0)
    return;
  add_server (world, sp_name_prepend (world->zone, "ns1"));
  add_server (world, sp_name_prepend (world->zone, "ns2"));
}

static void
read_mark (World *world, const char *line, GString **target)
{
  g_auto (GStrv) words = g_strsplit_set (line, " ", -1);

  if (g_str_equal (words[0], "!fail") || g_str_equal (words[0], "!cut")
      || g_str_equal (words[0], "!remembered"))
    mark_failure (world, words);
  else if (g_str_equal (words[0], "!at"))
    *target = g_str_equal (words[1], "*") ? world->common : find_server (world, words[1])->text;
  else if (g_str_equal (words[0], "!delegation"))
    mark_delegation (world, words);
  else if (g_str_equal (words[0], "!flag"))
    mark_flags (world, words);
  else if (g_str_equal (words[0], "!address"))
    g_set_str (&find_server (world, words[1])->address, words[2]);
  else if (g_str_equal (words[0], "!days"))
    world->taken_at += g_ascii_strtoll (words[1], NULL, 10) * 86400 * G_USEC_PER_SEC;
  else if (g_str_equal (words[0], "!parent"))
    {
      g_clear_pointer (&world->parent_names, g_ptr_array_unref);
      world->parent_names = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_name_unref);
      for (guint i = 1; words[i] != NULL; i++)
        g_ptr_array_add (world->parent_names, parse_name (words[i]));
    }
  else if (g_str_has_suffix (words[0], "policy"))
    mark_policy (world, line, words);
  else if (!g_str_equal (words[0], "!zone") && !g_str_equal (words[0], "!servers"))
    g_error ("unknown mark “%s”", line);
}

static GPtrArray *
parse_records (World *world, const char *first, const char *second)
{
  g_autofree char *text = g_strdup_printf ("$ORIGIN %s.\n$TTL 3600\n%s\n%s\n",
                                           sp_name_get_text (world->zone), first, second);
  g_autoptr (SpName) root = sp_name_new_root ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SpZone) zone = sp_zone_parse (text, -1, root, &error);

  g_assert_no_error (error);
  return g_ptr_array_ref (sp_zone_get_records (zone));
}

static char *
make_frame_records (World *world)
{
  g_autoptr (GString) text = g_string_new (NULL);
  Server *first = g_ptr_array_index (world->servers, 0);

  g_string_append_printf (text, "@ SOA %s. hostmaster 2026060100 7200 3600 1209600 3600\n",
                          sp_name_get_text (first->name));
  for (guint i = 0; i < world->servers->len; i++)
    {
      Server *server = g_ptr_array_index (world->servers, i);

      g_string_append_printf (text, "@ NS %s.\n", sp_name_get_text (server->name));
    }
  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
build_zones (World *world)
{
  g_autofree char *frame = make_frame_records (world);
  g_autoptr (SpName) root = sp_name_new_root ();
  g_autoptr (GPtrArray) outside = g_ptr_array_new ();
  g_autoptr (GPtrArray) common = parse_records (world, world->common->str, "");

  for (guint i = 0; i < common->len; i++)
    {
      SpRecord *record = g_ptr_array_index (common, i);

      if (!sp_name_is_at_or_below (sp_record_get_owner (record), world->zone))
        g_ptr_array_add (outside, record);
    }
  world->world = sp_zone_new (root, outside);
  for (guint i = 0; i < world->servers->len; i++)
    {
      Server *server = g_ptr_array_index (world->servers, i);
      g_autofree char *text = g_strconcat (world->common->str, "\n", server->text->str, NULL);
      g_autoptr (GPtrArray) records = parse_records (world, text, "");
      g_autoptr (SpZone) zone = sp_zone_new (world->zone, records);

      if (sp_zone_get_soa (zone) == NULL)
        {
          g_autoptr (GPtrArray) more = parse_records (world, text, frame);

          g_clear_pointer (&zone, sp_zone_unref);
          zone = sp_zone_new (world->zone, more);
        }
      server->zone = g_steal_pointer (&zone);
    }
}

static World *
world_new (SpName *domain, const char *text)
{
  World *world = g_new0 (World, 1);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GString *target;

  world->taken_at = SP_TEST_SNAPSHOT_TIME;
  world->zone = sp_name_ref (domain);
  world->servers = g_ptr_array_new_with_free_func (server_free);
  world->failures = g_array_new (FALSE, FALSE, sizeof (Failure));
  g_array_set_clear_func (world->failures, failure_clear);
  world->common = g_string_new (NULL);
  target = world->common;
  {
    g_auto (GStrv) copy = g_strdupv (lines);

    read_frame (world, copy);
  }
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *bare = g_strstrip (g_strdup (lines[i]));

      if (*bare == '!')
        read_mark (world, bare, &target);
      else
        g_string_append_printf (target, "%s\n", *lines[i] == ' ' ? bare : lines[i]);
    }
  build_zones (world);
  return world;
}

static const Failure *
find_failure (World *world, const SpName *name, SpRrType type, const SpName *server,
              gboolean is_memory)
{
  for (guint i = 0; i < world->failures->len; i++)
    {
      const Failure *failure = &g_array_index (world->failures, Failure, i);

      if (failure->is_memory == is_memory
          && (failure->name == NULL || sp_name_equal (failure->name, name))
          && (failure->type < 0 || failure->type == (int) type)
          && (failure->server == NULL
              || (server != NULL && sp_name_equal (failure->server, server))))
        return failure;
    }
  return NULL;
}

static SpOutcome
outcome_of_match (SpZoneMatch match)
{
  switch (match)
    {
    case SP_ZONE_MATCH_ANSWER:
    case SP_ZONE_MATCH_ALIAS:
      return SP_OUTCOME_ANSWER;
    case SP_ZONE_MATCH_NODATA:
      return SP_OUTCOME_NODATA;
    case SP_ZONE_MATCH_NXDOMAIN:
    case SP_ZONE_MATCH_OUTSIDE:
      return SP_OUTCOME_NXDOMAIN;
    case SP_ZONE_MATCH_REFERRAL:
      return SP_OUTCOME_LAME;
    }
  g_assert_not_reached ();
}

/* One server answers from its zone; the resolver (@server is NULL) from wherever the name is. */
static void
fill_answer (World *world, const Server *server, SpName *name, SpAnswerFields *fields)
{
  g_autoptr (SpName) at = sp_name_ref (name);

  for (guint n_aliases = 0; n_aliases <= MAX_ALIASES; n_aliases++)
    {
      gboolean is_own = sp_name_is_at_or_below (at, world->zone);
      const Server *first = g_ptr_array_index (world->servers, 0);
      const SpZone *zone = server != NULL ? server->zone : is_own ? first->zone : world->world;
      g_autoptr (GPtrArray) records = NULL;
      SpZoneMatch match = sp_zone_match (zone, at, fields->type, &records);

      if (match == SP_ZONE_MATCH_OUTSIDE && n_aliases > 0)
        return;
      fields->outcome = outcome_of_match (match);
      if (match == SP_ZONE_MATCH_REFERRAL)
        fields->flags = SP_ANSWER_REFERRAL;
      for (guint i = 0; records != NULL && i < records->len; i++)
        g_ptr_array_add (match == SP_ZONE_MATCH_REFERRAL ? fields->authority : fields->answer,
                         sp_record_ref (g_ptr_array_index (records, i)));
      if (!sp_outcome_is_conclusive (fields->outcome) || fields->outcome != SP_OUTCOME_ANSWER)
        {
          SpRecord *soa = sp_zone_get_soa (zone);

          if (soa != NULL && sp_outcome_is_conclusive (fields->outcome))
            g_ptr_array_add (fields->authority, sp_record_ref (soa));
          return;
        }
      if (match != SP_ZONE_MATCH_ALIAS)
        return;
      sp_name_unref (at);
      at = sp_name_ref (sp_record_get_target (g_ptr_array_index (records, 0)));
    }
}

static SpAnswer *
answer_new (World *world, Server *server, SpName *server_name, SpName *name, SpRrType type)
{
  g_autoptr (GPtrArray) answer = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_record_unref);
  g_autoptr (GPtrArray)
    authority = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_record_unref);
  const Failure *failure = find_failure (world, name, type, server_name, FALSE);
  SpAnswerFields fields = {
    .name = name,
    .type = type,
    .server = server_name,
    .flags = server_name != NULL ? SP_ANSWER_AUTHORITATIVE : SP_ANSWER_RECURSION_AVAILABLE,
    .answer = answer,
    .authority = authority,
    .received_at = world->taken_at,
    .elapsed = 1000,
  };

  if (failure != NULL)
    {
      fields.outcome = failure->outcome;
      fields.flags = failure->is_cut ? SP_ANSWER_TRUNCATED : SP_ANSWER_NO_FLAGS;
    }
  else
    fill_answer (world, server, name, &fields);
  if (server != NULL && sp_outcome_is_conclusive (fields.outcome))
    server->answered = TRUE;
  else if (server != NULL)
    server->failure = fields.outcome;
  return sp_answer_new (&fields);
}

/* As the inspector does, once every server of the domain has a record. */
static void
ask_resolver_too (World *world, const SpAgendaItem *item, SpSnapshotBuilder *builder)
{
  const Failure *memory = find_failure (world, item->name, item->type, NULL, TRUE);
  g_autoptr (GPtrArray)
    authority = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_record_unref);
  g_autoptr (SpAnswer) answer = NULL;

  if (memory != NULL)
    {
      SpSoa soa = { .mname = world->zone, .rname = world->zone, .minimum = 86400 };
      SpAnswerFields fields = { .name = item->name,
                                .type = item->type,
                                .outcome = memory->outcome,
                                .flags = SP_ANSWER_RECURSION_AVAILABLE,
                                .authority = authority,
                                .received_at = world->taken_at };

      if (sp_outcome_is_conclusive (memory->outcome) && memory->seconds > 0)
        g_ptr_array_add (authority, sp_record_new_soa (world->zone, memory->seconds, &soa));
      answer = sp_answer_new (&fields);
    }
  else
    answer = answer_new (world, NULL, NULL, item->name, item->type);
  sp_snapshot_builder_add_remembered (builder, answer);
}

static void
ask (World *world, const SpAgendaItem *item, SpAgenda *agenda, SpSnapshotBuilder *builder)
{
  guint n_good = 0, n_found = 0, n_doubtful = 0;

  if (item->breadth == SP_BREADTH_NONE)
    {
      sp_snapshot_builder_add_unknown (builder, item->name, item->type, SP_REASON_LIMIT);
      return;
    }
  if (item->breadth == SP_BREADTH_PARENT || !item->in_zone
      || (world->flags & SP_SNAPSHOT_RESOLVER_ONLY))
    {
      gboolean at_parent = item->breadth == SP_BREADTH_PARENT;
      g_autoptr (SpName) parent = at_parent ? parse_name (PARENT_SERVER) : NULL;
      g_autoptr (SpAnswer) answer = answer_new (world, NULL, parent, item->name, item->type);

      sp_snapshot_builder_add_answer (builder, answer);
      sp_agenda_learn (agenda, answer);
      return;
    }
  for (guint i = 0; i < world->servers->len; i++)
    {
      Server *server = g_ptr_array_index (world->servers, i);
      g_autoptr (SpAnswer) answer = NULL;

      if ((item->breadth == SP_BREADTH_TWO && n_good == 2)
          || (item->breadth == SP_BREADTH_ONE && n_good == 1))
        break;
      answer = answer_new (world, server, server->name, item->name, item->type);
      n_good += sp_outcome_is_conclusive (sp_answer_get_outcome (answer));
      n_found += sp_answer_get_outcome (answer) == SP_OUTCOME_ANSWER;
      n_doubtful += !sp_outcome_is_conclusive (sp_answer_get_outcome (answer))
                    && sp_answer_get_outcome (answer) != SP_OUTCOME_LAME
                    && sp_answer_get_outcome (answer) != SP_OUTCOME_REFUSED;
      sp_snapshot_builder_add_answer (builder, answer);
      sp_agenda_learn (agenda, answer);
    }
  if (item->breadth == SP_BREADTH_EVERY && item->type != SP_RR_SOA && item->type != SP_RR_NS
      && n_found > 0 && n_found == n_good && n_doubtful == 0)
    ask_resolver_too (world, item, builder);
}

/* As the inspector does: what the registry does not know does not exist. */
static void
leave_unasked (World *world, const SpAgendaItem *item, SpSnapshotBuilder *builder)
{
  SpAnswerFields fields = { .name = item->name,
                            .type = item->type,
                            .outcome = SP_OUTCOME_NXDOMAIN,
                            .received_at = world->taken_at };
  g_autoptr (SpAnswer) nothing = sp_answer_new (&fields);

  if (!item->in_zone)
    sp_snapshot_builder_add_unknown (builder, item->name, item->type, SP_REASON_NOT_ASKED);
  else if (world->delegation == SP_DELEGATION_ABSENT)
    sp_snapshot_builder_add_answer (builder, nothing);
  else
    sp_snapshot_builder_add_unknown (builder, item->name, item->type, world->reason);
}

static SpServerState
state_of_failure (SpOutcome outcome)
{
  switch (outcome)
    {
    case SP_OUTCOME_ANSWER:
    case SP_OUTCOME_NXDOMAIN:
    case SP_OUTCOME_NODATA:
      return SP_SERVER_ANSWERS;
    case SP_OUTCOME_SERVFAIL:
    case SP_OUTCOME_LAME:
      return SP_SERVER_LAME;
    case SP_OUTCOME_REFUSED:
      return SP_SERVER_REFUSED;
    case SP_OUTCOME_UNREACHABLE:
      return SP_SERVER_UNREACHABLE;
    case SP_OUTCOME_MALFORMED:
    case SP_OUTCOME_TIMEOUT:
    case SP_OUTCOME_INTERCEPTED:
      return SP_SERVER_SILENT;
    }
  g_assert_not_reached ();
}

static gboolean
is_listed (GPtrArray *names, const SpName *name)
{
  return g_ptr_array_find_with_equal_func (names, name, sp_name_equal, NULL);
}

static void
add_policy (World *world, SpSnapshotBuilder *builder)
{
  g_autoptr (GBytes) text = NULL;
  g_autoptr (SpPolicyFact) policy = NULL;

  if (world->policy != NULL)
    {
      text = g_bytes_new (world->policy->str, world->policy->len);
      policy = sp_policy_fact_new_present (text);
    }
  else if (world->no_policy != NULL)
    policy = sp_policy_fact_ref (world->no_policy);
  if (policy != NULL)
    sp_snapshot_builder_set_policy (builder, policy);
}

static void
add_servers (World *world, SpSnapshotBuilder *builder)
{
  for (guint i = 0; i < world->servers->len; i++)
    {
      Server *server = g_ptr_array_index (world->servers, i);
      g_autofree char *address = g_strdup_printf ("198.18.53.%u", i + 1);
      SpZoneServer *known = sp_zone_server_new (server->name);
      SpRecord *soa = sp_zone_get_soa (server->zone);
      g_autoptr (SpRecordSet) listed = sp_zone_dup_set (server->zone, world->zone, SP_RR_NS);

      g_ptr_array_add (known->addresses, g_inet_address_new_from_string (
                                           server->address != NULL ? server->address : address));
      known->state = server->answered ? SP_SERVER_ANSWERS : state_of_failure (server->failure);
      known->has_serial = server->answered;
      known->serial = server->answered ? sp_record_get_soa (soa)->serial : 0;
      known->in_parent = world->parent_names == NULL
                         || is_listed (world->parent_names, server->name);
      for (guint j = 0; listed != NULL && j < sp_record_set_get_n_records (listed); j++)
        known->in_child |= sp_name_equal (
          sp_record_get_target (sp_record_set_get_record (listed, j)), server->name);
      sp_snapshot_builder_take_server (builder, known);
    }
}

SpSnapshot *
sp_test_snapshot_new_for (SpQuestion *question, SpCatalog *catalog, const char *text)
{
  SpName *domain = sp_question_get_domain (question);
  g_autoptr (World) world = world_new (domain, text);
  g_autoptr (SpAgenda) agenda = sp_agenda_new (question, catalog, world->zone, PROBE_LABEL);
  g_autoptr (SpSnapshotBuilder) builder = sp_snapshot_builder_new (domain, world->taken_at);
  g_autoptr (SpName) parent = sp_name_dup_parent (world->zone);
  gboolean is_found = world->delegation == SP_DELEGATION_FOUND;
  const SpAgendaItem *item;
  guint n_questions = 0;

  sp_snapshot_builder_add_flags (builder, world->flags);
  sp_snapshot_builder_set_delegation (builder, world->delegation, world->reason,
                                      is_found ? world->zone : NULL, parent);
  while ((item = sp_agenda_next (agenda)) != NULL)
    {
      if (is_found)
        ask (world, item, agenda, builder);
      else
        leave_unasked (world, item, builder);
      n_questions++;
    }
  if (is_found)
    {
      sp_snapshot_builder_set_probe_name (builder, sp_agenda_get_probe_name (agenda));
      add_servers (world, builder);
    }
  add_policy (world, builder);
  sp_snapshot_builder_set_cost (builder, n_questions, 1000);
  return sp_snapshot_builder_build (builder);
}

SpSnapshot *
sp_test_snapshot_new (const char *domain, const char *text)
{
  g_autoptr (SpName) name = parse_name (domain);
  g_autoptr (SpQuestion) question = sp_question_new (name, NULL, NULL, NULL);

  return sp_test_snapshot_new_for (question, NULL, text);
}
