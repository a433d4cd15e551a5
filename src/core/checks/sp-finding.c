/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-checks"

#include "core/checks/sp-finding.h"

/* A set of hostile size is shown by its first lines. */
#define MAX_EVIDENCE 64

struct _SpFinding {
  GObject parent_instance;
  char *id;
  SpLevel level;
  char *subject;
  char *reference;
  GHashTable *details;
  GStrvBuilder *builder;
  guint n_evidence;
  char **evidence;
};

G_DEFINE_FINAL_TYPE (SpFinding, sp_finding, G_TYPE_OBJECT)

struct _SpUnchecked {
  GObject parent_instance;
  char *id;
  char *subject;
  SpReason reason;
  char **servers;
};

G_DEFINE_FINAL_TYPE (SpUnchecked, sp_unchecked, G_TYPE_OBJECT)

static void
sp_finding_finalize (GObject *object)
{
  SpFinding *self = SP_FINDING (object);

  g_free (self->id);
  g_free (self->subject);
  g_free (self->reference);
  g_hash_table_unref (self->details);
  g_strv_builder_unref (self->builder);
  g_strfreev (self->evidence);
  G_OBJECT_CLASS (sp_finding_parent_class)->finalize (object);
}

static void
sp_finding_class_init (SpFindingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sp_finding_finalize;
}

static void
sp_finding_init (SpFinding *self)
{
  self->details = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->builder = g_strv_builder_new ();
}

static void
sp_unchecked_finalize (GObject *object)
{
  SpUnchecked *self = SP_UNCHECKED (object);

  g_free (self->id);
  g_free (self->subject);
  g_strfreev (self->servers);
  G_OBJECT_CLASS (sp_unchecked_parent_class)->finalize (object);
}

static void
sp_unchecked_class_init (SpUncheckedClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = sp_unchecked_finalize;
}

static void
sp_unchecked_init (SpUnchecked *self)
{
}

/**
 * sp_finding_new:
 * @id: id of the rule
 * @level: how bad it is
 * @subject: the name it is about, without a final dot
 * @reference: (nullable): where it is written, such as "RFC 2181 §10.3"
 *
 * Returns: (transfer full): a finding without details or evidence
 */
SpFinding *
sp_finding_new (const char *id, SpLevel level, const char *subject, const char *reference)
{
  SpFinding *self;

  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (subject != NULL, NULL);

  self = g_object_new (SP_TYPE_FINDING, NULL);
  self->id = g_strdup (id);
  self->level = level;
  self->subject = g_strdup (subject);
  self->reference = g_strdup (reference);
  return self;
}

/**
 * sp_finding_get_id:
 * @self: a finding
 *
 * Returns: (transfer none): id of the rule
 */
const char *
sp_finding_get_id (SpFinding *self)
{
  g_return_val_if_fail (SP_IS_FINDING (self), NULL);

  return self->id;
}

/**
 * sp_finding_get_level:
 * @self: a finding
 *
 * Returns: how bad it is
 */
SpLevel
sp_finding_get_level (SpFinding *self)
{
  g_return_val_if_fail (SP_IS_FINDING (self), SP_LEVEL_IN_ORDER);

  return self->level;
}

/**
 * sp_finding_get_subject:
 * @self: a finding
 *
 * Returns: (transfer none): the name it is about
 */
const char *
sp_finding_get_subject (SpFinding *self)
{
  g_return_val_if_fail (SP_IS_FINDING (self), NULL);

  return self->subject;
}

/**
 * sp_finding_get_reference:
 * @self: a finding
 *
 * Returns: (transfer none) (nullable): where the rule is written
 */
const char *
sp_finding_get_reference (SpFinding *self)
{
  g_return_val_if_fail (SP_IS_FINDING (self), NULL);

  return self->reference;
}

/**
 * sp_finding_get_detail:
 * @self: a finding
 * @key: which detail; each rule documents its keys beside its check
 *
 * Returns: (transfer none) (nullable): its value
 */
