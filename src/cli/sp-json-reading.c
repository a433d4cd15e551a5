/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpostctl"

#include "cli/sp-json-reading.h"

#include "cli/sp-json.h"
#include "core/explain/sp-explain-reading.h"
#include "core/explain/sp-explain.h"

/* Text of strangers: any bytes. */
static void
add_text (JsonBuilder *builder, const char *key, const char *text)
{
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, -1) : NULL;

  sp_json_add_string (builder, key, valid);
}

static void
add_hop (JsonBuilder *builder, const SpHop *hop)
{
  sp_json_begin_object (builder, NULL);
  add_text (builder, "from", hop->line->from);
  add_text (builder, "from_name", hop->line->from_name);
  add_text (builder, "from_address", hop->line->from_address);
  add_text (builder, "by", hop->line->by);
  add_text (builder, "with", hop->line->with);
  sp_json_add_boolean (builder, "encrypted", hop->line->is_encrypted);
  sp_json_add_time (builder, "time", hop->line->has_time ? hop->line->time * G_USEC_PER_SEC : 0);
  if (hop->has_delay)
    sp_json_add_int (builder, "delay", hop->delay);
  else
    sp_json_add_string (builder, "delay", NULL);
  sp_json_add_boolean (builder, "clock_wrong", hop->has_delay && hop->delay < 0);
  json_builder_end_object (builder);
}

static void
add_proof (JsonBuilder *builder, const char *key, const SpProof *proof, gboolean has_from)
{
  if (proof == NULL)
    {
      sp_json_add_string (builder, key, NULL);
      return;
    }
  sp_json_begin_object (builder, key);
  add_text (builder, "result", proof->result);
  add_text (builder, "domain", proof->domain);
  if (proof->is_dkim)
    {
      add_text (builder, "selector", proof->selector);
      add_text (builder, "algorithm", proof->algorithm);
      sp_json_add_string (builder, "flaw", proof->flaw);
    }
  sp_json_add_string (builder, "aligned", has_from ? sp_aligned_to_string (proof->aligned) : NULL);
  sp_json_add_string (builder, "alignment", proof->is_strict ? "strict" : "relaxed");
  json_builder_end_object (builder);
}

