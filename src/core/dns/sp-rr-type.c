/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-dns"

#include "core/dns/sp-rr-type.h"

#include <string.h>

static const struct {
  SpRrType type;
  const char *name;
} mnemonics[] = {
  { SP_RR_A, "A" },         { SP_RR_NS, "NS" },         { SP_RR_CNAME, "CNAME" },
  { SP_RR_SOA, "SOA" },     { SP_RR_PTR, "PTR" },       { SP_RR_MX, "MX" },
  { SP_RR_TXT, "TXT" },     { SP_RR_AAAA, "AAAA" },     { SP_RR_SRV, "SRV" },
  { SP_RR_DNAME, "DNAME" }, { SP_RR_OPT, "OPT" },       { SP_RR_DS, "DS" },
  { SP_RR_RRSIG, "RRSIG" }, { SP_RR_DNSKEY, "DNSKEY" }, { SP_RR_TLSA, "TLSA" },
  { SP_RR_HTTPS, "HTTPS" }, { SP_RR_SPF, "SPF" },       { SP_RR_ANY, "ANY" },
  { SP_RR_CAA, "CAA" },
};

/**
 * sp_rr_type_to_string:
 * @type: a record type
 *
 * The mnemonic of a type, or `TYPE123` for one that Signpost does not name (RFC 3597 §5).
 *
 * Returns: (transfer full): the text
 */
char *
sp_rr_type_to_string (SpRrType type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (mnemonics); i++)
    if (mnemonics[i].type == type)
      return g_strdup (mnemonics[i].name);
  return g_strdup_printf ("TYPE%u", (unsigned int) type);
}

/**
 * sp_rr_type_from_string:
 * @text: a mnemonic in any case, or `TYPE123`
 * @type: (out): the type
 *
 * Reads the name of a record type.
 *
 * Returns: whether @text names a type
 */
gboolean
sp_rr_type_from_string (const char *text, SpRrType *type)
{
  guint64 number = 0;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (type != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (mnemonics); i++)
    {
      if (g_ascii_strcasecmp (mnemonics[i].name, text) == 0)
        {
          *type = mnemonics[i].type;
          return TRUE;
        }
    }
  if (g_ascii_strncasecmp (text, "TYPE", 4) == 0
      && g_ascii_string_to_unsigned (text + 4, 10, 1, 65535, &number, NULL))
    {
      *type = (SpRrType) number;
      return TRUE;
    }
  return FALSE;
}
