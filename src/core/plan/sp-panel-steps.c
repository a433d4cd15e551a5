/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-plan"

#include "core/plan/sp-panel-steps.h"

#include "core/mail/sp-spf.h"
#include "core/plan/sp-panel-fields.h"

#include <string.h>

#define MAX_SERVERS 4

typedef struct {
  GPtrArray *steps;
  SpEdit *edit;
  SpDnsHost *host; /* %NULL for a panel of no known company */
  SpSnapshot *snapshot;
  SpRrType type;
  guint n_added;
  guint n_removed;
  guint n_kept;
} Making;

/**
 * sp_panel_step_free:
 *
 * Frees a step.
 */
void
sp_panel_step_free (SpPanelStep *self)
{
  g_hash_table_unref (self->facts);
  g_free (self);
}

/**
 * sp_panel_step_get_fact:
 * @self: a step
 * @key: name of a fact
 *
 * Returns: (nullable): the fact
 */
const char *
sp_panel_step_get_fact (const SpPanelStep *self, const char *key)
{
  return g_hash_table_lookup (self->facts, key);
}

static SpPanelStep *
add (Making *making, const char *code)
{
  SpPanelStep *step = g_new0 (SpPanelStep, 1);

  step->code = code;
  step->facts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_ptr_array_add (making->steps, step);
  return step;
}

static void
set (SpPanelStep *step, const char *key, const char *value)
{
  if (value != NULL && *value != '\0')
    g_hash_table_replace (step->facts, (gpointer) key, g_strdup (value));
}

static void
set_number (SpPanelStep *step, const char *key, guint number)
{
  g_hash_table_replace (step->facts, (gpointer) key, g_strdup_printf ("%u", number));
}

static gboolean
is_known (Making *making, const char *fact)
{
  return making->host != NULL && !sp_dns_host_is_guess (making->host, fact);
}

/* All records of one name and type are one entry: nothing is added beside what is there. */
static gboolean
is_one_entry (Making *making)
{
  return is_known (making, "rows") && sp_dns_host_get_rows (making->host) != SP_PANEL_ROWS_EACH;
}

static gboolean
is_ttl_only (Making *making)
{
  return making->n_added == 0 && making->n_removed == 0;
}

static void
set_servers (Making *making, SpPanelStep *step)
{
  GPtrArray *servers = making->snapshot != NULL ? sp_snapshot_get_servers (making->snapshot) : NULL;
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; servers != NULL && i < MIN (servers->len, MAX_SERVERS); i++)
    {
      const SpZoneServer *server = g_ptr_array_index (servers, i);

      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", sp_name_get_text (server->name));
    }
  set (step, "servers", names->str);
}

/* The ways in the catalogue say "the domain" where the panel shows its name. */
static void
set_menu (SpPanelStep *step, const char *menu, SpName *zone)
{
  g_autoptr (GString) way = g_string_new (menu);

  if (g_string_replace (way, "the domain", sp_name_get_text (zone), 1) > 0)
    set (step, "named", "yes");
  set (step, "menu", way->str);
}

static void
add_way (Making *making)
{
  SpPanelStep *step = add (making, "sign-in");

  if (making->host != NULL && !sp_dns_host_is_program (making->host))
    set (step, "company", sp_dns_host_get_name (making->host));
  else
    set_servers (making, step);
  if (making->host != NULL && sp_dns_host_is_program (making->host))
    set (step, "program", sp_dns_host_get_name (making->host));
  step = add (making, "open");
  set (step, "zone", sp_name_get_text (sp_edit_get_zone (making->edit)));
  if (making->type == SP_RR_MX && is_known (making, "mx-menu"))
    set_menu (step, sp_dns_host_get_mx_menu (making->host), sp_edit_get_zone (making->edit));
  else if (is_known (making, "menu"))
    set_menu (step, sp_dns_host_get_menu (making->host), sp_edit_get_zone (making->edit));
}