const char *
sp_finding_get_detail (SpFinding *self, const char *key)
{
  g_return_val_if_fail (SP_IS_FINDING (self), NULL);

  return g_hash_table_lookup (self->details, key);
}

/**
 * sp_finding_get_evidence:
 * @self: a finding
 *
 * Returns: (transfer none) (array zero-terminated=1): what was seen, one line each, in zone text
 */
const char *const *
sp_finding_get_evidence (SpFinding *self)
{
  g_return_val_if_fail (SP_IS_FINDING (self), NULL);

  if (self->evidence == NULL)
    self->evidence = g_strv_builder_end (self->builder);
  return (const char *const *) self->evidence;
}

/**
 * sp_finding_set_detail:
 * @self: a finding
 * @key: which detail
 * @value: (nullable): its value; %NULL leaves the detail out
 *
 * For the check that makes the finding.
 */
void
sp_finding_set_detail (SpFinding *self, const char *key, const char *value)
{
  g_return_if_fail (SP_IS_FINDING (self));
  g_return_if_fail (key != NULL);

  if (value != NULL)
    g_hash_table_insert (self->details, g_strdup (key), g_strdup (value));
}

/**
 * sp_finding_add_evidence:
 * @self: a finding
 * @line: what was seen
 *
 * For the check that makes the finding; to be called before the evidence is first read.
 */
void
sp_finding_add_evidence (SpFinding *self, const char *line)
{
  g_return_if_fail (SP_IS_FINDING (self));
  g_return_if_fail (line != NULL);
  g_return_if_fail (self->evidence == NULL);

  if (self->n_evidence < MAX_EVIDENCE)
    g_strv_builder_add (self->builder, line);
  self->n_evidence++;
}

/**
 * sp_unchecked_new:
 * @id: id of the rule
 * @subject: the name it is about
 * @reason: why it could not be decided
 * @servers: (nullable): the servers that did not help
 *
 * Returns: (transfer full): an entry of the unchecked list
 */
SpUnchecked *
sp_unchecked_new (const char *id, const char *subject, SpReason reason, const char *const *servers)
{
  SpUnchecked *self;

  g_return_val_if_fail (id != NULL, NULL);
  g_return_val_if_fail (subject != NULL, NULL);

  self = g_object_new (SP_TYPE_UNCHECKED, NULL);
  self->id = g_strdup (id);
  self->subject = g_strdup (subject);
  self->reason = reason;
  self->servers = servers != NULL ? g_strdupv ((char **) servers) : g_new0 (char *, 1);
  return self;
}

/**
 * sp_unchecked_get_id:
 * @self: an entry of the unchecked list
 *
 * Returns: (transfer none): id of the rule
 */
const char *
sp_unchecked_get_id (SpUnchecked *self)
{
  g_return_val_if_fail (SP_IS_UNCHECKED (self), NULL);

  return self->id;
}

/**
 * sp_unchecked_get_subject:
 * @self: an entry of the unchecked list
 *
 * Returns: (transfer none): the name it is about
 */
const char *
sp_unchecked_get_subject (SpUnchecked *self)
{
  g_return_val_if_fail (SP_IS_UNCHECKED (self), NULL);

  return self->subject;
}

/**
 * sp_unchecked_get_reason:
 * @self: an entry of the unchecked list
 *
 * Returns: why the rule could not be decided
 */
SpReason
sp_unchecked_get_reason (SpUnchecked *self)
{
  g_return_val_if_fail (SP_IS_UNCHECKED (self), SP_REASON_NONE);

  return self->reason;
}

/**
 * sp_unchecked_get_servers:
 * @self: an entry of the unchecked list
 *
 * Returns: (transfer none) (array zero-terminated=1): the servers that did not help
 */
const char *const *
sp_unchecked_get_servers (SpUnchecked *self)
{
  g_return_val_if_fail (SP_IS_UNCHECKED (self), NULL);

  return (const char *const *) self->servers;
}
