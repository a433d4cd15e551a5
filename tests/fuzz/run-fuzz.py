#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run the fuzz targets of a build folder under libFuzzer, as many at once as there are cores.

usage: run-fuzz.py BUILD [SECONDS [TARGET]...]

What a target learns is kept in BUILD/corpus and used the next time; what it finds is written to BUILD/findings. The exit
status is 1 if anything was found.
"""

import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SECONDS = 60
# A reader that does not come to an end; one that takes more than a second of work is a finding of the target's own.
HANGS_AFTER = 30
MEMORY_MB = 1024
LONGEST_INPUT = 4096
WORTH_SHOWING = re.compile(r"ERROR: |SUMMARY: |runtime error|^ERROR:|CRITICAL|WARNING \*\*|\*\* \(|^\s+#\d+ .* in ")
SEEN = re.compile(r"^#(\d+)\s+(\w+)\s+cov: (\d+)(?:.* corp: (\d+))?", re.MULTILINE)


def environment():
    """What a target runs with: what it does not give back is a finding as well."""
    support = HERE.parent / "support/lsan.supp"
    return os.environ | {
        "ASAN_OPTIONS": "detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1:malloc_context_size=10",
        "GSETTINGS_BACKEND": "memory",
        "LSAN_OPTIONS": f"suppressions={support}:print_suppressions=0",
        "UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=1",
    }


def command(build, name, seconds):
    grown, findings = build / "corpus" / name, build / "findings"
    for folder in (grown, findings):
        folder.mkdir(parents=True, exist_ok=True)
    # "spf-expand" has the words of "spf", unless it has its own.
    words = next((path for stem in (name, name.split("-")[0]) if (path := HERE / f"dictionaries/{stem}.dict").exists()), None)
    return [
        build / f"tests/fuzz/fuzz-{name}",
        f"-max_total_time={seconds}",
        f"-timeout={HANGS_AFTER}",
        f"-rss_limit_mb={MEMORY_MB}",
        f"-max_len={LONGEST_INPUT}",
        f"-artifact_prefix={findings}/{name}-",
        "-print_final_stats=1",
        "-use_value_profile=1",
        *([f"-dict={words}"] if words else []),
        grown,
        HERE / "corpus" / name,
    ]


def run(build, name, seconds):
    """(found, text): whether the target found something, and what is to be said of its run."""
    log = build / "logs" / f"{name}.log"
    log.parent.mkdir(exist_ok=True)
    with open(log, "wb") as out:
        status = subprocess.run(
            command(build, name, seconds), stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=environment(), check=False
        ).returncode
    text = log.read_text(encoding="utf-8", errors="replace")
    steps = SEEN.findall(text)
    runs = re.search(r"stat::number_of_executed_units: *(\d+)", text)
    start = next((int(step[2]) for step in steps if step[1] == "INITED"), 0)
    lines = [
        f"{name:20} {int(runs[1]) if runs else 0:>12,} runs  coverage {start} → {int(steps[-1][2]) if steps else 0}"
        f"  {'no finding' if status == 0 else 'FINDING'}"
    ]
    if status != 0:
        kept = re.search(r"Test unit written to (\S+)", text)
        lines += [f"    {line.strip()[:200]}" for line in text.splitlines() if WORTH_SHOWING.search(line)][:16]
        lines.append(f"    the input: {kept[1] if kept else 'was not kept'}; the whole story: {log}")
    return status != 0, "\n".join(lines)


def main():
    build = pathlib.Path(sys.argv[1])
    there = sorted(path.name.removeprefix("fuzz-") for path in (build / "tests/fuzz").glob("fuzz-*") if path.is_file())
    if len(sys.argv) > 2 and not sys.argv[2].isdecimal():
        sys.exit(f"fuzz: “{sys.argv[2]}” is no number of seconds")
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else SECONDS
    wanted = sys.argv[3:] or there
    for name in wanted:
        if name not in there:
            sys.exit(f"fuzz: no target is called {name}; there are {' '.join(there)}")
    cores = len(os.sched_getaffinity(0))
    n_found = 0
    print(f"{len(wanted)} targets, {seconds} seconds each, {cores} at once", flush=True)
    with concurrent.futures.ThreadPoolExecutor(cores) as pool:
        for done in concurrent.futures.as_completed([pool.submit(run, build, name, seconds) for name in wanted]):
            found, text = done.result()
            n_found += found
            print(text, flush=True)
    print(f"{n_found} of {len(wanted)} targets found something")
    return 1 if n_found else 0


if __name__ == "__main__":
    sys.exit(main())
