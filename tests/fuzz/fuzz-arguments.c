/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arguments of the command line that have a form of their own: addresses of resolvers, times. */
#include "fuzz/sp-fuzz.h"

#include "cli/sp-cli.h"
#include "core/dns/sp-address.h"

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_auto (SpFuzzInput) input = sp_fuzz_input_new (data, size);
  g_autoptr (GInetSocketAddress) endpoint = NULL;
  gint64 time = 0;

  /* The command line is UTF-8 by the time that it is read. */
  if (!g_utf8_validate (input.text, -1, NULL))
    return 0;
  endpoint = sp_address_parse_endpoint (input.text, SP_DNS_PORT, NULL);
  sp_cli_parse_time (input.text, &time);
  if (endpoint != NULL)
    {
      g_autofree char *text = sp_address_dup_endpoint_text (endpoint);
      g_autofree char *shown = sp_address_dup_text (endpoint);
      g_autoptr (GError) error = NULL;
      g_autoptr (GInetSocketAddress) again = sp_address_parse_endpoint (text, 0, &error);

      g_assert_no_error (error);
      g_assert_true (g_inet_address_equal (g_inet_socket_address_get_address (endpoint),
                                           g_inet_socket_address_get_address (again)));
      g_assert_cmpuint (g_inet_socket_address_get_port (endpoint), ==,
                        g_inet_socket_address_get_port (again));
      sp_address_classify (g_inet_socket_address_get_address (endpoint));
      sp_address_is_reachable_space (g_inet_socket_address_get_address (endpoint));
    }
  return 0;
}
