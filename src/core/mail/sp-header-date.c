/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-mail"

#include "core/mail/sp-header-date.h"

#include <string.h>

#include "core/mail/sp-header-lexer.h"

static const char *const months[] = { "jan", "feb", "mar", "apr", "may", "jun",
                                      "jul", "aug", "sep", "oct", "nov", "dec" };

/* Zones of RFC 5322 §4.3. All others, the letters of the military among them, say as much as
 * "-0000": the time is that of Greenwich, the place is not known. */
static const struct {
  const char *name;
  int hours;
} zones[] = {
  { "est", -5 }, { "edt", -4 }, { "cst", -6 }, { "cdt", -5 },
  { "mst", -7 }, { "mdt", -6 }, { "pst", -8 }, { "pdt", -7 },
};

static gboolean
take_number (SpLexer *lexer, guint max_digits, guint *n_digits, int *number)
{
  guint n = 0;

  *number = 0;
  sp_lexer_skip_space (lexer, NULL);
  for (; !sp_lexer_is_at_end (lexer) && g_ascii_isdigit (*lexer->at); lexer->at++)
    {
      if (++n > max_digits)
        return FALSE;
      *number = *number * 10 + (*lexer->at - '0');
    }
  if (n_digits != NULL)
    *n_digits = n;
  return n > 0;
}

/* Up to three letters count; a longer word is not a month or a day. */
static gboolean
take_letters (SpLexer *lexer, char *word, gsize size)
{
  gsize n = 0;

  sp_lexer_skip_space (lexer, NULL);
  for (; !sp_lexer_is_at_end (lexer) && g_ascii_isalpha (*lexer->at); lexer->at++)
    {
      if (n + 1 >= size)
        return FALSE;
      word[n++] = g_ascii_tolower (*lexer->at);
    }
  word[n] = '\0';
  return n > 0;
}

static gboolean
take_month (SpLexer *lexer, int *month)
{
  char word[4];

  if (!take_letters (lexer, word, sizeof word))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (months); i++)
    if (strcmp (word, months[i]) == 0)
      {
        *month = (int) i + 1;
        return TRUE;
      }
  return FALSE;
}

/* Two digits: 00 to 49 are 2000 to 2049, the others and three digits count from 1900 (§4.3). */
static gboolean
take_year (SpLexer *lexer, int *year)
{
  guint n_digits = 0;

  if (!take_number (lexer, 4, &n_digits, year) || n_digits < 2)
    return FALSE;
  if (n_digits == 2 && *year < 50)
    *year += 2000;
  else if (n_digits < 4)
    *year += 1900;
  return *year >= 1900;
}

/* Seconds east of Greenwich. A date without a zone is taken as Greenwich time. */
static gboolean
take_zone (SpLexer *lexer, gint64 *offset)
{
  char word[12];
  int sign, number;
  guint n_digits = 0;

  *offset = 0;
  sp_lexer_skip_space (lexer, NULL);
  if (sp_lexer_is_at_end (lexer))
    return TRUE;
  if (*lexer->at == '+' || *lexer->at == '-')
    {
      sign = *lexer->at++ == '-' ? -1 : 1;
      if (!take_number (lexer, 4, &n_digits, &number) || n_digits != 4 || number % 100 > 59)
        return FALSE;
      *offset = sign * (number / 100 * 3600 + number % 100 * 60);
      return TRUE;
    }
  if (!take_letters (lexer, word, sizeof word))
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (zones); i++)
    if (strcmp (word, zones[i].name) == 0)
      *offset = zones[i].hours * 3600;
  return TRUE;
}

static gboolean
take_time (SpLexer *lexer, int *seconds)
{
  int hour, minute, second = 0;

  if (!take_number (lexer, 2, NULL, &hour))
    return FALSE;
  sp_lexer_skip_space (lexer, NULL);
  if (!sp_lexer_take (lexer, ':') || !take_number (lexer, 2, NULL, &minute))
    return FALSE;
  sp_lexer_skip_space (lexer, NULL);
  if (sp_lexer_take (lexer, ':') && !take_number (lexer, 2, NULL, &second))
    return FALSE;
  /* 60 is a leap second (§3.3). */
  if (hour > 23 || minute > 59 || second > 60)
    return FALSE;
  *seconds = hour * 3600 + minute * 60 + second;
  return TRUE;
}

/**
 * sp_header_parse_date:
 * @text: (nullable): date and time as RFC 5322 §3.3 writes them, or as it once was written (§4.3)
 * @seconds: (out): seconds since 1970
 *
 * Comments and folding may stand between any two parts. What follows the zone is passed over.
 *
 * Returns: whether it is one
 */
gboolean
sp_header_parse_date (const char *text, gint64 *seconds)
{
  SpLexer lexer;
  int day, month, year, time;
  gint64 offset;
  GDate date;

  if (text == NULL)
    return FALSE;
  sp_lexer_init (&lexer, text, -1);
  sp_lexer_skip_space (&lexer, NULL);
  if (!sp_lexer_is_at_end (&lexer) && g_ascii_isalpha (*lexer.at))
    {
      char weekday[4];

      if (!take_letters (&lexer, weekday, sizeof weekday) || strlen (weekday) != 3)
        return FALSE;
      sp_lexer_skip_space (&lexer, NULL);
      sp_lexer_take (&lexer, ',');
    }
  if (!take_number (&lexer, 2, NULL, &day) || !take_month (&lexer, &month)
      || !take_year (&lexer, &year) || !take_time (&lexer, &time) || !take_zone (&lexer, &offset))
    return FALSE;
  if (!g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year))
    return FALSE;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) day, (GDateMonth) month, (GDateYear) year);
  /* Day 1 is the first of January of the year 1; 719163 is the first of January 1970. */
  *seconds = ((gint64) g_date_get_julian (&date) - 719163) * 86400 + time - offset;
  return TRUE;
}
