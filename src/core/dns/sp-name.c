/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-dns"

#include "core/dns/sp-name.h"

#include <idn2.h>
#include <string.h>

#include "core/dns/sp-dns-error.h"

#define MAX_WIRE 255
#define MAX_LABEL 63
#define MAX_LABELS 127

/* Every byte may become "\\ddd". */
#define MAX_TEXT (4 * MAX_WIRE + 1)

/* One piece of memory, no longer than it has to be: an inspection holds hundreds of names. The wire
 * form is followed by where the labels start in it, and that by the text. */
struct _SpName {
  gatomicrefcount refs;
  guint hash;
  guint n_labels;
  gsize wire_length;
  const uint8_t *starts;
  const char *text;
  uint8_t wire[];
};

G_DEFINE_BOXED_TYPE (SpName, sp_name, sp_name_ref, sp_name_unref)

/* Bytes that would be read as something else, or not be seen at all (RFC 1035 §5.1). Returns the
 * number of characters. */
static gsize
write_escaped (char *text, uint8_t byte)
{
  if (byte == '.' || byte == '\\' || byte == '"' || byte == ';' || byte == '(' || byte == ')'
      || byte == '@' || byte == '$')
    {
      text[0] = '\\';
      text[1] = (char) byte;
      return 2;
    }
  if (byte <= 0x20 || byte >= 0x7f)
    {
      text[0] = '\\';
      text[1] = (char) ('0' + byte / 100);
      text[2] = (char) ('0' + byte / 10 % 10);
      text[3] = (char) ('0' + byte % 10);
      return 4;
    }
  text[0] = (char) byte;
  return 1;
}

/* Returns the length of the text. */
static gsize
write_text (char *text, const uint8_t *wire)
{
  gsize length = 0;

  for (gsize i = 0; wire[i] != 0; i += (gsize) wire[i] + 1)
    {
      if (i > 0)
        text[length++] = '.';
      for (gsize j = 1; j <= wire[i]; j++)
        length += write_escaped (text + length, wire[i + j]);
    }
  if (length == 0)
    text[length++] = '.';
  text[length] = '\0';
  return length;
}

static uint8_t
fold (uint8_t byte)
{
  return byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte;
}

/* The wire form is complete and within bounds; letters are folded here. */
static SpName *
new_from_wire (const uint8_t *wire, gsize wire_length)
{
  uint8_t folded[MAX_WIRE];
  uint8_t starts[MAX_LABELS];
  char text[MAX_TEXT];
  gsize text_size;
  guint n_labels = 0;
  gsize i;
  SpName *self;

  for (i = 0; wire[i] != 0; i += (gsize) wire[i] + 1)
    {
      starts[n_labels++] = (uint8_t) i;
      folded[i] = wire[i];
      for (gsize j = 1; j <= wire[i]; j++)
        folded[i + j] = fold (wire[i + j]);
    }
  folded[i] = 0;
  text_size = write_text (text, folded) + 1;

  self = g_malloc (sizeof *self + wire_length + n_labels + text_size);
  g_atomic_ref_count_init (&self->refs);
  self->hash = g_str_hash (text);
  self->n_labels = n_labels;
  self->wire_length = wire_length;
  self->starts = self->wire + wire_length;
  self->text = (const char *) self->starts + n_labels;
  memcpy (self->wire, folded, wire_length);
  memcpy (self->wire + wire_length, starts, n_labels);
  memcpy (self->wire + wire_length + n_labels, text, text_size);
  return self;
}

static gboolean
read_escape (const char **cursor, uint8_t *byte)
{
  const char *p = *cursor + 1;

  if (g_ascii_isdigit (p[0]) && g_ascii_isdigit (p[1]) && g_ascii_isdigit (p[2]))
    {
      int value = (p[0] - '0') * 100 + (p[1] - '0') * 10 + (p[2] - '0');

      if (value > 255)
        return FALSE;
      *byte = (uint8_t) value;
      *cursor = p + 3;
      return TRUE;
    }
  if (*p == '\0' || g_ascii_isdigit (*p))
    return FALSE;
  *byte = (uint8_t) *p;
  *cursor = p + 1;
  return TRUE;
}

