# SPDX-License-Identifier: GPL-3.0-or-later
"""Domains put together from pieces of known make-up, for test_domains.py.

The pieces are in tests/data/domains, each with its area in front: who has the mail (`company`), the MX set,
SPF, DKIM, DMARC, the website, delivery security, the name servers. A domain has one of each. A piece is

    [AREA TITLE]
    @WORD …         where it fits, and what comes with it
    zone text       relative to the domain; a name that ends in a dot may be anybody's
    = ID LEVEL SUBJECT
    ? ID SUBJECT REASON

and a domain is expected to have the findings (=) of its pieces and no other, and what they say (?) is unchecked.
Pieces without findings are valid oddities: every domain is full of them. Each piece has a domain of
its own, with chance for the rest; then one to three faulty pieces go together.

    @company ID         what an MX piece is made for (else the company's own MX set is taken)
    @only WORD          fits with companies that have a `key` of a free name, have `named` keys, are a
                        `provider`, an `own` server, have any `mail`, need `one term` in SPF, have
                        `no s1`; with an `apex` or a `subdomain`; or is never chosen by chance (`wanted`)
    @with AREA TITLE    the piece that another area has to have
    @foreign            the MX host tells nothing about whose key names to look for
    @unlisted, @void    SPF does not have the company, or cannot be read at all
    @none, @lax         there is no key; there is no strict rule for forged mail
    @seal               an absent key is judged as with a company that insists on one
    @options OPTION …   it is asked for with these; never chosen by chance
    @alone              it is never chosen by chance, and no other faulty piece goes with it
    @single             what it says is the only thing to be said
    @policy TEXT        what the web server of the security policy gives, `|` for the ends of lines ("404":
                        it has none; "unnamed": it is another one's)

Of name servers: @parent NAME … is what the parent says, @soa TTL MINIMUM [the rest of the SOA];
@signed key|zone|ds ALGORITHM [DIGEST …] a key in the zone and at the parent, or in one of them;
@sealed ALGORITHM … and @way SETTING … are what Knot signs it with, of which @ds DIGEST … is at the parent. @dname NAME:
everything below the domain is a name below that one; @alias NAME: the domain itself is an alias of it. @unregistered:
nobody knows the domain. The second server has @other LINE too, is @without TYPE at the domain, or has the TTL of @other-ttl.

In the text {d}, {z}, {short} and {dashes} are the domain, its zone, its first label and the domain
with dashes; {t} what the company wants in SPF, {company} its own records, {sel} its key name;
{rsaN} is a key of N bits ({rsaN:K} its first K letters, {rsaN+K} the others); {asks N} are terms that
make N look-ups together with {t}; {fill N} makes the record N bytes long.
"""

import collections
import os
import random
import re

from made_keys import KEYS, ds_line, key_line

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data", "domains")

AREAS = ("mx", "spf", "dkim", "dmarc", "web", "security", "servers")
SHAPES = ["apex"] * 6 + ["subdomain", "cut", "co.uk", "idn", "deep", "com.au", "github.io", "long"]
# Keys take time to be made.
RARELY = 0.1
# The last letters of international names.
MARKS = "üß日ς"
# How a person writes the domain: as it is, in capital letters, with a final dot, as a link, as an address.
TYPED = ["{d}", "{d}", "{d}", "{D}", "{d}.", "https://www.{d}/contact?x=1", "Info <info@{d}>"]
HOSTERS = {"ns1.hoster.net": "11.0.2.1", "ns2.hoster.net": "11.0.2.2", "ns3.other.org": "11.0.2.3",
           "ns4.other.org": "11.0.2.4", "ns5.third.com": "11.0.2.5", "ns6.hoster.net": "2a01:4f8:1::53",
           "ns7.hoster.net": "2a01:4f8:1::54",
           "ns1.sedoparking.com": "11.0.2.40", "ns2.sedoparking.com": "11.0.2.41"}
HOSTERS |= {f"ns{number}.third.com": f"11.0.2.{number + 10}" for number in range(8, 19)}
APEX = "$TTL 3600\n@ {ttl} SOA {rest} {minimum}\n"
USUAL_SOA = "3600 300 ns1.hoster.net. hostmaster.hoster.net. 1 7200 900 1209600"


