# SPDX-License-Identifier: GPL-3.0-or-later
"""DNS panels as people meet them: boxes are filled in, and a zone comes of it.

A Panel knows its company only by a line of tests/data/panels.txt. It does with what is typed what that
panel does, right or wrong: what is typed as another panel wants it ends up as another record, or is
refused.
"""

import os
import re
from collections import namedtuple

FACTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data", "panels.txt")
COLUMNS = ("id", "apex", "name", "dot", "prio", "ttl", "quotes", "long", "null", "mode", "more")
TYPES = ("AAAA", "A", "CNAME", "MX", "TXT", "SRV", "NS", "CAA", "TLSA")
HOST_TYPES = ("MX", "CNAME", "SRV", "NS")
DEFAULT_TTL = 7200
UNITS = {"s": 1, "sec": 1, "second": 1, "min": 60, "minute": 60, "h": 3600, "hr": 3600, "hour": 3600, "day": 86400,
         "week": 604800}

Record = namedtuple("Record", "name type ttl data proxied", defaults=(False,))
"""DATA is text: addresses and host names (lower case, no final dot, "." is the root), "10 host" of an MX,
"0 1 587 host" of an SRV, all of a TXT in one piece."""

Facts = namedtuple("Facts", COLUMNS)


class Refused(Exception):
    """The panel says no."""


def read_facts():
    """What is known of every panel, by id."""
    known = {}
    with open(FACTS, encoding="utf-8") as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                facts = Facts(*line.split())
                assert facts.id not in known, facts.id
                known[facts.id] = facts
    return known


def canonical(record_type, data):
    """One spelling for what is the same to DNS."""
    if record_type in HOST_TYPES:
        *numbers, host = data.split()
        host = host.lower()
        return " ".join([*(str(int(number)) for number in numbers), host if host == "." else host.rstrip(".")])
    return data if record_type == "TXT" else data.lower()


def presentation(record):
    """The record as a line of zone text."""
    data = record.data
    if record.type == "TXT":
        raw = data.encode()
        pieces = [raw[i:i + 255] for i in range(0, len(raw), 255)] or [b""]
        data = " ".join('"' + "".join(chr(byte) if 32 <= byte < 127 and byte not in b'"\\' else f"\\{byte:03d}"
                                      for byte in piece) + '"' for piece in pieces)
    elif record.type in HOST_TYPES and not data.endswith("."):
        data += "."
    return f"{record.name}. {record.ttl} {record.type} {data}\n"


def seconds(text):
    """What a choice of a TTL means: "300", "5 min", "1 hour", "½ day" is none."""
    text = text.strip().lower()
    if text.isdecimal():
        return int(text)
    match = re.fullmatch(r"(\d+)\s*([a-z]+?)s?", text)
    if not match or match[2] not in UNITS:
        raise Refused(f"no such TTL: {text}")
    return int(match[1]) * UNITS[match[2]]


