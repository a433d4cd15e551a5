/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-catalog"

#include "core/catalog/sp-catalog.h"

#include <string.h>

#define MAX_TYPOS 2
/* So few letters are too easily two typos away from something else that exists. */
#define SHORTEST 8

typedef struct {
  const char *text;
  guint typos;
  char *best;
} Search;

/* How many letters were lost, added, changed or swapped with their neighbour (the "optimal string
 * alignment" distance); more than MAX_TYPOS are all the same to us. */
static guint
count_typos (const char *a, const char *b)
{
  gsize n = strlen (a);
  gsize m = strlen (b);
  g_autofree guint *rows = NULL;
  guint *before, *last, *now;

  if ((n > m ? n - m : m - n) > MAX_TYPOS || m > 255)
    return MAX_TYPOS + 1;
  rows = g_new0 (guint, 3 * (m + 1));
  before = rows;
  last = rows + (m + 1);
  now = rows + 2 * (m + 1);
  for (gsize j = 0; j <= m; j++)
    last[j] = (guint) j;
  for (gsize i = 1; i <= n; i++)
    {
      guint *spare = before;

      now[0] = (guint) i;
      for (gsize j = 1; j <= m; j++)
        {
          guint change = last[j - 1] + (a[i - 1] != b[j - 1]);

          now[j] = MIN (change, MIN (last[j], now[j - 1]) + 1);
          if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
            now[j] = MIN (now[j], before[j - 2] + 1);
        }
      before = last;
      last = now;
      now = spare;
    }
  return last[m];
}

static void
take (Search *search, guint typos, char *name)
{
  g_autofree char *owned = name;

  if (typos == 0 || typos > MAX_TYPOS || typos >= search->typos)
    return;
  search->typos = typos;
  g_free (search->best);
  search->best = g_steal_pointer (&owned);
}

static void
try_host (Search *search, const char *host)
{
  guint typos = strlen (host) >= SHORTEST ? count_typos (search->text, host) : MAX_TYPOS + 1;

  /* Spelled as it should be: then its neighbours are not what was meant. */
  if (typos == 0)
    {
      search->typos = 0;
      g_clear_pointer (&search->best, g_free);
    }
  take (search, typos, g_strdup (host));
}

/* A host that is made for each customer: what stands before the suffix is the customer's, so only
 * as many last labels as the suffix has are compared. */
static void
try_suffix (Search *search, const char *suffix)
{
  const char *at = search->text + strlen (search->text);
  guint dots = 0;

  if (strlen (suffix) < SHORTEST || strpbrk (suffix, "*?[") != NULL)
    return;
  for (const char *c = suffix; *c != '\0'; c++)
    dots += *c == '.';
  while (at > search->text)
    {
      if (at[-1] == '.' && dots-- == 0)
        break;
      at--;
    }
  if (at == search->text)
    return;
  take (search, count_typos (at, suffix),
        g_strdup_printf ("%.*s%s", (int) (at - search->text), search->text, suffix));
}

static void
try_hosts (Search *search, SpProvider *provider)
{
  GPtrArray *sets = sp_provider_get_mx_sets (provider);
  const char *const *patterns = sp_provider_get_mx_suffixes (provider);

  for (guint i = 0; i < sets->len; i++)
    {
      const SpMxSet *set = g_ptr_array_index (sets, i);

      for (guint j = 0; j < set->entries->len; j++)
        {
          const SpMxEntry *entry = g_ptr_array_index (set->entries, j);

          if (strchr (entry->host, '{') == NULL)
            try_host (search, entry->host);
        }
    }
  for (gsize i = 0; patterns[i] != NULL; i++)
    {
      if (strpbrk (patterns[i], "*?[") == NULL)
        try_host (search, patterns[i]);
    }
}

static void
try_suffixes (Search *search, SpProvider *provider)
{
  const char *const *patterns = sp_provider_get_mx_suffixes (provider);

  for (gsize i = 0; patterns[i] != NULL; i++)
    {
      if (g_str_has_prefix (patterns[i], "*."))
        try_suffix (search, patterns[i] + 2);
    }
}

static void
try_all (Search *search, GListModel *providers, void (*try_one) (Search *, SpProvider *))
{
  for (guint i = 0; i < g_list_model_get_n_items (providers); i++)
    {
      g_autoptr (SpProvider) provider = g_list_model_get_item (providers, i);

      try_one (search, provider);
    }
}

/**
 * sp_catalog_nearest_mx_host:
 * @self: a catalogue
 * @host: target of an MX record that does not exist
 *
 * Looks for the provider's host that somebody may have meant: at most two letters lost, added,
 * changed or swapped. A host that is spelled out is preferred to the suffix of hosts that are
 * made for each customer.
 *
 * Returns: (transfer full) (nullable): that host
 */
SpName *
sp_catalog_nearest_mx_host (SpCatalog *self, const SpName *host)
{
  Search search = { .text = sp_name_get_text (host), .typos = MAX_TYPOS + 1 };
  g_autofree char *best = NULL;

  g_return_val_if_fail (SP_IS_CATALOG (self), NULL);

  try_all (&search, sp_catalog_get_providers (self), try_hosts);
  try_all (&search, sp_catalog_get_providers (self), try_suffixes);
  best = search.best;
  return best != NULL ? sp_name_parse (best, NULL) : NULL;
}
