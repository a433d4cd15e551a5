#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs signpostctl as a person or a script would, against the practice world."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta, timezone

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from tap import Tap  # noqa: E402

PROGRAM = os.environ["SIGNPOSTCTL"]
NOW = "2026-11-23T09:00:00Z"
DATA = tempfile.TemporaryDirectory()


def call(*arguments, data=None, text=None):
    return subprocess.run(
        [PROGRAM, *arguments], input=text, capture_output=True, text=True, timeout=60,
        env={**os.environ, "XDG_DATA_HOME": data or DATA.name})


def practice(*arguments, data=None):
    return call(*arguments, "--practice", "--now", NOW, data=data)


def expect(result, status):
    assert result.returncode == status, f"exit {result.returncode}: {result.stderr}\n{result.stdout[-2000:]}"
    return result


# ------------------------------------------------------------------------------------------- usage

def usage_is_told_in_one_line():
    for arguments in ([], ["frobnicate"], ["check"], ["check", "--frobnicate", "a.example"], ["mx", "a.example", "b.example"],
                      ["mx", "a.example", "--at", "nowhere"], ["check", "a.example", "--resolver", "300.1.1.1"],
                      ["check", "a.example", "--now", "yesterday"], ["check", "a.example", "--dns-port", "70000"],
                      ["edits", "a.example", "--format", "cuneiform"], ["move", "a.example"], ["edits", "a.example", "--set", "x"],
                      ["spf", "a.example"], ["spf", "--ip", "192.0.2.1"], ["spf", "a.example", "--ip", "192.0.2"]):
        result = expect(call(*arguments), 64)
        assert result.stdout == "" and len(result.stderr.strip().splitlines()) == 1, (arguments, result.stderr)


def help_and_version():
    assert "check" in expect(call("--help"), 0).stdout
    assert re.match(r"signpostctl \d", expect(call("--version"), 0).stdout)


def unusable_domains():
    for typed in ("", "shop", "192.0.2.1", "a..example", "a" * 64 + ".example", ".".join(["a" * 60] * 5) + ".example",
                  "sh\u202eop.example", "co.uk", "a b.example\x1b[31m", "-"):
        result = expect(call("check", "--practice", "--", typed), 64)
        assert result.stdout == "", typed
        assert len(result.stderr.strip().splitlines()) == 1, (typed, result.stderr)
        assert "\x1b" not in result.stderr and "\u202e" not in result.stderr, (typed, result.stderr)


def unknown_ids():
    for arguments in (["edits", "harbor-bakery.example", "--provider", "nobody"],
                      ["edits", "harbor-bakery.example", "--provider", "fastmail", "--filter", "zoho-mail"],
                      ["edits", "harbor-bakery.example", "--provider", "fastmail", "--dns-host", "nobody"],
                      ["edits", "harbor-bakery.example", "--provider", "fastmail", "--set", "no-such-key=1"],
                      ["move", "harbor-bakery.example", "--to", "nobody"],
                      ["move", "harbor-bakery.example", "--to", "fastmail", "--tick", "no-such-tick"],
                      ["move", "harbor-bakery.example", "--to", "fastmail", "--dns-host", "nobody"],
                      ["move", "harbor-bakery.example", "--to", "fastmail", "--strategy", "sideways"]):
        expect(practice(*arguments), 64)


# ------------------------------------------------------------------------------------------ header

BOUNCE = "Sender Address: a@corner-books.example\n\n<info@quiet.example>: 550 5.7.23 SPF validation failed\n"


def header_is_read_and_compared():
    def read(text, *arguments):
        return call("header", "-", "--practice", "--now", NOW, *arguments, text=text)

    report = json.loads(expect(read(BOUNCE, "--json"), 0).stdout)
    assert (report["schema"], report["kind"]) == (1, "bounce")
    cause = report["causes"][0]
    assert (cause["id"], cause["side"], cause["domain"], cause["now"]) == ("spf-failed", "sender", "corner-books.example", "still-so")
    assert cause["findings"][0]["id"] == "spf-two"
    assert json.loads(expect(read(BOUNCE, "--json", "--domain", "quiet.example"), 0).stdout)["causes"][0]["now"] == "not-asked"

    message = ("Received: from a.example (\x1b[31m) by mx.b.example; Mon, 23 Nov 2026 10:00:00 +0000\n"
               "Authentication-Results: mx.b.example; dkim=pass header.d=corner-books.example\nFrom: a@corner-books.example\n")
    report = json.loads(expect(read(message, "--json"), 0).stdout)
    assert (report["kind"], report["message"]["origin"], report["message"]["dkim"][0]["aligned"]) == ("message", "proven", "yes")
    assert "\x1b" not in expect(read(message), 0).stdout

    with tempfile.NamedTemporaryFile("w", suffix=".eml") as file:
        file.write(message)
        file.flush()
        assert "comes from whom it says" in expect(practice("header", file.name), 0).stdout
    assert json.loads(expect(read("Hello\n", "--json"), 2).stdout)["kind"] == "nothing"
    for arguments in (["header"], ["header", "/nowhere/at/all"], ["header", "a", "b"], ["header", "-", "--domain", "x"]):
        assert len(expect(call(*arguments, text=""), 64).stderr.strip().splitlines()) == 1, arguments