static void
add_switch (Making *making)
{
  const char *where = making->host != NULL ? sp_dns_host_get_switch_where (making->host) : NULL;
  gboolean concerns_spf = g_str_equal (sp_edit_get_id (making->edit), "spf");
  SpPanelStep *step;

  if (where == NULL || making->n_added == 0
      || (making->type != SP_RR_MX
          && !(concerns_spf && sp_dns_host_switch_owns_spf (making->host))))
    return;
  step = add (making, "switch");
  set (step, "where", where);
  set (step, "to", sp_dns_host_get_switch_to (making->host));
  if (sp_dns_host_is_switch_conditional (making->host))
    set (step, "only", "on");
  if (!is_known (making, "switch"))
    set (step, "guess", "yes");
}

static void
add_block (Making *making)
{
  const SpPanelBlock *block = NULL;
  g_autofree char *type = sp_rr_type_to_string (making->type);
  SpPanelStep *step;

  if (making->n_added > 0 && is_known (making, "blocks"))
    block = sp_dns_host_find_block (making->host, sp_edit_get_name (making->edit));
  /* A row of the same type that is seen is in the edit already. */
  if (block == NULL || (g_str_equal (block->type, type) && making->n_removed + making->n_kept > 0))
    return;
  step = add (making, "block");
  set (step, "name", block->name);
  set (step, "type", block->type);
  set (step, "then", block->is_changed ? "change" : "remove");
}

/* What goes still stands while the new records are added. */
static gboolean
has_equal_numbers (Making *making)
{
  GPtrArray *sets[] = { sp_edit_get_added (making->edit), sp_edit_get_kept (making->edit),
                        sp_edit_get_removed (making->edit) };
  g_autoptr (GHashTable) numbers = g_hash_table_new (NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (sets); i++)
    for (guint j = 0; j < sets[i]->len; j++)
      {
        const SpEditRow *row = g_ptr_array_index (sets[i], j);

        if (!g_hash_table_add (numbers, GINT_TO_POINTER (row->priority + 1)))
          return TRUE;
      }
  return FALSE;
}

static void
add_warnings (Making *making)
{
  guint most = is_known (making, "most-mx") ? sp_dns_host_get_most_mx (making->host) : 0;

  if (making->type != SP_RR_MX || making->n_added == 0)
    return;
  if (most > 0 && making->n_added + making->n_kept > most)
    set_number (add (making, "many-mx"), "most", most);
  if (is_known (making, "equal-numbers") && sp_dns_host_refuses_equal_numbers (making->host)
      && has_equal_numbers (making))
    add (making, "equal-numbers");
}

static gboolean
has_senders (GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const char *value = ((const SpEditRow *) g_ptr_array_index (rows, i))->value;

      if (sp_spf_is_record (value, strlen (value)))
        return TRUE;
    }
  return FALSE;
}

/* A list of senders is written over, so that there are never two (RFC 7208 §4.5), whatever else is
 * on the card. */
static gboolean
changes_senders (Making *making)
{
  return making->type == SP_RR_TXT && has_senders (sp_edit_get_added (making->edit))
         && has_senders (sp_edit_get_removed (making->edit));
}

/* The text of a record of which a name has one only is changed, so that there are never two. */
static gboolean
is_changed_in_place (Making *making)
{
  return making->n_added == 1 && making->n_removed == 1;
}

/* How many of the records that go are written over with one that comes. */
static guint
count_changed (Making *making)
{
  return is_changed_in_place (making) || changes_senders (making) ? 1 : 0;
}

/* The servers stay, only their numbers change: no record has to go for that. */
static gboolean
only_numbers_change (Making *making)
{
  GPtrArray *added = sp_edit_get_added (making->edit);
  GPtrArray *removed = sp_edit_get_removed (making->edit);

  for (guint i = 0; i < added->len; i++)
    {
      const SpEditRow *row = g_ptr_array_index (added, i);
      gboolean is_there = FALSE;

      for (guint j = 0; j < removed->len; j++)
        if (g_ascii_strcasecmp (((const SpEditRow *) g_ptr_array_index (removed, j))->value,
                                row->value)
            == 0)
          is_there = TRUE;
      if (!is_there)
        return FALSE;
    }
  return making->type == SP_RR_MX && added->len > 0 && removed->len >= added->len;
}

