/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-inspect"

#include "core/inspect/sp-public-suffix.h"

#include <libpsl.h>

/* The list that libpsl was built with. Without one only the default rule "*" holds: every top
 * level is a suffix. It is constant data, so nothing is loaded and nothing has to be freed. */
static const char *
suffix_text (const SpName *name)
{
  const psl_ctx_t *list = psl_builtin ();
  const char *text = sp_name_get_text (name);
  const char *suffix = list != NULL ? psl_unregistrable_domain (list, text) : NULL;

  if (suffix == NULL)
    {
      const char *dot = strrchr (text, '.');

      suffix = dot != NULL ? dot + 1 : text;
    }
  return suffix;
}

static SpName *
dup_last_labels (SpName *name, guint n_labels)
{
  g_autoptr (SpName) last = sp_name_ref (name);

  while (sp_name_get_n_labels (last) > n_labels)
    {
      SpName *parent = sp_name_dup_parent (last);

      sp_name_unref (last);
      last = parent;
    }
  return g_steal_pointer (&last);
}

static guint
count_labels (const char *text)
{
  guint n_labels = *text != '\0' ? 1 : 0;

  for (const char *c = text; *c != '\0'; c++)
    n_labels += *c == '.';
  return n_labels;
}

/**
 * sp_public_suffix_is:
 * @name: a name
 *
 * Whether others register names directly below @name at a registry, as below "com" or "co.uk".
 * Suffixes that companies run for their customers ("github.io") do not count: those have an
 * owner who may well receive mail there.
 *
 * Returns: %TRUE for a suffix of a registry
 */
gboolean
sp_public_suffix_is (const SpName *name)
{
  const psl_ctx_t *list = psl_builtin ();

  g_return_val_if_fail (name != NULL, FALSE);

  if (sp_name_get_n_labels (name) <= 1)
    return TRUE;
  return list != NULL && psl_is_public_suffix2 (list, sp_name_get_text (name), PSL_TYPE_ICANN);
}

/**
 * sp_public_suffix_is_listed:
 * @name: a name
 *
 * Returns: whether @name is known to be a registry's suffix, so that nobody can rightly say that
 *   it does not exist
 */
gboolean
sp_public_suffix_is_listed (const SpName *name)
{
  const psl_ctx_t *list = psl_builtin ();

  g_return_val_if_fail (name != NULL, FALSE);

  return list != NULL
         && psl_is_public_suffix2 (list, sp_name_get_text (name),
                                   PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE);
}

/**
 * sp_public_suffix_dup:
 * @name: a name
 *
 * The longest public suffix at or above @name; for an unlisted top level that top level itself.
 *
 * Returns: (transfer full): the suffix
 */
SpName *
sp_public_suffix_dup (SpName *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  return dup_last_labels (name, count_labels (suffix_text (name)));
}

/**
 * sp_public_suffix_dup_registrable:
 * @name: a name
 *
 * What somebody registered to be able to use @name: the suffix and one label more.
 *
 * Returns: (transfer full) (nullable): the registrable name, %NULL if @name is a suffix itself
 */
SpName *
sp_public_suffix_dup_registrable (SpName *name)
{
  guint n_labels;

  g_return_val_if_fail (name != NULL, NULL);

  n_labels = count_labels (suffix_text (name)) + 1;
  return sp_name_get_n_labels (name) < n_labels ? NULL : dup_last_labels (name, n_labels);
}