# ------------------------------------------------------------------------------------------- lists

def lists():
    providers = json.loads(expect(call("providers", "--json"), 0).stdout)
    assert providers["schema"] == 1
    by_id = {p["id"]: p for p in providers["providers"]}
    for one in ("google-workspace", "microsoft-365", "fastmail", "zoho-mail", "own-server"):
        assert one in by_id, one
        keys = {k["key"] for k in by_id[one]["set"]}
        assert {"spare", "dmarc-reports"} <= keys, (one, keys)
        for key in by_id[one]["set"]:
            re.compile(key["pattern"])
            assert key["label"]
    assert "host" in {k["key"] for k in by_id["own-server"]["set"]}
    hosts = json.loads(expect(call("dns-hosts", "--json"), 0).stdout)
    ids = {h["id"] for h in hosts["dns_hosts"]}
    assert {"cloudflare", "godaddy", "namecheap"} <= ids
    assert "fastmail" in expect(call("providers"), 0).stdout


# ------------------------------------------------------------------------------------------- check

TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")


def count(node, key):
    """What a term costs itself, and what each below it does."""
    own = node[key] - sum(term[key] for term in node["terms"])
    assert own in (0, 1), node
    return own + sum(count(term, key) for term in node["terms"])


def check_tree(spf):
    """The costs of the terms add up to those of the record."""
    if spf["record"] is None:
        assert spf["tree"] is None
        return
    tree = spf["tree"]
    assert tree["term"] is None and tree["domain"]
    assert tree["lookups"] == count(tree, "lookups") == spf["lookups"]
    assert tree["void"] == count(tree, "void") == spf["void_lookups"]
    assert " ".join(["v=spf1"] + [node["term"] for node in tree["terms"]]).lower() == spf["record"].lower()


def check_schema(report):
    assert report["schema"] == 1
    assert TIME.match(report["checked_at"])
    assert report["status"] in ("in-order", "attention", "broken", "unknown")
    zone = report["zone"]
    assert set(zone) >= {"name", "servers", "dns_host", "negative_ttl", "dnssec"}
    for server in zone["servers"]:
        assert set(server) >= {"name", "addresses", "state", "serial"}
        assert server["state"] in ("answers", "lame", "silent", "refused", "unreachable")
        assert not server["name"].endswith(".")
    mx = report["mx"]
    assert set(mx) >= {"state", "ttl", "provider", "filter", "records", "order"}
    assert mx["state"] in ("found", "none", "null", "unknown")
    for record in mx["records"]:
        assert set(record) >= {"priority", "host", "ttl", "addresses", "alias", "provider", "state", "smtp"}
        assert record["state"] in ("resolves", "dead", "unknown")
    numbers = [record["priority"] for record in mx["records"]]
    assert numbers == sorted(numbers)
    assert sorted(h for group in mx["order"] for h in group) == sorted(r["host"] for r in mx["records"])
    for key, states in (("spf", ("valid", "none", "permerror", "unknown")), ("dkim", ("found", "none", "not-found", "unknown")),
                        ("dmarc", ("valid", "none", "invalid", "unknown"))):
        assert report[key]["state"] in states, (key, report[key])
    check_tree(report["spf"])
    seen = set()
    for finding in report["findings"]:
        assert set(finding) >= {"id", "level", "subject", "title", "explanation", "fix", "reference", "evidence"}
        assert finding["level"] in range(5) and finding["title"] and finding["explanation"] and finding["fix"]
        assert (finding["id"], finding["subject"]) not in seen, finding
        seen.add((finding["id"], finding["subject"]))
    for item in report["unchecked"]:
        assert set(item) >= {"id", "subject", "reason", "servers"}
        assert (item["id"], item["subject"]) not in seen, item
        seen.add((item["id"], item["subject"]))
    assert report["questions"] > 0 and report["elapsed_ms"] >= 0


def checked(domain, *arguments):
    result = practice("check", domain, "--json", *arguments)
    report = json.loads(result.stdout)
    check_schema(report)
    worst = max([f["level"] for f in report["findings"]], default=0)
    assert result.returncode == (1 if worst >= 3 else 2 if report["status"] == "unknown" else 0)
    return report


