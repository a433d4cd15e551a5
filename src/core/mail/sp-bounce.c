/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-mail"

#include "core/mail/sp-bounce.h"

#include <string.h>

#define MAX_RECIPIENTS 50

static void
recipient_free (SpBounceRecipient *recipient)
{
  g_free (recipient->address);
  g_free (recipient->original);
  g_free (recipient->status);
  g_free (recipient->said);
  g_free (recipient->server);
  g_free (recipient);
}

/**
 * sp_bounce_new:
 *
 * Returns: (transfer full): a report about nobody
 */
SpBounce *
sp_bounce_new (void)
{
  SpBounce *self = g_new0 (SpBounce, 1);

  self->recipients = g_ptr_array_new_with_free_func ((GDestroyNotify) recipient_free);
  return self;
}

/**
 * sp_bounce_free:
 * @self: (transfer full): a report
 */
void
sp_bounce_free (SpBounce *self)
{
  g_free (self->reporter);
  g_free (self->sender);
  g_clear_pointer (&self->recipients, g_ptr_array_unref);
  g_free (self);
}

/**
 * sp_bounce_add_recipient:
 * @self: a report
 *
 * Returns: (transfer none) (nullable): a recipient to fill in; %NULL beyond fifty
 */
SpBounceRecipient *
sp_bounce_add_recipient (SpBounce *self)
{
  SpBounceRecipient *recipient;

  if (self->recipients->len >= MAX_RECIPIENTS)
    return NULL;
  recipient = g_new0 (SpBounceRecipient, 1);
  g_ptr_array_add (self->recipients, recipient);
  return recipient;
}

/**
 * sp_bounce_fate_to_string:
 * @fate: what became of a message
 *
 * Returns: (transfer none): its public name
 */
const char *
sp_bounce_fate_to_string (SpBounceFate fate)
{
  switch (fate)
    {
    case SP_BOUNCE_FATE_FAILED:
      return "failed";
    case SP_BOUNCE_FATE_DELAYED:
      return "delayed";
    case SP_BOUNCE_FATE_DELIVERED:
      return "delivered";
    }
  g_return_val_if_reached ("failed");
}

/* "rfc822; user@shop.example", "dns; mx.shop.example", "smtp; 550 …": what stands behind the type.
 */
static char *
dup_typed (const SpHeader *fields, const char *name)
{
  const char *value = sp_header_get (fields, name);
  const char *semicolon = value != NULL ? strchr (value, ';') : NULL;
  gboolean has_type = semicolon != NULL;

  if (value == NULL)
    return NULL;
  for (const char *c = value; has_type && c < semicolon; c++)
    has_type = g_ascii_isalnum (*c) || *c == '-' || *c == ' ';
  return g_strstrip (g_strdup (has_type ? semicolon + 1 : value));
}

static char *
dup_address (const SpHeader *fields, const char *name)
{
  g_autofree char *value = dup_typed (fields, name);
  g_autofree char *address = sp_header_dup_address (value);

  if (address != NULL)
    return *address != '\0' ? g_steal_pointer (&address) : NULL;
  return value != NULL && *value != '\0' ? g_steal_pointer (&value) : NULL;
}

/* A server's name, without what stands in parentheses behind it. */
static char *
dup_server (const SpHeader *fields, const char *name)
{
  g_autofree char *value = dup_typed (fields, name);

  if (value == NULL)
    return NULL;
  value[strcspn (value, " \t(,;")] = '\0';
  return *value != '\0' ? g_steal_pointer (&value) : NULL;
}

static SpBounceFate
read_action (const char *action)
{
  static const struct {
    const char *word;
    SpBounceFate fate;
  } actions[] = {
    { "delayed", SP_BOUNCE_FATE_DELAYED },       { "delivered", SP_BOUNCE_FATE_DELIVERED },
    { "deliverable", SP_BOUNCE_FATE_DELIVERED }, /* Postfix, when only asked whether it would be */
    { "relayed", SP_BOUNCE_FATE_DELIVERED },     { "expanded", SP_BOUNCE_FATE_DELIVERED },
  };

  for (gsize i = 0; action != NULL && i < G_N_ELEMENTS (actions); i++)
    if (g_ascii_strncasecmp (action, actions[i].word, strlen (actions[i].word)) == 0)
      return actions[i].fate;
  return SP_BOUNCE_FATE_FAILED;
}

