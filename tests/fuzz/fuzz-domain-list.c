/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists of domains in a file (`check --from`). */
#include "fuzz/sp-fuzz.h"

#include "cli/sp-domain-list.h"
#include "core/inspect/sp-question.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (SpFuzzInput) input = sp_fuzz_input_new (data, size);
  char *arguments[] = { NULL };
  int fd = memfd_create ("list", MFD_CLOEXEC);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_autoptr (GError) error = NULL;
  g_autoptr (SpDomainList) list = NULL;
  SpDomainListState state;
  char *typed;

  g_assert_cmpint (write (fd, input.data, input.length), ==, (gssize) input.length);
  list = sp_domain_list_new (arguments, path, &error);
  g_assert_no_error (error);
  while ((state = sp_domain_list_next (list, &typed)) != SP_DOMAIN_LIST_END)
    {
      g_autofree char *text = typed;
      g_autoptr (SpName) name = NULL;

      g_assert_cmpint (state, !=, SP_DOMAIN_LIST_FAILED);
      g_assert_true ((state == SP_DOMAIN_LIST_WAIT) == (text == NULL));
      if (state == SP_DOMAIN_LIST_WAIT)
        {
          g_main_context_iteration (NULL, TRUE);
          continue;
        }
      name = sp_question_clean (text, NULL);
      g_assert_null (strpbrk (text, "#\r\n"));
      g_assert_cmpuint (strlen (text), <, 1024 + strlen ("\xef\xbf\xbd"));
      g_assert_cmpstr (text, !=, "");
    }
  close (fd);
  return 0;
}