class Panel:
    """The panel of one company, open at one zone."""

    def __init__(self, facts, zone, records):
        self.facts = facts
        self.zone = zone
        self.records = list(records)
        self.is_switched = facts.mode != "must"
        self.more = dict((word.partition("=")[::2]) for word in facts.more.split(",") if word != "-")

    # ------------------------------------------------------------------------------------- reading

    def find(self, name, record_type, data):
        data = canonical(record_type, data)
        for record in self.records:
            if (record.name, record.type, record.data) == (name, record_type, data):
                return record
        return None

    def text(self):
        return "".join(presentation(record) for record in self.records)

    # -------------------------------------------------------------------------------------- typing

    def switch(self):
        """The setting that own MX entries need."""
        self.is_switched = True

    def remove(self, name, record_type, data):
        record = self.find(name, record_type, data)
        if record is None:
            raise Refused(f"there is no {name} {record_type} {data}")
        self.records.remove(record)

    def set_ttl(self, name, record_type, ttl):
        """Another time to live for all of a set."""
        for index, record in enumerate(self.records):
            if (record.name, record.type) == (name, record_type):
                self.records[index] = record._replace(ttl=ttl)

    def read_form(self, form, fallback_type):
        """The records that a form stands for: one entry, or all of a name where they share one; none if it only tells
        where they are."""
        if [field["field"] for field in form] == ["line"]:
            return [self.read_line(form[0]["value"])]
        fields = {}
        for field in form:
            fields.setdefault(field["field"], []).append(field["value"])
        if any(len(fields.get(kind, [])) > 1 for kind in ("type", "name", "ttl")):
            raise Refused(f"the same field twice: {form}")
        record_type = self.read_type(fields.get("type", [fallback_type])[0])
        name = self.read_name(fields.get("name", [""])[0])
        if not {"value", "priority", "ttl"} & set(fields):
            return []
        ttl = self.read_ttl(fields.get("ttl", [None])[0])
        proxied = ("proxy" in self.more and record_type in ("A", "AAAA", "CNAME")
                   and "DNS only" not in fields.get("extra", []))
        values = fields.get("value", [])
        if len(values) == 1 and "lines" in self.more:
            values = values[0].split("\n")
        numbers = fields.get("priority", [])
        if len(numbers) not in (0, len(values)):
            raise Refused(f"a field is left open: {form}")
        data = [self.read_data(record_type, value, numbers[index] if numbers else None)
                for index, value in enumerate(values)]
        if len(data) > 1 and not {"set", "lines"} & set(self.more):
            raise Refused(f"an entry has one value: {form}")
        return [Record(name, record_type, ttl, each, proxied) for each in data]

    def read_line(self, text):
        """A line of a zone file, where the panel takes such lines beside its form."""
        match = re.fullmatch(r'(\S+)\. (\d+) IN TXT ((?:"(?:[^"\\]|\\.){0,255}" ?)+)', text)
        if "text" not in self.more or not match:
            raise Refused(f"no place for a line: {text}")
        pieces = re.findall(r'"((?:[^"\\]|\\.)*)"', match[3])
        return Record(match[1], "TXT", int(match[2]), "".join(re.sub(r"\\(.)", r"\1", piece) for piece in pieces))

    def add(self, record):
        """Saves an entry."""
        if record.type == "MX" and not self.is_switched:
            raise Refused("own MX entries have to be switched on first")
        same = [known for known in self.records if known.name == record.name]
        others = {known.type for known in same}
        if record.type in ("CNAME",) and others or "CNAME" in others:
            raise Refused(f"an alias at {record.name} cannot be beside other records")
        if any(known.type == record.type and known.data == record.data for known in same):
            raise Refused(f"{record.name} {record.type} {record.data} is there already")
        if record.type == "MX":
            servers = [known.data for known in same if known.type == "MX"]
            if "mx" in self.more and len(servers) >= int(self.more["mx"]):
                raise Refused(f"more than {self.more['mx']} MX entries")
            if "unlike" in self.more and any(data.split()[0] == record.data.split()[0] for data in servers):
                raise Refused(f"a second MX entry with the number of {record.data}")
        # A record set has one TTL (RFC 2181 section 5.2): the last one that was typed.
        if record.ttl is None:
            record = record._replace(ttl=next((known.ttl for known in same if known.type == record.type), DEFAULT_TTL))
        else:
            self.set_ttl(record.name, record.type, record.ttl)
        self.records.append(record)

    # --------------------------------------------------------------------------- what a field means

    @staticmethod
    def read_type(text):
        for record_type in TYPES:
            if re.search(rf"\b{record_type}\b", text):
                return record_type
        raise Refused(f"no such type: {text}")

    def complete(self, text):
        return f"{text}.{self.zone}"

    def read_name(self, text):
        known, apex = self.facts.name, self.facts.apex
        is_whole = text == self.zone or text.endswith("." + self.zone)
        if text != text.strip() or text.endswith(".") and known != "complete":
            raise Refused(f"not a name: {text!r}")
        if text == "@" and apex == "?" or text == "" and apex == "?":
            return self.zone
        if text == "@" and "@" in apex.split("|") or text == "" and "blank" in apex.split("|"):
            return self.zone
        if text == self.zone and "full" in apex.split("|"):
            return self.zone
        if text == "":
            raise Refused("the name has to be filled in")
        if known == "full":
            if not is_whole:
                raise Refused(f"the whole name is wanted, not {text!r}")
            return text
        if is_whole and known in ("known", "complete", "?"):
            return text
        return self.complete(text)

    def read_ttl(self, text):
        offered = self.facts.ttl
        if offered in ("none", "zone"):
            if text is not None:
                raise Refused(f"there is no field for the TTL {text}")
            return None
        if text is None:
            if offered != "?":
                raise Refused("the TTL is left open")
            return None
        ttl = seconds(text)
        if "," in offered:
            if str(ttl) not in offered.split(","):
                raise Refused(f"{ttl} is not among the TTLs offered")
        elif offered != "?":
            least, _, most = offered.partition("-")
            if ttl < int(least or 0) or ttl > int(most or 2 ** 31 - 1):
                raise Refused(f"{ttl} is no TTL between {least} and {most}")
        return ttl

    def read_host(self, record_type, text):
        if text == ".":
            if self.facts.null == "no":
                raise Refused("a server called “.” is not taken")
            return text
        rules = self.facts.dot.split("/")
        rule = rules[0] if record_type == "MX" else rules[-1]
        has_dot = text.endswith(".")
        if not re.fullmatch(r"([A-Za-z0-9_]([A-Za-z0-9_-]*[A-Za-z0-9_])?\.)+[A-Za-z0-9-]+\.?", text):
            raise Refused(f"not a host name: {text!r}")
        if has_dot and rule in ("no", "never"):
            raise Refused(f"the final dot of {text} is not taken")
        if not has_dot and rule == "must":
            raise Refused(f"{text} has no final dot")
        if not has_dot and rule == "append":
            return self.complete(text)
        return text

    def read_priority(self, text):
        if self.facts.prio == "word":
            # There are two words, one for the server that comes first.
            if text not in ("main", "backup"):
                raise Refused(f"no such choice: {text}")
            return 10 if text == "main" else 20
        if text is None or not text.isdecimal() or int(text) > 65535:
            raise Refused(f"not a number: {text!r}")
        return int(text)

    def read_data(self, record_type, text, priority):
        if text == "" or "\n" in text:
            raise Refused(f"not one value: {text!r}")
        if record_type == "TXT":
            return self.read_text(text)
        if record_type in ("MX", "SRV"):
            if self.facts.prio == "value":
                if priority is not None:
                    raise Refused("there is no field for the number")
                priority, _, text = text.partition(" ")
                numbers = [str(int(priority) if priority.isdecimal() else self.fail(f"no number in {text}"))]
            else:
                is_word = self.facts.prio == "word" and record_type == "MX"
                if not is_word and (priority is None or not priority.isdecimal()):
                    raise Refused(f"not a number: {priority!r}")
                numbers = [str(self.read_priority(priority) if is_word else int(priority))]
            if record_type == "SRV":
                weight, port, text = text.split(" ")
                numbers += [weight, port]
            return canonical(record_type, " ".join([*numbers, self.read_host(record_type, text)]))
        if record_type in HOST_TYPES:
            return canonical(record_type, self.read_host(record_type, text))
        return text.lower()

    @staticmethod
    def fail(reason):
        raise Refused(reason)

    def read_text(self, text):
        quotes, limits = self.facts.quotes, self.facts.long.split(",")
        typed = text
        if quotes == "must" or quotes in ("may", "?") and text.startswith('"'):
            pieces = re.findall(r'"((?:[^"\\]|\\.)*)"', text)
            if re.sub(r'"((?:[^"\\]|\\.)*)"', "", text).strip() or not pieces:
                raise Refused(f"quotation marks are missing: {text}")
            pieces = [re.sub(r"\\(.)", r"\1", piece) for piece in pieces]
            if any(len(piece.encode()) > 255 for piece in pieces):
                raise Refused("a quoted string of more than 255 bytes")
            text = "".join(pieces)
        elif quotes == "no" and '"' in text:
            raise Refused(f"quotation marks are not taken: {text}")
        elif "hand" in limits and len(text.encode()) > 255:
            raise Refused("a string of more than 255 bytes")
        bare = self.more.get("bare", "")
        if any(character in text for character in bare):
            raise Refused(f"one of {bare} is not taken: {text}")
        if "space" in self.more and text != text.rstrip():
            raise Refused("a final space is not taken")
        if limits[0].isdecimal() and len(typed.encode()) > int(limits[0]):
            raise Refused(f"more than {limits[0]} characters: {text}")
        return text


