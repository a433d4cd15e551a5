#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measure the engine over the practice world, whose servers run inside the process.

usage: bench.py BUILD [REPEATS]

Times are of the whole program, start to end; memory is the greatest resident size. The last lines compare a list of
domains with one: how much less a domain costs in a list, how many questions it takes, and whether memory grows with the
list. Nothing is judged here: compare two builds on the same quiet machine. The number of questions, and the processor's
time for each, hardly depend on how quiet it is.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

CALLS = [
    ["check", "harbor-bakery.example", "--practice", "--json"],
    ["check", "corner-books.example", "--practice", "--json"],
    ["edits", "harbor-bakery.example", "--provider", "fastmail", "--practice", "--format", "json"],
    ["move", "harbor-bakery.example", "--to", "fastmail", "--practice", "--format", "json"],
    ["providers", "--json"],
]


LISTED = "harbor-bakery.example"
LISTS = [50, 200]


def measure(command, lines=""):
    with tempfile.TemporaryFile() as file:
        file.write(lines.encode())
        file.seek(0)
        return measure_reading(command, file)


def measure_reading(command, file):
    start = time.monotonic()
    process = subprocess.Popen(command, stdin=file, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 1, 2):
        sys.exit(f"{' '.join(command)} ended with {code}: {errors.decode(errors='replace').strip()}")
    return wall * 1000, (usage.ru_utime + usage.ru_stime) * 1000, usage.ru_maxrss / 1024


def main():
    program = os.path.join(sys.argv[1], "src/cli/signpostctl")
    repeats = int(sys.argv[2]) if len(sys.argv) > 2 else 10
    if not os.path.exists(program):
        sys.exit("signpostctl is not built")
    print(f"{'signpostctl … (median of ' + str(repeats) + ')':60} {'wall ms':>9} {'CPU ms':>8} {'MB':>6}")
    for call in CALLS:
        runs = [measure([program, *call]) for _ in range(repeats)]
        wall, cpu, memory = (statistics.median(column) for column in zip(*runs))
        print(f"{' '.join(call):60} {wall:9.1f} {cpu:8.1f} {memory:6.1f}")
    compare_lists(program, repeats)


def compare_lists(program, repeats):
    command = [program, "check", "--from", "-", "--practice", "--json"]
    one = min(measure(command, f"{LISTED}\n")[0] for _ in range(repeats))
    memories = []
    for length in LISTS:
        wall, _, memory = min(measure(command, f"{LISTED}\n" * length) for _ in range(3))
        memories.append(memory)
        print(f"a list of {length}: {one * length / wall:.1f} times as fast as one by one, {memory:.1f} MB")
    compare_questions(command)
    print(f"memory of the longest list to that of the shortest: {memories[-1] / memories[0]:.2f}")


def compare_questions(command):
    """What a domain asks by itself, and in a list, where resolvers need not repeat themselves."""
    lines = f"{LISTED}\n" * LISTS[-1]
    output = subprocess.run(command, input=lines.encode(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    questions = [json.loads(line)["questions"] for line in output.splitlines()]
    _, cpu, _ = measure(command, lines)
    print(f"questions of a domain: {questions[0]} at first, {statistics.mean(questions):.1f} in a list of {len(questions)}; "
          f"{cpu * 1000 / sum(questions):.0f} µs CPU for each, servers of the practice world included")


if __name__ == "__main__":
    main()
