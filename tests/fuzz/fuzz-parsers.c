/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Feeds every parser of hostile bytes mutations of what is normal. A fault is what the sanitizers
 * find, a parser that does not give back what its own writer wrote, or one that takes too long.
 * usage: fuzz-parsers [SECONDS [SEED]] */

#define G_LOG_DOMAIN "fuzz-parsers"

#include "core/dns/sp-message.h"
#include "core/dns/sp-name.h"
#include "core/dns/sp-zone.h"
#include "core/inspect/sp-question.h"
#include "core/mail/sp-dkim-key.h"
#include "core/mail/sp-dmarc.h"
#include "core/mail/sp-spf-expand.h"
#include "core/mail/sp-spf.h"
#include "core/mail/sp-tag-list.h"

#include <string.h>

#define LONGEST_INPUT 4096
#define LONGEST_TIME (G_USEC_PER_SEC)

typedef struct {
  const char *name;
  void (*feed) (GBytes *input);
  const char *seeds[6];
} Target;

static char *
dup_text (GBytes *input)
{
  gsize length;
  const char *data = g_bytes_get_data (input, &length);

  return g_strndup (data != NULL ? data : "", length);
}

static void
feed_name (GBytes *input)
{
  g_autofree char *text = dup_text (input);
  g_autoptr (SpName) name = sp_name_parse (text, NULL);
  g_autoptr (SpName) idn = sp_name_parse_idn (text, NULL);

  if (name != NULL)
    {
      g_autoptr (SpName) again = sp_name_parse (sp_name_get_text (name), NULL);

      g_assert_nonnull (again);
      g_assert_true (sp_name_equal (name, again));
    }
}

static void
feed_question (GBytes *input)
{
  g_autofree char *text = dup_text (input);
  g_autoptr (SpName) name = sp_question_clean (text, NULL);
}

static void
feed_zone (GBytes *input)
{
  g_autoptr (SpName) origin = sp_name_parse ("shop.example", NULL);
  gsize length;
  const char *data = g_bytes_get_data (input, &length);
  g_autoptr (SpZone) zone = sp_zone_parse (data != NULL ? data : "", length, origin, NULL);

  if (zone != NULL)
    {
      g_autofree char *text = sp_zone_dup_text (zone);
      g_autoptr (SpZone) again = sp_zone_parse (text, -1, origin, NULL);

      g_assert_nonnull (again);
    }
}

static void
feed_message (GBytes *input)
{
  g_autoptr (SpMessage) message = sp_message_decode (input, NULL);

  if (message != NULL)
    {
      g_autoptr (GBytes) wire = sp_message_encode (message, 65535, NULL);
    }
}

/* What keeps to the grammar can be expanded, whatever the sender puts into it. */
static void
expand_terms (const SpSpf *spf, GBytes *input)
{
  g_autofree char *sender = dup_text (input);
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string ("2001:db8::1");
  const SpSpfScene scene = {
    .sender = sender,
    .local_part = sender,
    .sender_domain = "shop.example",
    .domain = "shop.example",
    .helo = sender,
    .address = address,
  };

  for (guint i = 0; i < spf->terms->len; i++)
    {
      const SpSpfTerm *term = g_ptr_array_index (spf->terms, i);
      g_autofree char *name = NULL;

      if (term->domain == NULL)
        continue;
      sp_spf_asks_for_names (term->domain);
      name = sp_spf_expand_domain (term->domain, &scene);
      g_assert_true (strlen (name) <= 253 || strchr (name, '.') == NULL);
    }
}

static void
feed_spf (GBytes *input)
{
  gsize length;
  const char *data = g_bytes_get_data (input, &length);
  g_autoptr (SpSpf) spf = sp_spf_parse (data != NULL ? data : "", length);

  sp_spf_count_lookups (spf);
  if (sp_spf_is_valid (spf))
    expand_terms (spf, input);
}

static void
feed_dkim (GBytes *input)
{
  gsize length;
  const char *data = g_bytes_get_data (input, &length);
  g_autoptr (SpDkimKey) key = sp_dkim_key_parse (data != NULL ? data : "", length);
}

static void
feed_dmarc (GBytes *input)
{
  gsize length;
  const char *data = g_bytes_get_data (input, &length);
  g_autoptr (SpDmarc) dmarc = sp_dmarc_parse (data != NULL ? data : "", length);
}

static void
feed_tags (GBytes *input)
{
  gsize length;
  const char *data = g_bytes_get_data (input, &length);
  g_autoptr (SpTagList) tags = sp_tag_list_parse (data != NULL ? data : "", length);
}

