/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "signpost-dns"

#include "core/dns/sp-dig-line.h"

#include <string.h>

#define DNS_PORT 53

/* Letters that mean nothing to any shell. */
static gboolean
is_plain (const char *word)
{
  for (const char *at = word; *at != '\0'; at++)
    if (!g_ascii_isalnum (*at) && strchr ("._:-", *at) == NULL)
      return FALSE;
  return *word != '\0';
}

static void
append_word (GString *line, const char *word)
{
  g_autofree char *quoted = is_plain (word) ? g_strdup (word) : g_shell_quote (word);

  g_string_append (line, quoted);
}

static gboolean
append_server (GString *line, const SpName *server, GInetSocketAddress *endpoint)
{
  guint port = endpoint != NULL ? g_inet_socket_address_get_port (endpoint) : DNS_PORT;

  /* A server that listens elsewhere is one of the practice world, whose name nobody else knows. */
  if (server != NULL && sp_name_is_hostname (server) && port == DNS_PORT)
    {
      g_string_append_printf (line, " @%s", sp_name_get_text (server));
      return TRUE;
    }
  if (endpoint != NULL)
    {
      GInetAddress *address = g_inet_socket_address_get_address (endpoint);
      g_autofree char *text = g_inet_address_to_string (address);

      g_string_append_printf (line, " @%s", text);
      if (port != DNS_PORT)
        g_string_append_printf (line, " -p %u", port);
      return TRUE;
    }
  return FALSE;
}

/**
 * sp_dig_line_new:
 * @server: (nullable): whom to ask; %NULL asks the system's resolver
 * @endpoint: (nullable): where it was asked
 * @name: the name asked about
 * @type: the type
 *
 * Writes the question as a line for a terminal: `dig @ns1.x shop.example MX +norecurse`. Names come
 * from strangers: whatever a shell or dig could take for something else is quoted, and follows
 * `-q`.
 *
 * Returns: (transfer full): the line
 */
char *
sp_dig_line_new (const SpName *server, GInetSocketAddress *endpoint, const SpName *name,
                 SpRrType type)
{
  GString *line;
  g_autofree char *type_text = sp_rr_type_to_string (type);
  gboolean has_server;
  const char *text;

  g_return_val_if_fail (name != NULL, NULL);

  line = g_string_new ("dig");
  text = sp_name_get_text (name);
  has_server = append_server (line, server, endpoint);
  /* A word that begins with "-", "+" or "@" is an option to dig. */
  g_string_append (line, g_ascii_isalnum (*text) || *text == '_' ? " " : " -q ");
  append_word (line, text);
  g_string_append_printf (line, " %s", type_text);
  if (has_server)
    g_string_append (line, " +norecurse");
  return g_string_free_and_steal (line);
}
