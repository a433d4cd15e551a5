# SPDX-License-Identifier: GPL-3.0-or-later
"""The mistakes that the servers of scripted.py make: one at a time, at one question."""

import dataclasses
import socket
import struct
import typing

from scripted import (AA, FORMERR, NOERROR, NOTIMP, NXDOMAIN, QR, RA, REFUSED, REFUSED_CONNECTION, SERVFAIL,
                      SILENT, TC, TYPES, Context, Record, Reply, framed, wire_name, wire_text)


def right(c):
    return c.reply.wire(c.query)


def coded(code):
    return lambda c: Reply(flags=c.reply.flags & (AA | RA), code=code).wire(c.query)


def unauthoritative(c):
    """A server that has never heard of the zone: nothing, and no authority."""
    return Reply().wire(c.query)


def borrowed(c):
    """The right records, from somebody's cache."""
    return dataclasses.replace(c.reply, flags=c.reply.flags & ~AA).wire(c.query)


def upward(c):
    root = [Record("", "NS", 518400, wire_name(f"{letter}.root-servers.net")) for letter in "abc"]
    return Reply(authority=root).wire(c.query)


def sideways(c):
    return Reply(authority=[Record("elsewhere.example", "NS", 3600, wire_name("ns1.elsewhere.example"))]
                 ).wire(c.query)


def other_id(c):
    return c.reply.wire(c.query, ident=bytes([c.query.ident[0] ^ 0x55, c.query.ident[1]]))


def other_question(c):
    return c.reply.wire(c.query, question=wire_name("other.example") + c.query.question[-4:])


def garbage(_):
    return b"\xffno message at all, but somebody is there\xff"


def truncated(c):
    return Reply(flags=c.reply.flags & (AA | RA) | TC).wire(c.query)


def filled(c):
    """The right answer, in company."""
    filler = [Record(f"filler{i}.elsewhere.example", "TXT", 3600, wire_text("x" * 250)) for i in range(200)]
    return dataclasses.replace(c.reply, additional=list(c.reply.additional) + filler)


def other_type(c):
    """A record of the name asked, of a type that nobody asked for."""
    rtype = "A" if c.query.rtype != "A" else "TXT"
    data = socket.inet_aton("198.18.0.77") if rtype == "A" else wire_text("unasked")
    return Reply(flags=c.reply.flags, answer=[Record(c.query.name, rtype, 3600, data)]).wire(c.query)


def other_owner(c):
    """What was asked for, of somebody else."""
    rtype = c.query.rtype if c.reply.answer and c.query.rtype in TYPES else "TXT"
    data = c.reply.answer[0].data if rtype != "TXT" else wire_text("v=spf1 +all")
    if c.reply.answer and c.reply.answer[0].rtype != rtype:
        rtype, data = "TXT", wire_text("v=spf1 +all")
    return Reply(flags=c.reply.flags, answer=[Record("somebody.elsewhere.example", rtype, 3600, data)]
                 ).wire(c.query)


def cut_short(c):
    return right(c)[:-7]


def no_answer_to_edns(c):
    return bare(FORMERR)(c) if c.query.edns else right(c)


def changed(c, **fields):
    """The right reply, but for these fields."""
    return dataclasses.replace(c.reply, **fields).wire(c.query)


def spoilt(c, **fields):
    """The right reply, but for these fields of the records in its answer."""
    return changed(c, answer=[dataclasses.replace(record, **fields) for record in c.reply.answer])


def far_ttl(c):
    """A TTL with its highest bit set, which counts as none (RFC 2181 §8)."""
    return spoilt(c, ttl=0x80000000 | 86400)


def short_data(c):
    return changed(c, answer=[dataclasses.replace(record, data=record.data[:-1]) for record in c.reply.answer])


def in_capitals(c):
    """Names are the same in either case (RFC 4343)."""
    answer = [dataclasses.replace(record, owner=record.owner.upper()) for record in c.reply.answer]
    question = c.query.question[:-4].upper() + c.query.question[-4:]
    return dataclasses.replace(c.reply, answer=answer).wire(c.query, question)


