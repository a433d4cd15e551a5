/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-explain"

#include "core/explain/sp-explain.h"

#include <glib/gi18n-lib.h>

static const char *
explain_record (const char *record)
{
  if (g_strcmp0 (record, "spf") == 0)
    return _ ("This is a list of allowed senders (SPF), and something else is wanted here.");
  if (g_strcmp0 (record, "dmarc") == 0)
    return _ ("This is a rule for forged mail (DMARC), and something else is wanted here.");
  if (g_strcmp0 (record, "dkim") == 0)
    return _ ("This is the key of a mail seal (DKIM), and something else is wanted here.");
  if (g_strcmp0 (record, "link") == 0)
    return _ ("This is the address of a web page, and something else is wanted here.");
  return _ ("This is a mail address, and something else is wanted here.");
}

/**
 * sp_explain_pasted:
 * @pasted: what came of a pasted value
 *
 * Returns: (transfer full) (nullable): what is wrong with it; %NULL if nothing is
 */
char *
sp_explain_pasted (const SpPastedValue *pasted)
{
  g_autofree char *label = NULL;

  switch (pasted->state)
    {
    case SP_PASTED_FIT:
    case SP_PASTED_EMPTY:
      return NULL;
    case SP_PASTED_OTHER_FIELD:
      label = sp_explain_isolate (pasted->detail);
      /* Translators: %s is the label of another field. */
      return g_strdup_printf (_ ("This is the value for another field: “%s”."), label);
    case SP_PASTED_OTHER_RECORD:
      return g_strdup (explain_record (pasted->detail));
    case SP_PASTED_PRIVATE_KEY:
      return g_strdup (_ ("This is a private key. It stays on the mail server and must never be "
                          "published. The public key is wanted here."));
    case SP_PASTED_CUT:
      return g_strdup (_ ("A part of this is missing. Copy it again as a whole, best with the "
                          "provider’s copy button."));
    case SP_PASTED_UNFIT:
      return g_strdup (_ ("This does not look like the value that is wanted."));
    }
  return NULL;
}
