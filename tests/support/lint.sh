#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Checks that need no test run: formatting, shell, and the tests of the tree itself. The build before it was made
# with -Werror. usage: lint.sh BUILD
set -u
# shellcheck disable=SC2086  # lists of names
build=$1
status=0
step () { # WHAT CMD…
  what=$1; shift
  if "$@"; then echo "ok      $what"; else echo "FAILED  $what"; status=1; fi
}
# No name of ours has a space in it.
scripts=$(find dev flatpak tests .ci -type f -exec grep -lE '^#! ?/(usr/bin/env (bash|sh)|bin/(ba)?sh)' {} +)

step 'C is formatted as .clang-format says' \
  sh -c 'find src tests -name "*.[ch]" -exec clang-format --dry-run -Werror --ferror-limit=3 {} +'
step 'Blueprint is formatted' \
  sh -c 'blps=$(find src -name "*.blp"); [ -z "$blps" ] || blueprint-compiler format $blps'
step 'shell scripts parse' sh -c 'for f; do bash -n "$f" || exit 1; done' - $scripts
step 'shellcheck finds nothing' shellcheck --severity=warning $scripts
step 'Python scripts parse' \
  sh -c 'find tests data -name "*.py" -exec python3 -c "import ast, sys; [ast.parse(open(f).read(), f) for f in sys.argv[1:]]" {} +'
step 'rules of the tree, desktop file, metainfo, schema' \
  meson test -C "$build" --no-rebuild --quiet --print-errorlogs --suite data
exit $status