def ids(report, least=1):
    return {f["id"] for f in report["findings"] if f["level"] >= least}


def harbor_bakery():
    report = checked("harbor-bakery.example")
    assert report["domain"] == "harbor-bakery.example"
    assert report["mx"]["order"] == [["mail.harbor-bakery.example"]], report["mx"]
    assert report["mx"]["ttl"] == 14400
    assert report["zone"]["negative_ttl"] == 3600
    assert "dmarc-absent" in ids(report)


def stories():
    assert "spf-two" in ids(checked("corner-books.example"))
    lakeside = checked("lakeside-dental.example")
    assert {"mx-to-cname", "mx-to-ip"} <= ids(lakeside), ids(lakeside)
    mill = checked("old-mill.example")
    assert "old-mx-left" in ids(mill), ids(mill)
    sunny = checked("sunny-studio.example")
    assert sunny["status"] == "in-order" and sunny["mx"]["provider"]["id"] == "google-workspace", ids(sunny)
    quiet = checked("quiet.example", "--provider", "fastmail")
    assert "says-no-mail" in ids(quiet), ids(quiet)
    garage = checked("green-garage.example", "--provider", "fastmail")
    assert "mx-absent" in ids(garage), ids(garage)
    split = checked("split-horizon.example")
    assert "ns-disagree" in ids(split), ids(split)


def a_name_that_is_not_registered():
    report = checked("nobody-has-this.example")
    assert ids(report) == {"expired-or-held"}, ids(report)


def a_report_for_people():
    result = expect(practice("check", "corner-books.example"), 1)
    assert "corner-books.example" in result.stdout and "spf-two" in result.stdout
    # Neither colours nor marks that order letters: what is printed is searched and copied.
    assert not set(result.stdout) & set("\x1b\u2068\u2069")


def many_domains_in_order():
    names = ["sunny-studio.example", "not a domain", "harbor-bakery.example", "corner-books.example"]
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("# ours\n" + "\n\n".join(names) + "\n")
        file.flush()
        result = practice("check", "--from", file.name, "--json")
    objects = [json.loads(line) for line in result.stdout.splitlines()]
    assert [o["domain"] for o in objects] == names
    assert "error" in objects[1] and all("findings" in o for i, o in enumerate(objects) if i != 1)
    assert result.returncode == 1


def unusable_lines_are_not_in_order():
    for lines, status in (("shop..x\n", 64), ("sunny-studio.example\nshop..x\n", 64), ("shop..x\ncorner-books.example\n", 1),
                          ("sunny-studio.example\n", 0)):
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
            file.write(lines)
            file.flush()
            result = expect(practice("check", "--from", file.name, "--json"), status)
        assert len(result.stdout.splitlines()) == len(lines.splitlines()), (lines, result.stdout)


def check_lines(lines):
    """What `check --from -` prints of these bytes, one object a line."""
    result = subprocess.run([PROGRAM, "check", "--from", "-", "--json", "--practice"], input=lines, capture_output=True,
                            timeout=60, env={**os.environ, "XDG_DATA_HOME": DATA.name})
    assert not result.stderr, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def odd_lines():
    objects = check_lines(b"\xef\xbb\xbfsunny-studio.example\r\n\r\nquiet.example # " + b"c" * 5000 + b"\r\n"
                          + b"a" * 5000 + b".example\nquiet.example\0.example\n \t\nquiet.example")
    assert [o["domain"][:15] for o in objects] == ["sunny-studio.ex", "quiet.example", "a" * 15, "quiet.example\ufffd.",
                                                   "quiet.example"], objects
    assert ["error" in o for o in objects] == [False, False, True, True, False]
    assert len(objects[2]["domain"]) == 1024


def more_unusable_lines_than_are_kept():
    assert len(check_lines(b"a..example\n" * 3000)) == 3000
    result = call("check", "--from", "-", "--practice", text="a..example\n" * 300)
    assert expect(result, 64).stderr.count("\n") == 300


def start_reading(*options):
    # Without a buffer: communicate() reads past it, and what readline() had taken in would be lost.
    return subprocess.Popen([PROGRAM, "check", "--from", "-", "--json", *options], stdin=subprocess.PIPE, bufsize=0,
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "XDG_DATA_HOME": DATA.name})


def lines_that_come_slowly():
    process = start_reading("--practice")
    process.stdin.write(b"sunny-studio.example\nquiet.exa")
    first = json.loads(process.stdout.readline())
    assert first["domain"] == "sunny-studio.example" and first["status"] == "in-order", first
    output, errors = process.communicate(b"mple\n", timeout=60)
    assert json.loads(output)["domain"] == "quiet.example" and not errors, (output, errors)