static void
add_addition (Making *making, guint count)
{
  g_autofree char *type = sp_rr_type_to_string (making->type);
  SpPanelStep *step = add (making, "add");

  set (step, "button", sp_panel_get_label (making->host, "add"));
  set_number (step, "count", count);
  if (count > 1)
    set (step, "many", "yes");
  set (step, "type", type);
  set (step, "name", sp_name_get_text (sp_edit_get_full_name (making->edit)));
}

/* Returns: whether a form for a new record is opened. */
static gboolean
add_opening (Making *making)
{
  const char *button = sp_panel_get_label (making->host, "edit");
  g_autofree char *type = sp_rr_type_to_string (making->type);
  gboolean stands = making->n_removed + making->n_kept > 0;
  SpPanelStep *step;

  if (is_one_entry (making))
    {
      step = add (making, stands ? "entry" : "add");
      if (!stands)
        button = sp_panel_get_label (making->host, "add");
    }
  else if (only_numbers_change (making))
    step = add (making, "renumber");
  else if (count_changed (making) > 0)
    step = add (making, "change");
  else
    {
      add_addition (making, making->n_added);
      return TRUE;
    }
  set (step, "button", button);
  set (step, "type", type);
  set (step, "name", sp_name_get_text (sp_edit_get_full_name (making->edit)));
  if (!is_one_entry (making) && !is_changed_in_place (making) && changes_senders (making))
    set (step, "begins", "v=spf1");
  return is_one_entry (making) && !stands;
}

static void
add_length (Making *making)
{
  SpPanelStep *step;

  if (!sp_panel_needs_longer_txt (making->edit, making->host))
    return;
  step = add (making,
              sp_dns_host_get_longer_txt (making->host) != NULL ? "longer-txt" : "too-long");
  set (step, "where", sp_dns_host_get_longer_txt (making->host));
  set_number (step, "limit", sp_dns_host_get_txt_limit (making->host));
}

/* "Add record" below a record that was only changed would make a second one of it. */
static void
add_save (Making *making, gboolean is_new)
{
  const char *create = is_new ? sp_panel_get_label (making->host, "create") : NULL;

  set (add (making, "save"), "button",
       create != NULL ? create : sp_panel_get_label (making->host, "save"));
}

static SpTtlScope
get_ttl_scope (Making *making)
{
  return making->host != NULL ? sp_dns_host_get_ttl_scope (making->host) : SP_TTL_EACH;
}

static void
add_ttl (Making *making)
{
  const char *code = "ttl";
  SpPanelStep *step;

  switch (get_ttl_scope (making))
    {
    case SP_TTL_EACH:
      break;
    case SP_TTL_ZONE:
      code = "ttl-zone";
      break;
    case SP_TTL_FIXED:
      code = "ttl-fixed";
      break;
    }
  step = add (making, code);
  set_number (step, "ttl", sp_edit_get_ttl (making->edit));
  set (step, "label", sp_panel_get_label (making->host, "ttl"));
  set (step, "button", sp_panel_get_label (making->host, "edit"));
}

static void
add_removal (Making *making, const char *code, guint count)
{
  g_autofree char *type = sp_rr_type_to_string (making->type);
  SpPanelStep *step = add (making, code);

  set_number (step, "count", count);
  set (step, "type", type);
  set (step, "name", sp_name_get_text (sp_edit_get_full_name (making->edit)));
  if (count > 1)
    set (step, "many", "yes");
}

/* RFC 1034 §3.6.2: beside an alias nothing may stand, so what goes has to go first. */
static gboolean
goes_first (Making *making)
{
  return making->type == SP_RR_CNAME && making->n_removed > 0 && !is_changed_in_place (making);
}