# --------------------------------------------------------------------------- what a person does with a card

def is_list(text):
    return (text.lower() + " ").startswith("v=spf1 ")


def is_spf(record):
    return record.type == "TXT" and is_list(record.data)


def row_data(row):
    return f"{row['priority']} {row['value']}" if "priority" in row else row["value"]


def wanted(before, edit):
    """What the card says that there is afterwards."""
    name, record_type = edit["full_name"], edit["type"]
    gone = [canonical(record_type, row_data(row)) for row in edit["remove"]]
    come = [canonical(record_type, row_data(row)) for row in edit["add"]]
    rest = [record for record in before if (record.name, record.type) != (name, record_type)]
    kept = [record.data for record in before if (record.name, record.type) == (name, record_type)]
    for data in gone:
        kept.remove(data)
    return rest + [Record(name, record_type, 0, data) for data in kept + come]


def comparable(records, name, record_type, ranked):
    """The zone without the TTL of a set; RANKED: the first servers of an MX set, and the rest."""
    plain = [record._replace(ttl=0) if (record.name, record.type) == (name, record_type) else record
             for record in records]
    if not ranked or record_type != "MX":
        return sorted(plain)
    servers = [record.data.split() for record in plain if (record.name, record.type) == (name, record_type)]
    first = min((int(number) for number, _ in servers), default=0)
    ranks = [Record(name, record_type, 0, f"{int(int(number) > first)} {host}") for number, host in servers]
    return sorted([record for record in plain if (record.name, record.type) != (name, record_type)] + ranks)


