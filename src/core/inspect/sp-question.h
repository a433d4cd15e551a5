/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/dns/sp-name.h"

G_BEGIN_DECLS

/**
 * SP_QUESTION_ERROR:
 *
 * Why what somebody typed cannot be a domain with mail. Each case has its own sentence in
 * `explain/`.
 */
#define SP_QUESTION_ERROR (sp_question_error_quark ())

/**
 * SpQuestionError:
 * @SP_QUESTION_ERROR_EMPTY: nothing was typed
 * @SP_QUESTION_ERROR_NO_DOT: a single word such as "shop"
 * @SP_QUESTION_ERROR_IS_ADDRESS: an IP address
 * @SP_QUESTION_ERROR_CHARACTER: a character that no domain name has; also after IDNA
 * @SP_QUESTION_ERROR_LABEL_LONG: a part between dots has more than 63 bytes
 * @SP_QUESTION_ERROR_NAME_LONG: more than 253 bytes in all
 * @SP_QUESTION_ERROR_EMPTY_LABEL: two dots in a row, or a dot at the start
 * @SP_QUESTION_ERROR_PUBLIC_SUFFIX: a name under which others register, such as "co.uk"
 * @SP_QUESTION_ERROR_IS_DOMAIN: the domain itself where a name below it is wanted
 * @SP_QUESTION_ERROR_NOT_BELOW: a name that does not end in the domain
 */
typedef enum {
  SP_QUESTION_ERROR_EMPTY,
  SP_QUESTION_ERROR_NO_DOT,
  SP_QUESTION_ERROR_IS_ADDRESS,
  SP_QUESTION_ERROR_CHARACTER,
  SP_QUESTION_ERROR_LABEL_LONG,
  SP_QUESTION_ERROR_NAME_LONG,
  SP_QUESTION_ERROR_EMPTY_LABEL,
  SP_QUESTION_ERROR_PUBLIC_SUFFIX,
  SP_QUESTION_ERROR_IS_DOMAIN,
  SP_QUESTION_ERROR_NOT_BELOW,
} SpQuestionError;

GQuark sp_question_error_quark (void);

/**
 * SpQuestion:
 *
 * What is to be looked at: the cleaned domain and the key names, hosts and services that the
 * choices of the person add to the questions. Immutable, counted.
 */
#define SP_TYPE_QUESTION (sp_question_get_type ())
typedef struct _SpQuestion SpQuestion;

GType sp_question_get_type (void);
SpName *sp_question_clean (const char *typed, GError **error);
SpName *sp_question_clean_below (const char *typed, const SpName *domain, GError **error);
SpQuestion *sp_question_new (SpName *domain, const char *provider, const char *filter,
                             const char *const *selectors);
SpQuestion *sp_question_new_watching (SpName *domain, const char *provider, const char *filter,
                                      const char *const *watched);
SpQuestion *sp_question_new_with_values (SpQuestion *self, const char *const *selectors,
                                         GHashTable *values);
SpQuestion *sp_question_ref (SpQuestion *self);
void sp_question_unref (SpQuestion *self);

SpName *sp_question_get_domain (const SpQuestion *self);
const char *sp_question_get_provider (const SpQuestion *self);
const char *sp_question_get_filter (const SpQuestion *self);
const char *const *sp_question_get_selectors (const SpQuestion *self);
GHashTable *sp_question_get_values (const SpQuestion *self);
const char *const *sp_question_get_watched (const SpQuestion *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpQuestion, sp_question_unref)

G_END_DECLS
