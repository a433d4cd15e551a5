/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-cache-clear.h"

#include "core/inspect/sp-snapshot.h"

#define LEAST_MARGIN (5 * 60)
/* A server that has been silent for this long no longer holds up the others. */
#define PATIENCE (15 * 60 * G_USEC_PER_SEC)
/* RFC 2308 §5 recommends one to three hours; used where no server said how long. */
#define USUAL_NEGATIVE_TTL (60 * 60)

typedef struct {
  gint64 at;
  SpName *server; /* NULL: every server */
  SpName *name;
  SpRrType type;
  gboolean is_conclusive;
  gboolean is_assumed;
  SpRecordSet *set;
  gint64 ttl;
} Sighting;

struct _SpHistory {
  GPtrArray *servers;   /* of SpName */
  GPtrArray *sightings; /* in the order of time */
  gint64 now;
  gint64 negative_ttl;
};

/* One server's part of the answer. */
typedef struct {
  GPtrArray *seen; /* conclusive sightings, in the order of time */
  gint64 last_attempt;
} Track;

static void
sighting_free (Sighting *sighting)
{
  g_clear_pointer (&sighting->server, sp_name_unref);
  sp_name_unref (sighting->name);
  g_clear_pointer (&sighting->set, sp_record_set_unref);
  g_free (sighting);
}

static int
compare_sightings (gconstpointer a, gconstpointer b)
{
  const Sighting *first = a;
  const Sighting *second = b;

  if (first->at != second->at)
    return first->at < second->at ? -1 : 1;
  return first->is_assumed - second->is_assumed;
}

/**
 * sp_cache_margin:
 * @ttl: a TTL in seconds
 *
 * Clocks differ and caches round: five minutes, or five per cent of a long TTL.
 *
 * Returns: seconds to add
 */
gint64
sp_cache_margin (gint64 ttl)
{
  return MAX (LEAST_MARGIN, (ttl * 5 + 99) / 100);
}

/**
 * sp_history_new:
 * @servers: (nullable) (element-type SpZoneServer): the servers of the zone
 * @observations: (element-type SpObservation): everything seen, in any order
 * @now: the time; what was seen later does not count
 *
 * Returns: (transfer full): the history
 */
SpHistory *
sp_history_new (GPtrArray *servers, GPtrArray *observations, gint64 now)
{
  SpHistory *self = g_new0 (SpHistory, 1);

  self->now = now;
  self->negative_ttl = USUAL_NEGATIVE_TTL;
  self->servers = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_name_unref);
  self->sightings = g_ptr_array_new_with_free_func ((GDestroyNotify) sighting_free);
  for (guint i = 0; servers != NULL && i < servers->len; i++)
    g_ptr_array_add (self->servers,
                     sp_name_ref (((SpZoneServer *) g_ptr_array_index (servers, i))->name));
  sp_history_add (self, observations);
  return self;
}

/**
 * sp_history_free:
 * @self: (nullable): a history
 */
void
sp_history_free (SpHistory *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->servers);
  g_ptr_array_unref (self->sightings);
  g_free (self);
}

/**
 * sp_history_set_negative_ttl:
 * @self: a history
 * @seconds: how long "nothing there" is remembered where an answer does not say it
 */
void
sp_history_set_negative_ttl (SpHistory *self, gint64 seconds)
{
  self->negative_ttl = seconds;
}

/**
 * sp_history_add:
 * @self: a history
 * @observations: (element-type SpObservation): more that was seen
 */
void
sp_history_add (SpHistory *self, GPtrArray *observations)
{
  for (guint i = 0; i < observations->len; i++)
    {
      const SpObservation *seen = g_ptr_array_index (observations, i);
      Sighting *sighting;

      if (seen->seen_at > self->now)
        continue;
      sighting = g_new0 (Sighting, 1);
      sighting->at = seen->seen_at;
      sighting->server = sp_name_ref (seen->server);
      sighting->name = sp_name_ref (seen->name);
      sighting->type = seen->type;
      sighting->is_conclusive = sp_outcome_is_conclusive (seen->outcome);
      sighting->set = seen->set != NULL ? sp_record_set_ref (seen->set) : NULL;
      sighting->ttl = seen->set != NULL ? (gint64) sp_record_set_get_ttl (seen->set)
                                        : seen->negative_ttl;
      g_ptr_array_add (self->sightings, sighting);
    }
  g_ptr_array_sort_values (self->sightings, compare_sightings);
}

/**
 * sp_history_assume:
 * @self: a history
 * @name: owner of a set
 * @type: its type
 * @set: (nullable): what will be served, %NULL for nothing
 * @at: from when on, not before now
 *
 * Counts a change as made, live at once at every server.
 */
