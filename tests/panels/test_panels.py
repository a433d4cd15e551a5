#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Types every card of every provider into every panel, and looks at the zone that comes of it.

The cards are made by `plan-cards`, without a network; the panels are those of support/panel.py."""

import json
import os
import random
import re._parser as regex
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import panel  # noqa: E402
from panel import Record  # noqa: E402
from tap import Tap  # noqa: E402

DOMAIN = "shop.example"
FACTS = panel.read_facts()
# A key of 2,048 bits, which is what most providers give.
KEY = ("v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAzTAeXb3FthX2Vc5NvxU2qXMUa2NuleUA+L5Tfl5uG8GS"
       "+N3CbW9BjTQgapBhdK0/ubtyleH+TMpb/XBIebbxF2XHgwZYDv3G6U2RCuuCuQOTSbcHvOKnAVoreE6Lt+BwmOpK"
       "s6Z0O2JxDhzMjKPCLoBO4ambHJv3yIZ2dcDEYvf3EpGsP3oKgAjESVCm5kWCMAxc4k22e4eCCO+3z8ZrtHuh0fhG"
       "34c69EPd7qALjqGzGG7CK0cSfjX1EdO5soWvlqc+w9IdK3KelZLYk3M1eTykCz2/eyLzXKRz6XlmyXRpnAaw/GnO"
       "kvx3RLIJTNIOznVGq07uPMLkJlcyplwnlwIDAQAB")


def example(pattern):
    """A text that PATTERN matches."""
    def text_of(tree):
        return "".join(part(*item) for item in tree)

    def part(operation, argument):
        name = str(operation)
        if name == "LITERAL":
            return chr(argument)
        if name == "IN":
            first = argument[0]
            return chr(first[1] if str(first[0]) == "LITERAL" else first[1][0]) if str(first[0]) != "NEGATE" else "a"
        if name == "MAX_REPEAT":
            least, _, tree = argument
            return text_of(tree) * least
        if name == "SUBPATTERN":
            return text_of(argument[3])
        if name == "BRANCH":
            return text_of(argument[1][0])
        raise AssertionError(f"{name} in {pattern}")

    return text_of(regex.parse(pattern))


def values_of(provider):
    """Made-up values for all that PROVIDER asks for."""
    values = {}
    for item in provider["set"]:
        if item["key"] == "dkim-key":
            values["dkim-key"] = KEY
        elif item["key"] == "host":
            values["host"] = f"mail.{DOMAIN}"
        elif item["key"] not in ("spare", "dmarc-reports"):
            values[item["key"]] = example(item["pattern"])
    return values


def providers():
    run = subprocess.run([os.environ["SIGNPOSTCTL"], "providers", "--json"], check=True, capture_output=True, text=True)
    return json.loads(run.stdout)["providers"]


class Cards:
    """The program that makes plans."""

    def __init__(self):
        self.process = subprocess.Popen([os.environ["PLAN_CARDS"]], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, zone, **request):
        self.process.stdin.write(json.dumps({"domain": DOMAIN, "zone": zone, **request}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, "plan-cards has ended"
        return json.loads(line)

    def close(self):
        self.process.stdin.close()
        assert self.process.wait(60) == 0


CARDS = Cards()

# The rest of the world: companies whose lists of senders are included, and old mail servers.
WORLD = """mx1.webhost.example. 3600 A 198.18.2.1
mx2.webhost.example. 3600 A 198.18.2.2
_spf.webhost.example. 3600 TXT "v=spf1 ip4:198.18.2.0/24 ?all"
_spf.google.com. 3600 TXT "v=spf1 ip4:198.18.3.0/24 ?all"
spf.protection.outlook.com. 3600 TXT "v=spf1 ip4:198.18.4.0/24 ?all"
spf.messagingengine.com. 3600 TXT "v=spf1 ip4:198.18.1.0/24 ?all"
servers.mcsv.net. 3600 TXT "v=spf1 ip4:198.18.5.0/24 ?all"
sendgrid.net. 3600 TXT "v=spf1 ip4:198.18.6.0/24 ?all"
amazonses.com. 3600 TXT "v=spf1 ip4:198.18.7.0/24 ?all"
"""


def at(label):
    return DOMAIN if label == "@" else f"{label}.{DOMAIN}"


def record(label, record_type, data, ttl=3600):
    return Record(at(label), record_type, ttl, panel.canonical(record_type, data))


# ------------------------------------------------------------------------------------------- all pairs

OLD_ZONE = [
    record("@", "A", "198.18.0.80"),
    record("mail", "A", "198.18.0.25"),
    record("@", "MX", "10 mx1.webhost.example"),
    record("@", "MX", "20 mx2.webhost.example"),
    record("@", "TXT", "v=spf1 include:_spf.webhost.example include:servers.mcsv.net ~all"),
    record("@", "TXT", "facebook-domain-verification=abc123"),
    record("autodiscover", "CNAME", "autodiscover.webhost.example"),
    record("www", "CNAME", "shop.example"),
]


def old_panel(host):
    return panel.Panel(FACTS[host], DOMAIN, OLD_ZONE)


def shown(edit):
    """What the card shows, short."""
    forms = [[f"{field['field']}={field['value']}" for field in form] for form in edit["panel"]["forms"]]
    return f"{forms} {[step['code'] for step in edit['panel']['steps']]}"


def type_all_cards(request):
    """Into every panel; the plan of each is its own."""
    faults = []
    zone = WORLD + old_panel("he").text()
    for host, document in zip(FACTS, CARDS.ask(zone, hosts=list(FACTS), **request), strict=True):
        hand = panel.Hand(old_panel(host))
        for edit in document["edits"]:
            try:
                hand.carry_out(edit)
            except panel.Refused as error:
                faults.append(f"{host} refuses {edit['id']}: {error}: {shown(edit)}")
                break
            except AssertionError as error:
                faults.append(f"{host}: {error}: {shown(edit)}")
                break
    return faults


def has_new_servers(request):
    """Whether it is a provider that can be set up: many are only known by sight."""
    zone = WORLD + old_panel("he").text()
    document, = CARDS.ask(zone, hosts=["he"], **request)
    assert not document["unchecked"], document["unchecked"]
    return any(edit["type"] == "MX" and edit["add"] for edit in document["edits"])


def cards_do_what_they_say():
    known = providers()
    mailboxes = next(provider for provider in known if provider["id"] == "fastmail")
    n_providers, faults = 0, []
    for provider in known:
        request = {"provider": provider["id"], "values": values_of(provider)}
        if provider["kind"] == "filter":
            request = {"provider": mailboxes["id"], "filter": provider["id"], "values": values_of(provider)}
        if not has_new_servers(request):
            continue
        n_providers += 1
        faults += [f"{provider['id']} at {fault}" for fault in type_all_cards(request)]
    assert not faults, f"{len(faults)}\n" + "\n".join(faults)
    assert n_providers >= 40, n_providers


# --------------------------------------------------------------------------------- zones of all kinds

OLD_MAIL = {
    "none": [],
    "webhost": [("@", "MX", "10 mx1.webhost.example"), ("@", "MX", "20 mx2.webhost.example"),
                ("@", "TXT", "v=spf1 a mx include:_spf.webhost.example ~all"),
                ("autodiscover", "CNAME", "autodiscover.webhost.example"),
                ("_autodiscover._tcp", "SRV", "0 0 443 autodiscover.webhost.example")],
    "google": [("@", "MX", "1 aspmx.l.google.com"), ("@", "MX", "5 alt1.aspmx.l.google.com"),
               ("@", "MX", "5 alt2.aspmx.l.google.com"), ("@", "TXT", "v=spf1 include:_spf.google.com ~all"),
               ("google._domainkey", "TXT", KEY)],
    "microsoft": [("@", "MX", "0 shop-example.mail.protection.outlook.com"),
                  ("@", "TXT", "v=spf1 include:spf.protection.outlook.com -all"),
                  ("autodiscover", "CNAME", "autodiscover.outlook.com")],
    "own": [("@", "MX", "10 mail.shop.example"), ("mail", "A", "198.18.0.25"), ("@", "TXT", "v=spf1 mx -all")],
    "alias": [("@", "MX", "10 mx.shop.example"), ("mx", "CNAME", "mx1.webhost.example")],
    "two-lists": [("@", "MX", "10 mx1.webhost.example"), ("@", "TXT", "v=spf1 include:_spf.webhost.example ~all"),
                  ("@", "TXT", "v=spf1 include:servers.mcsv.net ~all")],
    "refusing": [("@", "MX", "0 ."), ("@", "TXT", "v=spf1 -all")],
}

# Each has nothing to do with where mail goes, and has to outlive everything.
SERVICES = [
    [("@", "TXT", "facebook-domain-verification=abc123def456")],
    [("@", "TXT", "google-site-verification=Q8fX3kD0bWmZr5uV1nY7tG2sJ4hL6pA9cE0iO3")],
    [("@", "TXT", "a text with \"quotes\"; and \\ a backslash")],
    [("k2._domainkey", "CNAME", "dkim2.mcsv.net"), ("k3._domainkey", "CNAME", "dkim3.mcsv.net")],
    [("em123", "CNAME", "u123.wl123.sendgrid.net"), ("sg._domainkey", "CNAME", "sg.domainkey.u123.wl123.sendgrid.net")],
    [("bounces", "MX", "10 feedback-smtp.eu-west-1.amazonses.com"),
     ("bounces", "TXT", "v=spf1 include:amazonses.com ~all")],
    [("support", "MX", "10 mx1.webhost.example"), ("support", "TXT", "v=spf1 include:_spf.webhost.example ~all")],
    [("www", "CNAME", "shop.example"), ("@", "A", "198.18.0.80"), ("@", "AAAA", "2001:db8::80")],
    [("*", "A", "198.18.0.81")],
    [("*", "TXT", "anything at all")],
    [("_mta-sts", "TXT", "v=STSv1; id=1")],
    [("_smtp._tls", "TXT", "v=TLSRPTv1; rua=mailto:tls@shop.example")],
    [("_acme-challenge", "CNAME", "shop.acme.webhost.example")],
    [("old.archive", "MX", "5 mx2.webhost.example")],
]
POLICIES = [[], [("_dmarc", "TXT", "v=DMARC1; p=none")],
            [("_dmarc", "TXT", "v=DMARC1; p=reject; rua=mailto:dmarc@shop.example")]]
SENDERS = {"include:servers.mcsv.net", "include:sendgrid.net", "include:amazonses.com"}


def generate(dice):
    """A zone as one finds them; second, what must not be lost."""
    parts = OLD_MAIL[dice.choice(list(OLD_MAIL))] + [("mail", "A", "198.18.0.25")]
    services = [rows for rows in SERVICES if dice.random() < 0.4]
    services += [dice.choice(POLICIES)]
    senders = dice.choice(sorted(SENDERS)) if dice.random() < 0.5 else None
    ttl = dice.choice([60, 300, 3600, 14400, 86400, 172800])
    records = []
    for label, record_type, data in parts + [row for rows in services for row in rows]:
        if senders and data.startswith("v=spf1") and label == "@" and senders not in data:
            data = data.replace("v=spf1", f"v=spf1 {senders}", 1)
        records.append(record(label, record_type, data, ttl if (record_type, label) == ("MX", "@") else 3600))
    kept = {known[:2] + known[3:4] for rows in services for known in (record(*row) for row in rows)
            if known.name != at("_dmarc")}
    return list({known[:2] + known[3:4]: known for known in records}.values()), kept


class Eye:
    """Looks at the zone whenever it has changed."""

    def __init__(self, records, kept):
        self.kept = kept
        self.had_mx = self.count_mx(records) > 0
        self.most_lists = max(1, self.count_lists(records))
        self.senders = self.find_senders(records)

    @staticmethod
    def count_mx(records):
        return sum(known.name == DOMAIN and known.type == "MX" for known in records)

    @staticmethod
    def count_lists(records):
        return sum(known.name == DOMAIN and panel.is_spf(known) for known in records)

    @staticmethod
    def find_senders(records):
        return {term for known in records if known.name == DOMAIN and panel.is_spf(known)
                for term in known.data.split() if term in SENDERS}

    def look(self, own):
        records = own.records
        assert self.count_mx(records) > 0 or not self.had_mx, "a moment without MX"
        assert self.count_lists(records) <= self.most_lists, "a list of senders too many"
        there = {known[:2] + known[3:4] for known in records}
        assert self.kept <= there, f"lost: {sorted(self.kept - there)}"
        assert self.senders <= self.find_senders(records), f"lost senders: {self.senders}"


def hosts_of(document):
    """The part of the world that the new provider has."""
    lines = set()
    for edit in document["edits"]:
        for row in edit["add"]:
            if edit["type"] == "MX" and not row["value"].endswith(DOMAIN):
                lines.add(f"{row['value']}. 3600 A 198.18.9.1\n")
            lines |= {f'{term[8:]}. 3600 TXT "v=spf1 ip4:198.18.9.0/24 ?all"\n' for term in row["value"].split()
                      if term.startswith("include:") and term[8:] + "." not in WORLD}
    return "".join(sorted(lines))


def carry_out_all(host, own, eye, request):
    """Plans, makes every edit, and plans again until nothing is left; a TTL may be put back in a second round."""
    document, = CARDS.ask(WORLD + own.text(), hosts=[host], **request)
    world = WORLD + hosts_of(document)
    document, = CARDS.ask(world + own.text(), hosts=[host], **request)
    for number in range(3):
        assert not document["unchecked"], document["unchecked"]
        edits = document["edits"]
        assert number == 0 or not any(edit["add"] or edit["remove"] for edit in edits), [shown(edit) for edit in edits]
        if not edits:
            return number
        hand = panel.Hand(own, eye.look)
        for edit in edits:
            try:
                hand.carry_out(edit)
            except (AssertionError, panel.Refused) as error:
                raise AssertionError(f"{edit['id']}: {error}: {shown(edit)}") from None
        eye.look(own)
        document, = CARDS.ask(world + own.text(), hosts=[host], **request)
    raise AssertionError(f"no end: {document['edits']}")


def zones_are_led_home():
    known = [provider for provider in providers() if provider["kind"] in ("hosting", "forwarding", "own")]
    usable = [provider for provider in known
              if has_new_servers({"provider": provider["id"], "values": values_of(provider)})]
    faults = []
    n_edited = 0
    for seed in range(200):
        dice = random.Random(seed)
        records, kept = generate(dice)
        provider, host = dice.choice(usable), dice.choice(list(FACTS))
        own = panel.Panel(FACTS[host], DOMAIN, records)
        eye = Eye(records, kept)
        try:
            n_edited += carry_out_all(host, own, eye, {"provider": provider["id"], "values": values_of(provider)}) > 0
        except AssertionError as error:
            faults.append(f"seed {seed}, {provider['id']} at {host}: {error}")
    assert not faults, f"{len(faults)}\n" + "\n".join(faults)
    assert n_edited > 190, n_edited


def main():
    tap = Tap()
    for test in (cards_do_what_they_say, zones_are_led_home):
        tap.run(test.__name__.replace("_", "-"), test)
    CARDS.close()
    tap.finish()


if __name__ == "__main__":
    main()