def astray(c):
    """Behind an alias the records of somebody else."""
    if not c.reply.answer or c.reply.answer[0].rtype != "CNAME":
        return right(c)
    return changed(c, answer=[record if record.rtype == "CNAME" else
                              dataclasses.replace(record, owner="somebody.elsewhere.example")
                              for record in c.reply.answer])


def denied(c):
    """There is no such name, and here are its records."""
    return changed(c, code=NXDOMAIN if c.reply.answer else c.reply.code)


def stranger_soa(c):
    """Nothing there, says a zone that the name is not in."""
    soa = Record("elsewhere.example", "SOA", 3600, wire_name("ns.elsewhere.example") + wire_name("post.elsewhere.example")
                 + struct.pack("!5I", 1, 7200, 900, 1209600, 300))
    return Reply(c.reply.flags, authority=[soa]).wire(c.query)


def own_referral(c):
    """Referred to where the question came from."""
    above = c.query.name.partition(".")[2]
    return Reply(authority=[Record(above, "NS", 3600, wire_name("ns1." + above))]).wire(c.query)


def with_code(code):
    """A code that stands half in the header and half in the OPT (RFC 6891 §6.1.3)."""
    def make(c):
        if not c.query.edns:
            return right(c)
        message = Reply(c.reply.flags, code & 15).wire(c.query, edns=False)
        return message[:10] + b"\0\1" + message[12:] + b"\0" + struct.pack("!HHIH", 41, 1232, code >> 4 << 24, 0)
    return make


def without_question(c):
    message = right(c)
    return message[:4] + b"\0\0" + message[6:12] + message[12 + len(c.query.question):]


def bare(code):
    return lambda c: c.query.ident + struct.pack("!5H", QR | c.reply.flags & (AA | RA) | code, 0, 0, 0, 0)


def pointing_at_itself(c):
    message = Reply(c.reply.flags).wire(c.query, edns=False)
    return (message[:6] + b"\0\1" + message[8:] + struct.pack("!H", 0xc000 | len(message))
            + struct.pack("!HHIH", TYPES["A"], 1, 3600, 4) + bytes(4))


def crowded(c):
    """The right answer, and thousands of records beside it."""
    return changed(c, additional=list(c.reply.additional) + [Record("", "A", 60, bytes(4))] * 3500)