void
sp_history_assume (SpHistory *self, SpName *name, SpRrType type, SpRecordSet *set, gint64 at)
{
  Sighting *sighting = g_new0 (Sighting, 1);

  sighting->at = MAX (at, self->now);
  sighting->name = sp_name_ref (name);
  sighting->type = type;
  sighting->is_conclusive = TRUE;
  sighting->is_assumed = TRUE;
  sighting->set = set != NULL ? sp_record_set_ref (set) : NULL;
  sighting->ttl = set != NULL ? (gint64) sp_record_set_get_ttl (set) : -1;
  g_ptr_array_add (self->sightings, sighting);
  g_ptr_array_sort_values (self->sightings, compare_sightings);
}

/* What is asked of an alias is answered by it, whatever the type. */
static gboolean
concerns (const Sighting *sighting, const SpName *name, SpRrType type)
{
  return sp_name_equal (sighting->name, name)
         && (sighting->type == type || (type == SP_RR_CNAME && !sighting->is_assumed));
}

static const SpRecordSet *
get_set (const Sighting *sighting, SpRrType type)
{
  return sighting->set != NULL && sp_record_set_get_rr_type (sighting->set) == type ? sighting->set
                                                                                    : NULL;
}

static gint64
get_ttl (SpHistory *self, const Sighting *sighting)
{
  return sighting->ttl >= 0 ? sighting->ttl : self->negative_ttl;
}

static gboolean
is_same_version (SpHistory *self, const Sighting *a, const Sighting *b, SpRrType type)
{
  const SpRecordSet *set_a = get_set (a, type);
  const SpRecordSet *set_b = get_set (b, type);

  if ((set_a == NULL) != (set_b == NULL))
    return FALSE;
  if (set_a == NULL)
    return get_ttl (self, a) == get_ttl (self, b);
  return sp_record_set_get_ttl (set_a) == sp_record_set_get_ttl (set_b)
         && sp_record_set_equal (set_a, set_b);
}

static void
track_init (Track *track, SpHistory *self, const SpName *server, const SpName *name, SpRrType type)
{
  track->seen = g_ptr_array_new ();
  track->last_attempt = 0;
  for (guint i = 0; i < self->sightings->len; i++)
    {
      Sighting *sighting = g_ptr_array_index (self->sightings, i);

      if (!concerns (sighting, name, type)
          || (sighting->server != NULL && !sp_name_equal (sighting->server, server)))
        continue;
      if (sighting->is_conclusive)
        g_ptr_array_add (track->seen, sighting);
      else
        track->last_attempt = MAX (track->last_attempt, sighting->at);
    }
}

/* When the version seen at @index was handed out for the last time, at most: until something else
 * was seen there; a server that left the zone or fell silent is taken at its last word. */
static gint64
get_last_served (SpHistory *self, const Track *track, guint index, SpRrType type, gboolean is_gone)
{
  const Sighting *version = g_ptr_array_index (track->seen, index);

  for (guint i = index + 1; i < track->seen->len; i++)
    {
      const Sighting *next = g_ptr_array_index (track->seen, i);

      if (!is_same_version (self, version, next, type))
        return next->at;
    }
  return is_gone ? ((Sighting *) g_ptr_array_index (track->seen, track->seen->len - 1))->at
                 : self->now;
}

static void
consider_version (SpCacheClear *result, const Sighting *version, gint64 last, gint64 ttl)
{
  gint64 margin = sp_cache_margin (ttl);
  gint64 clear_at = last + (ttl + margin) * G_USEC_PER_SEC;

  if (result->old_ttl >= 0 && clear_at <= result->clear_at)
    return;
  result->clear_at = clear_at;
  result->old_last = last;
  result->old_ttl = ttl;
  result->old_is_absence = version->set == NULL;
  result->old_seen = version->is_assumed ? 0 : version->at;
  result->margin = margin;
}

/* Every version other than what is wanted may still be in a cache. */
static void
consider_track (SpHistory *self, const Track *track, SpRrType type, SpSetTest test, gpointer data,
                gboolean is_gone, SpCacheClear *result)
{
  for (guint i = 0; i < track->seen->len; i++)
    {
      const Sighting *version = g_ptr_array_index (track->seen, i);

      if (!test (get_set (version, type), data))
        consider_version (result, version, get_last_served (self, track, i, type, is_gone),
                          get_ttl (self, version));
    }
}

static gboolean
is_silent (const Track *track)
{
  const Sighting *last = g_ptr_array_index (track->seen, track->seen->len - 1);

  return !last->is_assumed && track->last_attempt - last->at >= PATIENCE;
}

