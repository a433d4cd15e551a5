#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every mistake a server can make, at every question in turn: what signpostctl makes of it.

A clean run of `check` tells which questions are asked. Then each is asked again of servers that
all make the same mistake at it (see scripted.py), and the report is compared with the clean one:
a finding may only become unchecked, nothing may be made up, nobody may be kept waiting.

    test_faults.py              a selection: every mistake at the questions that findings of some
                                domains rest on, and of the others as many as there is time for
    test_faults.py --whole      every mistake at every question of every domain (takes long)
    test_faults.py --plans      the same of `edits`: nothing may go that would stay, nothing may come
    test_faults.py --whole --domain D --fault F --question "NAME TYPE"      (each may repeat)

Needs ports of 127.0.0.0/8 above 1024 and nothing else. The program is the one that SIGNPOSTCTL
names; another `--seed` selects others. Prints TAP: one test a domain.
"""

import argparse
import asyncio
import contextlib
import dataclasses
import json
import os
import random
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import fault_domains  # noqa: E402
import scripted  # noqa: E402

import tap  # noqa: E402

PROGRAM = os.environ.get("SIGNPOSTCTL", "signpostctl")
FIRST_PORT = 5400
# Most of the time is spent waiting for servers that do not answer.
PARALLEL = 24
# For how long a selection starts further runs, in seconds.
BUDGET = 22.0
# The limit of an inspection (design: 20 s), and what starting the program may take.
LIMIT = 21.0

# The questions that the findings of some domains rest on, whatever else is left to chance.
CERTAIN = {
    "healthy.example": ["healthy.example MX"],
    "targets.example": ["targets.example MX", "targets.example TXT", "gone.targets.example A",
                        "_dmarc.targets.example TXT"],
    "bare.example": ["www.bare.example MX", "spf.bare.example TXT"],
}

# Whoever is silenced by a more exact finding may speak when that one cannot be seen.
UNSILENCED = {
    "mx-wrong-owner": {"no-route", "mx-absent"},
    "name-doubled": {"mx-wrong-owner", "mx-absent", "no-route", "spf-wrong-name", "spf-absent",
                     "dmarc-wrong-name", "dmarc-absent", "dkim-absent"},
    "spf-wrong-name": {"spf-absent"},
    "dmarc-wrong-name": {"dmarc-absent"},
}


@dataclasses.dataclass
class Run:
    """What one call printed."""
    status: int
    seconds: float
    errors: str
    report: dict

    def findings(self):
        return {(f["id"], f["subject"]): f["level"] for f in self.report["findings"]}

    def unchecked(self):
        return {(u["id"], u["subject"]): u["reason"] for u in self.report["unchecked"]}


async def call(stage, arguments):
    start = time.monotonic()
    process = await asyncio.create_subprocess_exec(
        PROGRAM, *arguments, "--resolver", f"{scripted.RESOLVER}:{stage.port}", "--dns-port", str(stage.port),
        "--allow-private", stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE)
    try:
        output, errors = await asyncio.wait_for(process.communicate(), LIMIT + 20)
    except asyncio.TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        output, errors = await process.communicate()
    seconds = time.monotonic() - start
    try:
        report = json.loads(output)
    except ValueError:
        report = None
    return Run(process.returncode, seconds, errors.decode(errors="replace").strip(), report)


def check(stage, domain):
    return call(stage, ["check", domain, "--json", *fault_domains.DOMAINS[domain][1]])


def plan(stage, domain):
    options = fault_domains.DOMAINS[domain][1]
    return call(stage, ["edits", domain, "--format", "json", *([] if "--selector" in options else options)])


def rows(report, key):
    """What the edits of a plan take away, or bring."""
    return {(edit["type"], edit["full_name"], row.get("priority"), row["value"])
            for edit in report["edits"] for row in edit[key]}


def plan_complaints(clean, seen):
    """What is wrong with a plan that was made while a server made a mistake. It may have fewer edits; nothing goes
    that would stay, and nothing comes where it is not known what is there."""
    if seen.seconds > LIMIT:
        yield f"the plan took {seen.seconds:.1f} s"
    if seen.report is None:
        yield f"no plan, status {seen.status}: {seen.errors[-500:]}"
        return
    for key in ("remove", "add"):
        for row in rows(seen.report, key) - rows(clean.report, key):
            yield f"the plan would {key} {row}"


def expected_exit(report):
    if any(f["level"] >= 3 for f in report["findings"]):
        return 1
    return 2 if report["status"] == "unknown" else 0


def expected_status(report):
    if report["status"] == "unknown":
        return "unknown" if report["mx"]["state"] == "unknown" or not report["zone"]["servers"] else "known"
    levels = [f["level"] for f in report["findings"]]
    if 4 in levels:
        return "broken"
    return "attention" if {2, 3} & set(levels) else "in-order"


SECTIONS = ("mx", "spf", "dkim", "dmarc", "mta_sts", "tls_rpt", "dane", "autoconfig")


def made_up(clean, seen, path):
    """Where a section says more, or something else, than the clean one did."""
    if isinstance(clean, dict) and isinstance(seen, dict):
        for key in clean:
            yield from made_up(clean[key], seen.get(key), f"{path}.{key}")
    elif isinstance(clean, list) and isinstance(seen, list):
        for item in seen:
            if item not in clean and not isinstance(item, dict):
                yield f"{path} has {item!r}"
    elif isinstance(clean, int) and isinstance(seen, int):
        if seen > clean:
            yield f"{path} is {seen} instead of {clean}"
    elif seen != clean and seen not in (None, "unknown") and (clean, seen) != ("none", "not-found"):
        yield f"{path} is {seen!r} instead of {clean!r}"


def complaints(clean, seen, fault):
    """What is wrong with the report of a run with a mistake, compared with the clean one."""
    if seen.seconds > LIMIT:
        yield f"took {seen.seconds:.1f} s"
    if seen.report is None:
        yield f"no report, status {seen.status}: {seen.errors[-500:]}"
        return
    if seen.errors:
        yield f"on standard error: {seen.errors[-200:]}"
    report = seen.report
    for key in ("findings", "unchecked"):
        pairs = [(e["id"], e["subject"]) for e in report[key]]
        for pair in {p for p in pairs if pairs.count(p) > 1}:
            yield f"{pair} stands twice in {key}"
    before, after, unchecked = clean.findings(), seen.findings(), seen.unchecked()
    for pair in after.keys() & unchecked.keys():
        yield f"{pair} is both found and unchecked"
    if seen.status != expected_exit(report):
        yield f"exit status {seen.status} instead of {expected_exit(report)}"
    if report["status"] != expected_status(report):
        yield f"status {report['status']} instead of {expected_status(report)}"

    told = {(f["id"], f["subject"]): f["evidence"] for f in clean.report["findings"]}
    tells = {(f["id"], f["subject"]): f["evidence"] for f in report["findings"]}
    excused = {loser for winner, losers in UNSILENCED.items() for loser in losers
               if any(pair[0] == winner and tells.get(pair) != told[pair] for pair in told)}
    # An answer that does not fit, and that TCP does not bring, is what that rule is about.
    if fault.name.startswith("tc-"):
        excused.add("spf-long")
    for pair, level in after.items():
        if pair not in before and pair[0] not in excused:
            yield f"made up: {pair} level {level}"
        elif pair in before and level > before[pair]:
            yield f"{pair} has level {level} instead of {before[pair]}"
    for pair in before.keys() - after.keys():
        # What is about a host or a key is about the domain as long as the host or key is not known.
        if pair not in unchecked and (pair[0], report["domain"]) not in unchecked:
            yield f"lost: {pair}"
    for pair, reason in unchecked.items():
        if pair not in clean.unchecked() and reason not in fault.reasons:
            yield f"reason of {pair} is {reason}"
    for key in SECTIONS:
        for text in made_up(clean.report.get(key), report.get(key), key):
            yield "section " + text
        if not fault.reasons and clean.report.get(key) != report.get(key):
            yield f"section {key} is {report.get(key)} instead of {clean.report.get(key)}"


class Campaign:
    """All that is asked of a clean stage, and the runs with a mistake that are to be made."""

    def __init__(self, arguments):
        self.domains = arguments.domain or list(fault_domains.DOMAINS)
        self.faults = [scripted.FAULTS[name] for name in arguments.fault or scripted.FAULTS]
        self.questions = arguments.question
        self.is_whole = arguments.whole
        self.is_about_plans = arguments.plans
        self.clean_plans = {}
        self.random = random.Random(arguments.seed)
        self.universe = fault_domains.make_universe()
        self.stages = asyncio.Queue()
        self.clean = {}
        self.asked = {}
        self.n_runs = {domain: 0 for domain in self.domains}
        self.slowest = 0.0
        self.suspicious = []
        self.wrong = {domain: {} for domain in self.domains}

    async def run(self):
        for number in range(PARALLEL):
            stage = scripted.Stage(self.universe, FIRST_PORT + number)
            await stage.open()
            self.stages.put_nowait(stage)
        for domain in self.domains:
            await self.run_clean(domain)
        runs = self.pick_runs()
        await asyncio.gather(*(self.work(runs) for _ in range(PARALLEL)))
        for run in self.suspicious:
            await self.judge_one(*run)
        while not self.stages.empty():
            self.stages.get_nowait().close()

    async def run_clean(self, domain):
        stage = await self.stages.get()
        for _ in range(3):
            await stage.play()
            clean = self.clean[domain] = await check(stage, domain)
            self.asked[domain] = sorted(stage.asked)
            if self.is_about_plans:
                self.clean_plans[domain] = await plan(stage, domain)
            if clean.report is not None and not clean.report["unchecked"]:
                break
        else:
            self.wrong[domain]["the clean run is not clean"] = [clean.errors]
        self.stages.put_nowait(stage)

    def pick_runs(self):
        certain, others = [], []
        for domain in self.domains:
            for question in self.asked[domain]:
                text = " ".join(question)
                if self.questions and text not in self.questions:
                    continue
                is_certain = self.is_whole or text in CERTAIN.get(domain, ())
                for fault in self.faults:
                    (certain if is_certain else others).append((domain, question, fault))
        # The slow ones first: then the quick ones fill the time in which those wait.
        certain.sort(key=lambda run: "timeout" not in run[2].reasons)
        self.random.shuffle(others)
        start = time.monotonic()
        yield from certain
        for run in others:
            if time.monotonic() - start > BUDGET:
                return
            yield run

    async def work(self, runs):
        for run in runs:
            await self.run_one(*run)

    async def play_one(self, domain, question, fault):
        """What a run shows that the clean one does not."""
        stage = await self.stages.get()
        await stage.play(fault, question)
        seen = await (plan if self.is_about_plans else check)(stage, domain)
        n_spoilt = stage.n_spoilt
        self.stages.put_nowait(stage)
        self.slowest = max(self.slowest, seen.seconds)
        if not n_spoilt:
            return []
        return list(plan_complaints(self.clean_plans[domain], seen) if self.is_about_plans else
                    complaints(self.clean[domain], seen, fault))

    async def run_one(self, domain, question, fault):
        self.n_runs[domain] += 1
        if await self.play_one(domain, question, fault):
            self.suspicious.append((domain, question, fault))

    async def judge_one(self, domain, question, fault):
        """A difference is believed when the run shows it alone as well: beside the others on a busy machine, a
        server of the stage may be late for reasons of its own, which is one more mistake than was meant."""
        for text in await self.play_one(domain, question, fault):
            self.wrong[domain].setdefault(text, []).append(f"{fault.name} at {' '.join(question)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--whole", action="store_true")
    parser.add_argument("--plans", action="store_true")
    parser.add_argument("--domain", action="append", choices=list(fault_domains.DOMAINS))
    parser.add_argument("--fault", action="append", choices=list(scripted.FAULTS))
    parser.add_argument("--question", action="append")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    campaign = Campaign(arguments)
    asyncio.run(campaign.run())

    def judge(domain):
        wrong = campaign.wrong[domain]
        for text, where in wrong.items():
            print(f"# {text} ({len(where)}): {', '.join(where[:4])}")
        assert not wrong, f"{len(wrong)} differences"

    out = tap.Tap()
    for domain in campaign.domains:
        out.run(f"{domain}, {campaign.n_runs[domain]} runs", judge, domain)
    print(f"# {len(campaign.suspicious)} runs were repeated alone")
    print(f"# the slowest took {campaign.slowest:.1f} s")
    out.finish()


if __name__ == "__main__":
    main()