def brimful(c):
    """The right answer in a message that is as long as any can be."""
    room = 65535 - len(c.reply.wire(c.query))
    filler = [Record("", "TXT", 60, bytes(1000))] * (room // 1011 - 1)
    rest = room - 1011 * len(filler)
    return changed(c, additional=list(c.reply.additional) + filler + [Record("", "TXT", 60, bytes(rest - 11))])


def echo(c):
    """The query itself."""
    return c.query.ident + struct.pack("!5H", 0, 1, 0, 0, 0) + c.query.question


def other_opcode(c):
    """An answer to a NOTIFY."""
    return Reply(c.reply.flags | 4 << 11).wire(c.query)


@dataclasses.dataclass
class Fault:
    """A mistake at one question.

    REASONS is what `unchecked` may give as a reason; empty where the answer is good enough, so that
    nothing may change. RESOLVER tells whether a resolver can make this mistake. A server may say
    what it says after a DELAY, or from another port over UDP; or its ports are closed from this
    question on. EVERYWHERE is a mistake that is made at all questions of a run.
    """
    name: str
    datagrams: typing.Callable
    connection: typing.Callable
    reasons: tuple = ()
    resolver: bool = True
    delay: float = 0
    is_elsewhere: bool = False
    dies: bool = False
    everywhere: bool = False

    def can_show(self, query, reply, address):
        """Whether a question is answered otherwise than it would be."""
        if self.delay or self.is_elsewhere or self.dies or self.everywhere:
            return True
        context = Context(query, reply, address)
        return self.datagrams(context) != [right(context)] or self.connection(context) != framed(right(context))


def over_tcp(name, make, *reasons, **more):
    """A server that has no room for the answer in a datagram, and says this over TCP."""
    return Fault(name, lambda c: [truncated(c)], make, reasons, **more)


def said(name, make, *reasons, **more):
    """A server that says this over UDP and TCP."""
    return Fault(name, lambda c: [make(c)], lambda c: framed(make(c)), reasons, **more)


FAULTS = {fault.name: fault for fault in (
    Fault("silence", lambda c: [], lambda c: SILENT, ("timeout",)),
    said("late", right, "timeout", delay=7.0),
    Fault("dies", lambda c: [], lambda c: SILENT, ("unreachable", "timeout", "not-asked"), dies=True),
    Fault("other-port", lambda c: [right(c)], lambda c: framed(right(c)), ("timeout",), is_elsewhere=True),
    said("servfail", coded(SERVFAIL), "servfail"),
    said("refused", coded(REFUSED), "refused"),
    said("bare-refused", bare(REFUSED), "refused"),
    said("notimp", coded(NOTIMP), "servfail"),
    said("formerr", coded(FORMERR), "servfail"),
    said("badmode", with_code(19), "servfail"),
    said("badcookie", with_code(23), "servfail", "malformed", "timeout"),
    said("lame", unauthoritative, "lame"),
    said("borrowed", borrowed, "lame", resolver=False),
    said("upward", upward, "lame"),
    said("sideways", sideways, "lame"),
    said("own-referral", own_referral, "lame", "unreachable"),
    said("other-id", other_id, "timeout", "malformed"),
    said("other-question", other_question, "timeout", "malformed"),
    said("without-question", without_question, "malformed", "timeout"),
    said("bare-denial", bare(NXDOMAIN), "malformed", "timeout"),
    said("echo", echo, "timeout", "malformed"),
    said("other-opcode", other_opcode, "timeout", "malformed"),
    said("garbage", garbage, "malformed", "timeout"),
    said("cut-short", cut_short, "malformed", "timeout"),
    said("empty", lambda c: b"", "malformed", "timeout"),
    said("pointer-loop", pointing_at_itself, "malformed", "timeout"),
    said("short-data", short_data, "malformed", "timeout"),
    said("other-type", other_type, "malformed", "lame"),
    said("other-owner", other_owner, "malformed", "lame"),
    said("other-class", lambda c: spoilt(c, rclass=3), "malformed"),
    said("denied", denied, "malformed"),
    said("stranger-soa", stranger_soa, "malformed", "lame"),
    said("astray", astray, "malformed", "lame"),
    over_tcp("tc-refused", lambda c: REFUSED_CONNECTION, "timeout", "unreachable", "malformed"),
    over_tcp("tc-closed", lambda c: b"", "timeout", "unreachable", "malformed"),
    over_tcp("tc-silent", lambda c: SILENT, "timeout", "malformed"),
    over_tcp("tc-midway", lambda c: framed(right(c))[:2 + len(right(c)) // 2], "timeout", "malformed", "unreachable"),
    over_tcp("tc-again", lambda c: framed(truncated(c)), "malformed", "timeout"),
    over_tcp("tc-refusal", lambda c: framed(coded(REFUSED)(c)), "refused"),
    # Mistakes that leave the answer good enough.
    over_tcp("huge", lambda c: framed(filled(c).wire(c.query))),
    over_tcp("crowded", lambda c: framed(crowded(c))),
    over_tcp("brimful", lambda c: framed(brimful(c))),
    Fault("tc-needless", lambda c: [changed(c, flags=c.reply.flags | TC)], lambda c: framed(right(c))),
    said("no-edns", no_answer_to_edns),
    said("badvers", with_code(16)),
    said("slow", right, delay=2.0),
    said("slow-everywhere", right, delay=0.8, everywhere=True),
    Fault("lost-everywhere", lambda c: [right(c)] if c.n_before else [], lambda c: framed(right(c)), everywhere=True),
    Fault("twice", lambda c: [right(c), right(c)], lambda c: framed(right(c))),
    Fault("garbage-first", lambda c: [garbage(c), right(c)], lambda c: framed(right(c))),
    Fault("other-id-first", lambda c: [other_id(c), right(c)], lambda c: framed(right(c))),
    said("in-capitals", in_capitals),
    said("far-ttl", far_ttl),
    said("doubled", lambda c: changed(c, answer=c.reply.answer * 2)),
)}
