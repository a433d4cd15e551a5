# SPDX-License-Identifier: GPL-3.0-or-later
"""The little of TAP that the tests of the tree itself need."""

import sys


def run(checks):
    """Run (name, function) pairs; a function returns its problems as a list of lines."""
    failed = 0
    print(f"1..{len(checks)}")
    for number, (name, function) in enumerate(checks, start=1):
        problems = function()
        print(f"{'not ok' if problems else 'ok'} {number} - {name}")
        for line in problems:
            print(f"# {line}")
        failed += bool(problems)
    sys.exit(1 if failed else 0)