class Hand:
    """A person who does what the cards say, in the order of their steps, and nothing else.

    WATCH is called with the panel whenever the zone has changed."""

    def __init__(self, panel, watch=lambda panel: None):
        self.panel = panel
        self.watch = watch

    def carry_out(self, edit):
        """Makes an edit, and compares what came of it with what was meant."""
        panel = self.panel
        name, record_type = edit["full_name"], edit["type"]
        before = list(panel.records)
        codes = [step["code"] for step in edit["panel"]["steps"]]
        forms = [panel.read_form(form, record_type) for form in edit["panel"]["forms"] if "ttl" not in codes]
        gone = [row_data(row) for row in edit["remove"]]
        if "switch" in codes:
            panel.switch()
        if "ttl" in codes:
            self.change_ttl(edit)
        elif "ttl-zone" in codes or "ttl-fixed" in codes:
            assert not edit["add"] and not edit["remove"], edit
            panel.set_ttl(name, record_type, edit["ttl"])
        elif "entry" in codes:
            self.fill_entry(name, record_type, forms)
        else:
            if "clear-first" in codes:
                gone = self.remove(name, record_type, gone)
            entries = [record for records in forms for record in records]
            if "renumber" in codes:
                gone = self.change(entries, gone, "equal-numbers" in codes)
            elif "change" in codes:
                # With others on the card it is the list of senders.
                first = entries if len(entries) == 1 else [record for record in entries if is_spf(record)]
                olds = gone if len(gone) == 1 else [data for data in gone if is_list(data)]
                self.change(first[:1], olds[:1])
                gone.remove(olds[0])
                entries.remove(first[0])
            if "add" in codes or "longer-txt" in codes:
                for record in entries:
                    self.add(record, "equal-numbers" in codes)
                entries = []
            if entries and "renumber" not in codes:
                raise Refused(f"nothing is said of {entries} in {codes}")
            if "remove" in codes:
                gone = self.remove(name, record_type, gone)
            if gone:
                raise Refused(f"nothing is said of {gone} in {codes}")
        self.compare(before, edit, "equal-numbers" in codes)

    def add(self, record, may_renumber=False):
        self.panel.add(self.with_free_number(record) if may_renumber else record)
        self.watch(self.panel)

    def with_free_number(self, record):
        """The next number that the panel does not refuse."""
        taken = {int(known.data.split()[0]) for known in self.panel.records
                 if (known.name, known.type) == (record.name, "MX")}
        number, host = record.data.split()
        while int(number) in taken:
            number = str(int(number) + 1)
        return record._replace(data=f"{number} {host}")

    def remove(self, name, record_type, gone):
        for data in gone:
            self.panel.remove(name, record_type, data)
            self.watch(self.panel)
        return []

    def change(self, entries, gone, may_renumber=False):
        """Entries that stand are written over: the one with the same value, else the next."""
        gone = list(gone)
        for record in entries:
            old = next((data for data in gone if data.split()[-1].lower() == record.data.split()[-1]), gone[0])
            gone.remove(old)
            self.panel.remove(record.name, record.type, old)
            self.panel.add(self.with_free_number(record) if may_renumber else record)
            self.watch(self.panel)
        return gone

    def fill_entry(self, name, record_type, forms):
        """One entry for all of the set: what it holds now takes the place of all that it held."""
        records, = forms
        if not {"set", "lines"} & set(self.panel.more):
            raise Refused("each record is an entry of its own")
        self.panel.records = [known for known in self.panel.records if (known.name, known.type) != (name, record_type)]
        for record in records:
            self.panel.add(record)
        self.watch(self.panel)

    def change_ttl(self, edit):
        form, = edit["panel"]["forms"]
        texts = [field["value"] for field in form if field["field"] == "ttl"]
        ttl = self.panel.read_ttl(texts[0] if texts else None)
        if ttl is not None:
            self.panel.set_ttl(edit["full_name"], edit["type"], ttl)

    def compare(self, before, edit, renumbered):
        panel, name, record_type = self.panel, edit["full_name"], edit["type"]
        by_words = panel.facts.prio == "word"
        came = comparable(panel.records, name, record_type, by_words)
        meant = comparable(wanted(before, edit), name, record_type, by_words)
        if renumbered:
            # A number that the panel refuses was replaced by the next one.
            came, meant = ([known._replace(data=known.data.split()[1]) if (known.name, known.type) == (name, record_type)
                            else known for known in zone] for zone in (came, meant))
        assert sorted(came) == sorted(meant), \
            f"{edit['id']}: what came is {sorted(set(came) - set(meant))} for {sorted(set(meant) - set(came))}"
        ttls = {record.ttl for record in panel.records if (record.name, record.type) == (name, record_type)}
        can_choose = panel.facts.ttl not in ("none", "zone", "?")
        assert not can_choose or ttls <= {edit["ttl"]}, f"{edit['id']}: TTL {ttls} instead of {edit['ttl']}"
