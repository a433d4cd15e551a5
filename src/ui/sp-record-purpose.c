/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-ui"

#include "ui/sp-record-purpose.h"

#include <glib/gi18n.h>

static gboolean
text_starts (SpRecord *record, const char *start)
{
  gsize length;
  const char *text = sp_record_get_text (record, &length);

  return text != NULL && length >= strlen (start)
         && g_ascii_strncasecmp (text, start, strlen (start)) == 0;
}

static gboolean
first_label_is (SpName *name, const char *const *labels)
{
  gsize length;
  const uint8_t *label = sp_name_get_n_labels (name) > 0 ? sp_name_get_label (name, 0, &length)
                                                         : NULL;

  for (gsize i = 0; label != NULL && labels[i] != NULL; i++)
    if (length == strlen (labels[i]) && memcmp (label, labels[i], length) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_mx_host (SpSnapshot *snapshot, SpName *name)
{
  SpFact *mx = sp_snapshot_get_fact (snapshot, sp_snapshot_get_domain (snapshot), SP_RR_MX);
  SpRecordSet *set = mx != NULL ? sp_fact_get_set (mx) : NULL;

  for (guint i = 0; set != NULL && i < sp_record_set_get_n_records (set); i++)
    if (sp_name_equal (sp_record_get_target (sp_record_set_get_record (set, i)), name))
      return TRUE;
  return FALSE;
}

static SpRecordPurpose
find_by_name (SpSnapshot *snapshot, SpName *asked)
{
  static const char *const programs[] = { "autodiscover", "autoconfig",  "_autodiscover", "_imap",
                                          "_imaps",       "_submission", "_submissions",  "_pop3",
                                          "_pop3s",       NULL };
  static const char *const websites[] = { "www", NULL };
  static const char *const policies[] = { "mta-sts", NULL };

  if (strstr (sp_name_get_text (asked), "_domainkey.") != NULL)
    return SP_PURPOSE_SENDING;
  if (first_label_is (asked, programs))
    return SP_PURPOSE_PROGRAMS;
  if (is_mx_host (snapshot, asked) || first_label_is (asked, policies))
    return SP_PURPOSE_RECEIVING;
  if (first_label_is (asked, websites) || sp_name_equal (asked, sp_snapshot_get_domain (snapshot)))
    return SP_PURPOSE_WEBSITE;
  return SP_PURPOSE_OTHER;
}

static SpRecordPurpose
find_of_text (SpSnapshot *snapshot, SpRecord *record, SpName *asked)
{
  static const char *const security[] = { "_mta-sts", "_smtp", NULL };

  if (text_starts (record, "v=spf1") || text_starts (record, "v=DMARC1")
      || text_starts (record, "v=DKIM1"))
    return SP_PURPOSE_SENDING;
  if (first_label_is (asked, security))
    return SP_PURPOSE_RECEIVING;
  if (strstr (sp_name_get_text (asked), "_domainkey.") != NULL)
    return SP_PURPOSE_SENDING;
  /* Proofs of ownership have no common form; at the domain itself they are nearly all there is. */
  if (sp_name_equal (asked, sp_snapshot_get_domain (snapshot)))
    return SP_PURPOSE_OWNERSHIP;
  return SP_PURPOSE_OTHER;
}

/**
 * sp_record_purpose_find:
 * @snapshot: where @record was seen
 * @record: a record
 * @asked: the name that was asked, which may be an alias of the record's own
 *
 * What @record is good for.
 */
SpRecordPurpose
sp_record_purpose_find (SpSnapshot *snapshot, SpRecord *record, SpName *asked)
{
  switch ((guint) sp_record_get_rr_type (record))
    {
    case SP_RR_MX:
    case SP_RR_TLSA:
      return SP_PURPOSE_RECEIVING;
    case SP_RR_TXT:
      return find_of_text (snapshot, record, asked);
    case SP_RR_SPF:
      return SP_PURPOSE_SENDING;
    case SP_RR_SRV:
      return SP_PURPOSE_PROGRAMS;
    case SP_RR_NS:
    case SP_RR_SOA:
    case SP_RR_DS:
    case SP_RR_DNSKEY:
    case SP_RR_CAA:
      return SP_PURPOSE_OTHER;
    default:
      return find_by_name (snapshot, asked);
    }
}

/**
 * sp_record_purpose_get_title:
 *
 * The title of a group.
 */
const char *
sp_record_purpose_get_title (SpRecordPurpose purpose)
{
  switch (purpose)
    {
    case SP_PURPOSE_RECEIVING:
      return _ ("Receiving");
    case SP_PURPOSE_SENDING:
      return _ ("Sending");
    case SP_PURPOSE_PROGRAMS:
      return _ ("Finding the Mail Program’s Settings");
    case SP_PURPOSE_OWNERSHIP:
      return _ ("Proof of Ownership");
    case SP_PURPOSE_WEBSITE:
      return _ ("Website");
    case SP_PURPOSE_OTHER:
      return _ ("Other");
    }
  return "";
}

/**
 * sp_record_purpose_get_record_title:
 * @purpose: what @record is good for
 * @record: a record
 * @asked: the name that was asked
 *
 * The plain name of a record, the technical one behind it.
 */
const char *
sp_record_purpose_get_record_title (SpRecordPurpose purpose, SpRecord *record, SpName *asked)
{
  SpRrType type = sp_record_get_rr_type (record);
  const char *name = sp_name_get_text (asked);

  if (type == SP_RR_MX)
    return _ ("Mail delivery (MX)");
  if (type == SP_RR_NS)
    return _ ("Kept at (NS)");
  if (type == SP_RR_SOA)
    return _ ("About the list of records (SOA)");
  if (type == SP_RR_DS || type == SP_RR_DNSKEY)
    return _ ("Security seal of the domain (DNSSEC)");
  if (strstr (name, "_domainkey.") != NULL)
    return _ ("Mail seal (DKIM)");
  if (g_str_has_prefix (name, "_dmarc."))
    return _ ("Rule for forged mail (DMARC)");
  if (g_str_has_prefix (name, "_mta-sts."))
    return _ ("Delivery security policy (MTA-STS)");
  if (g_str_has_prefix (name, "mta-sts."))
    return _ ("Web server of the delivery security policy (MTA-STS)");
  if (type == SP_RR_TLSA)
    return _ ("Fingerprint of a mail server (DANE)");
  if (g_str_has_prefix (name, "_smtp._tls."))
    return _ ("Delivery security reports (TLS-RPT)");
  if (type == SP_RR_SPF || (type == SP_RR_TXT && text_starts (record, "v=spf1")))
    return _ ("Allowed senders (SPF)");
  if (purpose == SP_PURPOSE_PROGRAMS)
    return _ ("Signpost for mail programs");
  if (purpose == SP_PURPOSE_RECEIVING && (type == SP_RR_A || type == SP_RR_AAAA))
    return _ ("Address of a mail server");
  if (type == SP_RR_A || type == SP_RR_AAAA)
    return _ ("Address");
  if (type == SP_RR_CNAME)
    return _ ("Nickname");
  if (type == SP_RR_TXT)
    return _ ("Text note");
  return _ ("Record");
}