/**
 * sp_name_parse:
 * @text: a name in presentation form, with or without a final dot; "." or "" is the root
 * @error: return location for a %SP_DNS_ERROR_NAME
 *
 * Reads a name with the escapes of RFC 1035 §5.1. Any byte is allowed in a label.
 *
 * Returns: (transfer full) (nullable): the name
 */
SpName *
sp_name_parse (const char *text, GError **error)
{
  uint8_t wire[MAX_WIRE];
  gsize label_start = 0;
  gsize length = 1;

  g_return_val_if_fail (text != NULL, NULL);

  if (*text == '\0' || strcmp (text, ".") == 0)
    return sp_name_new_root ();

  for (const char *p = text; *p != '\0';)
    {
      gboolean ends_label = *p == '.';
      uint8_t byte = (uint8_t) *p;

      if (ends_label)
        {
          p++;
        }
      else if (*p == '\\')
        {
          if (!read_escape (&p, &byte))
            {
              g_set_error (error, SP_DNS_ERROR, SP_DNS_ERROR_NAME, "bad escape in \"%s\"", text);
              return NULL;
            }
        }
      else
        {
          p++;
        }

      if (ends_label)
        {
          gsize label_length = length - label_start - 1;

          if (label_length == 0)
            {
              g_set_error (error, SP_DNS_ERROR, SP_DNS_ERROR_NAME, "empty label in \"%s\"", text);
              return NULL;
            }
          wire[label_start] = (uint8_t) label_length;
          label_start = length;
          if (*p == '\0')
            break;
          byte = 0;
        }
      else if (length - label_start > MAX_LABEL)
        {
          g_set_error (error, SP_DNS_ERROR, SP_DNS_ERROR_NAME, "label longer than %d bytes",
                       MAX_LABEL);
          return NULL;
        }

      /* One byte is kept for the root label. */
      if (length >= MAX_WIRE - 1)
        {
          g_set_error (error, SP_DNS_ERROR, SP_DNS_ERROR_NAME, "name longer than %d bytes",
                       MAX_WIRE);
          return NULL;
        }
      wire[length++] = byte;
    }

  if (length > label_start + 1)
    {
      wire[label_start] = (uint8_t) (length - label_start - 1);
      label_start = length;
    }
  wire[label_start] = 0;
  return new_from_wire (wire, label_start + 1);
}

/**
 * sp_name_parse_idn:
 * @text: a name as a person writes it, in UTF-8
 * @error: return location for a %SP_DNS_ERROR_NAME
 *
 * Reads an internationalised name and makes its ASCII form (IDNA 2008 with the mapping of
 * UTS 46, non-transitional). Names that are ASCII already are left as they are.
 *
 * Returns: (transfer full) (nullable): the name
 */