def interrupted():
    process = start_reading("--practice")
    process.stdin.write(b"sunny-studio.example\n" + b"split-horizon.example\n" * 40)
    first = process.stdout.readline()
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 130 and not errors, (process.returncode, errors)
    for line in (first + output).splitlines(keepends=True):
        assert line.endswith(b"\n") and json.loads(line)["schema"] == 1


# Outside the practice world a list is shared by several processes.
NOBODY = ["--resolver", "127.254.0.1:9", "--timeout", "1"]


def a_crew_keeps_the_order():
    names = [f"d{i}.example" if i % 7 else "a..example" for i in range(200)]
    result = expect(call("check", "--from", "-", "--json", *NOBODY, text="\n".join(names)), 2)
    objects = [json.loads(line) for line in result.stdout.splitlines()]
    assert [o["domain"] for o in objects] == names and not result.stderr, result.stderr
    assert all(("error" in o) == (o["domain"] == "a..example") for o in objects)


def a_crew_complains_once():
    result = expect(call("check", "--from", "-", "--json", "--provider", "nobody", *NOBODY, text="a.example\n" * 20), 64)
    assert result.stdout == "" and result.stderr.count("\n") == 1, result.stderr
    assert expect(call("check", "--from", "-", "--json", *NOBODY, text=""), 0).stdout == ""
    expect(call("check", "--from", "/no/such/file", "--json", *NOBODY), 64)


def a_crew_is_interrupted():
    process = start_reading("--resolver", "192.0.2.1", "--timeout", "30")
    process.stdin.write(b"a..example\n" + b"b.example\n" * 40)
    assert b"error" in process.stdout.readline()
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 130 and not errors, (process.returncode, errors)
    assert all(json.loads(line)["schema"] == 1 for line in output.splitlines())


def every_key_without_a_network():
    report = json.loads(expect(call("check", "shop.example", "--json", "--resolver", "127.254.0.1:9", "--timeout", "2"), 2).stdout)
    assert report["status"] == "unknown"
    for key in ("spf", "dkim", "dmarc", "mx"):
        assert report[key]["state"] == "unknown", (key, report[key])
    assert set(report["spf"]) >= {"record", "lookups", "void_lookups", "all", "issues"}, report["spf"]


# ---------------------------------------------------------------------------------- mx, edits, move

def mx_lines():
    assert expect(practice("mx", "harbor-bakery.example"), 0).stdout == "10 mail.harbor-bakery.example\n"
    system = expect(practice("mx", "harbor-bakery.example", "--at", "system"), 0).stdout
    assert re.match(r"10 mail\.harbor-bakery\.example \d+\n$", system), system
    found = json.loads(expect(practice("mx", "harbor-bakery.example", "--json"), 0).stdout)
    assert found["state"] == "found"


def the_rule_that_receivers_find():
    found = json.loads(expect(practice("dmarc", "mail.sunny-studio.example", "--json"), 0).stdout)
    assert found["state"] == "valid" and found["found_at"] == "_dmarc.sunny-studio.example"
    assert found["tags"]["p"] == found["policy"] == "quarantine"
    assert [place["name"] for place in found["walk"]] == [
        "_dmarc.mail.sunny-studio.example", "_dmarc.sunny-studio.example", "_dmarc.example"]
    assert json.loads(expect(practice("dmarc", "harbor-bakery.example", "--json"), 0).stdout)["state"] == "none"
    expect(call("dmarc", "shop.example", "--resolver", "127.0.0.98"), 2)


def may_send(domain, *arguments, status=0):
    return json.loads(expect(practice("spf", domain, "--json", *arguments), status).stdout)


def who_may_send():
    verdict = may_send("harbor-bakery.example", "--ip", "198.18.40.7", "--sender", "anna@harbor-bakery.example")
    assert verdict["result"] == "pass" and verdict["mechanism"] == "include:spf.tidewater-hosting.example"
    assert verdict["lookups"] == 2 and verdict["void_lookups"] == 0 and verdict["explanation"] is None
    assert [step["result"] for step in verdict["trace"]] == ["found", "no-match", "match", "found", "match"]
    assert verdict["trace"][0]["questions"][0] == {
        "name": "harbor-bakery.example", "type": "TXT", "outcome": "answer",
        "records": ["v=spf1 mx include:spf.tidewater-hosting.example ~all"]}
    assert may_send("harbor-bakery.example", "--ip", "203.0.113.1")["result"] == "softfail"
    for strange in ("shop", "[192.0.2.1]", "a..example", "a" * 64 + ".example", "a b.example\x1b[31m"):
        assert may_send(strange, "--ip", "192.0.2.1")["result"] == "none", strange
        assert "\x1b" not in expect(practice("spf", strange, "--ip", "192.0.2.1"), 0).stdout
    assert "include:spf.tidewater-hosting.example" in expect(
        practice("spf", "harbor-bakery.example", "--ip", "198.18.40.7", "--sender", "<>", "--helo", "mail.example"), 0).stdout
    silent = json.loads(expect(call("spf", "shop.example", "--ip", "192.0.2.1", "--resolver", "127.0.0.98", "--json"), 2).stdout)
    assert silent["result"] == "temperror" and silent["problem"] == "dns"


