#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Domains of known make-up: no finding missed, none invented.

The domains, and what is expected of each, are put together by pieces.py. They are served by Knot, and
`signpostctl check --from` says what it finds.

Prints TAP. Give a number of domains and a seed to look further: test_domains.py 2000 7.
"""

import collections
import json
import os
import re
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import world  # noqa: E402
from pieces import APEX, HOSTERS, USUAL_SOA, make_domains  # noqa: E402

PROGRAM = os.environ.get("SIGNPOSTCTL", "signpostctl")
N_DOMAINS, N_VALID, SEED = 1000, 480, 20261

REGISTRY = "11.0.1.2"
PROVIDERS = "11.0.3.1"
REFUSING = "11.0.2.9"
OTHER = "11.0.2.8"
WEB = "11.0.5.1"
SERVERS = {**HOSTERS, "nsb.hoster.net": OTHER, "ns.refuse.net": REFUSING, "ns.providers.net": PROVIDERS}

# What a server says that did not answer in time, or nobody who had time to ask.
WAITED = re.compile("^unchecked .* (timeout|limit|not-asked)$")


def knot_servers(domains):
    """Every zone, at the servers that have it."""
    main, other = {}, {}
    outside, registry = collections.defaultdict(list), collections.defaultdict(list)
    usual = USUAL_SOA.split()
    apex = APEX.format(ttl=3600, rest=" ".join(usual[2:]), minimum=300) + "@ NS ns1.hoster.net.\n@ NS ns2.hoster.net.\n"
    for domain in domains:
        main[domain.zone] = domain.text()
        if "nsb.hoster.net" in domain.names_of_servers():
            other[domain.zone] = domain.text(at_other=True)
        for name, lines in domain.below.items():
            main[name] = apex + "\n".join(lines) + "\n"
        lines = domain.delegation()
        if not lines:
            continue
        if domain.parent:
            main[domain.parent] = apex + "\n".join(lines) + "\n"
            lines = [f"{domain.parent}. NS ns1.hoster.net.", f"{domain.parent}. NS ns2.hoster.net."]
        registry[domain.short] = lines
    for domain in domains:
        for name, rest in domain.outside:
            outside[name].append(rest)
    for name, address in SERVERS.items():
        outside[name].append(f"{world.family(address)} {address}")
    zones = collections.defaultdict(list)
    for name, rows in outside.items():
        n_labels = 3 if name.endswith((".co.uk", ".com.au", ".github.io")) else 2
        zones[".".join(name.split(".")[-n_labels:])] += [f"{name}. {row}" for row in dict.fromkeys(rows)]
    top_levels = collections.defaultdict(list)
    for lines in [[f"{zone}. NS ns.providers.net."] for zone in zones] + list(registry.values()):
        top_levels[lines[0].split()[0].rstrip(".").split(".")[-1]] += lines
    top_levels["net"].append(f"ns.providers.net. A {PROVIDERS}")
    top = "$TTL 86400\n@ SOA a.tld. a.tld. 1 7200 900 1209600 300\n@ NS a.tld.\n"
    root = "$TTL 86400\n@ SOA a.root. a.root. 1 7200 900 1209600 300\n@ NS a.root.\n" \
           f"a.root. A {world.ROOT}\na.tld. A {REGISTRY}\n" + "".join(f"{name}. NS a.tld.\n" for name in top_levels)
    return [
        ("root", [world.ROOT], {".": root}),
        ("registry", [REGISTRY], {name: top + "\n".join(lines) + "\n" for name, lines in top_levels.items()}),
        ("main", list(HOSTERS.values()), main),
        ("other", [OTHER], other),
        ("refusing", [REFUSING], {"nothing.test": top}),
        ("providers", [PROVIDERS], {name: top.replace("a.tld", "ns.providers.net") + "\n".join(lines) + "\n"
                                    for name, lines in zones.items()}),
    ]


def check(domains):
    """The report of each, asked for in one list for all that have the same options."""
    groups, reports = collections.defaultdict(list), {}
    for domain in domains:
        groups[domain.options].append(domain)
    for options, group in groups.items():
        for domain, report in zip(group, check_list(group, " ".join(options).split())):
            reports[domain] = report
    return [reports[domain] for domain in domains]


def check_list(domains, options):
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("".join(domain.typed + "\n" for domain in domains))
        file.flush()
        done = subprocess.run([PROGRAM, "check", "--from", file.name, "--json", "--resolver", world.RESOLVER, "--ca",
                               world.AUTHORITY, *options],
                              capture_output=True, text=True, timeout=300, stdin=subprocess.DEVNULL, check=False)
    if done.stderr.strip() or len(done.stdout.splitlines()) != len(domains):
        raise RuntimeError(f"status {done.returncode}: {done.stderr[-4000:]}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def serve_policies(running, domains):
    policies = {f"mta-sts.{domain.name}": domain.policy() for domain in domains
                if domain.pieces["security"].flag("policy")}
    named = [f"mta-sts.{domain.name}" for domain in domains
             if domain.pieces["security"].word("policy", "unnamed") != "unnamed"]
    if named:
        running.web.serve_many(WEB, policies, named)


def compare(domain, report):
    """What is wrong with a report, in words."""
    seen = {(f["id"], f["level"], f["subject"]) for f in report["findings"]}
    wrong = [f"missed {f}" for f in sorted(domain.expected - seen) if domain.is_judged(f[0], f[2])]
    wrong += [f"invented {f}" for f in sorted(seen - domain.expected) if domain.is_judged(f[0], f[2])]
    unchecked = {(u["id"], u["subject"], u["reason"]) for u in report["unchecked"]}
    wrong += [f"unchecked {' '.join(u)}" for u in sorted(unchecked - domain.unchecked) if domain.is_judged(*u[:2])]
    wrong += [f"decided {' '.join(u)}" for u in sorted(domain.unchecked - unchecked)]
    if report["domain"] != domain.name:
        wrong.append(f"“{domain.typed}” is taken for {report['domain']}")
    if domain.is_behind_filter():
        told = report["mx"]["provider"]
        wanted = domain.company.word("provider", domain.company.title)
        if (told["id"] if told else "none") != wanted or report["mx"]["filter"] is None:
            wrong.append(f"mailboxes of {wanted} behind a filter: {report['mx']}")
    if len(seen) != len(report["findings"]):
        wrong.append("a finding is there twice")
    for finding in report["findings"]:
        texts = [finding[key] for key in ("title", "explanation", "fix")] + finding["evidence"]
        if not all(texts) or finding["reference"] == "" or not finding["evidence"]:
            wrong.append(f"an empty text in {finding}")
        if any(re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]|\(null\)|%\d?\$?[su]\b", text) for text in texts[:3]) \
           or re.search(r"[\x00-\x1f\x7f]", "".join(finding["evidence"])):
            wrong.append(f"a placeholder or a control byte in {finding}")
    return wrong


def judge(domains):
    """What is wrong with the report of each. On a busy machine a server may be silent for longer than it is waited for:
    then the domain is asked again, with few others. What was invented meanwhile stays invented."""
    faults = dict(zip(domains, map(compare, domains, check(domains))))
    for size in (40, 10, 1):
        silent = [domain for domain in domains if any(WAITED.search(line) for line in faults[domain])]
        print(f"# {len(silent)} domains to be asked again, {size} at a time", flush=True)
        for at in range(0, len(silent), size):
            group = silent[at:at + size]
            for domain, again in zip(group, map(compare, group, check(group))):
                faults[domain] = [line for line in faults[domain] if line.startswith("invented") and line not in again]
                faults[domain] += again
    return faults


def main():
    reason = world.missing()
    if reason:
        print(f"1..0 # SKIP {reason}")
        return 0
    n_domains, seed = [int(word) for word in sys.argv[1:3]] if len(sys.argv) > 2 else (N_DOMAINS, SEED)
    domains = make_domains(n_domains, N_VALID * n_domains // N_DOMAINS, seed)
    keys = tempfile.TemporaryDirectory(prefix="signpost-keys-")
    sealing = world.Sealing(os.path.join(keys.name, "keys"))
    for domain in domains:
        domain.seal(sealing)
    servers = knot_servers(domains)
    for _, addresses, _ in servers:
        world.take_addresses(addresses + [WEB] * ("11.0.3.1" in addresses))
    with keys, world.World(servers, sealing) as running:
        serve_policies(running, domains)
        faults = judge(domains)
    n_wrong = 0
    for domain in domains:
        wrong = faults[domain]
        if wrong:
            n_wrong += 1
            print(f"# {domain.name}, mail at {domain.company.title}: " +
                  ", ".join(f"[{piece.area} {piece.title}]" for piece in domain.pieces.values()))
            print("".join(f"#   {line}\n" for line in wrong), end="")
    n_odd = sum(domain.is_valid() for domain in domains)
    print(f"# {len(domains)} domains, {n_odd} of them valid, {n_wrong} judged wrongly")
    print("ok 1 - domains" if n_wrong == 0 else "not ok 1 - domains")
    print("1..1")
    return 0 if n_wrong == 0 else 1


if __name__ == "__main__":
    sys.exit(main())