SpName *
sp_name_parse_idn (const char *text, GError **error)
{
  g_autofree char *owned = NULL;
  char *ascii = NULL;
  int code = 0;

  g_return_val_if_fail (text != NULL, NULL);

  if (g_str_is_ascii (text))
    return sp_name_parse (text, error);

  code = idn2_to_ascii_8z (text, &ascii, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
  if (code != IDN2_OK)
    {
      g_set_error (error, SP_DNS_ERROR, SP_DNS_ERROR_NAME, "not an internationalised name: %s",
                   idn2_strerror (code));
      return NULL;
    }
  owned = g_strdup (ascii);
  idn2_free (ascii);
  return sp_name_parse (owned, error);
}

/**
 * sp_name_new_root:
 *
 * The root of the name space.
 *
 * Returns: (transfer full): a name without labels
 */
SpName *
sp_name_new_root (void)
{
  static const uint8_t root[] = { 0 };

  return new_from_wire (root, sizeof root);
}

/**
 * sp_name_ref:
 * @self: a name
 *
 * Returns: (transfer full): @self
 */
SpName *
sp_name_ref (SpName *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/**
 * sp_name_unref:
 * @self: (transfer full): a name
 */
void
sp_name_unref (SpName *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_free (self);
}

/**
 * sp_name_get_text:
 * @self: a name
 *
 * The presentation form in lower case, without final dot; the root is ".".
 *
 * Returns: (transfer none): the text, always printable ASCII
 */
const char *
sp_name_get_text (const SpName *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->text;
}

/**
 * sp_name_dup_unicode:
 * @self: a name
 *
 * The form for a person to read: labels in Unicode where that leads back to the same name.
 *
 * Returns: (transfer full): the text, in UTF-8
 */
char *
sp_name_dup_unicode (const SpName *self)
{
  g_autofree char *owned = NULL;
  char *unicode = NULL;
  g_autoptr (SpName) back = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (strstr (self->text, "xn--") == NULL)
    return g_strdup (self->text);
  if (idn2_to_unicode_8z8z (self->text, &unicode, 0) != IDN2_OK)
    return g_strdup (self->text);
  owned = g_strdup (unicode);
  idn2_free (unicode);

  back = sp_name_parse_idn (owned, NULL);
  if (back == NULL || !sp_name_equal (back, self))
    return g_strdup (self->text);
  return g_steal_pointer (&owned);
}

/**
 * sp_name_get_n_labels:
 * @self: a name
 *
 * Returns: how many labels it has; 0 for the root
 */
guint
sp_name_get_n_labels (const SpName *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_labels;
}

/**
 * sp_name_get_label:
 * @self: a name
 * @index: which label, from the left
 * @length: (out): its length in bytes
 *
 * Returns: (transfer none) (array length=length): the bytes, not terminated
 */
const uint8_t *
sp_name_get_label (const SpName *self, guint index, gsize *length)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->n_labels, NULL);
  g_return_val_if_fail (length != NULL, NULL);

  *length = self->wire[self->starts[index]];
  return self->wire + self->starts[index] + 1;
}

/**
 * sp_name_get_wire_length:
 * @self: a name
 *
 * Returns: bytes on the wire, uncompressed; at most 255
 */
gsize
sp_name_get_wire_length (const SpName *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->wire_length;
}

/**
 * sp_name_is_root:
 * @self: a name
 *
 * Returns: whether it is the root
 */
gboolean
sp_name_is_root (const SpName *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->n_labels == 0;
}

/**
 * sp_name_is_hostname:
 * @self: a name
 *
 * Whether a machine may be called so: letters, digits and hyphens inside, and a last label that
 * is not a number (RFC 1123 §2.1, RFC 3696 §2).
 *
 * Returns: whether it is a host name
 */
gboolean
sp_name_is_hostname (const SpName *self)
{
  gboolean last_is_number = TRUE;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->n_labels == 0)
    return FALSE;
  for (guint i = 0; i < self->n_labels; i++)
    {
      gsize length = 0;
      const uint8_t *label = sp_name_get_label (self, i, &length);

      if (label[0] == '-' || label[length - 1] == '-')
        return FALSE;
      last_is_number = TRUE;
      for (gsize j = 0; j < length; j++)
        {
          if (!g_ascii_isalnum ((char) label[j]) && label[j] != '-')
            return FALSE;
          if (!g_ascii_isdigit ((char) label[j]))
            last_is_number = FALSE;
        }
    }
  return !last_is_number;
}

/**
 * sp_name_is_at_or_below:
 * @self: a name
 * @ancestor: another
 *
 * Returns: whether @self is @ancestor or lies below it; everything lies below the root
 */
gboolean
sp_name_is_at_or_below (const SpName *self, const SpName *ancestor)
{
  gsize offset = 0;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (ancestor != NULL, FALSE);

  if (ancestor->n_labels > self->n_labels)
    return FALSE;
  if (ancestor->n_labels == 0)
    return TRUE;
  offset = self->starts[self->n_labels - ancestor->n_labels];
  return self->wire_length - offset == ancestor->wire_length
         && memcmp (self->wire + offset, ancestor->wire, ancestor->wire_length) == 0;
}

/**
 * sp_name_dup_parent:
 * @self: a name
 *
 * Returns: (transfer full) (nullable): the name without its first label, %NULL for the root
 */
SpName *
sp_name_dup_parent (const SpName *self)
{
  gsize offset = 0;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->n_labels == 0)
    return NULL;
  offset = (gsize) self->wire[0] + 1;
  return new_from_wire (self->wire + offset, self->wire_length - offset);
}