static void
take_recipient (SpBounce *self, const SpHeader *fields)
{
  SpBounceRecipient *recipient = sp_bounce_add_recipient (self);
  const char *status = sp_header_get (fields, "status");
  gsize at = 0;
  char code[12];

  if (recipient == NULL)
    return;
  recipient->address = dup_address (fields, "final-recipient");
  recipient->original = dup_address (fields, "original-recipient");
  if (recipient->address == NULL)
    recipient->address = g_steal_pointer (&recipient->original);
  else if (g_strcmp0 (recipient->address, recipient->original) == 0)
    g_clear_pointer (&recipient->original, g_free);
  recipient->fate = read_action (sp_header_get (fields, "action"));
  if (status != NULL && sp_bounce_code_scan (status, &at, code))
    recipient->status = g_strdup (code);
  recipient->said = dup_typed (fields, "diagnostic-code");
  recipient->server = dup_server (fields, "remote-mta");
  if (recipient->address == NULL && recipient->said != NULL)
    recipient->address = sp_bounce_dup_first_address (recipient->said);
}

/* Each recipient has a group of fields (RFC 3464 §2.1). Some servers forget the empty line between
 * two of them: a field that comes again begins the next. */
static void
take_recipients (SpBounce *self, const SpHeader *fields)
{
  static const char *const names[] = { "original-recipient", "final-recipient", "action",
                                       "status" };
  g_autoptr (GPtrArray) group = g_ptr_array_new ();
  SpHeader one = { .fields = group };

  for (guint i = 0; i < fields->fields->len; i++)
    {
      SpHeaderField *field = g_ptr_array_index (fields->fields, i);
      gboolean is_own = FALSE;

      for (gsize k = 0; k < G_N_ELEMENTS (names); k++)
        is_own |= g_ascii_strcasecmp (field->name, names[k]) == 0;
      if (is_own && sp_header_get (&one, field->name) != NULL)
        {
          take_recipient (self, &one);
          g_ptr_array_set_size (group, 0);
        }
      g_ptr_array_add (group, field);
    }
  take_recipient (self, &one);
}