class Piece:
    def __init__(self, area, title):
        self.area, self.title = area, title
        self.words = collections.defaultdict(list)
        self.lines, self.findings, self.unchecked = [], [], []

    def flag(self, word):
        return word in self.words

    def word(self, word, otherwise=None):
        return self.words[word][0] if word in self.words else otherwise

    def fits(self, company, shape):
        known = {"key": company.flag("key"), "named": company.flag("key") or company.aliases(),
                 "provider": company.word("provider") != "none" and not company.flag("unlisted")
                             and not company.flag("filter"),
                 "own": company.title.startswith("own"), "one term": len(company.senders()) == 1,
                 "mail": company.title != "none", "no s1": company.title not in ("tuta", "none"), "wanted": False,
                 "apex": shape not in ("cut", "subdomain", "deep"), "subdomain": shape in ("subdomain", "deep")}
        # The longest label has no room beside it, and a list of such names is long.
        if shape == "long" and any("{dashes}" in line or "{asks" in line or line.count("{d}") > 2
                                   for line in self.lines):
            return False
        return all(known[word] for word in self.words.get("only", []))

    # Of a company.

    def starting_with(self, word):
        return [line.split(None, 1)[1] for line in self.lines if line.startswith(word + " ")]

    def senders(self):
        return " ".join(self.starting_with("spf")).split()

    def aliases(self):
        return [line for line in self.starting_with("dkim") if not line.endswith(" TXT")]

    def records(self):
        """Its MX set, and whatever it has outside."""
        lines = [f"@ MX {row}." if "." in row else f"@ MX {row}" for row in self.starting_with("mx")]
        for number, row in enumerate(self.starting_with("mx"), 1):
            host = row.split()[1]
            lines.append(f"{host}. A 198.18.1.{number}" if "." in host else f"{host} A 198.18.3.{number}")
        for term in self.senders():
            if term.startswith("include:"):
                lines.append(f'{term[8:]}. TXT "v=spf1 ip4:198.18.1.0/24 ~all"')
            elif re.match("a:.*[^}]$", term):
                lines.append(f"{term[2:]}. A 198.18.1.99")
        for line in self.lines:
            if line.split()[0] not in ("mx", "spf", "dkim"):
                lines.append(line)
                if line.endswith(".") and not line.endswith(" ."):
                    lines.append(f"{line.split()[-1]} A 198.18.1.98")
        return lines

    def keys(self):
        text = 'TXT "v=DKIM1; k=rsa; p={rsa2048}"'
        lines = []
        for row in self.starting_with("dkim"):
            name, target = row.split()
            lines += [f"{name}._domainkey {text}"] if target == "TXT" else \
                     [f"{name}._domainkey CNAME {target}.", f"{target}. {text}"]
        return lines


def read_pieces():
    pieces = {area: {} for area in ("company", *AREAS)}
    for name in sorted(os.listdir(FOLDER)):
        piece = None
        with open(os.path.join(FOLDER, name), encoding="utf-8") as file:
            for line in file.read().split("\n"):
                if line.startswith("["):
                    area, title = line[1:-1].split(" ", 1)
                    piece = Piece(area, title)
                    pieces[area][title] = piece
                elif line.startswith("@") and not line.startswith("@ "):
                    word, _, rest = line[1:].partition(" ")
                    piece.words[word].append(rest)
                elif line.startswith("= "):
                    piece.findings.append(line[2:])
                elif line.startswith("? "):
                    piece.unchecked.append(line[2:])
                elif line:
                    piece.lines.append(line)
    pieces["company"]["none"] = Piece("company", "none")
    pieces["company"]["none"].words["provider"] = ["none"]
    return pieces


def cut_strings(text):
    """Strings of more than 255 bytes in two."""
    def halves(match):
        units = re.findall(r"\\\d{3}|\\.|.", match[1])
        return " ".join('"' + "".join(units[at:at + 255]) + '"' for at in range(0, max(len(units), 1), 255))
    return re.sub(r'"((?:\\.|[^"\\])*)"', halves, text)