static void
add_making (Making *making)
{
  gboolean is_subdomain = !sp_name_equal (sp_edit_get_full_name (making->edit),
                                          sp_edit_get_zone (making->edit));
  guint n_changed = count_changed (making);
  gboolean is_new = FALSE;

  if (is_ttl_only (making))
    {
      add_ttl (making);
      if (get_ttl_scope (making) != SP_TTL_FIXED)
        add_save (making, FALSE);
      return;
    }
  if (making->n_added == 0 && !(is_one_entry (making) && making->n_kept > 0))
    {
      add_removal (making, "remove", making->n_removed);
      add_save (making, FALSE);
      return;
    }
  /* Names with "_" are no places of their own: "_dmarc" needs no subdomain. */
  if (is_subdomain && making->type == SP_RR_MX && is_known (making, "subdomain-first")
      && sp_dns_host_wants_subdomain_first (making->host))
    set (add (making, "subdomain"), "name", sp_edit_get_name (making->edit));
  add_switch (making);
  add_block (making);
  add_warnings (making);
  if (goes_first (making) && !is_one_entry (making))
    add_removal (making, "clear-first", making->n_removed);
  if (sp_panel_needs_longer_txt (making->edit, making->host))
    add_length (making);
  else
    is_new = add_opening (making);
  add (making, "fill");
  add_save (making, is_new);
  if (is_one_entry (making))
    return;
  if (n_changed > 0 && making->n_added > n_changed)
    {
      add_addition (making, making->n_added - n_changed);
      add (making, "fill");
      add_save (making, TRUE);
    }
  if (making->n_removed > n_changed && !goes_first (making)
      && !(only_numbers_change (making) && making->n_removed == making->n_added))
    add_removal (making, "remove", making->n_removed - n_changed);
}

static void
add_wait (Making *making)
{
  SpPanelStep *step = add (making, "wait");

  if (is_known (making, "delay"))
    {
      set_number (step, "seconds", sp_dns_host_get_delay (making->host));
      set (step, "company", sp_dns_host_get_name (making->host));
    }
}

/**
 * sp_panel_steps_new:
 * @edit: an edit
 * @host: (nullable): whose panel; %NULL for a panel of no known company
 * @snapshot: (nullable): what was seen, for the names of the domain's servers
 *
 * The way from the sign-in page of the company to the record that is served, as a short list.
 * What is known of the company only as a guess is left out, or marked as such.
 *
 * Returns: (transfer full) (element-type SpPanelStep): the steps, in their order
 */
GPtrArray *
sp_panel_steps_new (SpEdit *edit, SpDnsHost *host, SpSnapshot *snapshot)
{
  Making making = {
    .steps = g_ptr_array_new_with_free_func ((GDestroyNotify) sp_panel_step_free),
    .edit = edit,
    /* A panel without a company's name is anybody's. */
    .host = host != NULL && sp_dns_host_is_generic (host) ? NULL : host,
    .snapshot = snapshot,
    .type = sp_edit_get_rr_type (edit),
    .n_added = sp_edit_get_added (edit)->len,
    .n_removed = sp_edit_get_removed (edit)->len,
    .n_kept = sp_edit_get_kept (edit)->len,
  };

  add_way (&making);
  if (sp_panel_refuses_null_mx (edit, host))
    {
      set (add (&making, "null-mx-refused"), "company", sp_dns_host_get_name (host));
      return making.steps;
    }
  add_making (&making);
  add_wait (&making);
  return making.steps;
}

/**
 * sp_panel_dup_link:
 * @host: (nullable): whose panel
 * @zone: the zone that is edited
 * @is_editor: (out) (optional): whether the link leads to the records themselves
 *
 * Where the person may be sent: the page on which the zone is edited, else the page for signing
 * in. Only addresses that are known from a source, and only https.
 *
 * Returns: (transfer full) (nullable): the address
 */
char *
sp_panel_dup_link (SpDnsHost *host, SpName *zone, gboolean *is_editor)
{
  g_autofree char *link = host != NULL ? sp_dns_host_dup_editor_url (host, sp_name_get_text (zone))
                                       : NULL;

  if (is_editor != NULL)
    *is_editor = link != NULL;
  if (link == NULL && host != NULL && !sp_dns_host_is_guess (host, "login"))
    link = g_strdup (sp_dns_host_get_login_url (host));
  if (link == NULL || !g_str_has_prefix (link, "https://")
      || !g_uri_is_valid (link, G_URI_FLAGS_NONE, NULL))
    return NULL;
  return g_steal_pointer (&link);
}
