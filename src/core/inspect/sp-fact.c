/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-inspect"

#include "core/inspect/sp-fact-private.h"

struct _SpFact {
  SpName *name;
  SpRrType type;
  SpFactState state;
  SpReason reason;
  gboolean name_exists;
  gboolean alias_loop;
  gboolean disagree;
  SpRecordSet *set;
  GPtrArray *aliases;
  gint64 negative_ttl;
  GPtrArray *answers;
  GPtrArray *silent;
};

G_DEFINE_BOXED_TYPE (SpFact, sp_fact, sp_fact_ref, sp_fact_unref)

static const char *const reason_names[] = {
  [SP_REASON_NONE] = "none",
  [SP_REASON_TIMEOUT] = "timeout",
  [SP_REASON_SERVFAIL] = "servfail",
  [SP_REASON_REFUSED] = "refused",
  [SP_REASON_LAME] = "lame",
  [SP_REASON_MALFORMED] = "malformed",
  [SP_REASON_INTERCEPTED] = "intercepted",
  [SP_REASON_BLOCKED] = "blocked",
  [SP_REASON_LIMIT] = "limit",
  [SP_REASON_UNREACHABLE] = "unreachable",
  [SP_REASON_NOT_ASKED] = "not-asked",
  [SP_REASON_DISAGREE] = "disagree",
};

/* From the most telling to the least: who spoke tells more than who was silent. */
static const SpReason telling[] = {
  SP_REASON_DISAGREE,    SP_REASON_INTERCEPTED, SP_REASON_SERVFAIL,  SP_REASON_REFUSED,
  SP_REASON_LAME,        SP_REASON_MALFORMED,   SP_REASON_TIMEOUT,   SP_REASON_BLOCKED,
  SP_REASON_UNREACHABLE, SP_REASON_LIMIT,       SP_REASON_NOT_ASKED,
};

/**
 * sp_reason_more_telling: (skip)
 * @a: a reason
 * @b: another
 *
 * Returns: the one that says more about what is wrong
 */
SpReason
sp_reason_more_telling (SpReason a, SpReason b)
{
  for (gsize i = 0; i < G_N_ELEMENTS (telling); i++)
    {
      if (a == telling[i] || b == telling[i])
        return telling[i];
    }
  return SP_REASON_NONE;
}

static gboolean
is_conclusive (const SpAnswer *answer)
{
  return sp_outcome_is_conclusive (sp_answer_get_outcome (answer));
}

/* The domain's own servers count before any resolver; among them the order handed in decides. */
static SpAnswer *
find_deciding (GPtrArray *answers)
{
  SpAnswer *recursive = NULL;

  for (guint i = 0; i < answers->len; i++)
    {
      SpAnswer *answer = g_ptr_array_index (answers, i);

      if (!is_conclusive (answer))
        continue;
      if (sp_answer_get_fields (answer)->server != NULL)
        return answer;
      if (recursive == NULL)
        recursive = answer;
    }
  return recursive;
}

static SpReason
reason_of_failures (GPtrArray *answers)
{
  SpReason reason = SP_REASON_NONE;

  for (guint i = 0; i < answers->len; i++)
    {
      SpAnswer *answer = g_ptr_array_index (answers, i);

      if (!is_conclusive (answer))
        reason = sp_reason_more_telling (reason,
                                         sp_reason_from_outcome (sp_answer_get_outcome (answer)));
    }
  return reason != SP_REASON_NONE ? reason : SP_REASON_NOT_ASKED;
}

/**
 * sp_fact_dup_direct_set: (skip)
 * @answer: what one server said
 * @name: the name asked
 * @type: the type asked
 *
 * Returns: (transfer full) (nullable): what it holds at the name itself: its set, else its alias
 */
SpRecordSet *
sp_fact_dup_direct_set (const SpAnswer *answer, const SpName *name, SpRrType type)
{
  SpRecordSet *set = sp_answer_dup_set (answer, name, type);

  return set != NULL ? set : sp_answer_dup_set (answer, name, SP_RR_CNAME);
}

static gboolean
same_set (const SpRecordSet *a, const SpRecordSet *b)
{
  return a == NULL || b == NULL ? a == b : sp_record_set_equal (a, b);
}

static gboolean
find_disagreement (const SpFact *self)
{
  g_autoptr (SpRecordSet) first = NULL;
  gboolean has_first = FALSE;

  for (guint i = 0; i < self->answers->len; i++)
    {
      SpAnswer *answer = g_ptr_array_index (self->answers, i);
      g_autoptr (SpRecordSet) set = NULL;

      if (!is_conclusive (answer) || sp_answer_get_fields (answer)->server == NULL)
        continue;
      set = sp_fact_dup_direct_set (answer, self->name, self->type);
      if (has_first && !same_set (first, set))
        return TRUE;
      if (!has_first)
        first = g_steal_pointer (&set);
      has_first = TRUE;
    }
  return FALSE;
}

