# SPDX-License-Identifier: GPL-3.0-or-later
"""What test_faults.py asks of signpostctl, and what may come of it while a server makes a mistake."""

import dataclasses
import json
import typing

import fault_domains

# The limit of an inspection (design: 20 s), and what starting the program may take.
LIMIT = 21.0

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
    output: str

    def __post_init__(self):
        try:
            self.report = json.loads(self.output)
        except ValueError:
            self.report = None

    def findings(self):
        return {(f["id"], f["subject"]): f["level"] for f in self.report["findings"]}

    def unchecked(self):
        return {(u["id"], u["subject"]): u["reason"] for u in self.report["unchecked"]}


@dataclasses.dataclass
class Case:
    """A call. BEFORE are earlier ones, in the universe of that name each, that leave something in the folder of
    `--data`; JUDGE tells what is wrong with a run, compared with a clean one."""
    domain: str
    arguments: list
    judge: typing.Callable
    universe: str = "now"
    before: tuple = ()
    text: str = ""
    has_data: bool = False


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


def judged(judge):
    """What holds of every call, before what JUDGE says of its report."""
    def complaints(clean, seen, fault, question):
        if seen.seconds > LIMIT:
            yield f"took {seen.seconds:.1f} s"
        if seen.report is None:
            yield f"no report, status {seen.status}: {seen.errors[-500:]}"
            return
        if seen.errors:
            yield f"on standard error: {seen.errors[-200:]}"
        yield from judge(clean, seen, fault, question)
    return complaints


def without_ttl(value):
    if isinstance(value, dict):
        return {key: without_ttl(item) for key, item in value.items() if key != "ttl"}
    return list(map(without_ttl, value)) if isinstance(value, list) else value


def has_same(clean, seen, path):
    """For answers that are good enough: nothing is lost."""
    if without_ttl(clean) != without_ttl(seen):
        yield f"{path} is {seen} instead of {clean}"


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


@judged
def check_complaints(clean, seen, fault, _):
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
        if not fault.reasons:
            yield from has_same(clean.report.get(key), report.get(key), "section " + key)


def rows(edits, key):
    """What edits take away, or bring."""
    return {(edit["type"], edit["full_name"], row.get("priority"), row["value"])
            for edit in edits for row in edit[key]}


def more_rows(clean, seen, where):
    """Edits may be fewer; nothing goes that would stay, and nothing comes where it is not known what is there."""
    for key in ("remove", "add"):
        for row in sorted(rows(seen, key) - rows(clean, key), key=str):
            yield f"{where} would {key} {row}"


@judged
def edits_complaints(clean, seen, fault, _):
    yield from more_rows(clean.report["edits"], seen.report["edits"], "the plan")
    if not fault.reasons:
        yield from has_same(clean.report, seen.report, "the plan")


@judged
def mx_complaints(clean, seen, fault, _):
    yield from made_up(clean.report, seen.report, "mx")
    if seen.status != (2 if seen.report["state"] == "unknown" else 0):
        yield f"exit status {seen.status}"
    if not fault.reasons:
        yield from has_same(clean.report, seen.report, "mx")


@judged
def dmarc_complaints(clean, seen, fault, _):
    """Either the record of the clean run with all that it says, or none and nothing about it."""
    report = seen.report
    if report["state"] == "unknown":
        if not fault.reasons:
            yield "unknown"
        for key in ("record", "found_at", "policy", "effective_policy", "subdomain_policy"):
            if report[key] is not None:
                yield f"unknown, but {key} is {report[key]!r}"
        if seen.status != 2:
            yield f"exit status {seen.status}"
        return
    yield from has_same(clean.status, seen.status, "exit status")
    # The record of the domain itself holds, whatever the places above it say.
    if report["organizational_domain"] is not None or not fault.reasons:
        yield from has_same(clean.report["organizational_domain"], report["organizational_domain"], "organization")
    for key in clean.report.keys() - {"walk", "organizational_domain"}:
        yield from has_same(clean.report[key], report[key], key)


@judged
def spf_complaints(clean, seen, fault, question):
    """RFC 7208 §2.6.6, §4.4, §5: a question that is not answered is a temporary error, and nothing else. The names
    of an address (§5.5) are only not there then, and so is an explanation (§6.2)."""
    report, result = seen.report, clean.report["result"]
    if report["result"] == "temperror" and fault.reasons:
        if seen.status != 2:
            yield f"exit status {seen.status}"
        if report["explanation"] is not None:
            yield "an error is explained"
        return
    if fault.reasons and question[0] in fault_domains.NAMES_OF_CLIENT and report["result"] != result:
        yield from has_same(fault_domains.WITHOUT_NAMES, report["result"], "result")
        return
    yield from has_same(result, report["result"], "result")
    yield from has_same(clean.status, seen.status, "exit status")
    if report["explanation"] not in (clean.report["explanation"], None if fault.reasons else ""):
        yield f"explanation is {report['explanation']!r}"


