#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Domains that were otherwise before: what `move` has recorded on earlier days counts in what `check` finds.

Knot serves each domain as it was, later as it is; `move` looks at it on some days, and forgets the move, of
which only the sightings stay. Then `check` is asked what it makes of it, with nothing unchecked.

Prints TAP.
"""

import collections
import datetime
import json
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import world  # noqa: E402

PROGRAM = os.environ.get("SIGNPOSTCTL", "signpostctl")
REGISTRY = "11.0.1.2"
PROVIDERS = "11.0.3.1"
OLD, NEW = ["ns1.hoster.net", "ns2.hoster.net"], ["ns3.other.org", "ns4.other.org"]
KNOWN = ["ns-1.awsdns-01.org", "ns-2.awsdns-02.net"]
SERVERS = {name: f"11.0.2.{number}" for number, name in enumerate(OLD + NEW + KNOWN, 1)}

KEY = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
OUTSIDE = f"""in1-smtp.messagingengine.com. A 198.18.1.1
in2-smtp.messagingengine.com. A 198.18.1.2
spf.messagingengine.com. TXT "v=spf1 ip4:198.18.1.0/24 ?all"
*.dkim.fmhosted.com. TXT "{KEY}"
smtp.google.com. A 198.18.2.1
_spf.google.com. TXT "v=spf1 ip4:198.18.2.0/24 ~all"
servers.mcsv.net. TXT "v=spf1 ip4:198.18.5.0/24 ~all"
dkim2.mcsv.net. TXT "{KEY}"
dkim3.mcsv.net. TXT "{KEY}"
ns.providers.net. A {PROVIDERS}
"""
FASTMAIL = """@ {ttl} MX 10 in1-smtp.messagingengine.com.
@ {ttl} MX 20 in2-smtp.messagingengine.com.
fm1._domainkey CNAME fm1.{d}.dkim.fmhosted.com.
fm2._domainkey CNAME fm2.{d}.dkim.fmhosted.com.
fm3._domainkey CNAME fm3.{d}.dkim.fmhosted.com.
_submission._tcp SRV 0 1 587 smtp.fastmail.com.
_imaps._tcp SRV 0 1 993 imap.fastmail.com.
_pop3s._tcp SRV 10 1 995 pop.fastmail.com.
_caldavs._tcp SRV 0 1 443 caldav.fastmail.com.
_carddavs._tcp SRV 0 1 443 carddav.fastmail.com.
"""
GOOGLE = f'@ MX 1 smtp.google.com.\ngoogle._domainkey TXT "{KEY}"\n'
FASTMAIL_LIST, GOOGLE_LIST, BOTH, WITH_NEWS = (
    f'@ TXT "v=spf1 {terms} -all"\n' for terms in (
        "include:spf.messagingengine.com", "include:_spf.google.com",
        "include:spf.messagingengine.com include:_spf.google.com",
        "include:spf.messagingengine.com include:servers.mcsv.net"))
NEWS_KEYS = "k2._domainkey CNAME dkim2.mcsv.net.\nk3._domainkey CNAME dkim3.mcsv.net.\n"
STRICT = '_dmarc TXT "v=DMARC1; p=reject; rua=mailto:r@{d}"\n'
WEBSITE = "@ A 198.18.0.80\nwww A 198.18.0.80\n"
TOP = "$TTL 3600\n@ SOA a.tld. a.tld. 1 7200 900 1209600 300\n@ NS a.tld.\n"


class History:
    """A domain BEFORE and AFTER; SEEN are the days on which it was looked at (the second one afterwards)."""

    def __init__(self, label, before, after, seen, today, findings=(), servers=OLD, servers_after=None, ttl=3600):
        self.name = f"{label}.example"
        self.texts = [text.replace("{d}", self.name).replace("{ttl}", str(ttl)) for text in (before, after)]
        self.servers = [servers, servers_after or servers]
        self.seen, self.today = seen, today
        self.findings = {(identifier, level, self.name) for identifier, level in findings}

    def zone(self, is_after):
        names = self.servers[is_after]
        lines = [f"$TTL 3600\n@ SOA {names[0]}. h. 1 7200 900 1209600 300\n"] + [f"@ NS {name}.\n" for name in names]
        return "".join(lines) + self.texts[is_after]


USUAL = FASTMAIL + FASTMAIL_LIST + STRICT + WEBSITE
WATCHING = USUAL.replace("reject", "none")
HISTORIES = [
    History("moved-servers", USUAL, WEBSITE, [0], 1, [("mail-lost-in-ns-move", 4)], servers_after=NEW),
    History("moved-servers-half", USUAL, FASTMAIL_LIST + STRICT + WEBSITE, [0], 1, [("mail-lost-in-ns-move", 4)],
            servers_after=NEW),
    History("moved-servers-well", USUAL, USUAL, [0], 1, servers_after=NEW),
    History("same-servers", USUAL, FASTMAIL_LIST + STRICT + WEBSITE, [0], 1, [("mx-absent", 4)]),
    History("newsletter-lost", FASTMAIL + WITH_NEWS + STRICT + NEWS_KEYS, USUAL, [0], 1, [("newsletter-lost", 3)]),
    History("newsletter-seals", FASTMAIL + WITH_NEWS + STRICT + NEWS_KEYS, USUAL + NEWS_KEYS, [0], 1),
    History("old-list", GOOGLE + GOOGLE_LIST + STRICT, FASTMAIL + BOTH + STRICT, [0, 1], 40, [("spf-leftover", 1)]),
    History("old-list-soon", GOOGLE + GOOGLE_LIST + STRICT, FASTMAIL + BOTH + STRICT, [0, 1], 9),
    History("list-of-others", FASTMAIL + BOTH + STRICT, FASTMAIL + BOTH + STRICT, [0, 1], 40),
    History("short-time", GOOGLE + GOOGLE_LIST + STRICT, USUAL, [0, 1], 40, [("ttl-short", 1)], servers=KNOWN, ttl=120),
    History("short-time-soon", GOOGLE + GOOGLE_LIST + STRICT, USUAL, [0, 1], 5, servers=KNOWN, ttl=120),
    History("short-as-usual-there", GOOGLE + GOOGLE_LIST + STRICT, USUAL, [0, 1], 40, servers=KNOWN, ttl=300),
    History("watching", WATCHING, WATCHING, [0, 1], 40, [("dmarc-watching", 1)]),
    History("watching-soon", WATCHING, WATCHING, [0, 1], 20, [("dmarc-watching", 0)]),
]


def knot_servers(is_after):
    outside, top_levels = collections.defaultdict(list), collections.defaultdict(list)
    for line in OUTSIDE.splitlines() + [f"{name}. A {address}" for name, address in SERVERS.items()]:
        owner = line.split()[0].rstrip(".")
        outside[".".join(owner.split(".")[-2:])].append(line)
    for zone in outside:
        top_levels[zone.split(".")[-1]].append(f"{zone}. NS ns.providers.net.")
    for history in HISTORIES:
        top_levels["example"] += [f"{history.name}. NS {name}." for name in history.servers[is_after]]
    top_levels["net"].append(f"ns.providers.net. A {PROVIDERS}")
    root = TOP.replace("a.tld", "a.root") + f"a.root. A {world.ROOT}\na.tld. A {REGISTRY}\n"
    own = TOP.replace("a.tld", "ns.providers.net")
    return [
        ("root", [world.ROOT], {".": root + "".join(f"{name}. NS a.tld.\n" for name in top_levels)}),
        ("registry", [REGISTRY], {name: TOP + "\n".join(lines) + "\n" for name, lines in top_levels.items()}),
        ("main", list(SERVERS.values()), {history.name: history.zone(is_after) for history in HISTORIES}),
        ("providers", [PROVIDERS], {name: own + "\n".join(lines) + "\n" for name, lines in outside.items()}),
    ]


def call(folder, day, *arguments):
    now = datetime.datetime(2026, 9, 1, 10) + datetime.timedelta(days=day)
    return subprocess.run([PROGRAM, *arguments, "--data", folder, "--now", now.strftime("%Y-%m-%dT%H:%M:%SZ"),
                           "--resolver", world.RESOLVER],
                          capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL, check=False)


def look(folder, name, day):
    for more in (["--format", "json"], ["--abort"]):
        done = call(folder, day, "move", name, "--to", "fastmail", *more)
        if done.returncode:
            raise RuntimeError(f"move of {name}: {done.returncode} {done.stderr}")


def judge(folder, history):
    done = call(folder, history.today, "check", history.name, "--json")
    report = json.loads(done.stdout)
    seen = {(f["id"], f["level"], f["subject"]) for f in report["findings"]}
    return ([f"missed {finding}" for finding in history.findings - seen]
            + [f"invented {finding}" for finding in seen - history.findings]
            + [f"unchecked {u['id']} {u['subject']} {u['reason']}" for u in report["unchecked"]])


def main():
    reason = world.missing()
    if reason:
        print(f"1..0 # SKIP {reason}")
        return 0
    servers = knot_servers(False)
    for _, addresses, _ in servers:
        world.take_addresses(addresses)
    n_wrong = 0
    with tempfile.TemporaryDirectory(prefix="signpost-histories-") as folder:
        with world.World(servers):
            for history in HISTORIES:
                look(folder, history.name, history.seen[0])
        # Other servers, and a resolver that remembers nothing.
        with world.World(knot_servers(True)):
            for history in HISTORIES:
                for day in history.seen[1:]:
                    look(folder, history.name, day)
            for number, history in enumerate(HISTORIES, 1):
                wrong = judge(folder, history)
                n_wrong += bool(wrong)
                print("".join(f"# {line}\n" for line in wrong) + f"{'not ok' if wrong else 'ok'} {number} - {history.name}")
    print(f"1..{len(HISTORIES)}")
    return 1 if n_wrong else 0


if __name__ == "__main__":
    sys.exit(main())
