#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""signpostctl against real name servers: Knot and Unbound, see world.py.

Prints TAP. The program is the one that SIGNPOSTCTL names.
"""

import concurrent.futures
import datetime
import json
import os
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import world  # noqa: E402

PROGRAM = os.environ.get("SIGNPOSTCTL", "signpostctl")
LIMIT = 60
# Nobody is kept waiting: 20 s is the limit of an inspection, and a busy machine adds to it. How fast it
# is where nothing is amiss, the benchmark tells.
BOUND = 30
PARALLEL = 6


class Failed(Exception):
    """What was seen is not what ought to be."""


class Result:
    """What one call printed, and how long it took."""

    def __init__(self, arguments):
        self.arguments = arguments
        start = time.monotonic()
        done = subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=LIMIT,
                              stdin=subprocess.DEVNULL, check=False)
        self.seconds = time.monotonic() - start
        self.status = done.returncode
        self.errors = done.stderr
        self.output = done.stdout
        try:
            self.json = json.loads(done.stdout)
        except ValueError:
            self.json = None

    def __getitem__(self, key):
        if self.json is None:
            raise Failed(f"no JSON (status {self.status}): {self.errors.strip()[-2000:]}")
        return self.json[key]

    def findings(self, **wanted):
        return [f for f in self["findings"] if all(f.get(key) == value for key, value in wanted.items())]

    def ids(self):
        return {f["id"] for f in self["findings"]}

    def unchecked(self):
        return {f["id"] for f in self["unchecked"]}

    def server(self, label):
        for server in self["zone"]["servers"]:
            if server["name"].startswith(label + "."):
                return server
        raise Failed(f"no server {label} in {self['zone']}")


def equal(seen, wanted, what):
    if seen != wanted:
        raise Failed(f"{what}: {seen!r} instead of {wanted!r}")


def true(condition, what):
    if not condition:
        raise Failed(what)


def check(domain, *more, resolver=world.RESOLVER):
    return ["check", domain, "--json", "--resolver", resolver, "--allow-private", *more]


def hosts(result):
    return [(r["priority"], r["host"]) for r in result["mx"]["records"]]


def own_mail_is_seen(result):
    """What holds of every domain with a mail host of its own and at least one good server."""
    equal(result["mx"]["state"], "found", "mx.state")
    equal(hosts(result), [(10, "mail." + result["domain"])], "mx.records")
    equal(result["mx"]["order"], [["mail." + result["domain"]]], "mx.order")
    equal(result["spf"]["state"], "valid", "spf.state")
    equal(result["dmarc"]["state"], "valid", "dmarc.state")


def test_provider(result):
    equal(hosts(result), [(10, "in1-smtp.messagingengine.com"), (20, "in2-smtp.messagingengine.com")],
          "mx.records")
    equal(result["mx"]["order"], [["in1-smtp.messagingengine.com"], ["in2-smtp.messagingengine.com"]],
          "mx.order")
    equal(result["mx"]["provider"]["id"], "fastmail", "mx.provider")
    equal(result["mx"]["ttl"], 14400, "mx.ttl")
    equal([r["addresses"] for r in result["mx"]["records"]], [["198.18.1.1"], ["198.18.1.2"]], "addresses")
    equal([r["state"] for r in result["mx"]["records"]], ["resolves", "resolves"], "state of the hosts")
    equal(result["zone"]["name"], "shop.example", "zone.name")
    equal(result["zone"]["negative_ttl"], 300, "zone.negative_ttl")
    equal({s["state"] for s in result["zone"]["servers"]}, {"answers"}, "states of the servers")
    equal(result["spf"]["lookups"], 1, "spf.lookups")
    equal(result["dkim"]["state"], "found", "dkim.state")
    equal({k["bits"] for k in result["dkim"]["keys"] if k["state"] == "valid"}, {2048}, "dkim.keys")
    equal(result["unchecked"], [], "unchecked")
    true(not result.findings(level=3) and not result.findings(level=4), f"findings: {result.ids()}")
    true(result.seconds < BOUND, f"took {result.seconds:.1f} s")


def test_macros(result):
    """What `check` counts is what a receiver asks, whose client stands in no list."""
    equal(result["spf"]["state"], "valid", "spf.state")
    equal(result["unchecked"], [], "unchecked")
    true(not result.findings(level=3), f"findings: {result.ids()}")
    evaluated = Result(["spf", result["domain"], "--ip", "192.0.2.1", "--json", "--resolver", world.RESOLVER,
                        "--allow-private"])
    equal(evaluated["result"], "fail", "result")
    for key, wanted in (("lookups", 9), ("void_lookups", 1)):
        equal(result["spf"][key], wanted, "spf." + key)
    equal(evaluated["lookups"], 9, "lookups of a receiver")
    # A name that no client of this address has is nothing as well.
    equal(evaluated["void_lookups"], 2, "void look-ups of a receiver")


def test_order(result):
    equal(hosts(result), [(5, "a.mx.order.example"), (20, "b1.mx.order.example"),
                          (20, "b2.mx.order.example"), (30, "c.mx.order.example")], "mx.records")
    equal([sorted(group) for group in result["mx"]["order"]],
          [["a.mx.order.example"], ["b1.mx.order.example", "b2.mx.order.example"], ["c.mx.order.example"]],
          "mx.order")


def test_one_silent(result):
    own_mail_is_seen(result)
    equal(result.server("ns3")["state"], "silent", "state of the silent server")
    equal(result.server("ns1")["state"], "answers", "state of another one")
    true(result.seconds < BOUND, f"took {result.seconds:.1f} s")
    true("mx-absent" not in result.unchecked() and "spf-absent" not in result.unchecked(),
         f"what the others answered is unchecked: {result['unchecked']}")


def test_all_silent(result):
    equal(result["status"], "unknown", "status")
    equal(result["mx"]["state"], "unknown", "mx.state")
    equal(result.status, 2, "exit status")
    true(not result.ids() & {"mx-absent", "no-route", "spf-absent", "dmarc-absent"},
         f"silence was called absence: {result.ids()}")
    true(result.seconds < BOUND, f"took {result.seconds:.1f} s")


def test_lame(result):
    own_mail_is_seen(result)
    equal(result.server("ns2")["state"], "lame", "state of the lame server")
    true("ns-lame" in result.ids(), f"no ns-lame in {result.ids()}")


def test_refusing(result):
    own_mail_is_seen(result)
    equal(result.server("ns2")["state"], "refused", "state of the refusing server")


def test_split(result):
    found = result.findings(id="ns-disagree")
    true(found, f"no ns-disagree in {result.ids()}")
    true(any("MX" in line for finding in found for line in finding["evidence"]),
         f"the evidence does not say MX: {found}")


def test_no_route(result):
    own_mail_is_seen(result)
    equal(result.server("ns2")["state"], "unreachable", "state of the server without a route")
    true("ns-lame" not in result.ids(), "a server without a route was called lame")
    true(result.seconds < BOUND, f"took {result.seconds:.1f} s")


def test_long(result):
    own_mail_is_seen(result)


def test_loop(result):
    equal([f["level"] for f in result.findings(id="mx-target-dead")], [4], "mx-target-dead")
    true("mx-to-cname" not in result.ids(), f"findings: {result.ids()}")
    true(result["mx"]["records"][0]["state"] != "resolves", "a host in a circle resolves")


def test_alias(result):
    true("mx-to-cname" in result.ids(), f"findings: {result.ids()}")
    equal(result["mx"]["records"][0]["alias"], "real.alias.example", "alias")


def test_dead(result):
    equal([f["level"] for f in result.findings(id="mx-target-dead")], [4], "level of mx-target-dead")
    equal(result.status, 1, "exit status")


def test_null(result):
    equal(result["mx"]["state"], "null", "mx.state")
    true("mx-absent" not in result.ids() and "no-route" not in result.ids(), f"findings: {result.ids()}")


def test_gone(result):
    true("expired-or-held" in result.ids(), f"findings: {result.ids()}")
    equal(result.status, 1, "exit status")


def test_wildcard(result):
    own_mail_is_seen(result)
    true("wildcard" in result.ids(), f"findings: {result.ids()}")
    true(result["dkim"]["state"] != "found", "a wildcard was taken for a key")


def test_child(result):
    equal(result["zone"]["name"], "child.parent.example", "zone.name")
    equal(hosts(result), [(10, "in-child.child.parent.example")], "mx.records")
    equal([s["name"] for s in result["zone"]["servers"]], ["ns.child.parent.example"], "zone.servers")


def test_signed(result):
    own_mail_is_seen(result)
    equal(result["zone"]["dnssec"], "signed", "zone.dnssec")
    true("ds-stale" not in result.ids(), f"findings: {result.ids()}")


def test_stale(result):
    own_mail_is_seen(result)
    equal(result["zone"]["dnssec"], "broken", "zone.dnssec")
    equal([(f["level"], f["subject"]) for f in result.findings(id="ds-stale")], [(4, result["zone"]["name"])],
          "ds-stale")
    evidence = " ".join(result.findings(id="ds-stale")[0]["evidence"])
    true(" DS " in evidence, f"evidence: {evidence}")
    equal(" DNSKEY " in evidence, result["zone"]["name"] == "knot-stale.example", "keys among the evidence")


def test_dangling(result):
    equal([f["level"] for f in result.findings(id="mx-target-dead")], [4], "mx-target-dead")
    true("mx-to-cname" not in result.ids(), f"findings: {result.ids()}")
    true("gone.dangling.example" in " ".join(result.findings(id="mx-target-dead")[0]["evidence"]), "evidence")


def test_moved(result):
    own_mail_is_seen(result)
    true("ns-parent-child" in result.ids(), f"findings: {result.ids()}")


def test_homeless(result):
    equal(result["status"], "unknown", "status")
    equal(result.status, 2, "exit status")
    true(not result.ids() & {"mx-absent", "no-route", "expired-or-held"}, f"findings: {result.ids()}")


def test_mute_resolver(result):
    equal(result["status"], "unknown", "status")
    equal(result.status, 2, "exit status")
    true(not result.ids() & {"mx-absent", "no-route", "spf-absent", "expired-or-held"},
         f"silence was called absence: {result.ids()}")
    true(result.seconds < BOUND, f"took {result.seconds:.1f} s")


def test_second_resolver(result):
    own_mail_is_seen(result)


def test_resolver_only(result):
    equal(hosts(result)[0], (10, "in1-smtp.messagingengine.com"), "mx.records")
    true("not-asked" in {u["reason"] for u in result["unchecked"]}, f"unchecked: {result['unchecked']}")


def test_intercepted(result):
    true("dns-intercepted" in result.ids() | result.unchecked(),
         f"findings {result.ids()}, unchecked {result.unchecked()}")


def test_beside(quirk, state):
    """One good server is enough, whatever the other one does."""
    def test(result):
        own_mail_is_seen(result)
        if state:
            equal(result.server("ns2")["state"], state, "state of the quirky server")
        if quirk not in REFUSALS:
            true("ns-lame" not in result.ids(), "was called lame")
        true(result.seconds < BOUND, f"took {result.seconds:.1f} s")
    return test


def test_only_good(result):
    """A quirk that does no harm."""
    own_mail_is_seen(result)
    equal(result.server("ns1")["state"], "answers", "state of the server")


def test_only_bad(result):
    """Nothing may be said of a domain whose only server cannot be understood."""
    equal(result["status"], "unknown", "status")
    equal(result["mx"]["state"], "unknown", "mx.state")
    equal(result.status, 2, "exit status")
    true(not result.ids() & {"mx-absent", "no-route", "spf-absent", "dmarc-absent", "expired-or-held"},
         f"trouble was called absence: {result.ids()}")
    true(result.seconds < BOUND, f"took {result.seconds:.1f} s")


def test_too_early(result):
    equal(result["dmarc"]["state"], "valid", "dmarc.state")
    late = result.findings(id="negative-cache")
    equal([(f["level"], f["subject"]) for f in late], [(0, "_dmarc.order.example")], "findings")
    times = [datetime.datetime.fromisoformat(text) for text in (result["checked_at"], late[0]["wait_until"])]
    # What remains of the 300 seconds for which the zone lets "nothing there" be remembered.
    true(0 < (times[1] - times[0]).total_seconds() <= 300, f"the wait is from {times[0]} to {times[1]}")
    true("negative-cache" not in result.unchecked(), "found and unchecked")


def test_mx_command(result):
    equal(result.status, 0, "exit status")
    equal(result.output.split("\n")[:2],
          ["10 in1-smtp.messagingengine.com", "20 in2-smtp.messagingengine.com"], "output")


def test_elsewhere(result):
    """Who says to edit at one company is told that another keeps the records, and how that one wants it."""
    equal(result.status, 0, "exit status")
    equal([(f["id"], f["level"], f["subject"]) for f in result["findings"]], [("ns-elsewhere", 4, "kept.example")], "findings")
    true("GoDaddy" in result["findings"][0]["explanation"], "the company named")
    true("Cloudflare" in result["findings"][0]["fix"], "the company that keeps the records")
    true(any("ada.ns.cloudflare.com" in line for line in result["findings"][0]["evidence"]), "evidence")
    equal({e["panel"]["dns_host"] for e in result["edits"]}, {"cloudflare"}, "panels")


def test_web_host(result):
    """A program that many companies run says nothing against it."""
    equal(result["findings"], [], "findings")
    equal({e["panel"]["dns_host"] for e in result["edits"]}, {"cpanel"}, "panels")


def test_kept(result):
    equal(result["zone"]["dns_host"], {"id": "cloudflare", "name": "Cloudflare"}, "zone.dns_host")
    true("ns-elsewhere" not in result.ids(), "nobody has said where the records are edited")


def edits(domain, *more):
    return ["edits", domain, "--provider", "fastmail", "--format", "json", "--resolver", world.RESOLVER, "--allow-private", *more]


def test_policy(kind):
    """What becomes of a policy: its state, findings with their level, why it is unchecked, its fault."""
    def test(result):
        state, findings, reason, fault = POLICIES[kind]
        own_mail_is_seen(result)
        equal(result["mta_sts"]["state"], state, "mta_sts.state")
        equal(result["mta_sts"]["id"], "1", "mta_sts.id")
        equal(result["mta_sts"]["fault"], fault, "mta_sts.fault")
        equal({f["id"]: f["level"] for f in result["findings"] if f["id"].startswith("mta-sts-")}, findings,
              "findings")
        wanted = {(rule, reason) for rule in ("mta-sts-broken", "mta-sts-stale")} if reason else set()
        equal({(u["id"], u["reason"]) for u in result["unchecked"]}, wanted, "unchecked")
        equal(result["tls_rpt"]["state"], "valid" if kind == "good" else "invalid", "tls_rpt.state")
        equal("tls-rpt-broken" in result.ids(), kind != "good", "tls-rpt-broken")
        equal(result["dane"]["state"], "present", "dane.state")
        equal([f["subject"] for f in result.findings(id="dane-unsigned")], ["mail." + result["domain"]], "dane-unsigned")
        equal(result["autoconfig"]["state"], "none", "autoconfig.state")
        true(result.seconds < BOUND, f"took {result.seconds:.1f} s")
    return test


def test_policy_values(result):
    equal(result["mta_sts"], {"state": "enforce", "id": "1", "mx": ["mail.sts-good.example"], "max_age": 604800,
                              "fault": None}, "mta_sts")
    equal(result["tls_rpt"]["rua"], ["mailto:tls@sts-good.example"], "tls_rpt.rua")


def test_policy_without_authority(result):
    equal(result["mta_sts"]["fault"], "certificate", "mta_sts.fault")
    equal([f["level"] for f in result.findings(id="mta-sts-broken")], [2], "level of mta-sts-broken")


def test_policy_without_host(result):
    equal(result["mta_sts"]["fault"], "no-host", "mta_sts.fault")
    equal([f["level"] for f in result.findings(id="mta-sts-broken")], [2], "level of mta-sts-broken")


def test_bad_authority(result):
    true(result.status not in (0, 1), f"exit status {result.status}")
    true("Cannot start" in result.errors, f"said: {result.errors}")


BROKEN = {"mta-sts-broken": 2}
POLICIES = {
    "good": ("enforce", {}, None, None),
    "wrong-name": ("invalid", BROKEN, None, "certificate"),
    "untrusted": ("invalid", BROKEN, None, "certificate"),
    "expired": ("invalid", BROKEN, None, "certificate"),
    "redirect": ("invalid", BROKEN, None, "redirect"),
    "gone": ("invalid", BROKEN, None, "status"),
    "trouble": ("unknown", {}, "servfail", None),
    "too-long": ("invalid", BROKEN, None, "too-long"),
    "just-fits": ("enforce", {}, None, None),
    "web-page": ("invalid", BROKEN, None, "content-type"),
    "bad-keys": ("invalid", BROKEN, None, "bad-mode"),
    "stale": ("enforce", {"mta-sts-stale": 4}, None, None),
    "testing": ("testing", {}, None, None),
    "mute": ("unknown", {}, "timeout", None),
    "stalls": ("unknown", {}, "timeout", None),
    "no-tls": ("unknown", {}, "malformed", None),
    "no-server": ("unknown", {}, "unreachable", None),
}

CASES = [
    ("provider", test_provider, check("shop.example")),
    ("order of attempt", test_order, check("order.example")),
    ("one of three servers silent", test_one_silent, check("one-silent.example")),
    ("all servers silent", test_all_silent, check("all-silent.example")),
    ("lame server", test_lame, check("lame.example")),
    ("refusing server", test_refusing, check("refusing.example")),
    ("servers disagree", test_split, check("split.example")),
    ("server without a route", test_no_route, check("no-route.example")),
    ("60 kB over TCP", test_long, check("long.example")),
    ("aliases in a circle", test_loop, check("loop.example")),
    ("mail host is an alias", test_alias, check("alias.example")),
    ("mail host does not exist", test_dead, check("dead.example")),
    ("null MX", test_null, check("null.example")),
    ("domain does not exist", test_gone, check("gone.example")),
    ("wildcard", test_wildcard, check("wild.example")),
    ("zone cut", test_child, check("child.parent.example")),
    ("signed zone", test_signed, check("signed.example")),
    ("zone signed by Knot", test_signed, check("knot-signed.example")),
    ("zone signed by Knot, seal of another key", test_stale, check("knot-stale.example")),
    ("seal, and no keys", test_stale, check("unsigned-stale.example")),
    ("mail host is an alias that leads nowhere", test_dangling, check("dangling.example")),
    ("parent and child differ", test_moved, check("moved.example")),
    ("servers without an address", test_homeless, check("homeless.example")),
    ("resolver that is silent", test_mute_resolver, check("shop.example", resolver=world.SILENT[2])),
    ("second resolver", test_second_resolver,
     check("alias.example".replace("alias", "one-silent"), "--resolver", world.RESOLVER, resolver=world.SILENT[2])),
    ("resolver only", test_resolver_only, check("shop.example", "--resolver-only")),
    ("kept at a company", test_kept, check("kept.example")),
    ("edited where nobody looks", test_elsewhere, edits("kept.example", "--dns-host", "godaddy")),
    ("edited in a program of web hosts", test_web_host, edits("kept.example", "--dns-host", "cpanel")),
    ("macros of the domain itself", test_macros, check("macros.example")),
    ("mx command", test_mx_command, ["mx", "shop.example", "--resolver", world.RESOLVER, "--allow-private"]),
]

HARMLESS = {"garbage-too", "empty-too", "wrong-id-too", "no-edns", "slow"}
REFUSALS = {"servfail", "bare-refused"}
STATES = {"closed": "unreachable", "bare-refused": "refused"}

for quirk in world.QUIRKS:
    harmless = quirk in HARMLESS
    CASES.append((f"{quirk} beside", test_beside(quirk, "answers" if harmless else STATES.get(quirk)),
                  check(f"{quirk}-beside.example")))
    CASES.append((f"{quirk} only", test_only_good if harmless else test_only_bad, check(f"{quirk}-only.example")))

for kind, name in world.POLICY_DOMAINS.items():
    CASES.append((f"policy: {kind}", test_policy(kind), check(name, "--ca", world.AUTHORITY)))
CASES += [
    ("policy: values", test_policy_values, check("sts-good.example", "--ca", world.AUTHORITY)),
    ("policy: authority not trusted", test_policy_without_authority, check("sts-good.example")),
    ("policy: no host", test_policy_without_host, check("sts-no-host.example", "--ca", world.AUTHORITY)),
    ("policy: no authority in the file", test_bad_authority, check("sts-good.example", "--ca", "/dev/null")),
]

# Done alone: the servers are started anew with a rule that the resolver was asked for before.
TOO_EARLY = ("record that the resolver was asked for too early", test_too_early, check("order.example"))

# Done alone: it changes what the machine's addresses are.
INTERCEPTED = ("intercepted network", test_intercepted, check("shop.example"))


def report(number, name, function, result):
    """Prints one line of TAP; returns whether all is well."""
    try:
        if isinstance(result, BaseException):
            raise Failed(str(result))
        function(result)
    except (Failed, KeyError, TypeError, IndexError) as error:
        print(f"not ok {number} - {name}")
        print(f"# {type(error).__name__}: {error}".replace("\n", "\n# "))
        if isinstance(result, Result):
            print(f"# {' '.join(result.arguments)}: status {result.status}, {result.seconds:.1f} s")
            print("# " + result.output[:3000].replace("\n", "\n# "))
        return False
    print(f"ok {number} - {name}")
    return True


def call(arguments):
    try:
        return Result(arguments)
    except (OSError, subprocess.TimeoutExpired) as error:
        return error


def main():
    reason = world.missing()
    if reason:
        print(f"1..0 # SKIP integration: {reason}")
        return 0
    chosen = [case for case in CASES if not sys.argv[1:] or case[0] in sys.argv[1:]]
    print(f"1..{len(chosen) + 2}")
    good = True
    with world.World() as internet:
        with concurrent.futures.ThreadPoolExecutor(PARALLEL) as pool:
            results = pool.map(call, [case[2] for case in chosen])
            for number, (case, result) in enumerate(zip(chosen, results), start=1):
                good = report(number, case[0], case[1], result) and good
                sys.stdout.flush()
        number = len(chosen) + 1
        world.ask(world.RESOLVER, "_dmarc.order.example", 16)
        internet.add_records("order.example", '_dmarc TXT "v=DMARC1; p=none"\n')
        good = report(number, TOO_EARLY[0], TOO_EARLY[1], call(TOO_EARLY[2])) and good
        number += 1
        try:
            with world.interception():
                good = report(number, INTERCEPTED[0], INTERCEPTED[1], call(INTERCEPTED[2])) and good
        except subprocess.CalledProcessError:
            print(f"ok {number} - {INTERCEPTED[0]} # SKIP no address can be added here")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
