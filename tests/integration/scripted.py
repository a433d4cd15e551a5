# SPDX-License-Identifier: GPL-3.0-or-later
"""Name servers that do what they are told: a resolver, a registry and two servers of every zone.

A Stage is one set of such servers on loopback, all at one port, over UDP and TCP; several stages
run side by side at different ports. Each notes what it is asked, and makes one mistake at one
question: see mistakes.py.
"""

import asyncio
import collections
import contextlib
import dataclasses
import re
import shlex
import socket
import struct
import typing

RESOLVER = "127.0.0.1"
REGISTRY = "127.0.1.2"
SERVERS = ("127.0.2.1", "127.0.2.2")
ADDRESSES = (RESOLVER, REGISTRY, *SERVERS)

TYPES = {"A": 1, "NS": 2, "CNAME": 5, "SOA": 6, "PTR": 12, "MX": 15, "TXT": 16, "AAAA": 28, "SRV": 33, "DS": 43,
         "DNSKEY": 48, "TLSA": 52, "SPF": 99}
TYPE_NAMES = {number: name for name, number in TYPES.items()}
NOERROR, FORMERR, SERVFAIL, NXDOMAIN, NOTIMP, REFUSED = range(6)
QR, AA, TC, RA = 0x8000, 0x0400, 0x0200, 0x0080
CLASS_IN = 1
PLAIN_SIZE = 512

# The engine's own random names, so that two runs ask the same questions.
PROBE = re.compile(r"signpost-[0-9a-f]{16}")


def wire_name(name):
    labels = [label for label in name.split(".") if label]
    return b"".join(bytes([len(label)]) + label.encode() for label in labels) + b"\0"


def wire_text(text):
    data = text.encode()
    return b"".join(bytes([len(part)]) + part for part in
                    (data[i:i + 255] for i in range(0, max(len(data), 1), 255)))


def wire_data(rtype, fields):
    if rtype == "A":
        return socket.inet_aton(fields[0])
    if rtype == "AAAA":
        return socket.inet_pton(socket.AF_INET6, fields[0])
    if rtype in ("NS", "CNAME", "PTR"):
        return wire_name(fields[0])
    if rtype == "MX":
        return struct.pack("!H", int(fields[0])) + wire_name(fields[1])
    if rtype == "SRV":
        return struct.pack("!3H", *map(int, fields[:3])) + wire_name(fields[3])
    if rtype == "SOA":
        return wire_name(fields[0]) + wire_name(fields[1]) + struct.pack("!5I", *map(int, fields[2:]))
    if rtype in ("TXT", "SPF"):
        return b"".join(map(wire_text, fields))
    if rtype == "DS":
        return struct.pack("!HBB", *map(int, fields[:3])) + bytes.fromhex(fields[3])
    if rtype == "TLSA":
        return struct.pack("!BBB", *map(int, fields[:3])) + bytes.fromhex(fields[3])
    if rtype == "DNSKEY":
        return struct.pack("!HBB", *map(int, fields[:3])) + bytes.fromhex(fields[3])
    raise ValueError(rtype)


@dataclasses.dataclass
class Record:
    owner: str
    rtype: str
    ttl: int
    data: bytes
    target: typing.Optional[str] = None
    rclass: int = CLASS_IN

    def wire(self):
        return (wire_name(self.owner)
                + struct.pack("!HHIH", TYPES[self.rtype], self.rclass, self.ttl, len(self.data)) + self.data)


class Zone:
    """`owner [TTL] TYPE data…` a line; names without a final dot are below the zone."""

    def __init__(self, name, text):
        self.name = name
        self.sets = {}
        self.names = {name}
        for line in text.splitlines():
            fields = shlex.split(line)
            if fields:
                self.add(fields)

    def full(self, name):
        if name.endswith("."):
            return name[:-1]
        if name == "@":
            return self.name
        return f"{name}.{self.name}" if self.name else name

    def add(self, fields):
        owner = self.full(fields[0])
        ttl = int(fields[1]) if fields[1].isdigit() else 3600
        rtype, *data = fields[2:] if fields[1].isdigit() else fields[1:]
        target = None
        if rtype in ("NS", "CNAME", "PTR", "MX", "SRV", "SOA"):
            at = {"MX": 1, "SRV": 3}.get(rtype, 0)
            target = self.full(data[at]) if data[at] != "." else ""
            data[at] = target
        self.sets.setdefault((owner, rtype), []).append(
            Record(owner, rtype, ttl, wire_data(rtype, data), target))
        while owner != self.name:
            self.names.add(owner)
            owner = owner.partition(".")[2]

    def holds(self, name):
        return not self.name or name == self.name or name.endswith("." + self.name)

    def find_cut(self, name):
        """The zone below this one that NAME is in, if there is one."""
        found = None
        while name != self.name:
            if (name, "NS") in self.sets:
                found = name
            name = name.partition(".")[2]
        return found

    def look_up(self, name, rtype):
        """Records of the name, or of the wildcard that covers it."""
        if name not in self.names:
            closest = name
            while closest not in self.names:
                closest = closest.partition(".")[2]
            records = self.sets.get((f"*.{closest}", rtype), [])
            return [dataclasses.replace(record, owner=name) for record in records]
        return self.sets.get((name, rtype), [])

    def exists(self, name):
        closest = name
        while closest not in self.names:
            closest = closest.partition(".")[2]
        return closest == name or f"*.{closest}" in self.names