static void
add_message (JsonBuilder *builder, const SpArrival *arrival)
{
  const SpProof *spf = NULL;
  gboolean has_from = arrival->from_domain != NULL;
  guint entry = 0;

  if (arrival->proofs->len > 0 && !((SpProof *) arrival->proofs->pdata[0])->is_dkim)
    spf = arrival->proofs->pdata[0];
  sp_json_begin_object (builder, "message");
  add_text (builder, "from", arrival->from);
  add_text (builder, "from_domain", arrival->from_domain);
  sp_json_add_int (builder, "from_fields", arrival->n_from);
  add_text (builder, "return_path", arrival->return_path);
  sp_json_add_string (builder, "origin", sp_origin_to_string (arrival->origin));
  add_text (builder, "checked_by", arrival->trusted);
  add_proof (builder, "spf", spf, has_from);
  sp_json_begin_array (builder, "dkim");
  for (guint i = spf != NULL ? 1 : 0; i < arrival->proofs->len; i++)
    add_proof (builder, NULL, arrival->proofs->pdata[i], has_from);
  json_builder_end_array (builder);
  add_text (builder, "dmarc", arrival->dmarc);
  sp_json_add_int (builder, "arc_sets", arrival->n_arc);
  sp_json_begin_array (builder, "claims");
  for (guint i = 0; i < arrival->claims->len; i++)
    {
      const SpClaim *claim = g_ptr_array_index (arrival->claims, i);

      sp_json_begin_object (builder, NULL);
      add_text (builder, "field", claim->field);
      add_text (builder, "server", claim->server);
      add_text (builder, "method", claim->method);
      add_text (builder, "result", claim->result);
      add_text (builder, "domain", claim->domain);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  sp_json_begin_array (builder, "hops");
  for (guint i = 0; i < arrival->hops->len; i++)
    add_hop (builder, arrival->hops->pdata[i]);
  json_builder_end_array (builder);
  if (arrival->entry != NULL && g_ptr_array_find (arrival->hops, arrival->entry, &entry))
    sp_json_add_int (builder, "delivered_by", entry);
  else
    sp_json_add_string (builder, "delivered_by", NULL);
  json_builder_end_object (builder);
}

static void
add_bounce (JsonBuilder *builder, const SpBounce *bounce)
{
  sp_json_begin_object (builder, "bounce");
  sp_json_add_boolean (builder, "report", bounce->is_report);
  add_text (builder, "reporter", bounce->reporter);
  add_text (builder, "sender", bounce->sender);
  sp_json_begin_array (builder, "recipients");
  for (guint i = 0; i < bounce->recipients->len; i++)
    {
      const SpBounceRecipient *recipient = g_ptr_array_index (bounce->recipients, i);

      sp_json_begin_object (builder, NULL);
      add_text (builder, "address", recipient->address);
      add_text (builder, "original", recipient->original);
      sp_json_add_string (builder, "fate", sp_bounce_fate_to_string (recipient->fate));
      add_text (builder, "status", recipient->status);
      if (recipient->reply != 0)
        sp_json_add_int (builder, "reply", recipient->reply);
      else
        sp_json_add_string (builder, "reply", NULL);
      add_text (builder, "server", recipient->server);
      add_text (builder, "said", recipient->said);
      sp_json_add_string (builder, "cause",
                          recipient->fate != SP_BOUNCE_FATE_DELIVERED ? recipient->cause->id
                                                                      : NULL);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_cause (JsonBuilder *builder, const SpReadingCause *cause)
{
  g_autofree char *title = sp_explain_cause_title (cause->cause);
  g_autofree char *text = sp_explain_cause_text (cause->cause);
  g_autofree char *fix = sp_explain_cause_fix (cause->cause);

  sp_json_begin_object (builder, NULL);
  sp_json_add_string (builder, "id", cause->cause->id);
  sp_json_add_string (builder, "side", sp_bounce_side_to_string (cause->cause->side));
  sp_json_add_string (builder, "place", sp_bounce_place_to_string (cause->cause->place));
  sp_json_add_name (builder, "domain", cause->domain);
  sp_json_add_boolean (builder, "yours", cause->is_yours);
  sp_json_add_strings (builder, "rules", cause->cause->rules);
  sp_json_add_string (builder, "now", sp_recheck_to_string (cause->state));
  sp_json_begin_array (builder, "findings");
  for (guint i = 0; i < cause->findings->len; i++)
    {
      SpFinding *finding = g_ptr_array_index (cause->findings, i);
      g_autofree char *name = sp_explain_finding_title (finding);

      sp_json_begin_object (builder, NULL);
      sp_json_add_string (builder, "id", sp_finding_get_id (finding));
      sp_json_add_int (builder, "level", sp_finding_get_level (finding));
      add_text (builder, "subject", sp_finding_get_subject (finding));
      sp_json_add_string (builder, "title", name);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  sp_json_add_string (builder, "title", title);
  sp_json_add_string (builder, "explanation", text);
  sp_json_add_string (builder, "fix", fix);
  json_builder_end_object (builder);
}

/**
 * sp_json_add_reading:
 * @builder: at the beginning of a document
 * @reading: a reading
 *
 * Writes `header --json`:
 *
 * ```
 * { "schema": 1, "kind": "message|bounce|nothing", "title": "…", "explanation": "…",
 *   "message": null or {
 *     "from": …, "from_domain": …, "from_fields": 1, "return_path": …,
 *     "origin": "proven|not-proven|unproven",        what DMARC comes to
 *     "checked_by": …,                               whose results are believed, or null
 *     "spf": { "result", "domain", "aligned": "yes|no|unknown", "alignment": "relaxed|strict" },
 *     "dkim": [ the same with "selector", "algorithm", "flaw" ],
 *     "dmarc": …,                                    what the receiver says of it, or null
 *     "arc_sets": 0,
 *     "claims": [ { "field", "server", "method", "result", "domain" } ],   not to be believed
 *     "hops": [ { "from", "from_name", "from_address", "by", "with", "encrypted", "time",
 *                 "delay": seconds, "clock_wrong" } ],                     oldest first
 *     "delivered_by": number of the hop that brought it to the receiver, or null },
 *   "bounce": null or {
 *     "report": whether there is a part for machines, "reporter": …, "sender": …,
 *     "recipients": [ { "address", "original", "fate": "failed|delayed|delivered", "status",
 *                       "reply", "server", "said", "cause" } ] },
 *   "causes": [ { "id", "side": "recipient|sender", "place": "dns|server|mailbox|message",
 *                 "domain", "yours", "rules": ids of findings that explain it,
 *                 "now": "still-so|not-so|unknown|not-in-dns|not-asked",
 *                 "findings": [ { "id", "level", "subject", "title" } ],
 *                 "title", "explanation", "fix" } ] }
 * ```
 */
void
sp_json_add_reading (JsonBuilder *builder, SpReading *reading)
{
  static const char *const kinds[] = { "nothing", "message", "bounce" };
  const SpArrival *arrival = sp_reading_get_arrival (reading);
  const SpBounce *bounce = sp_reading_get_bounce (reading);
  GPtrArray *causes = sp_reading_get_causes (reading);
  g_autofree char *title = sp_explain_reading_title (reading);
  g_autofree char *text = sp_explain_reading_text (reading);

  json_builder_begin_object (builder);
  sp_json_add_int (builder, "schema", 1);
  sp_json_add_string (builder, "kind", kinds[sp_reading_get_kind (reading)]);
  sp_json_add_string (builder, "title", title);
  sp_json_add_string (builder, "explanation", text);
  if (arrival != NULL)
    add_message (builder, arrival);
  else
    sp_json_add_string (builder, "message", NULL);
  if (bounce != NULL)
    add_bounce (builder, bounce);
  else
    sp_json_add_string (builder, "bounce", NULL);
  sp_json_begin_array (builder, "causes");
  for (guint i = 0; i < causes->len; i++)
    add_cause (builder, causes->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}