static gboolean
has_any (const SpHeader *fields)
{
  static const char *const names[] = { "final-recipient", "original-recipient", "action", "status",
                                       "reporting-mta" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (sp_header_get (fields, names[i]) != NULL)
      return TRUE;
  return FALSE;
}

/**
 * sp_bounce_read_status:
 * @self: a report
 * @text: a part for machines: groups of fields with empty lines between them (RFC 3464 §2.1)
 *
 * Returns: whether it told of a recipient
 */
gboolean
sp_bounce_read_status (SpBounce *self, const char *text)
{
  gsize length = strlen (text);
  gsize at = 0;
  guint n_before = self->recipients->len;

  while (at < length)
    {
      g_autoptr (SpHeader) fields = sp_header_parse (text + at, (gssize) (length - at));

      if (!has_any (fields) || fields->body_offset == 0)
        break;
      if (self->reporter == NULL)
        self->reporter = dup_server (fields, "reporting-mta");
      if (sp_header_get (fields, "final-recipient") != NULL
          || sp_header_get (fields, "original-recipient") != NULL)
        take_recipients (self, fields);
      at += fields->body_offset;
    }
  self->is_report = self->is_report || self->recipients->len > n_before;
  return self->recipients->len > n_before;
}

/* The part for machines in a text that was copied without its beginnings. */
static const char *
find_status (const char *text)
{
  static const char *const names[] = { "reporting-mta:", "original-envelope-id:", "arrival-date:",
                                       "final-recipient:", "original-recipient:" };
  gboolean has_recipient = FALSE;
  const char *first = NULL;

  for (const char *line = text; *line != '\0';)
    {
      const char *next = strchr (line, '\n');

      for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
        if (g_ascii_strncasecmp (line, names[i], strlen (names[i])) == 0)
          {
            first = first != NULL ? first : line;
            has_recipient = has_recipient || i >= 3;
          }
      if (next == NULL)
        break;
      line = next + 1;
    }
  return has_recipient ? first : NULL;
}

static void
take_sender (SpBounce *self, const char *original)
{
  g_autoptr (SpHeader) header = sp_header_parse (original, -1);

  if (self->sender == NULL)
    self->sender = sp_header_dup_address (sp_header_get (header, "from"));
}

/* Whether one part for machines is about this recipient only in general words. */
static gboolean
is_undecided (const SpBounceRecipient *recipient)
{
  return g_str_equal (recipient->cause->id, "unknown")
         || g_str_equal (recipient->cause->id, "refused")
         || g_str_equal (recipient->cause->id, "policy")
         || g_str_equal (recipient->cause->id, "expired");
}

/* The code that says most: X.0.0 and X.Y.0 are for "other" (RFC 3463 §3). Codes of a success have
 * no place in what a server says when it refuses; versions of programs look like them. */
static char *
dup_code (const char *said, const char *status)
{
  const char *best = status;
  g_autofree char *found = NULL;
  char code[12];

  for (gsize at = 0; sp_bounce_code_scan (said, &at, code);)
    if (code[0] != '2'
        && (best == NULL || (g_str_has_suffix (best, ".0") && !g_str_has_suffix (code, ".0"))
            || (g_str_has_suffix (best, ".0.0") && !g_str_has_suffix (code, ".0.0"))))
      {
        g_free (found);
        best = found = g_strdup (code);
      }
  return best == found ? g_steal_pointer (&found) : g_strdup (best);
}

static void
decide_one (SpBounceRecipient *recipient, const char *words)
{
  g_autofree char *prepared = sp_bounce_phrase_prepare (words != NULL ? words : "");
  SpBounceStage stage = sp_bounce_stage_find (prepared);
  gboolean is_exact = FALSE;
  const SpBounceCause *worded = sp_bounce_phrase_find (prepared, &is_exact);

  recipient->cause = sp_bounce_cause_decide (recipient->said, recipient->status, stage);
  /* What is written for people may say more. */
  if (is_undecided (recipient) && worded != NULL && is_exact)
    recipient->cause = sp_bounce_stage_judge (stage, worded);
  if (recipient->said != NULL)
    {
      g_autofree char *code = dup_code (recipient->said, recipient->status);

      recipient->reply = sp_bounce_code_scan_basic (recipient->said);
      g_set_str (&recipient->status, code);
    }
}

/* Words for people are about the recipient only if there is no other, and a part for machines. */
static void
decide (SpBounce *self, const char *words)
{
  gboolean is_alone = self->is_report && self->recipients->len == 1;

  for (guint i = 0; i < self->recipients->len; i++)
    decide_one (g_ptr_array_index (self->recipients, i), is_alone ? words : NULL);
}

/* The words for people: plain text if there is any, else pages without their tags. */
static char *
dup_words (GPtrArray *parts)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < parts->len; i++)
    {
      const SpMimePart *part = g_ptr_array_index (parts, i);

      if (g_str_equal (part->type, "text/plain"))
        g_string_append_printf (words, "%s\n\n", part->text);
    }
  for (guint i = 0; words->len < 40 && i < parts->len; i++)
    {
      const SpMimePart *part = g_ptr_array_index (parts, i);

      if (g_str_equal (part->type, "text/html"))
        {
          g_autofree char *plain = sp_mime_dup_plain_text (part->text);

          g_string_append_printf (words, "%s\n\n", plain);
        }
    }
  return g_string_free_and_steal (words);
}

static gboolean
tells_nothing (const SpBounce *self, const char *words)
{
  const SpBounceRecipient *first = self->recipients->len > 0 ? self->recipients->pdata[0] : NULL;

  return first == NULL
         || (g_str_equal (first->cause->id, "unknown")
             && (first->address == NULL || !sp_bounce_says_undelivered (words)));
}