static gboolean
has_name (GPtrArray *names, const SpName *name)
{
  return g_ptr_array_find_with_equal_func (names, name, sp_name_equal, NULL);
}

static void
collect_silent (SpFact *self)
{
  g_autoptr (GPtrArray) spoke = g_ptr_array_new ();

  for (guint i = 0; i < self->answers->len; i++)
    {
      SpAnswer *answer = g_ptr_array_index (self->answers, i);
      SpName *server = sp_answer_get_fields (answer)->server;

      if (server != NULL && is_conclusive (answer))
        g_ptr_array_add (spoke, server);
    }
  for (guint i = 0; i < self->answers->len; i++)
    {
      SpName *server = sp_answer_get_fields (g_ptr_array_index (self->answers, i))->server;

      if (server != NULL && !has_name (spoke, server) && !has_name (self->silent, server))
        g_ptr_array_add (self->silent, sp_name_ref (server));
    }
}

static void
decide_unknown (SpFact *self, SpReason reason)
{
  self->state = SP_FACT_UNKNOWN;
  self->reason = reason != SP_REASON_NONE ? reason : SP_REASON_NOT_ASKED;
  g_clear_pointer (&self->set, sp_record_set_unref);
}

/* Over aliases in a circle resolvers fail (RFC 1034 §3.6.2). A host whose name leads into one has
 * no address for anybody; what else the name would have is an open question. */
static void
decide_circle (SpFact *self)
{
  self->alias_loop = TRUE;
  if (self->type == SP_RR_A || self->type == SP_RR_AAAA)
    self->state = SP_FACT_ABSENT;
  else
    decide_unknown (self, SP_REASON_SERVFAIL);
}

/* Follows the aliases inside one answer. Returns the last name reached; NULL if the chain bites
 * its tail or is too long, which has then been decided. */
static SpName *
follow_inside (SpFact *self, const SpAnswer *answer, SpName *start)
{
  SpName *at = start;

  while (self->type != SP_RR_CNAME)
    {
      g_autoptr (SpRecordSet) alias = sp_answer_dup_set (answer, at, SP_RR_CNAME);
      SpName *target;

      if (alias == NULL)
        break;
      target = sp_record_get_target (sp_record_set_get_record (alias, 0));
      if (has_name (self->aliases, target) || sp_name_equal (target, self->name))
        {
          decide_circle (self);
          return NULL;
        }
      if (self->aliases->len >= SP_FACT_MAX_ALIASES)
        {
          decide_unknown (self, SP_REASON_LIMIT);
          return NULL;
        }
      g_ptr_array_add (self->aliases, sp_name_ref (target));
      at = target;
    }
  return at;
}

/* Decides by one conclusive answer to the question for @name. Returns the name whose own question
 * decides instead, if an alias leads there; NULL when decided. */
static SpName *
decide_by (SpFact *self, const SpAnswer *answer, SpName *name, SpFactLookup lookup, gpointer data)
{
  SpOutcome outcome = sp_answer_get_outcome (answer);
  SpName *end = follow_inside (self, answer, name);
  SpReason reason = SP_REASON_NONE;

  if (end == NULL)
    return NULL;
  if (end != name && lookup (end, self->type, &reason, data) != NULL)
    return end;
  if (end != name && reason != SP_REASON_NONE)
    {
      decide_unknown (self, reason);
      return NULL;
    }
  self->negative_ttl = sp_answer_get_negative_ttl (answer);
  self->set = sp_answer_dup_set (answer, end, self->type);
  if (self->set != NULL)
    self->state = SP_FACT_PRESENT;
  else if (outcome != SP_OUTCOME_ANSWER || self->type == SP_RR_CNAME)
    self->state = SP_FACT_ABSENT;
  else
    decide_unknown (self, SP_REASON_NOT_ASKED);
  return NULL;
}

static void
weigh (SpFact *self, SpFactLookup lookup, gpointer data)
{
  SpName *at = self->name;

  while (at != NULL)
    {
      SpReason reason = SP_REASON_NOT_ASKED;
      GPtrArray *answers = lookup (at, self->type, &reason, data);
      SpAnswer *answer = answers != NULL ? find_deciding (answers) : NULL;

      if (answer == NULL)
        {
          if (answers != NULL && answers->len > 0)
            reason = reason_of_failures (answers);
          decide_unknown (self, reason);
          return;
        }
      if (at == self->name)
        {
          g_autoptr (SpRecordSet) direct = sp_fact_dup_direct_set (answer, at, self->type);

          self->name_exists = direct != NULL
                              || sp_answer_get_outcome (answer) != SP_OUTCOME_NXDOMAIN;
        }
      at = decide_by (self, answer, at, lookup, data);
    }
}