@dataclasses.dataclass
class Query:
    ident: bytes
    name: str
    rtype: str
    question: bytes
    edns: int

    @classmethod
    def parse(cls, message):
        labels, at = [], 12
        while message[at]:
            labels.append(message[at + 1:at + 1 + message[at]].decode("latin-1"))
            at += 1 + message[at]
        number = struct.unpack("!H", message[at + 1:at + 3])[0]
        edns = 0
        if struct.unpack("!H", message[10:12])[0]:
            edns = struct.unpack("!H", message[at + 5 + 3:at + 5 + 5])[0]
        return cls(message[:2], ".".join(labels).lower(), TYPE_NAMES.get(number, f"TYPE{number}"),
                   message[12:at + 5], edns)

    @classmethod
    def of(cls, name, rtype):
        return cls(b"\0\0", name, rtype, wire_name(name) + struct.pack("!HH", TYPES[rtype], CLASS_IN), 1232)

    @property
    def key(self):
        return PROBE.sub("PROBE", self.name), self.rtype


@dataclasses.dataclass
class Reply:
    """What a server says: flags (without QR), code, the three sections."""
    flags: int = 0
    code: int = NOERROR
    answer: list = dataclasses.field(default_factory=list)
    authority: list = dataclasses.field(default_factory=list)
    additional: list = dataclasses.field(default_factory=list)

    def wire(self, query, question=None, ident=None, limit=65535, edns=True):
        opt = b"\0" + struct.pack("!HHIH", 41, 1232, 0, 0) if query.edns and edns else b""
        sections = [self.answer, self.authority, self.additional]
        header = struct.pack("!5H", QR | self.flags | self.code, 1, *map(len, sections[:2]),
                             len(self.additional) + bool(opt))
        message = ((ident or query.ident) + header + (question or query.question)
                   + b"".join(record.wire() for section in sections for record in section) + opt)
        if len(message) <= limit:
            return message
        return Reply(self.flags | TC, self.code).wire(query, question, ident)


class Universe:
    """All zones, and who serves which: the registry has those that REGISTRY names, the two servers
    the rest. In place of a zone that SECOND has as well the second server has that one."""

    def __init__(self, zones, registry, second=()):
        other = {zone.name: zone for zone in second}
        self.zones = zones
        first = [zone for zone in zones if zone.name not in registry]
        self.served = {REGISTRY: [zone for zone in zones if zone.name in registry], SERVERS[0]: first,
                       SERVERS[1]: [other.get(zone.name, zone) for zone in first]}

    @staticmethod
    def closest(zones, name):
        holding = [zone for zone in zones if zone.holds(name)]
        return max(holding, key=lambda zone: len(zone.name)) if holding else None

    def answer(self, address, name, rtype):
        if address == RESOLVER:
            return self.recurse(name, rtype)
        return self.serve(self.served[address], name, rtype)

    def serve(self, zones, name, rtype):
        zone = self.closest(zones, name)
        if rtype == "DS" and zone and zone.name == name:
            zone = self.closest([z for z in zones if z is not zone], name)
        if zone is None:
            return Reply(code=REFUSED)
        cut = zone.find_cut(name)
        if cut and not (rtype == "DS" and cut == name):
            servers = zone.sets[cut, "NS"]
            glue = [record for ns in servers for kind in ("A", "AAAA")
                    for record in zone.sets.get((ns.target, kind), [])]
            return Reply(authority=servers, additional=glue)
        return self.fill(Reply(flags=AA), [zone], name, rtype)

    def recurse(self, name, rtype):
        zones = self.zones
        if rtype == "DS":
            zones = [zone for zone in zones if zone.name != name]
        return self.fill(Reply(flags=RA), zones, name, rtype)

    def fill(self, reply, zones, name, rtype):
        for _ in range(9):
            zone = self.closest(zones, name)
            if zone is None or zone.find_cut(name) and len(zones) == 1:
                return reply
            records = zone.look_up(name, rtype)
            if records:
                reply.answer += records
                return reply
            alias = zone.look_up(name, "CNAME")
            if not alias:
                reply.code = NOERROR if zone.exists(name) else NXDOMAIN
                reply.authority = list(zone.sets[zone.name, "SOA"])
                return reply
            reply.answer += alias
            name = alias[0].target
        return Reply(flags=reply.flags, code=SERVFAIL)


