#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plans that are carried out at a real name server, and asked about again.

Each provider meets each kind of panel at a domain of its own, whose zone is put together by chance. The cards
are typed into the panel (support/panel.py), looked at after every change; what comes of it is published by Knot,
and then nothing may be left to do. The same with the zone text of the plan, which named-checkzone and kzonecheck
load before.

Prints TAP. SIGNPOSTCTL and PLAN_CARDS name the programs.
"""

import concurrent.futures
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import panel  # noqa: E402
import plans  # noqa: E402
import world  # noqa: E402
from tap import Tap  # noqa: E402

FACTS = panel.read_facts()
WORKERS = 2
# One panel for each way to take what is typed.
PANELS = (
    "cloudflare",   # a proxy in front, names with or without the domain
    "godaddy",      # no final dots, no TTL below 600, no two equal numbers
    "namecheap",    # a list of TTLs, own MX entries switched on first
    "route53",      # one box for a set, the number in front of the host, quotes, text cut by hand
    "ovh",          # the domain put behind names without a dot, longer texts as lines of a zone file
    "strato",       # words for numbers, final dots, no TTL
    "aruba",        # whole names, no final dot at all
    "desec",        # one entry for a set, no TTL below an hour
)
# Every name that is not a domain of the tests belongs to somebody who lets everybody in.
ANYBODY = '* A 198.18.9.1\n* TXT "v=spf1 ip4:198.18.9.0/24 ?all"\n'
TOP = "$TTL 86400\n" + world.SOA
HOME = "$TTL 3600\n" + world.SOA + f"@ NS ns1\nns1 A {world.FIRST}\n"


class Case:
    """A provider, a panel, and a zone as one finds them."""

    def __init__(self, number, provider, host):
        self.provider, self.host = provider, host
        self.domain = self.zone = f"p{number:02}-{host}.example"
        records, kept = plans.generate(random.Random(self.domain))
        self.records = [self.here(record) for record in records]
        self.kept = {self.here(record) for record in kept}
        self.request = {"domain": self.domain, "provider": provider["id"], "hosts": [host],
                        "values": plans.values_of(provider, self.domain), "resolver": world.RESOLVER}
        if provider["kind"] == "filter":
            self.request |= {"provider": "fastmail", "filter": provider["id"]}
        self.faults = []

    def here(self, fields):
        """A record of the example as one of this domain."""
        moved = [text.replace(plans.DOMAIN, self.domain).replace("shop-example", self.domain.replace(".", "-"))
                 if isinstance(text, str) else text for text in fields]
        return panel.Record(*moved) if len(moved) > 3 else tuple(moved)

    def blame(self, what):
        self.faults.append(f"{self.provider['id']} at {self.domain}: {what}")

    def plan(self, cards):
        self.document, self.snippet = cards.send(self.request)
        if self.document["unchecked"]:
            self.blame(f"unchecked {self.document['unchecked']}")

    def has_servers(self):
        return any(edit["type"] == "MX" and (edit["add"] or edit["keep"]) for edit in self.document["edits"])

    def type_cards(self):
        """Into the panel; looks at the zone whenever it has changed."""
        eye = plans.Eye(self.records, self.kept, self.domain)
        own = panel.Panel(FACTS[self.host], self.zone, self.records)
        hand = panel.Hand(own, eye.look)
        for edit in self.document["edits"]:
            try:
                hand.carry_out(edit)
            except (AssertionError, panel.Refused) as error:
                self.blame(f"{edit['id']}: {error}")
        eye.look(own)
        return "".join(panel.presentation(record) for record in own.records)

    def replace_sets(self):
        """Each set of the zone text in the place of what there was."""
        gone = {(name.rstrip("."), record_type) for record_type, name in
                re.findall(r"^; [^:\n]+: (?:add|change|remove|keep) (\S+) (\S+)$", self.snippet, re.M)}
        rest = [panel.presentation(record) for record in self.records if record[:2] not in gone]
        return "".join(rest) + self.snippet

    def ask_again(self, cards, way):
        document, _ = cards.send(self.request)
        left = [edit for edit in document["edits"] if edit["add"] or edit["remove"]]
        if left:
            self.blame(f"left to do after {way}: "
                       f"{[(edit['id'], edit['add'], edit['remove']) for edit in left]}")
        if document["unchecked"]:
            self.blame(f"unchecked after {way}: {document['unchecked']}")


class Subdomain(Case):
    """Mail for support.ZONE at another company than that of the zone itself."""

    # What stands at the subdomain before: nothing, an alias, a server of the company that has the zone's mail.
    BEFORE = {
        "bare": [],
        "alias": [("support", "CNAME", "desk.webhost.example")],
        "mail": [("support", "MX", "10 mx1.webhost.example"), ("support", "TXT", "v=spf1 include:_spf.webhost.example ~all"),
                 ("support", "A", "198.18.0.80")],
    }
    APEX = [("@", "MX", "10 in1-smtp.messagingengine.com"), ("@", "MX", "20 in2-smtp.messagingengine.com"),
            ("@", "TXT", "v=spf1 include:spf.messagingengine.com ~all"), ("@", "A", "198.18.0.80"),
            ("fm1._domainkey", "CNAME", "fm1.shop.example.dkim.fmhosted.com"),
            ("autodiscover", "CNAME", "autodiscover.webhost.example"), ("www", "CNAME", "shop.example"),
            ("_dmarc", "TXT", "v=DMARC1; p=reject; rua=mailto:dmarc@shop.example")]

    def __init__(self, before, provider, host):
        super().__init__(0, provider, host)
        self.zone = f"{before}-{host}.example"
        self.domain = self.zone
        rows = [plans.record(*row) for row in self.APEX]
        self.kept = {self.here(record[:2] + record[3:4]) for record in rows}
        self.records = [self.here(record) for record in rows + [plans.record(*row) for row in self.BEFORE[before]]]
        self.domain = f"support.{self.zone}"
        self.request |= {"domain": self.domain, "values": plans.values_of(provider, self.domain)}

    def look_at_names(self):
        """Names are relative to the zone that the panel edits, and everything belongs to the subdomain."""
        for edit in self.document["edits"]:
            short = edit["name"]
            if edit["zone"] != self.zone or edit["full_name"] != f"{short}.{self.zone}" \
               or not (short == "support" or short.endswith(".support")):
                self.blame(f"{edit['id']}: {short} for {edit['full_name']} in {edit['zone']}")
            wanted = {"aruba": edit["full_name"]}.get(self.host, short)
            for form in edit["panel"]["forms"]:
                names = [field["value"] for field in form if field["field"] == "name"]
                if names != [wanted] and [field["field"] for field in form] != ["line"]:
                    self.blame(f"{edit['id']}: {names} to be typed instead of {wanted}")
        made = {(edit["full_name"], edit["type"]): edit for edit in self.document["edits"]}
        if not made[self.domain, "MX"]["add"] or not made[self.domain, "TXT"]["add"]:
            self.blame("no MX or SPF of its own")
        if (f"_dmarc.{self.domain}", "TXT") in made:
            self.blame("a second rule for forged mail")


class Repair(Case):
    """A fault that is mended without a provider being chosen."""

    FAULTS = {
        "mx-set-partial": [("@", "MX", "5 in2-smtp.messagingengine.com"),
                           ("@", "TXT", "v=spf1 include:spf.messagingengine.com ~all")],
        # Each list is the other's, written by a macro (RFC 7208 §7).
        "spf-two": [("@", "MX", "10 mail.shop.example"), ("mail", "A", "198.18.0.25"),
                    ("@", "TXT", "v=spf1 a:mail.%{d} include:%{o}._spf.webhost.test ~all"),
                    ("@", "TXT", "v=spf1 include:shop.example._spf.webhost.test -all")],
        "spf-too-many": [("@", "MX", "10 h1.shop.example"),
                         ("@", "TXT", "v=spf1 " + " ".join(f"a:h{n}.%{{d2}}" for n in range(1, 12)) + " -all")]
                        + [(f"h{n}", "A", f"198.18.0.{n}") for n in range(1, 12)],
    }

    def __init__(self, fault, host):
        self.provider, self.host, self.fault, self.faults = {"id": fault}, host, fault, []
        self.domain = self.zone = f"{fault}-{host}.example"
        rows = self.FAULTS[fault] + [("_dmarc", "TXT", "v=DMARC1; p=none; rua=mailto:dmarc@shop.example")]
        self.records = [self.here(plans.record(*row)) for row in rows]
        self.kept = {known[:2] + known[3:4] for known in self.records if known.type == "A"}
        self.request = {"domain": self.domain, "hosts": [host], "resolver": world.RESOLVER}

    def check(self):
        done = subprocess.run([os.environ["SIGNPOSTCTL"], "check", self.domain, "--json", "--resolver", world.RESOLVER,
                               "--allow-private"], capture_output=True, text=True, timeout=60, check=False)
        return {found["id"]: found["level"] for found in json.loads(done.stdout)["findings"]}

    def look_before(self, cards):
        self.before = self.check()
        if self.fault not in self.before:
            self.blame(f"found {self.before}")
        self.plan(cards)

    def look_after(self, cards):
        self.ask_again(cards, "the repair")
        after = self.check()
        if self.fault in after:
            self.blame(f"{self.fault} is still there")
        new = {name for name, level in after.items() if level > 1 and name not in self.before}
        if new:
            self.blame(f"{new} are new")


class Crew:
    """Some `plan-cards`, one a thread."""

    def __init__(self):
        self.own = threading.local()
        self.all = []
        self.pool = concurrent.futures.ThreadPoolExecutor(WORKERS)

    def get(self):
        if not hasattr(self.own, "cards"):
            self.own.cards = plans.Cards()
            self.all.append(self.own.cards)
        return self.own.cards

    def each(self, cases, work):
        list(self.pool.map(lambda case: work(case, self.get()), cases))

    def close(self):
        self.pool.shutdown()
        for cards in self.all:
            cards.close()


def servers_of(zones):
    delegations = "".join(f"{name}. NS ns1.{name}.\nns1.{name}. A {world.FIRST}\n" for name in zones)
    return [
        ("root", [world.ROOT], {".": TOP.format(primary="a.root.", serial=1) + f"@ NS a.root.\na.root. A {world.ROOT}\n"
                                f"example. NS a.tld.\na.tld. A {world.TOP_LEVEL[0]}\n" + ANYBODY}),
        ("registry", world.TOP_LEVEL[:1], {"example": TOP.format(primary="a.tld.", serial=1) + "@ NS a.tld.\n"
                                           + delegations + ANYBODY}),
        ("domains", [world.FIRST], zones),
    ]


def home(text, serial=1):
    return HOME.format(primary="ns1", serial=serial) + text


def load(case, folder):
    """The zone with its zone text, as two programs read it that are no part of Signpost."""
    path = os.path.join(folder, case.domain)
    with open(path, "w", encoding="utf-8") as file:
        file.write(home(case.replace_sets()))
    # Hosts elsewhere are not looked up; whatever else is doubtful is a fault, except a name with "*".
    strict = ["-i", "local", "-k", "fail", "-m", "fail", "-M", "fail", "-n", "fail", "-S", "fail", "-W", "ignore"]
    bind = subprocess.run(["named-checkzone", *strict, "-D", "-o", "-", case.domain, path],
                          capture_output=True, text=True, timeout=30, check=False)
    knot = subprocess.run(["kzonecheck", "-o", case.domain, path], capture_output=True, text=True, timeout=30, check=False)
    for program, done in (("named-checkzone", bind), ("kzonecheck", knot)):
        if done.returncode != 0:
            case.blame(f"{program}: {done.stdout[-300:]}{done.stderr[-300:]}: {case.snippet}")
    return bind.stdout


def read_dump(text):
    """Records of what named-checkzone prints."""
    found = []
    for name, ttl, record_type, data in re.findall(r"^(\S+)\.\s+(\d+)\s+IN\s+(\S+)\s+(.*)$", text, re.M):
        if record_type == "TXT":
            raw = b"".join(re.sub(rb"\\(\d{3})|\\(.)", lambda m: bytes([int(m[1])]) if m[1] else m[2], piece)
                           for piece in re.findall(rb'"((?:[^"\\]|\\.)*)"', data.encode()))
            data = raw.decode()
        elif record_type not in panel.TYPES or name.startswith("ns1.") or record_type == "NS":
            continue
        found.append(panel.Record(name, record_type, int(ttl), panel.canonical(record_type, data)))
    return found


class Move:
    """A gradual move to Fastmail at a panel that offers no TTL below 600, step by step."""

    ZONE = "moving.example"

    def __init__(self):
        rows = [("@", "MX", "10 mail.moving.example", 14400), ("mail", "A", "198.18.0.25", 3600),
                ("@", "A", "198.18.0.80", 3600), ("@", "TXT", "v=spf1 mx ~all", 3600)]
        records = [panel.Record(self.ZONE if label == "@" else f"{label}.{self.ZONE}", record_type, ttl, data)
                   for label, record_type, data, ttl in rows]
        self.panel = panel.Panel(FACTS["godaddy"], self.ZONE, records)
        self.hand = panel.Hand(self.panel, plans.Eye(records, set(), self.ZONE).look)
        self.serial = 1

    def look(self, now, *more):
        done = subprocess.run([os.environ["SIGNPOSTCTL"], "move", self.ZONE, "--to", "fastmail", "--strategy", "gradual",
                               "--dns-host", "godaddy", "--resolver", world.RESOLVER, "--allow-private", "--format", "json",
                               "--now", now, "--data", self.data, *more],
                              capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        return {step["id"]: step for step in json.loads(done.stdout)["steps"]}

    def make(self, internet, steps, *names):
        """The edits of these steps; then they are published."""
        for name in names:
            for edit in steps[name]["edits"]:
                assert edit["ttl"] == 600, (name, edit["ttl"])
                self.hand.carry_out(edit)
        self.publish(internet)

    def publish(self, internet):
        self.serial += 1
        internet.serve_anew("domains", {self.ZONE: home(self.panel.text(), self.serial)})

    def run(self, internet):
        with tempfile.TemporaryDirectory() as self.data:
            self.publish(internet)
            self.make(internet, self.look("2026-11-23T09:00:00Z"), "prepare-new", "lower-ttl")
            # The old setting was last given out at 9:30 at the latest: 4 hours, and 12 minutes for the slow ones.
            steps = self.look("2026-11-23T09:30:00Z", "--tick", "new-accepts", "--tick", "test-passed")
            equal(steps["lower-ttl"], "waiting", "latest", "2026-11-23T13:42:00Z")
            equal(steps["add-new"], "ready")
            self.make(internet, steps, "add-new")
            # From here on 600 seconds, and 5 minutes for the slow ones.
            steps = self.look("2026-11-23T14:00:00Z")
            equal(steps["lower-ttl"], "done")
            equal(steps["add-new"], "waiting", "latest", "2026-11-23T14:15:00Z")
            equal(steps["flip"], "later", "earliest", "2026-11-24T09:30:00Z")
            steps = self.look("2026-11-24T10:00:00Z")
            equal(steps["flip"], "ready")
            self.make(internet, steps, "flip")
            steps = self.look("2026-11-24T10:00:00Z")
            equal(steps["flip"], "waiting", "latest", "2026-11-24T10:15:00Z")
            equal(steps["keep-old"], "waiting", "latest", "2026-11-27T10:00:00Z")
            equal(steps["remove-old"], "later", "earliest", "2026-12-01T10:00:00Z")
            equal(steps["cancel-old"], "later", "earliest", "2026-12-24T10:15:00Z")
            ttls = {edit["ttl"] for name in ("remove-old", "settle") for edit in steps[name]["edits"]}
            assert ttls == {3600}, ttls


def equal(step, state, key=None, time=None):
    assert step["state"] == state, step
    assert key is None or step[key] == time, step


def report(cases, least=0):
    faults = [fault for case in cases for fault in case.faults]
    for case in cases:
        case.faults = []
    assert not faults, f"{len(faults)}\n" + "\n".join(faults[:20])
    assert len(cases) >= least, len(cases)


def main():
    reason = world.missing() or next((f"{program} is not installed" for program in ("kzonecheck", "named-checkzone")
                                      if shutil.which(program) is None), None)
    if reason:
        print(f"1..0 # SKIP {reason}")
        return
    cases = [Case(number, provider, host) for number, provider in enumerate(plans.providers()) for host in PANELS]
    zoho = next(provider for provider in plans.providers() if provider["id"] == "zoho-mail")
    below = [Subdomain(before, zoho, host) for before in Subdomain.BEFORE for host in PANELS]
    broken = [Repair(fault, host) for fault in Repair.FAULTS for host in PANELS]
    zones = {Move.ZONE: home("")} | {case.zone: home("".join(map(panel.presentation, case.records)))
                                     for case in cases + below + broken}
    tap, crew = Tap(), Crew()
    with world.World(servers_of(zones)) as internet, tempfile.TemporaryDirectory() as folder:
        crew.each(cases + below, Case.plan)
        # Some providers are only recognised.
        cases = [case for case in cases if case.has_servers()]

        def faults_are_mended():
            crew.each(broken, Repair.look_before)
            internet.serve_anew("domains", {case.zone: home(case.type_cards(), 2) for case in broken})
            crew.each(broken, Repair.look_after)
            report(broken, len(Repair.FAULTS) * len(PANELS))

        def plans_are_made():
            report(cases, 40 * len(PANELS))

        def subdomains_stand_alone():
            for case in below:
                case.look_at_names()
            report(below)

        def cards_are_typed():
            nonlocal zones
            zones = {case.zone: home(case.type_cards(), 2) for case in cases + below}
            report(cases + below)

        def nothing_is_left_after_the_cards():
            internet.serve_anew("domains", zones)
            crew.each(cases + below, lambda case, cards: case.ask_again(cards, "the cards"))
            report(cases + below)

        # The text differs between panels by its TTL alone.
        few = cases[::len(PANELS)] + cases[1::len(PANELS) * 4]

        def zone_text_loads():
            for case in few:
                seen = read_dump(load(case, folder))
                plans.Eye(case.records, case.kept, case.domain).look(panel.Panel(FACTS[case.host], case.domain, seen))
            report(few)

        def nothing_is_left_after_the_zone_text():
            internet.serve_anew("domains", {case.domain: home(case.replace_sets(), 3) for case in few})
            crew.each(few, lambda case, cards: case.ask_again(cards, "the zone text"))
            report(few)

        def a_move_counts_with_the_ttl_of_the_panel():
            Move().run(internet)

        for test in (faults_are_mended, plans_are_made, subdomains_stand_alone, cards_are_typed, nothing_is_left_after_the_cards, zone_text_loads,
                     nothing_is_left_after_the_zone_text, a_move_counts_with_the_ttl_of_the_panel):
            tap.run(test.__name__.replace("_", " "), test)
    crew.close()
    tap.finish()


if __name__ == "__main__":
    main()