static SpFact *
fact_new (SpName *name, SpRrType type)
{
  SpFact *self = g_atomic_rc_box_new0 (SpFact);

  self->name = sp_name_ref (name);
  self->type = type;
  self->negative_ttl = -1;
  self->aliases = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_name_unref);
  self->answers = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_answer_unref);
  self->silent = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_name_unref);
  return self;
}

/**
 * sp_fact_new_weighed: (skip)
 * @name: name asked
 * @type: type asked
 * @lookup: gives all answers to a question, in the order in which they count
 * @data: for @lookup
 *
 * Weighs all answers. An alias is followed inside the answer, and on to the answers of its
 * target's own question where there is one.
 *
 * Returns: (transfer full): the fact
 */
SpFact *
sp_fact_new_weighed (SpName *name, SpRrType type, SpFactLookup lookup, gpointer data)
{
  SpFact *self = fact_new (name, type);
  SpReason reason = SP_REASON_NONE;
  GPtrArray *answers = lookup (name, type, &reason, data);

  for (guint i = 0; answers != NULL && i < answers->len; i++)
    g_ptr_array_add (self->answers, sp_answer_ref (g_ptr_array_index (answers, i)));
  weigh (self, lookup, data);
  self->disagree = find_disagreement (self);
  collect_silent (self);
  return self;
}

/**
 * sp_fact_new_absent: (skip)
 * @name: a name
 * @type: a type
 *
 * Returns: (transfer full): a fact without answers: the name does not exist
 */
SpFact *
sp_fact_new_absent (SpName *name, SpRrType type)
{
  SpFact *self = fact_new (name, type);

  self->state = SP_FACT_ABSENT;
  return self;
}

/**
 * sp_fact_new_unknown: (skip)
 * @name: a name
 * @type: a type
 * @reason: why nothing is known
 *
 * Returns: (transfer full): a fact without answers
 */
SpFact *
sp_fact_new_unknown (SpName *name, SpRrType type, SpReason reason)
{
  SpFact *self = fact_new (name, type);

  decide_unknown (self, reason);
  return self;
}

SpFact *
sp_fact_ref (SpFact *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_atomic_rc_box_acquire (self);
}

static void
fact_clear (gpointer data)
{
  SpFact *self = data;

  sp_name_unref (self->name);
  g_clear_pointer (&self->set, sp_record_set_unref);
  g_ptr_array_unref (self->aliases);
  g_ptr_array_unref (self->answers);
  g_ptr_array_unref (self->silent);
}

void
sp_fact_unref (SpFact *self)
{
  g_return_if_fail (self != NULL);

  g_atomic_rc_box_release_full (self, fact_clear);
}

/**
 * sp_fact_get_name:
 *
 * Returns: (transfer none): the name asked
 */
SpName *
sp_fact_get_name (const SpFact *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->name;
}

/**
 * sp_fact_get_rr_type:
 *
 * Returns: the type asked
 */
SpRrType
sp_fact_get_rr_type (const SpFact *self)
{
  g_return_val_if_fail (self != NULL, SP_RR_A);

  return self->type;
}

/**
 * sp_fact_get_state:
 *
 * Returns: whether there are records, there are none, or nobody could tell
 */
SpFactState
sp_fact_get_state (const SpFact *self)
{
  g_return_val_if_fail (self != NULL, SP_FACT_UNKNOWN);

  return self->state;
}

/**
 * sp_fact_get_reason:
 *
 * Returns: why it is unknown; %SP_REASON_NONE if it is known
 */
SpReason
sp_fact_get_reason (const SpFact *self)
{
  g_return_val_if_fail (self != NULL, SP_REASON_NOT_ASKED);

  return self->reason;
}

/**
 * sp_fact_name_exists:
 *
 * Whether the name asked exists at all, with records of any type, an alias, or names below it
 * (RFC 8020). Says nothing while the fact is unknown.
 *
 * Returns: %FALSE after NXDOMAIN
 */
gboolean
sp_fact_name_exists (const SpFact *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->name_exists;
}

/**
 * sp_fact_get_set:
 *
 * Returns: (transfer none) (nullable): the records, behind the aliases; %NULL unless present
 */
SpRecordSet *
sp_fact_get_set (const SpFact *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->set;
}