class Domain:
    """One of each piece, as text of zones, and what is expected of it."""

    def __init__(self, number, shape, company, pieces):
        self.short = f"d{number:04}"
        international = self.short + MARKS[number % len(MARKS)]
        self.zone = {"co.uk": f"{self.short}.co.uk", "idn": f"xn--{international.encode('punycode').decode()}.example",
                     "com.au": f"{self.short}.com.au", "github.io": f"{self.short}.github.io",
                     "long": f"{self.short}-{'long' * 14}r.example"}.get(shape, f"{self.short}.example")
        self.name = {"subdomain": "support.", "cut": "shop.", "deep": "a.b.c."}.get(shape, "") + self.zone
        self.parent = self.zone if shape == "cut" else None
        if shape == "cut":
            self.zone = self.name
        self.shape, self.company, self.pieces = shape, company, pieces
        self.sealed = []
        self.values = {"d": self.name, "D": self.name.upper(), "z": self.zone, "short": self.short,
                       "dashes": self.name.replace(".", "-"), "sel": company.word("key", "none"),
                       "SEL": company.word("key", "none").upper(),
                       "sel2": "dkim" if company.word("key") != "dkim" else "mail",
                       "level": "3" if company.flag("seal") or pieces["mx"].flag("seal") else "2",
                       "ma": "0" if shape in ("subdomain", "cut", "deep") else "4",
                       "ed25519": "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="}
        self.values["mo"] = "0" if self.values["ma"] == "0" else "3"
        self.values["own"] = self.parent or self.zone
        self.values["t"] = self.fill_in(" ".join(company.senders())) or "ip4:198.18.3.1"
        self.values["T"] = self.values["t"].upper()
        self.lines, self.outside, self.below = [], [], collections.defaultdict(list)
        self.elsewhere, self.alias = (self.fill_in(pieces["servers"].word(word, "")).rstrip(".")
                                      for word in ("dname", "alias"))
        for area in AREAS:
            for line in self.expand(area):
                self.put(self.fill_in(line))
        if self.elsewhere:
            self.lines.append(f"@ DNAME {self.elsewhere}.")
        if self.alias:
            self.lines.append(f"@ CNAME {self.alias}.")
        written = "{d}" if any(piece.flag("options") for piece in pieces.values()) else TYPED[number % len(TYPED)]
        self.typed = self.fill_in(written) if shape != "idn" or number % 3 else f"{international}.example"
        self.options = tuple(sorted({self.fill_in(" ".join(piece.words["options"])) for piece in pieces.values()
                                     if piece.flag("options")}))
        self.expect()

    def policy(self):
        """What the web server of its delivery security policy gives, and whether it says that it is that server."""
        text = self.pieces["security"].word("policy")
        hosts = list(dict.fromkeys(line.split()[-1] for line in self.lines if re.match(r"@ (\d+ )?MX ", line)))
        hosts = [self.fill_in(host).rstrip(".") if host.endswith(".") else f"{host}.{self.name}" for host in hosts]
        self.values["policy-mx"] = "|".join(f"mx: {host}" for host in hosts)
        self.values["POLICY-MX"] = "|".join(f"mx: {host.upper()}" for host in hosts)
        self.values["policy-stars"] = "|".join(f"mx: *.{host.split('.', 1)[1]}" for host in hosts)
        return self.fill_in(text).replace("|", "\r\n").encode() if text not in ("404", "unnamed") else None

    def fill_in(self, text):
        def value(match):
            key = re.fullmatch(r"rsa(\d+)([:+]?)(\d*)", match[1])
            if key is None:
                return self.values.get(match[1], match[0])
            whole = KEYS[int(key[1])]
            at = int(key[3] or 0)
            return {":": whole[:at], "+": whole[at:], "": whole}[key[2]]

        def asks(match):
            n_own = sum(not term.startswith("ip") for term in self.values["t"].split())
            return " ".join(f"exists:%{{i}}.x{n}.{self.name}" for n in range(int(match[1]) - n_own))

        text = re.sub(r"{asks (\d+)}", asks, text)
        text = re.sub(r"(?<!%){([\w:+-]+)}", value, text)
        fill = re.search(r'"(.*){fill (\d+)}(.*)"', text)
        if fill:
            size = int(fill[2]) - len(fill[1]) - len(fill[3])
            text = text.replace(f"{{fill {fill[2]}}}", "x=" + "y" * (size - 2))
        return cut_strings(text)

    def expand(self, area):
        # The first line of name servers is their names.
        for line in self.pieces[area].lines[1 if area == "servers" else 0:]:
            if line == "{company}":
                yield from self.company.keys() if area == "dkim" else self.company.records()
            else:
                yield line
        if area == "mx" and self.company.title != "none" and "{company}" not in self.pieces["mx"].lines:
            yield from (line for line in self.company.records() if re.match(r"\S+\.", line))

    def put(self, line):
        owner, rest = line.split(None, 1)
        full = (owner.rstrip(".") if owner.endswith(".") else
                self.name if owner == "@" else f"{owner}.{self.name}").lower()
        cut = next((name for name in self.below if f".{full}".endswith("." + name)), None)
        if rest.startswith("NS "):
            self.below[full] = self.below[full]
        if cut is not None and not rest.startswith("NS "):
            self.below[cut].append(f"{full}. {rest}")
        elif owner.endswith(".") and not f".{full}".endswith("." + self.zone):
            self.outside.append((full, rest))
        elif self.elsewhere and f".{full}".endswith("." + self.name) and full != self.name:
            self.outside.append((full.removesuffix(self.name) + self.elsewhere, rest))
        elif self.alias and full == self.name:
            self.outside.append((self.alias, rest))
        else:
            self.lines.append(f"{owner} {rest}")

    def expect(self):
        """The findings of the pieces, and what follows from several of them."""
        company, pieces = self.company, self.pieces
        spf, dkim = pieces["spf"], pieces["dkim"]
        single = next((piece for piece in pieces.values() if piece.flag("single")), None)
        findings = [f for piece in pieces.values() for f in piece.findings]
        has_mail = company.title != "none"
        has_key = any("_domainkey" in line.split()[0].lower() for line in self.lines) \
            or any("_domainkey" in name for name, _ in self.outside if self.elsewhere and name.endswith(self.elsewhere))
        is_wild = any(line.startswith("* ") for line in self.lines)
        # An own server may have any key name.
        is_known = (company.flag("key") or bool(company.aliases())) \
            and not (is_wild and company.title.startswith("own"))
        if pieces["mx"].title == company.title:
            findings += company.findings
        # Where nobody can tell whose key names to look for, what is said of keys is not judged here.
        self.is_open = pieces["mx"].flag("foreign") or has_mail and (
            not is_known and (has_key or is_wild)
            or company.flag("filter") and (spf.flag("unlisted") or spf.flag("void")))
        is_absent = has_mail and not has_key and not company.flag("forwards")
        if is_absent and not any(f.startswith("name-doubled") and "_domainkey" in f for f in findings):
            findings.append("dkim-absent {level} {d}")
        is_lax = pieces["dmarc"].flag("lax") or any(f.startswith("dmarc-syntax") for f in pieces["dmarc"].findings)
        if has_mail and spf.flag("unlisted") and not is_lax and (is_absent or dkim.flag("none")):
            findings.append("dmarc-too-strict 3 {d}")
        self.expected = set()
        for finding in single.findings if single else findings:
            identifier, level, subject = self.fill_in(finding).split()
            self.expected.add((identifier, int(level), subject.lower()))
        self.unchecked = {tuple(self.fill_in(line).split()) for piece in pieces.values() for line in piece.unchecked}

    def is_judged(self, identifier, subject):
        # One of the servers has the zones below as well, another one only says who has them: whether a record
        # there is live at every server is a matter of who is asked.
        if identifier == "negative-cache" and self.below and "nsb.hoster.net" in self.names_of_servers():
            return False
        return not self.is_open or not (identifier.startswith("dkim-") or identifier == "dmarc-too-strict"
                                        or identifier == "name-doubled" and "_domainkey" in subject)

    def is_behind_filter(self):
        """Whether the list of senders tells whose mailboxes are behind the filter."""
        return self.company.flag("filter") and self.pieces["mx"].title == self.company.title \
            and not self.pieces["spf"].findings and not self.pieces["spf"].flag("unlisted")

    def is_valid(self):
        return not any(piece.findings or piece.unchecked for piece in self.pieces.values())

    def names_of_servers(self):
        return self.fill_in(self.pieces["servers"].lines[0]).split()

    def text(self, at_other=False):
        servers = self.pieces["servers"]
        soa = servers.word("soa", USUAL_SOA).split() + USUAL_SOA.split()[len(servers.word("soa", USUAL_SOA).split()):]
        lines = [f"$ORIGIN {self.zone}."] + [f"@ NS {name}." for name in self.names_of_servers()]
        lines += [glue for glue in self.glue()]
        if self.shape in ("subdomain", "deep"):
            lines.append("@ A 198.18.0.99")
        lines += [key_line(number, int(words[1])) for number, words in self.seals() if words[0] != "ds"]
        lines.append(f"$ORIGIN {self.name}.")
        records = list(dict.fromkeys(self.lines))
        if at_other:
            lines += servers.words.get("other", [])
            records = [line for line in records if not (line.startswith("@ ") and servers.word("without") in line.split())]
        text = APEX.format(ttl=soa[0], rest=" ".join(soa[2:]), minimum=soa[1]) + "\n".join(lines + records) + "\n"
        return text.replace("$TTL 3600", f"$TTL {servers.word('other-ttl', '3600')}") if at_other else text

    def seals(self):
        """What its `signed` words say, numbered: `key` is in the zone and at the parent, `zone` and `ds` in one."""
        return list(enumerate(words.split() for words in self.pieces["servers"].words.get("signed", [])))

    def glue(self):
        return [f"{name}. A {list(HOSTERS.values())[number]}"
                for number, name in enumerate(self.names_of_servers()) if name.endswith(self.zone)]

    def delegation(self):
        servers = self.pieces["servers"]
        if servers.flag("unregistered"):
            return []
        names = self.fill_in(servers.word("parent", servers.lines[0])).split()
        lines = [f"{self.zone}. NS {name}." for name in names] + self.glue()
        for number, words in self.seals():
            lines += [ds_line(self.zone, number, int(words[1]), int(digest)) for digest in words[2:]]
        return lines + self.sealed

    def seal(self, sealing):
        """Has keys made that Knot signs the zone with."""
        servers = self.pieces["servers"]
        if servers.flag("sealed"):
            made = sealing.add(self.zone, servers.word("sealed").split(), servers.word("way", "manual: on"))
            self.sealed = [line.strip() for line in made if line.split()[4] in servers.word("ds", "2").split()]


