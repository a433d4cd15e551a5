/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-explain"

#include "core/explain/sp-explain-phrase.h"

#include <glib/gi18n-lib.h>

typedef struct {
  const SpKeep *keep;
  SpCatalog *catalog;
} Facts;

/* Translators: what is published and stays, and why. Words in braces are replaced. */
static const SpCodeWords words[] = {
  { "website",
    { { NULL, N_ ("The website at {name}") } },
    { { NULL, N_ ("This leads to the website and has nothing to do with mail.") } } },
  { "sender",
    { { "service-name", N_ ("{service-name} as an allowed sender") },
      { NULL, N_ ("{value} as an allowed sender") } },
    { { "service-name", N_ ("It is in the list of allowed senders (SPF). Remove it only if nothing "
                            "is sent through it any more.") },
      { NULL, N_ ("Which service this is is not known. Remove it from the list of allowed senders "
                  "(SPF) only if it is certain that nothing is sent through it.") } } },
  { "proof",
    { { NULL, N_ ("Text notes of other services at {name}") } },
    { { NULL, N_ ("Services look here to see who owns the domain. The notes (TXT) do no harm to "
                  "mail.") } } },
  { "seal",
    { { NULL, N_ ("The mail seal at {name}") } },
    { { NULL,
        N_ ("Messages that are sealed with it (DKIM) are checked against this key, also those "
            "that are on their way.") } } },
  { "policy",
    { { NULL, N_ ("The rule for forged mail") } },
    { { NULL, N_ ("It works as it is (DMARC).") } } },
  { "delivery-security",
    { { NULL, N_ ("The delivery security policy") } },
    { { NULL, N_ ("Its record (MTA-STS) stays. The list of servers in the policy itself has to fit "
                  "the mail servers.") } } },
  { "delivery-reports",
    { { NULL, N_ ("Reports on delivery security") } },
    { { NULL, N_ ("Senders report problems with encryption to this address (TLS-RPT).") } } },
  { NULL },
};

static const char *
look_up_fact (gpointer user_data, const char *key)
{
  Facts *facts = user_data;
  SpProvider *service;

  if (g_str_equal (key, "name"))
    return sp_name_get_text (facts->keep->name);
  if (g_str_equal (key, "value") && facts->keep->rows->len > 0)
    return ((const SpEditRow *) g_ptr_array_index (facts->keep->rows, 0))->value;
  if (!g_str_equal (key, "service-name") || facts->keep->service == NULL || facts->catalog == NULL)
    return NULL;
  service = sp_catalog_get_provider (facts->catalog, facts->keep->service);
  return service != NULL ? sp_provider_get_name (service) : NULL;
}

/**
 * sp_explain_keep_title:
 * @keep: something that stays
 * @catalog: (nullable): for the names of services
 *
 * Returns: (transfer full): what stays, without a final dot
 */
char *
sp_explain_keep_title (const SpKeep *keep, SpCatalog *catalog)
{
  Facts facts = { keep, catalog };

  return sp_phrase_say (sp_code_words_find (words, keep->code)->title, look_up_fact, &facts);
}

/**
 * sp_explain_keep_why:
 * @keep: something that stays
 * @catalog: (nullable): for the names of services
 *
 * Returns: (transfer full): why it stays, in whole sentences
 */
char *
sp_explain_keep_why (const SpKeep *keep, SpCatalog *catalog)
{
  Facts facts = { keep, catalog };

  return sp_phrase_say (sp_code_words_find (words, keep->code)->text, look_up_fact, &facts);
}
