#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every mistake a server can make, at every question in turn: what signpostctl makes of it.

A clean run of a command tells which questions are asked. Then each is asked again of servers that
all make the same mistake at it (see mistakes.py), and what is printed is compared with the clean
run (see fault_cases.py): a finding may only become unchecked, an edit may only be missing, nothing
may be made up, nobody may be kept waiting.

    test_faults.py              a selection: every mistake at some questions that much rests on, a
                                few at others, and of the rest as many as there is time for
    test_faults.py --whole      every mistake at every question of every call (takes very long)
    test_faults.py --whole --command C --domain D --fault F --question "NAME TYPE"  (each may repeat)

Needs ports of 127.0.0.0/8 above 1024 and nothing else. The program is the one that SIGNPOSTCTL
names; another `--seed` selects others. Prints TAP: one test a call.
"""

import argparse
import asyncio
import collections
import contextlib
import os
import random
import shutil
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import fault_cases  # noqa: E402
import fault_domains  # noqa: E402
import mistakes  # noqa: E402
import scripted  # noqa: E402

import tap  # noqa: E402

PROGRAM = os.environ.get("SIGNPOSTCTL", "signpostctl")
FIRST_PORT = 5400
# Most of the time is spent waiting for servers that do not answer.
PARALLEL = 24
# A run that does not wait for anybody is over by then, and as many of them keep this machine busy.
BUSY = 0.3
busy = asyncio.Semaphore(6)
# As many runs do not get into each other's way.
N_JUDGES = 3
# For how long a selection starts further runs, in seconds.
BUDGET = 22.0

# The questions that what is said of some domains rests on, whatever else is left to chance: those at which every
# mistake is made, and those at which a few are.
CERTAIN = {
    "check healthy.example": ["healthy.example MX"],
    "check targets.example": ["targets.example TXT"],
    "check bare.example": ["www.bare.example MX"],
    "dmarc team.parent.example": ["_dmarc.team.parent.example TXT"],
    "spf own.example": ["mail.own.example A"],
}
FEW = {
    "check targets.example": ["targets.example MX", "gone.targets.example A", "_dmarc.targets.example TXT"],
    "check bare.example": ["spf.bare.example TXT"],
    "edits two-lists.example": ["two-lists.example TXT"],
    "header targets.example": ["targets.example TXT"],
    "move left-over.example": ["left-over.example MX"],
    "move left-over.example (3)": ["left-over.example MX"],
    "mx targets.example": ["alias.targets.example A"],
    "mx-system targets.example": ["targets.example MX"],
}
FEW_MISTAKES = ("servfail", "lame", "other-owner", "denied", "stranger-soa", "doubled")


async def call(stage, arguments, text="", folder=None):
    async with busy:
        start = time.monotonic()
        process = await asyncio.create_subprocess_exec(
            PROGRAM, *arguments, *(["--data", folder] if folder else []), "--resolver",
            f"{scripted.RESOLVER}:{stage.port}", "--dns-port", str(stage.port), "--allow-private",
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE)
        ending = asyncio.create_task(process.communicate(text.encode()))
        await asyncio.wait({ending}, timeout=BUSY)
    done, _ = await asyncio.wait({ending}, timeout=fault_cases.LIMIT + 20)
    if not done:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
    output, errors = await ending
    return fault_cases.Run(process.returncode, time.monotonic() - start, errors.decode(errors="replace").strip(), output)


class Script:
    """A call that is made many times: what it prints of servers that make no mistake, and what it asks of them."""

    def __init__(self, command, case, number, universes):
        self.name = f"{command} {case.domain}" + (f" ({number})" if number > 1 else "")
        self.case = case
        self.universe = universes[case.universe]
        self.universes = universes
        self.folder = None
        self.clean = None
        self.asked = {}
        self.n_runs = 0
        self.wrong = {}

    async def prepare(self, stage, scratch):
        """The calls before, and a clean run."""
        if self.case.has_data:
            self.folder = tempfile.mkdtemp(dir=scratch)
        for universe, arguments in self.case.before:
            stage.universe = self.universes[universe]
            await stage.play()
            before = await call(stage, arguments, folder=self.folder)
            if before.status != 0:
                self.wrong[f"an earlier call has status {before.status}: {before.errors}"] = [" ".join(arguments)]
        for _ in range(3):
            self.clean = await self.play(stage, None, None)
            self.asked = dict(stage.asked)
            if self.clean.report is not None and not self.clean.report.get("unchecked"):
                return
        self.wrong["the clean run is not clean"] = [self.clean.errors]

    async def play(self, stage, fault, question):
        stage.universe = self.universe
        await stage.play(fault, question)
        if self.folder is None:
            return await call(stage, self.case.arguments, self.case.text)
        with tempfile.TemporaryDirectory(dir=os.path.dirname(self.folder)) as folder:
            shutil.copytree(self.folder, folder, dirs_exist_ok=True)
            return await call(stage, self.case.arguments, self.case.text, folder)

    def can_show(self, fault, question):
        return any(fault.can_show(scripted.Query.of(*question), self.universe.answer(address, *question), address)
                   for address in self.asked[question] if fault.resolver or address != scripted.RESOLVER)


class Campaign:
    """The runs with a mistake that are to be made, and what came of them."""

    def __init__(self, arguments, scratch):
        self.faults = [mistakes.FAULTS[name] for name in arguments.fault or mistakes.FAULTS]
        self.questions = arguments.question
        self.is_whole = arguments.whole
        self.parallel = arguments.parallel
        self.random = random.Random(arguments.seed)
        self.scratch = scratch
        self.stages = asyncio.Queue()
        self.scripts = []
        universes = fault_domains.make_universes()
        for command in arguments.command or fault_cases.COMMANDS:
            n_before = collections.Counter()
            for case in fault_cases.make_cases(command):
                n_before[case.domain] += 1
                script = Script(command, case, n_before[case.domain], universes)
                if self.is_wanted(script, arguments):
                    self.scripts.append(script)
        self.slowest = 0.0
        self.suspicious = []

    @staticmethod
    def is_wanted(script, arguments):
        if arguments.domain and script.case.domain not in arguments.domain:
            return False
        return (arguments.whole or arguments.command or script.name.startswith("check ")
                or script.name in CERTAIN or script.name in FEW)

    async def run(self):
        for number in range(self.parallel):
            stage = scripted.Stage(None, FIRST_PORT + number)
            await stage.open()
            self.stages.put_nowait(stage)
        await asyncio.gather(*(self.prepare(script) for script in self.scripts))
        runs = self.pick_runs()
        await asyncio.gather(*(self.work(runs) for _ in range(self.parallel)))
        # On a busy machine many are suspicious: fewer at once, and then very few, are left to themselves.
        runs, self.suspicious = iter(self.suspicious), []
        await asyncio.gather(*(self.work(runs) for _ in range(PARALLEL)))
        runs = iter(self.suspicious)
        await asyncio.gather(*(self.judge(runs) for _ in range(N_JUDGES)))
        while not self.stages.empty():
            self.stages.get_nowait().close()

    async def prepare(self, script):
        stage = await self.stages.get()
        await script.prepare(stage, self.scratch)
        self.stages.put_nowait(stage)

    def list_runs(self, script):
        for fault in self.faults:
            if fault.everywhere and not self.questions:
                yield script, scripted.EVERYWHERE, fault
        for question in sorted(script.asked):
            if self.questions and " ".join(question) not in self.questions:
                continue
            for fault in self.faults:
                if not fault.everywhere and script.can_show(fault, question):
                    yield script, question, fault

    def pick_runs(self):
        certain, others = [], []
        for script in self.scripts:
            for run in self.list_runs(script):
                text = " ".join(run[1])
                is_certain = (self.is_whole or text in CERTAIN.get(script.name, ())
                              or text in FEW.get(script.name, ()) and run[2].name in FEW_MISTAKES)
                (certain if is_certain else others).append(run)
        # The slow ones first: then the quick ones fill the time in which those wait.
        certain.sort(key=lambda run: "timeout" not in run[2].reasons)
        self.random.shuffle(others)
        start = time.monotonic()
        yield from certain
        for run in others:
            if time.monotonic() - start > BUDGET:
                return
            yield run

    async def play_one(self, script, question, fault):
        """What a run shows that the clean one does not."""
        stage = await self.stages.get()
        seen = await script.play(stage, fault, question)
        n_spoilt = stage.n_spoilt
        self.stages.put_nowait(stage)
        self.slowest = max(self.slowest, seen.seconds)
        return list(script.case.judge(script.clean, seen, fault, question)) if n_spoilt else []

    async def work(self, runs):
        for script, question, fault in runs:
            script.n_runs += 1
            if await self.play_one(script, question, fault):
                self.suspicious.append((script, question, fault))

    async def judge(self, runs):
        """A difference is believed when the run shows it beside few others as well: on a busy machine a server of
        the stage may be late for reasons of its own, which is one more mistake than was meant."""
        for script, question, fault in runs:
            for text in await self.play_one(script, question, fault):
                script.wrong.setdefault(text, []).append(f"{fault.name} at {' '.join(question)}")


def judge(script):
    for text, where in script.wrong.items():
        print(f"# {text} ({len(where)}): {', '.join(where[:12])}")
    assert not script.wrong, f"{len(script.wrong)} differences"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--whole", action="store_true")
    parser.add_argument("--command", action="append", choices=fault_cases.COMMANDS)
    parser.add_argument("--domain", action="append")
    parser.add_argument("--fault", action="append", choices=list(mistakes.FAULTS))
    parser.add_argument("--question", action="append")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--parallel", type=int, default=PARALLEL)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        campaign = Campaign(arguments, scratch)
        asyncio.run(campaign.run())

    out = tap.Tap()
    for script in campaign.scripts:
        out.run(f"{script.name}, {script.n_runs} runs", judge, script)
    print(f"# {len(campaign.suspicious)} runs were repeated")
    print(f"# the slowest took {campaign.slowest:.1f} s")
    out.finish()


if __name__ == "__main__":
    main()