static void
take_failed_recipients (SpBounce *self, const char *value)
{
  g_auto (GStrv) list = g_strsplit (value, ",", MAX_RECIPIENTS);

  if (self->recipients->len > 0)
    return;
  for (gsize i = 0; list[i] != NULL; i++)
    {
      g_autofree char *address = sp_header_dup_address (list[i]);
      SpBounceRecipient *recipient = address != NULL ? sp_bounce_add_recipient (self) : NULL;

      if (recipient != NULL)
        recipient->address = g_steal_pointer (&address);
    }
}

/* Words about somebody who is known from elsewhere. */
static void
complete (SpBounce *self, SpBounce *worded, gboolean has_report)
{
  for (guint i = 0; i < worded->recipients->len; i++)
    {
      SpBounceRecipient *told = g_ptr_array_index (worded->recipients, i);

      for (guint k = 0; k < self->recipients->len; k++)
        {
          SpBounceRecipient *known = g_ptr_array_index (self->recipients, k);

          if (known->said == NULL
              && (self->recipients->len == 1
                  || (told->address != NULL && known->address != NULL
                      && g_ascii_strcasecmp (told->address, known->address) == 0)))
            {
              known->said = g_strdup (told->said);
              if (!has_report)
                known->fate = told->fate;
              if (known->server == NULL)
                known->server = g_strdup (told->server);
            }
        }
    }
}

/**
 * sp_bounce_read:
 * @header: (nullable): header of what was pasted, if it has one
 * @parts: (element-type SpMimePart): its parts
 *
 * Reads a report: the part for machines (RFC 3464) where there is one, else the words that the
 * usual mail servers use for people.
 *
 * Returns: (transfer full) (nullable): the report, %NULL if it is none
 */
SpBounce *
sp_bounce_read (const SpHeader *header, GPtrArray *parts)
{
  g_autoptr (SpBounce) self = sp_bounce_new ();
  g_autoptr (SpBounce) worded = sp_bounce_new ();
  g_autofree char *words = dup_words (parts);
  const char *failed = header != NULL ? sp_header_get (header, "x-failed-recipients") : NULL;
  g_autofree char *reason = NULL;
  gboolean has_report = FALSE;

  for (guint i = 0; i < parts->len; i++)
    {
      const SpMimePart *part = g_ptr_array_index (parts, i);

      if (g_str_equal (part->type, "message/delivery-status")
          || g_str_equal (part->type, "message/global-delivery-status"))
        has_report |= sp_bounce_read_status (self, part->text);
      else if (g_str_has_prefix (part->type, "message/")
               || g_str_equal (part->type, "text/rfc822-headers"))
        take_sender (self, part->text);
    }
  if (!has_report && (header == NULL || sp_bounce_is_report (header, words)))
    {
      const char *status = find_status (words);

      if (status != NULL)
        {
          has_report = sp_bounce_read_status (self, status);
          words[status - words] = '\0';
        }
    }
  if (!has_report && header != NULL && !sp_bounce_is_report (header, words))
    return NULL;
  if (failed != NULL)
    take_failed_recipients (self, failed);
  sp_bounce_read_words (worded, words);
  if (self->recipients->len > 0)
    complete (self, worded, has_report);
  else
    {
      GPtrArray *swap = self->recipients;

      self->recipients = worded->recipients;
      worded->recipients = swap;
    }
  if (self->sender == NULL)
    self->sender = g_steal_pointer (&worded->sender);
  if (self->sender == NULL && header != NULL)
    self->sender = sp_header_dup_address (sp_header_get (header, "to"));
  if (self->reporter == NULL)
    self->reporter = g_steal_pointer (&worded->reporter);

  reason = sp_bounce_dup_reason (words);
  decide (self, reason);
  /* Without a header it is a report only if something in it says so. */
  if (self->recipients->len == 0 || (header == NULL && !has_report && tells_nothing (self, words)))
    return NULL;
  return g_steal_pointer (&self);
}