# What becomes of a datagram that should have had a certain reply: the datagrams that are sent. And
# what becomes of a connection: the bytes that are sent before it ends; SILENT keeps it open, and
# REFUSED_CONNECTION means that the port is closed from the start.
SILENT = object()
REFUSED_CONNECTION = object()

# The question of a mistake that is made at all of them.
EVERYWHERE = ("*", "*")


@dataclasses.dataclass
class Context:
    """A question, its right reply, who is asked, and how often that one was asked before."""
    query: Query
    reply: Reply
    address: str
    n_before: int = 0


def framed(message):
    return struct.pack("!H", len(message)) + message


class Datagrams(asyncio.DatagramProtocol):
    def __init__(self, stage, address):
        self.stage = stage
        self.address = address
        self.transport = None

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, addr):
        with contextlib.suppress(IndexError, struct.error):
            context, fault = self.stage.take(data, self.address)
            if fault is None:
                self.send([context.reply.wire(context.query, limit=context.query.edns or PLAIN_SIZE)], addr)
            elif fault.dies:
                self.stage.end_server(self.address)
            elif fault.delay:
                asyncio.get_running_loop().call_later(fault.delay, self.send, fault.datagrams(context), addr)
            elif fault.is_elsewhere:
                self.send_from_elsewhere(fault.datagrams(context), addr)
            else:
                self.send(fault.datagrams(context), addr)

    def send(self, messages, peer):
        for message in messages:
            if not self.transport.is_closing():
                self.transport.sendto(message, peer)

    def send_from_elsewhere(self, messages, peer):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
            other.bind((self.address, 0))
            for message in messages:
                other.sendto(message, peer)

    def error_received(self, exc):
        pass


class Stage:
    """A set of servers, of which one question may be spoilt."""

    def __init__(self, universe, port):
        self.universe = universe
        self.port = port
        self.transports = {}
        self.listeners = {}
        self.connections = set()
        self.asked = {}
        self.n_asked = collections.Counter()
        self.spoilt = None
        self.fault = None
        self.n_spoilt = 0

    async def open(self):
        """Opens whatever is closed."""
        loop = asyncio.get_running_loop()
        for address in ADDRESSES:
            if address not in self.transports:
                self.transports[address], _ = await loop.create_datagram_endpoint(
                    lambda address=address: Datagrams(self, address), local_addr=(address, self.port))
            if address not in self.listeners:
                async def serve(reader, writer, address=address):
                    await self.converse(reader, writer, address)
                self.listeners[address] = await asyncio.start_server(serve, address, self.port)

    def end_server(self, address):
        """Its ports are closed from now on."""
        for ports in (self.transports, self.listeners):
            if address in ports:
                ports.pop(address).close()

    def close(self):
        for address in ADDRESSES:
            self.end_server(address)

    async def play(self, fault=None, spoilt=None):
        """From now on FAULT is made at the question SPOILT; forgets what was asked."""
        self.asked = {}
        self.n_asked.clear()
        self.n_spoilt = 0
        self.fault, self.spoilt = fault, spoilt
        for writer in list(self.connections):
            writer.close()
        await self.open()
        if fault is not None and fault.connection(Context(NOTHING, Reply(), "")) is REFUSED_CONNECTION:
            for address in ADDRESSES:
                self.listeners.pop(address).close()

    def take(self, message, address):
        query = Query.parse(message)
        self.asked.setdefault(query.key, set()).add(address)
        context = Context(query, self.universe.answer(address, query.name, query.rtype), address,
                          self.n_asked[query.key, address])
        self.n_asked[query.key, address] += 1
        if (self.fault is None or self.spoilt not in (query.key, EVERYWHERE)
                or (address == RESOLVER and not self.fault.resolver)):
            return context, None
        self.n_spoilt += 1
        return context, self.fault

    async def converse(self, reader, writer, address):
        self.connections.add(writer)
        try:
            while True:
                size = struct.unpack("!H", await reader.readexactly(2))[0]
                context, fault = self.take(await reader.readexactly(size), address)
                if fault is None:
                    writer.write(framed(context.reply.wire(context.query)))
                    continue
                if fault.dies:
                    self.end_server(address)
                    break
                await asyncio.sleep(fault.delay)
                said_bytes = fault.connection(context)
                if said_bytes is SILENT:
                    continue
                writer.write(said_bytes)
                await writer.drain()
                whole = len(said_bytes) >= 2 and len(said_bytes) == 2 + struct.unpack("!H", said_bytes[:2])[0]
                if not whole:
                    break
        except (OSError, EOFError, IndexError, struct.error):
            pass
        finally:
            self.connections.discard(writer)
            writer.close()


NOTHING = Query(b"\0\0", "", "A", b"\0\0\1\0\1", 0)