/* When the present run of what is wanted began at this server; 0 if it serves something else. */
static gint64
get_live_since (const Track *track, SpRrType type, SpSetTest test, gpointer data,
                gboolean *has_slipped, gboolean *is_assumed)
{
  gint64 since = 0;

  for (guint i = 0; i < track->seen->len; i++)
    {
      const Sighting *sighting = g_ptr_array_index (track->seen, i);

      if (!test (get_set (sighting, type), data))
        {
          *has_slipped |= since != 0;
          since = 0;
        }
      else if (since == 0)
        {
          since = sighting->at;
          *is_assumed = sighting->is_assumed;
        }
    }
  if (since != 0)
    *has_slipped = FALSE;
  return since;
}

static void
look_at_server (SpHistory *self, const SpName *server, const SpName *name, SpRrType type,
                SpSetTest test, gpointer data, SpCacheClear *result)
{
  Track track;
  gboolean has_slipped = FALSE;
  gboolean is_assumed = FALSE;
  gint64 since;

  track_init (&track, self, server, name, type);
  if (track.seen->len == 0)
    {
      result->is_about |= track.last_attempt != 0;
      g_ptr_array_unref (track.seen);
      return;
    }
  since = get_live_since (&track, type, test, data, &has_slipped, &is_assumed);
  consider_track (self, &track, type, test, data, since == 0 && is_silent (&track), result);
  result->has_slipped |= has_slipped;
  if (since == 0 && is_silent (&track))
    result->is_about = TRUE;
  else
    {
      result->n_servers++;
      result->n_live += since != 0;
      result->live_at = MAX (result->live_at, since);
      result->is_about |= is_assumed;
      result->ttl = MAX (result->ttl,
                         get_ttl (self, g_ptr_array_index (track.seen, track.seen->len - 1)));
    }
  g_ptr_array_unref (track.seen);
}

static gboolean
is_server (SpHistory *self, const SpName *name)
{
  for (guint i = 0; i < self->servers->len; i++)
    if (sp_name_equal (g_ptr_array_index (self->servers, i), name))
      return TRUE;
  return FALSE;
}

/* Servers that left the zone no longer decide what is live, but caches may hold what they said. */
static void
look_at_former_servers (SpHistory *self, const SpName *name, SpRrType type, SpSetTest test,
                        gpointer data, SpCacheClear *result)
{
  g_autoptr (GPtrArray) former = g_ptr_array_new ();

  for (guint i = 0; i < self->sightings->len; i++)
    {
      const Sighting *sighting = g_ptr_array_index (self->sightings, i);
      Track track;

      if (sighting->server == NULL || is_server (self, sighting->server)
          || g_ptr_array_find_with_equal_func (former, sighting->server, sp_name_equal, NULL))
        continue;
      g_ptr_array_add (former, sighting->server);
      track_init (&track, self, sighting->server, name, type);
      consider_track (self, &track, type, test, data, TRUE, result);
      g_ptr_array_unref (track.seen);
    }
}

/**
 * sp_history_look:
 * @self: a history
 * @name: owner of a set
 * @type: its type
 * @test: what is wanted
 * @data: for @test
 * @result: (out): how far it has come
 *
 * The arithmetic behind every time. Live is what every server that counts serves; L is when the
 * last of them was first seen to. For each server and each other version (records and TTL) ever
 * seen there, the last moment it was handed out is at most when something else was first seen; its
 * TTL later, plus a margin, no cache holds it. C is the latest of these times: the worst version
 * counts, not the last one. If no other version was ever seen, the TTL that is given now stands for
 * the unknown one, and the time is only about right.
 */
void
sp_history_look (SpHistory *self, SpName *name, SpRrType type, SpSetTest test, gpointer data,
                 SpCacheClear *result)
{
  g_autoptr (SpName) nobody = NULL;

  *result = (SpCacheClear) { .old_ttl = -1 };
  for (guint i = 0; i < self->servers->len; i++)
    look_at_server (self, g_ptr_array_index (self->servers, i), name, type, test, data, result);
  if (self->servers->len > 0)
    look_at_former_servers (self, name, type, test, data, result);
  else
    {
      /* No server is known: what is assumed is all there is. */
      nobody = sp_name_new_root ();
      look_at_server (self, nobody, name, type, test, data, result);
    }

  result->is_live = result->n_servers > 0 && result->n_live == result->n_servers;
  if (!result->is_live)
    {
      result->live_at = 0;
      result->clear_at = 0;
      return;
    }
  result->has_slipped = FALSE;
  if (result->old_ttl < 0)
    {
      result->margin = sp_cache_margin (result->ttl);
      result->clear_at = result->live_at + (result->ttl + result->margin) * G_USEC_PER_SEC;
      result->is_about = TRUE;
    }
  result->clear_at = MAX (result->clear_at, result->live_at);
}
