# SPDX-License-Identifier: GPL-3.0-or-later
"""Zones as one finds them, and what `plan-cards` plans for them: for tests that type cards into panels."""

import json
import os
import re._parser as regex
import subprocess

import panel
from panel import Record

DOMAIN = "shop.example"
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


def values_of(provider, domain=DOMAIN):
    """Made-up values for all that PROVIDER asks for."""
    values = {}
    for item in provider["set"]:
        if item["key"] == "dkim-key":
            values["dkim-key"] = KEY
        elif item["key"] == "host":
            values["host"] = f"mail.{domain}"
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
        return self.send({"domain": DOMAIN, "zone": zone, **request})

    def send(self, request):
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, "plan-cards has ended"
        return json.loads(line)

    def close(self):
        self.process.stdin.close()
        assert self.process.wait(60) == 0


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
    [("em123", "CNAME", "u123.wl123.sendgrid.net"), ("s1._domainkey", "CNAME", "s1.domainkey.u123.wl123.sendgrid.net"),
     ("s2._domainkey", "CNAME", "s2.domainkey.u123.wl123.sendgrid.net")],
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

    def __init__(self, records, kept, domain=DOMAIN):
        self.domain = domain
        self.kept = kept
        self.had_mx = self.count_mx(records) > 0
        self.most_lists = max(1, self.count_lists(records))
        self.senders = self.find_senders(records)

    def count_mx(self, records):
        return sum(known.name == self.domain and known.type == "MX" for known in records)

    def count_lists(self, records):
        return sum(known.name == self.domain and panel.is_spf(known) for known in records)

    def find_senders(self, records):
        return {term for known in records if known.name == self.domain and panel.is_spf(known)
                for term in known.data.split() if term in SENDERS}

    def look(self, own):
        records = own.records
        assert self.count_mx(records) > 0 or not self.had_mx, "a moment without MX"
        assert self.count_lists(records) <= self.most_lists, "a list of senders too many"
        there = {known[:2] + known[3:4] for known in records}
        assert self.kept <= there, f"lost: {sorted(self.kept - there)}"
        assert self.senders <= self.find_senders(records), f"lost senders: {self.senders}"