def edit_schema(edits):
    known = set()
    for edit in edits:
        assert set(edit) >= {"id", "action", "type", "name", "full_name", "ttl", "remove", "add", "why", "after", "not_before"}
        assert edit["action"] in ("add", "change", "remove", "keep")
        assert set(edit["after"]) <= known, ("an edit comes before what it has to wait for", edit["id"])
        known.add(edit["id"])
        for row in edit["remove"] + edit["add"]:
            assert ("priority" in row) == (edit["type"] in ("MX", "SRV")) and not row["value"].startswith('"')


def edits_to_fastmail():
    plan = json.loads(expect(practice("edits", "harbor-bakery.example", "--provider", "fastmail", "--format", "json"), 0).stdout)
    assert plan["schema"] == 1 and plan["provider"] == "fastmail"
    edit_schema(plan["edits"])
    mx = next(e for e in plan["edits"] if e["type"] == "MX")
    assert [(r["priority"], r["value"]) for r in mx["add"]] == [
        (10, "in1-smtp.messagingengine.com"), (20, "in2-smtp.messagingengine.com")], mx
    assert [(r["priority"], r["value"]) for r in mx["remove"]] == [(10, "mail.harbor-bakery.example")]
    assert mx["name"] == "@" and mx["full_name"] == "harbor-bakery.example"
    spf = next(e for e in plan["edits"] if e["type"] == "TXT" and e["full_name"] == "harbor-bakery.example")
    assert len(spf["add"]) == 1 and "include:spf.messagingengine.com" in spf["add"][0]["value"], spf


def edits_as_zone_text():
    text = expect(practice("edits", "harbor-bakery.example", "--provider", "fastmail", "--format", "zone"), 0).stdout
    lines = text.splitlines()
    assert "$ORIGIN harbor-bakery.example." in lines
    assert any(l.startswith("; remove: @ ") and l.endswith(" IN MX 10 mail.harbor-bakery.example.") for l in lines), text
    assert "@ 300 IN MX 10 in1-smtp.messagingengine.com. ; add" in lines, text


def edits_as_a_sheet():
    once = ("edits", "harbor-bakery.example", "--provider", "fastmail", "--format", "sheet")
    text = expect(practice(*once), 0).stdout
    for part in ("− Remove      10 mail.harbor-bakery.example\n", "+ Add         10 in1-smtp.messagingengine.com\n",
                 "Please Leave as It Is", "How to Check", "How to Go Back", "10 mail.harbor-bakery.example  (TTL 14400)"):
        assert part in text, (part, text)


def repairs_merge_two_lists():
    plan = json.loads(expect(practice("edits", "corner-books.example", "--format", "json"), 0).stdout)
    edit_schema(plan["edits"])
    spf = next(e for e in plan["edits"] if e["type"] == "TXT" and e["full_name"] == "corner-books.example")
    assert len(spf["remove"]) >= 1 and len(spf["add"]) <= 1, spf


def needs_are_told():
    plan = json.loads(expect(practice("edits", "harbor-bakery.example", "--provider", "google-workspace", "--format", "json"), 0).stdout)
    assert any("dkim" in need["key"] for need in plan["needs"]), plan["needs"]


