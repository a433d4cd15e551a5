/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/dns/sp-dns-error.h"

G_DEFINE_QUARK (sp - dns - error - quark, sp_dns_error)