/**
 * sp_name_prepend:
 * @self: a name
 * @labels: one or more labels in presentation form, such as "_dmarc" or "fm1._domainkey"
 *
 * Makes a name below @self.
 *
 * Returns: (transfer full) (nullable): the longer name, %NULL if @labels is no name or the whole
 *   becomes too long
 */
SpName *
sp_name_prepend (const SpName *self, const char *labels)
{
  g_autoptr (SpName) head = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (labels != NULL, NULL);

  head = sp_name_parse (labels, NULL);
  return head != NULL ? sp_name_append (head, self) : NULL;
}

/**
 * sp_name_append:
 * @self: a name
 * @suffix: another
 *
 * Puts @suffix behind @self, as a panel does that appends the domain.
 *
 * Returns: (transfer full) (nullable): the longer name, %NULL if it becomes too long
 */
SpName *
sp_name_append (const SpName *self, const SpName *suffix)
{
  uint8_t wire[2 * MAX_WIRE];
  gsize head = 0;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (suffix != NULL, NULL);

  head = self->wire_length - 1;
  if (head + suffix->wire_length > MAX_WIRE)
    return NULL;
  memcpy (wire, self->wire, head);
  memcpy (wire + head, suffix->wire, suffix->wire_length);
  return new_from_wire (wire, head + suffix->wire_length);
}

/**
 * sp_name_dup_relative:
 * @self: a name
 * @origin: the zone it is in
 *
 * The short form that most panels want: "@" for the zone itself, "_dmarc" for a name below it.
 * A name outside the zone comes back whole.
 *
 * Returns: (transfer full): the text
 */
char *
sp_name_dup_relative (const SpName *self, const SpName *origin)
{
  uint8_t wire[MAX_WIRE + 1];
  char text[MAX_TEXT];
  gsize head = 0;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (origin != NULL, NULL);

  if (!sp_name_is_at_or_below (self, origin) || origin->n_labels == 0)
    return g_strdup (self->text);
  if (self->n_labels == origin->n_labels)
    return g_strdup ("@");
  head = self->wire_length - origin->wire_length;
  memcpy (wire, self->wire, head);
  wire[head] = 0;
  write_text (text, wire);
  return g_strdup (text);
}

/**
 * sp_name_hash:
 * @self: a name
 *
 * Returns: a hash, for #GHashTable
 */
guint
sp_name_hash (gconstpointer self)
{
  const SpName *name = self;

  g_return_val_if_fail (self != NULL, 0);

  return name->hash;
}

/**
 * sp_name_equal:
 * @a: a name
 * @b: another
 *
 * Returns: whether both are the same name (RFC 4343: without case)
 */
gboolean
sp_name_equal (gconstpointer a, gconstpointer b)
{
  const SpName *first = a;
  const SpName *second = b;

  g_return_val_if_fail (a != NULL, FALSE);
  g_return_val_if_fail (b != NULL, FALSE);

  return first->hash == second->hash && first->wire_length == second->wire_length
         && memcmp (first->wire, second->wire, first->wire_length) == 0;
}

/**
 * sp_name_compare:
 * @a: a name
 * @b: another
 *
 * The canonical order of DNS names, label by label from the right (RFC 4034 §6.1).
 *
 * Returns: less than, equal to, or greater than 0
 */
int
sp_name_compare (gconstpointer a, gconstpointer b)
{
  const SpName *first = a;
  const SpName *second = b;

  g_return_val_if_fail (a != NULL, 0);
  g_return_val_if_fail (b != NULL, 0);

  for (guint i = 1; i <= first->n_labels && i <= second->n_labels; i++)
    {
      gsize length_a = 0;
      gsize length_b = 0;
      const uint8_t *label_a = sp_name_get_label (first, first->n_labels - i, &length_a);
      const uint8_t *label_b = sp_name_get_label (second, second->n_labels - i, &length_b);
      int order = memcmp (label_a, label_b, MIN (length_a, length_b));

      if (order != 0)
        return order;
      if (length_a != length_b)
        return length_a < length_b ? -1 : 1;
    }
  return (int) first->n_labels - (int) second->n_labels;
}