def at(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def move_not_begun():
    """Nothing but the first look: the dates that the formulas give. TTL 14,400 s, margins 12 and 5 minutes."""
    with tempfile.TemporaryDirectory() as data:
        call_once = ("move", "harbor-bakery.example", "--to", "fastmail", "--strategy", "gradual", "--format", "json")
        first = expect(practice(*call_once, data=data), 0).stdout
        again = expect(practice(*call_once, data=data), 0).stdout
    assert first == again
    move = json.loads(first)
    steps = {step["id"]: step for step in move["steps"]}
    assert [s["id"] for s in move["steps"]] == ["take-stock", "prepare-new", "lower-ttl", "add-new", "copy-mail", "flip",
                                               "keep-old", "remove-old", "settle", "cancel-old"]
    for step in move["steps"]:
        edit_schema(step["edits"])
    begin = at(NOW)
    flip = begin + timedelta(days=1)
    clear = timedelta(minutes=10)
    assert at(steps["lower-ttl"]["latest"]) == begin + timedelta(hours=4, minutes=12), steps["lower-ttl"]
    assert at(steps["flip"]["earliest"]) == flip and steps["flip"]["about"]
    assert at(steps["flip"]["latest"]) == flip + clear
    assert at(steps["keep-old"]["latest"]) == flip + timedelta(days=3)
    assert at(steps["remove-old"]["earliest"]) == flip + timedelta(days=7)
    assert at(steps["settle"]["earliest"]) == flip + timedelta(days=14) + clear, steps["settle"]
    assert at(steps["cancel-old"]["earliest"]) == flip + clear + timedelta(days=30), steps["cancel-old"]
    add_new = next(e for e in steps["add-new"]["edits"] if e["type"] == "MX")
    assert [(r["priority"], r["value"]) for r in add_new["add"]] == [
        (20, "in1-smtp.messagingengine.com"), (30, "in2-smtp.messagingengine.com")], add_new
    assert add_new["remove"] == []
    switched = next(e for e in steps["flip"]["edits"] if e["type"] == "MX")
    assert {(r["priority"], r["value"]) for r in switched["add"]} == {
        (10, "in1-smtp.messagingengine.com"), (20, "in2-smtp.messagingengine.com"), (30, "mail.harbor-bakery.example")}, switched
    assert {t["id"] for t in steps["take-stock"]["ticks"]} == {"can-sign-in-dns", "addresses-listed", "website-sends-mail"}


def ticks_are_kept_and_a_move_can_be_aborted():
    with tempfile.TemporaryDirectory() as data:
        one = ("move", "harbor-bakery.example", "--to", "fastmail", "--format", "json")
        ticked = json.loads(expect(practice(*one, "--tick", "addresses-listed", data=data), 0).stdout)
        later = json.loads(expect(practice(*one, data=data), 0).stdout)
        for move in (ticked, later):
            assert {"id": "addresses-listed", "done": True} in move["steps"][0]["ticks"]
        expect(practice("move", "harbor-bakery.example", "--abort", data=data), 0)
        fresh = json.loads(expect(practice(*one, data=data), 0).stdout)
        assert {"id": "addresses-listed", "done": False} in fresh["steps"][0]["ticks"]


def a_move_keeps_its_way():
    with tempfile.TemporaryDirectory() as data:
        call_once = ("move", "harbor-bakery.example", "--to", "fastmail", "--format", "json")
        begun = json.loads(expect(practice(*call_once, "--strategy", "one-sitting", data=data), 0).stdout)
        again = json.loads(expect(practice(*call_once, data=data), 0).stdout)
        other = json.loads(expect(practice(*call_once, "--strategy", "gradual", data=data), 0).stdout)
    assert begun == again and begun["strategy"] == "one-sitting", again["strategy"]
    assert other["strategy"] == "gradual"


def read_calendar(text):
    """The events of an iCalendar file, by RFC 5545 alone: lines, folds, properties, escapes."""
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", ""), "a line does not end with CRLF"
    for line in text.split("\r\n"):
        assert len(line.encode()) <= 75, line
    lines = re.sub("\r\n[ \t]", "", text).split("\r\n")[:-1]
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")
    events, event, head = [], None, []
    for line in lines[1:-1]:
        name, value = re.fullmatch(r"([A-Z-]+):(.*)", line).groups()
        if (name, value) == ("BEGIN", "VEVENT"):
            event = {}
        elif (name, value) == ("END", "VEVENT"):
            assert set(event) >= {"UID", "DTSTAMP", "DTSTART", "SUMMARY"}, event
            events.append(event)
            event = None
        elif event is None:
            head.append((name, value))
        else:
            assert name not in event, f"{name} twice"
            if name in ("DTSTAMP", "DTSTART"):
                value = datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)
            elif name in ("UID", "SUMMARY", "DESCRIPTION"):
                assert re.fullmatch(r"(\\[\\;,nN]|[^\\;,])*", value), f"not escaped: {value}"
                value = re.sub(r"\\(.)", lambda m: "\n" if m[1] in "nN" else m[1], value)
            event[name] = value
    assert event is None and sorted(n for n, _ in head) == ["PRODID", "VERSION"] and ("VERSION", "2.0") in head, head
    assert events and len({e["UID"] for e in events}) == len(events)
    return events