# How far a step has come.
RANKS = {"blocked": 0, "later": 0, "ready": 1, "checking": 2, "waiting": 2, "live": 3, "done": 4, "skipped": 4}


@judged
def started_move_complaints(clean, seen, fault, _):
    """No step is further on than in the clean plan, none may be done earlier, and none has other edits."""
    steps = {step["id"]: step for step in clean.report["steps"]}
    if seen.status not in ({0, 2} if fault.reasons else {clean.status}):
        yield f"exit status {seen.status}"
    yield from has_same(clean.report["strategy"], seen.report["strategy"], "strategy")
    # Where a step says that it was not seen what it replaces, its times only stand for better ones.
    has_times = not any(why["what"] == "unseen-ttl" for step in seen.report["steps"] for why in step["why"])
    for step in seen.report["steps"]:
        name, usual = step["id"], steps.get(step["id"])
        if usual is None:
            yield f"step {name} is not in the plan"
            continue
        if RANKS.get(step["state"], 5) > RANKS.get(usual["state"], 5):
            yield f"step {name} is {step['state']} instead of {usual['state']}"
        for key in ("earliest", "latest") if has_times else ():
            if step[key] is not None and usual[key] is not None and step[key] < usual[key]:
                yield f"step {name}: {key} is {step[key]} instead of {usual[key]}"
        yield from more_rows(usual["edits"], step["edits"], f"step {name}")
        if not fault.reasons:
            yield from has_same(usual, step, f"step {name}")


def move_complaints(clean, seen, fault, question):
    """Without name servers there is nothing to plan."""
    if seen.report is None and seen.status == 2 and fault.reasons and "cannot be moved" in seen.errors:
        return []
    # With a TTL of nothing it is another move.
    if fault.name == "far-ttl":
        return []
    return started_move_complaints(clean, seen, fault, question)


@judged
def header_complaints(clean, seen, fault, _):
    """What DNS says of a cause is the same, or cannot be said."""
    yield from has_same(clean.status, seen.status, "exit status")
    yield from has_same([cause["id"] for cause in clean.report["causes"]],
                        [cause["id"] for cause in seen.report["causes"]], "causes")
    for usual, cause in zip(clean.report["causes"], seen.report["causes"]):
        name = cause["id"]
        if cause["now"] != usual["now"] and (cause["now"] != "unknown" or not fault.reasons):
            yield f"cause {name} is {cause['now']} instead of {usual['now']}"
        known = {(f["id"], f["level"]) for f in usual["findings"]}
        for finding in cause["findings"]:
            if (finding["id"], finding["level"]) not in known:
                yield f"cause {name} has {finding['id']} level {finding['level']}"
    yield from made_up(clean.report["message"], seen.report["message"], "message")


def make_move(name, universe, before, options):
    domain, provider, *more = fault_domains.MOVES[name]
    call = ["move", domain, "--to", provider, "--format", "json", *more]
    earlier = tuple((where, [*call, *rest]) for where, rest in before)
    return Case(domain, [*call, *options], move_complaints, universe, earlier, has_data=True)


def make_cases(command):
    """All calls of a command."""
    domains = fault_domains.DOMAINS
    if command == "check":
        return [Case(domain, ["check", domain, "--json", *options], check_complaints)
                for domain, (_, options) in domains.items()]
    if command == "edits":
        return [Case(domain, ["edits", domain, "--format", "json", *([] if "--selector" in options else options)],
                     edits_complaints) for domain, (_, options) in domains.items()]
    if command == "mx":
        return [Case(domain, ["mx", domain, "--json"], mx_complaints) for domain in domains]
    if command == "mx-system":
        return [Case(domain, ["mx", domain, "--at", "system", "--json"], mx_complaints) for domain in domains]
    if command == "dmarc":
        return [Case(domain, ["dmarc", domain, "--json"], dmarc_complaints) for domain in domains]
    if command == "spf":
        return [Case(domain, ["spf", domain, "--ip", address, "--json"], spf_complaints)
                for domain, address in fault_domains.SENDERS]
    if command == "header":
        return [Case(domain, ["header", "-", "--json"], header_complaints, text=text)
                for domain, text in fault_domains.MESSAGES]
    return [make_move(*move) for move in fault_domains.MOVE_CALLS]


COMMANDS = ("check", "edits", "mx", "mx-system", "dmarc", "spf", "header", "move")
