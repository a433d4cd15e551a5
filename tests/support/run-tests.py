#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run the tests of a build folder and count them.

usage: run-tests.py BUILD [--suite NAME]...

A test that speaks TAP counts once for each of its points, any other test once. The last two lines are
"N skipped: names" (only if there are any) and "N passed, N failed".
"""

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

NOISE = re.compile(r"stdout: \d+: UNKNOWN:|Unknown TAP output lines have been|implement them, or prefix them")


def short(name):
    """ "core/zone" of what meson calls "signpost:core / zone", with or without something in front."""
    return name.rsplit("signpost:", 1)[-1].replace(" / ", "/")


def count(report):
    """(program, name) of the passed, skipped and failed tests in meson's JUnit report."""
    passed, skipped, failed = [], [], []
    for case in ElementTree.parse(report).getroot().iter("testcase"):
        if "signpost:" in case.get("classname", ""):  # a point of a TAP program
            program = short(case.get("classname"))
            test = (program, f"{program} {case.get('name')}")
        else:
            program = short(case.get("name"))
            test = (program, program)
        if case.find("failure") is not None or case.find("error") is not None:
            failed.append(test)
        elif case.find("skipped") is not None:
            skipped.append(test)
        else:
            passed.append(test)
    return passed, skipped, failed


def broken_programs(log):
    """(program, result) where meson itself found a program wanting: crashed, timed out, or ended with a leak."""
    with open(log, encoding="utf-8") as lines:
        for test in map(json.loads, lines):
            if test["result"] not in ("OK", "SKIP", "EXPECTEDFAIL"):
                yield short(test["name"]), test["result"].lower()


def run(command):
    """Run meson; what a test wrote that is no TAP is not worth a screenful."""
    meson = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )
    for line in meson.stdout:
        if not NOISE.match(line):
            print(line.rstrip("\n")[:300], flush=True)
    return meson.wait()


def main():
    build, options = sys.argv[1], sys.argv[2:]
    logs = os.path.join(build, "meson-logs")
    for name in ("testlog.junit.xml", "testlog.json"):
        path = os.path.join(logs, name)
        if os.path.exists(path):
            os.remove(path)
    # Limits are those of a quiet machine; sanitizers on a busy one take their time.
    status = run(["meson", "test", "-C", build, "--no-rebuild", "--print-errorlogs", "--timeout-multiplier=3", *options])

    passed, skipped, failed = [], [], []
    report, log = (os.path.join(logs, name) for name in ("testlog.junit.xml", "testlog.json"))
    if os.path.exists(report) and os.path.exists(log):
        passed, skipped, failed = count(report)
        for program, result in broken_programs(log):
            passed = [test for test in passed if test != (program, program)]
            if program not in (test[0] for test in failed):
                failed.append((program, f"{program} ({result})"))
    if status != 0 and not failed:
        failed.append(("", f"meson test ended with {status}"))

    print(flush=True)
    for _, name in failed:
        print(f"FAILED: {name}")
    if skipped:
        print(f"{len(skipped)} skipped: {', '.join(name for _, name in skipped)}")
    print(f"{len(passed)} passed, {len(failed)} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