/**
 * sp_fact_dup_new_place:
 *
 * Where the names beside the one asked are moved to, if an alias keeps its first label: a DNAME
 * above makes such aliases of all of them (RFC 6672 §2.2).
 *
 * Returns: (transfer full) (nullable): the name above the alias; %NULL without such an alias
 */
SpName *
sp_fact_dup_new_place (const SpFact *self)
{
  SpName *target;
  const uint8_t *label, *other;
  gsize length = 0, other_length = 0;

  g_return_val_if_fail (self != NULL, NULL);

  target = self->aliases->len > 0 ? g_ptr_array_index (self->aliases, 0) : NULL;
  if (target == NULL || sp_name_is_root (target))
    return NULL;
  label = sp_name_get_label (self->name, 0, &length);
  other = sp_name_get_label (target, 0, &other_length);
  if (length != other_length
      || g_ascii_strncasecmp ((const char *) label, (const char *) other, length) != 0)
    return NULL;
  return sp_name_dup_parent (target);
}

/**
 * sp_fact_get_aliases:
 *
 * Returns: (transfer none) (element-type SpName): the names that aliases led to, in order; the
 *   last one is where the records are. Empty without an alias
 */
GPtrArray *
sp_fact_get_aliases (const SpFact *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->aliases;
}

/**
 * sp_fact_has_alias_loop:
 *
 * Returns: whether the aliases lead back to where they began; such a name has no records
 */
gboolean
sp_fact_has_alias_loop (const SpFact *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->alias_loop;
}

/**
 * sp_fact_get_negative_ttl:
 *
 * Returns: how long "nothing there" may be remembered, in seconds (RFC 2308 §5); -1 if not said
 */
gint64
sp_fact_get_negative_ttl (const SpFact *self)
{
  g_return_val_if_fail (self != NULL, -1);

  return self->negative_ttl;
}

/**
 * sp_fact_get_answers:
 *
 * Returns: (transfer none) (element-type SpAnswer): all answers to the question itself, in the
 *   order in which they count
 */
GPtrArray *
sp_fact_get_answers (const SpFact *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->answers;
}

/**
 * sp_fact_servers_disagree:
 *
 * Compares the domain's own servers that answered; whoever was silent or failed is left out.
 *
 * Returns: whether two of them hold different records, or one has some and another none
 */
gboolean
sp_fact_servers_disagree (const SpFact *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->disagree;
}

/**
 * sp_fact_dup_silent_servers:
 *
 * Returns: (transfer full) (array zero-terminated=1): names of the servers that were asked and
 *   gave no answer that counts
 */
char **
sp_fact_dup_silent_servers (const SpFact *self)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->silent->len; i++)
    g_strv_builder_add (names, sp_name_get_text (g_ptr_array_index (self->silent, i)));
  return g_strv_builder_end (names);
}

/**
 * sp_reason_to_string:
 * @reason: a reason
 *
 * Returns: the public word for it, as in `signpostctl check --json`
 */
const char *
sp_reason_to_string (SpReason reason)
{
  g_return_val_if_fail ((guint) reason < G_N_ELEMENTS (reason_names), "none");

  return reason_names[reason];
}

/**
 * sp_reason_from_string:
 * @text: a word
 * @reason: (out): the reason
 *
 * Returns: whether @text names a reason
 */
gboolean
sp_reason_from_string (const char *text, SpReason *reason)
{
  g_return_val_if_fail (text != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (reason_names); i++)
    {
      if (g_str_equal (text, reason_names[i]))
        {
          *reason = i;
          return TRUE;
        }
    }
  return FALSE;
}

/**
 * sp_reason_from_outcome:
 * @outcome: how a question ended
 *
 * Returns: the reason of the same name; %SP_REASON_NONE for outcomes that say something
 */
SpReason
sp_reason_from_outcome (SpOutcome outcome)
{
  switch (outcome)
    {
    case SP_OUTCOME_ANSWER:
    case SP_OUTCOME_NXDOMAIN:
    case SP_OUTCOME_NODATA:
      return SP_REASON_NONE;
    case SP_OUTCOME_SERVFAIL:
      return SP_REASON_SERVFAIL;
    case SP_OUTCOME_REFUSED:
      return SP_REASON_REFUSED;
    case SP_OUTCOME_LAME:
      return SP_REASON_LAME;
    case SP_OUTCOME_MALFORMED:
      return SP_REASON_MALFORMED;
    case SP_OUTCOME_TIMEOUT:
      return SP_REASON_TIMEOUT;
    case SP_OUTCOME_UNREACHABLE:
      return SP_REASON_UNREACHABLE;
    case SP_OUTCOME_INTERCEPTED:
      return SP_REASON_INTERCEPTED;
    }
  return SP_REASON_MALFORMED;
}