def call_for_bytes(*arguments, data):
    """As it is: reading as text would turn CRLF into line feeds."""
    result = subprocess.run([PROGRAM, *arguments, "--practice", "--now", NOW, "--data", data], capture_output=True, timeout=60)
    assert result.returncode == 0 and result.stderr == b"", result.stderr
    return result.stdout.decode()


def a_move_as_a_calendar():
    for strategy in ("gradual", "one-sitting"):
        with tempfile.TemporaryDirectory() as data:
            one = ("move", "harbor-bakery.example", "--to", "fastmail", "--strategy", strategy)
            steps = json.loads(call_for_bytes(*one, "--format", "json", data=data))["steps"]
            text = call_for_bytes(*one, "--format", "ics", data=data)
            events = read_calendar(text)
            assert text == call_for_bytes(*one, "--format", "ics", data=data)
            read_calendar(call_for_bytes(*one, "--format", "ics", "--skip", "cancel-old", data=data))
            skipped = call_for_bytes(*one, "--format", "ics", data=data)
        moments = set()
        for step in steps:
            moments |= {step["earliest"]} | {e["not_before"] for e in step["edits"]}
            if not step["edits"] and step["earliest"] is None:
                moments.add(step["latest"])
        assert [e["DTSTART"] for e in events] == sorted(at(m) for m in moments - {None}), (moments, events)
        assert all(e["DTSTAMP"] == at(NOW) for e in events)
        of_step = {s["id"]: [e for e in events if e["UID"].startswith(s["id"])] for s in steps}
        assert not of_step["take-stock"] and not of_step["copy-mail"]
        assert at(next(s for s in steps if s["id"] == "cancel-old")["earliest"]) == of_step["cancel-old"][0]["DTSTART"]
        assert of_step["cancel-old"][0]["SUMMARY"] == "harbor-bakery.example: Cancel the old service"
        assert "no way back" not in text and "; " not in of_step["cancel-old"][0]["UID"]
        assert "without a way back: most providers delete the mail with the account. Keep a copy, and" in \
            of_step["cancel-old"][0]["DESCRIPTION"], of_step["cancel-old"]
        assert all(e["STATUS"] == "TENTATIVE" for e in events), "nothing has been seen yet"
        others = read_calendar(skipped)
        assert {e["UID"] for e in events} - {e["UID"] for e in others} == {of_step["cancel-old"][0]["UID"]}


def a_move_as_a_sheet():
    with tempfile.TemporaryDirectory() as data:
        text = call_for_bytes("move", "harbor-bakery.example", "--to", "fastmail", "--format", "sheet", data=data)
    at_first = text.index("+ Add   20 in1-smtp.messagingengine.com")
    switch = text.index("Put Fastmail in front")
    for part in ("Wait for word  A test message arrived", "Not before  Tuesday 24 November 2026, 9:00 UTC",
                 "− Remove      10 mail.harbor-bakery.example", "+ Add         30 mail.harbor-bakery.example",
                 "Not before  Tuesday 1 December 2026, 9:00 UTC", "− Remove      30 mail.harbor-bakery.example",
                 "How to Go Back", "10 mail.harbor-bakery.example  (TTL 14400)"):
        switch = text.index(part, switch)
    assert at_first < switch and text.count("dig ") == len(set(re.findall("dig .*", text)))


def a_move_in_the_words_of_a_panel():
    """GoDaddy offers no TTL below 600: the cards say so, and the dates count with it."""
    with tempfile.TemporaryDirectory() as data:
        one = ("move", "harbor-bakery.example", "--to", "fastmail", "--strategy", "gradual")
        text = expect(practice(*one, "--dns-host", "godaddy", data=data), 0).stdout
        assert "To be made at GoDaddy" in text and "Add New Record" in text, text[:2000]
        steps = {s["id"]: s for s in json.loads(expect(practice(*one, "--format", "json", data=data), 0).stdout)["steps"]}
    ttls = {e["ttl"] for s in steps.values() for e in s["edits"]}
    assert ttls == {600, 3600}, ttls
    labels = [f["label"] for f in steps["add-new"]["edits"][0]["panel"]["forms"][0]]
    assert labels == ["Type", "Name", "Value", "Priority", "TTL"], labels
    flip = at(NOW) + timedelta(days=1)
    clear = timedelta(seconds=600 + 300)
    assert at(steps["flip"]["latest"]) == flip + clear, steps["flip"]
    assert at(steps["settle"]["earliest"]) == flip + timedelta(days=14) + clear, steps["settle"]
    assert at(steps["cancel-old"]["earliest"]) == flip + clear + timedelta(days=30), steps["cancel-old"]