def complete(chance, pieces, shape, wanted, company=None):
    """Chooses what is still open; None where the wanted pieces do not go together."""
    chosen = {piece.area: piece for piece in wanted}
    for area, _, title in (pin.partition(" ") for piece in wanted for pin in piece.words.get("with", [])):
        if chosen.setdefault(area, pieces[area][title]) is not pieces[area][title]:
            return None
        if pieces[area][title].flag("with") and pieces[area][title] not in wanted:
            return None
    if "mx" in chosen:
        company = pieces["company"][chosen["mx"].word("company", "own")]
    else:
        able = [c for c in pieces["company"].values() if c.title != "none" and all(p.fits(c, shape) for p in (c, *wanted))]
        if company is None and not able:
            return None
        company = company or chance.choice(able)
        chosen["mx"] = Piece("mx", company.title)
        chosen["mx"].lines.append("{company}")
    if any(piece.flag("policy") for piece in wanted) and (company.title == "none" or chosen["mx"].findings):
        return None
    if not all(piece.fits(company, shape) for piece in (company, *wanted)) or company.title == "none" and chosen["dkim"].lines \
       and "*._domainkey" not in chosen["dkim"].lines[0]:
        return None
    for area in AREAS:
        if area not in chosen:
            chosen[area] = chance.choice([piece for piece in pieces[area].values() if not piece.findings
                                          and not piece.unchecked and not piece.flag("alone")
                                          and (not piece.flag("sealed") or chance.random() < RARELY)
                                          and not piece.flag("with") and piece.fits(company, shape)
                                          and not piece.flag("unlisted") and not piece.flag("none")
                                          and not piece.flag("policy") and not piece.flag("options")])
    return company, {area: chosen[area] for area in AREAS}


def make_domains(n_domains, n_valid, seed):
    chance = random.Random(seed)
    pieces = read_pieces()
    every = [p for area in AREAS for p in pieces[area].values() if "wanted" not in p.words.get("only", [])]
    faulty = [p for p in every if p.findings and not p.flag("alone")]
    domains = []

    def add(wanted, company=None):
        for _ in range(200):
            shape = chance.choice(SHAPES)
            found = complete(chance, pieces, shape, wanted, company)
            if found:
                domains.append(Domain(len(domains) + 1, shape, *found))
                return
        if len(wanted) < 2:
            raise ValueError(f"no domain for [{wanted[0].area} {wanted[0].title}]")

    for company in list(pieces["company"].values())[:-1]:
        add([], company)
    for piece in every:
        add([piece])
    while sum(domain.is_valid() for domain in domains) < n_valid:
        add([])
    while len(domains) < n_domains:
        wanted = chance.sample(faulty, chance.choice([2, 2, 3]))
        if len({piece.area for piece in wanted}) == len(wanted):
            add(wanted)
    return domains