static const Target targets[] = {
  { "name",
    feed_name,
    { "mail.shop.example.", "xn--bcher-kva.example", "a\\.b\\046.example", "bücher.example",
      "*.x" } },
  { "question",
    feed_question,
    { "https://www.shop.example/contact?x=1", " Owner <info@shop.example>, ", "bücher.example.",
      "[192.0.2.1]" } },
  { "zone",
    feed_zone,
    { "$TTL 3600\n@ IN SOA ns1 admin 1 7200 900 1209600 300\n@ NS ns1\n@ 300 MX 10 mail\nmail A "
      "192.0.2.1\n",
      "$ORIGIN shop.example.\n@ TXT \"v=spf1 \" \"-all\"\nwww CNAME @\n_dmarc TXT ( "
      "\"v=DMARC1;\"\n \"p=none\" )\n",
      "* 5m IN AAAA 2001:db8::1 ; comment\n_imaps._tcp SRV 0 1 993 imap\n@ CAA 0 issue "
      "\"ca.example\"\n" } },
  { "spf",
    feed_spf,
    { "v=spf1 include:_spf.example.com ip4:192.0.2.0/24 ip6:2001:db8::/32 a mx/24//64 ~all",
      "v=spf1 exists:%{ir}.%{v}._spf.%{d2} redirect=_spf.example.com exp=why.%{d}",
      "v=spf1 ?ptr +all" } },
  { "dkim",
    feed_dkim,
    { "v=DKIM1; k=rsa; t=s:y; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQ==",
      "k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", "p=" } },
  { "dmarc",
    feed_dmarc,
    { "v=DMARC1; p=quarantine; sp=none; np=reject; t=y; rua=mailto:a@b.example!10m; fo=1:d",
      "v=DMARC1;p=none" } },
  { "tags", feed_tags, { "v=STSv1; id=20260101;", "a = b ; c=d;; =e; f" } },
  { "message", feed_message, { NULL } },
};

/* Messages are made, since a string cannot hold their zero bytes. */
static GBytes *
dup_message_seed (void)
{
  static const uint8_t reply[] = {
    0x12, 0x34, 0x84, 0x00, 0,   1, 0,   1,   0,   0,   0,   1, /* one question, one answer, one
                                                                   additional */
    4,    's',  'h',  'o',  'p', 7, 'e', 'x', 'a', 'm', 'p', 'l', 'e', 0, 0,  15, 0,
    1,    0xc0, 12,   0,    15,  0, 1,   0,   0,   14,  16,  0,   9,   0, 10, 4,  'm',
    'a',  'i',  'l',  0xc0, 12,  0, 0,   41,  4,   208, 0,   0,   0,   0, 0,  0,
  };

  return g_bytes_new_static (reply, sizeof reply);
}

static GBytes *
dup_seed (const Target *target, GRand *rand)
{
  guint n = 0;

  while (n < G_N_ELEMENTS (target->seeds) && target->seeds[n] != NULL)
    n++;
  if (n == 0)
    return dup_message_seed ();
  n = (guint) g_rand_int_range (rand, 0, (int) n);
  return g_bytes_new_static (target->seeds[n], strlen (target->seeds[n]));
}

/* One random change: a byte, a piece out, a piece doubled, or a piece of something else in. */
static void
mutate_once (GByteArray *bytes, const Target *target, GRand *rand)
{
  static const uint8_t special[] = { 0,   0xff, 0x80, 0xc0, ';', '=', ':',  '/',
                                     '.', '"',  '\\', '%',  '{', '(', '\n', ' ' };
  guint at = bytes->len > 0 ? (guint) g_rand_int_range (rand, 0, (int) bytes->len) : 0;
  guint length = (guint) g_rand_int_range (rand, 1, 17);
  g_autoptr (GBytes) other = NULL;
  g_autofree uint8_t *piece = NULL;

  length = MIN (length, bytes->len - at);
  switch (g_rand_int_range (rand, 0, 5))
    {
    case 0:
      if (bytes->len > 0)
        bytes->data[at] ^= (uint8_t) (1 << g_rand_int_range (rand, 0, 8));
      break;
    case 1:
      if (bytes->len > 0)
        bytes->data[at] = special[g_rand_int_range (rand, 0, G_N_ELEMENTS (special))];
      break;
    case 2:
      if (length > 0)
        g_byte_array_remove_range (bytes, at, length);
      break;
    case 3:
      piece = g_memdup2 (bytes->data + at, length);
      for (int i = g_rand_int_range (rand, 1, 40);
           i > 0 && bytes->len < LONGEST_INPUT && length > 0; i--)
        g_byte_array_append (bytes, piece, length);
      break;
    case 4:
      other = dup_seed (target, rand);
      g_byte_array_append (bytes, g_bytes_get_data (other, NULL), (guint) g_bytes_get_size (other));
      break;
    }
}

static GBytes *
mutate (const Target *target, GRand *rand)
{
  g_autoptr (GBytes) seed = dup_seed (target, rand);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  g_byte_array_append (bytes, g_bytes_get_data (seed, NULL), (guint) g_bytes_get_size (seed));
  for (int i = g_rand_int_range (rand, 0, 8); i > 0; i--)
    mutate_once (bytes, target, rand);
  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}

int
main (int argc, char **argv)
{
  double seconds = argc > 1 ? g_ascii_strtod (argv[1], NULL) : 10;
  guint32 seed = argc > 2 ? (guint32) g_ascii_strtoull (argv[2], NULL, 10) : g_random_int ();
  gint64 end = g_get_monotonic_time () + (gint64) (seconds * G_USEC_PER_SEC);
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  guint64 inputs = 0;

  g_print ("seed %u, %g seconds\n", seed, seconds);
  for (gsize i = 0; g_get_monotonic_time () < end; i = (i + 1) % G_N_ELEMENTS (targets), inputs++)
    {
      g_autoptr (GBytes) input = mutate (&targets[i], rand);
      gint64 start = g_get_monotonic_time ();

      targets[i].feed (input);
      if (g_get_monotonic_time () - start > LONGEST_TIME)
        {
          g_printerr ("%s: one input of %" G_GSIZE_FORMAT
                      " bytes took more than a second (seed %u, input %" G_GUINT64_FORMAT ")\n",
                      targets[i].name, g_bytes_get_size (input), seed, inputs);
          return 1;
        }
    }
  g_print ("%" G_GUINT64_FORMAT " inputs, no fault\n", inputs);
  return 0;
}