def edits_made_where_nobody_looks():
    """The records of corner-books.example are kept at Namecheap, whatever the person says."""
    def plan_for(panel):
        return json.loads(expect(practice("edits", "corner-books.example", "--dns-host", panel, "--format", "json"), 0).stdout)

    plan = plan_for("godaddy")
    assert [f["id"] for f in plan["findings"]] == ["ns-elsewhere"], plan["findings"]
    finding = plan["findings"][0]
    assert finding["level"] == 4 and finding["subject"] == "corner-books.example", finding
    assert "GoDaddy" in finding["explanation"] and "Namecheap" in finding["fix"], finding
    assert plan["edits"] and {e["panel"]["dns_host"] for e in plan["edits"]} == {"namecheap"}, plan["edits"]
    text = expect(practice("edits", "corner-books.example", "--dns-host", "godaddy"), 0).stdout
    assert "ns-elsewhere" in text and "To be made at Namecheap" in text, text
    text = expect(practice("edits", "corner-books.example", "--dns-host", "godaddy", "--format", "sheet"), 0).stdout
    assert "Namecheap" in text and "GoDaddy" in text, text

    for panel in ("cpanel", "plesk", "namecheap"):
        plan = plan_for(panel)
        assert plan["findings"] == [] and {e["panel"]["dns_host"] for e in plan["edits"]} == {panel}, (panel, plan)
    steps = [s["text"] for s in plan_for("cpanel")["edits"][0]["panel"]["steps"]]
    assert "Sign in to \u2068cPanel\u2069 at the company" in steps[0] and "registrar-servers.com" in steps[0], steps
    text = expect(practice("edits", "corner-books.example", "--dns-host", "cpanel", "--format", "sheet"), 0).stdout
    assert re.search(r"Kept at +Namecheap", text) and re.search(r"Panel +cPanel", text), text[:1500]
    with tempfile.TemporaryDirectory() as data:
        for arguments in (["--dns-host", "godaddy"], []):  # it is kept with the move
            text = expect(practice("move", "corner-books.example", "--to", "fastmail", *arguments, data=data), 0).stdout
            assert "ns-elsewhere" in text and "To be made at Namecheap" in text, text[:1500]
    report = checked("corner-books.example")
    assert report["zone"]["dns_host"]["id"] == "namecheap" and "ns-elsewhere" not in json.dumps(report), report


def an_alias_belongs_to_its_target():
    mx = checked("lakeside-dental.example")["mx"]
    alias = next(r for r in mx["records"] if r["alias"])
    assert alias["provider"] == mx["provider"]["id"] == "microsoft-365", mx


def check_records_nothing():
    with tempfile.TemporaryDirectory() as data:
        practice("check", "harbor-bakery.example", data=data)
        practice("edits", "harbor-bakery.example", "--provider", "fastmail", data=data)
        assert not any(files for _, _, files in os.walk(data))


def serving_the_practice_world():
    server = subprocess.Popen([PROGRAM, "practice"], stdout=subprocess.PIPE, text=True,
                              env={**os.environ, "XDG_DATA_HOME": DATA.name})
    try:
        text = ""
        for line in server.stdout:
            text += line
            if line.rstrip() == "}":
                break
        world = json.loads(text)
        recursor = f"{world['resolvers'][0]['address']}:{world['port']}"
        result = call("check", "harbor-bakery.example", "--json", "--resolver", recursor, "--dns-port", str(world["port"]),
                      "--allow-private")
        report = json.loads(result.stdout)
        assert report["mx"]["order"] == [["mail.harbor-bakery.example"]]
    finally:
        server.terminate()
        assert server.wait(timeout=10) == 0
        server.stdout.close()


tap = Tap()
for test in (usage_is_told_in_one_line, help_and_version, unusable_domains, unknown_ids, header_is_read_and_compared, lists,
             harbor_bakery, stories, a_name_that_is_not_registered, a_report_for_people, many_domains_in_order, unusable_lines_are_not_in_order,
             odd_lines, more_unusable_lines_than_are_kept, lines_that_come_slowly, interrupted, a_crew_keeps_the_order,
             a_crew_complains_once, a_crew_is_interrupted,
             every_key_without_a_network, mx_lines, the_rule_that_receivers_find, who_may_send, edits_to_fastmail,
             edits_as_zone_text, edits_as_a_sheet,
             repairs_merge_two_lists, needs_are_told, move_not_begun, ticks_are_kept_and_a_move_can_be_aborted,
             a_move_keeps_its_way, a_move_as_a_calendar, a_move_as_a_sheet, a_move_in_the_words_of_a_panel, edits_made_where_nobody_looks,
             an_alias_belongs_to_its_target, check_records_nothing, serving_the_practice_world):
    tap.run(test.__name__.replace("_", " "), test)
tap.finish()
