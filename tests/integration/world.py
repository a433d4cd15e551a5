#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A small internet on loopback: Knot as root, top level and hosting companies, Unbound as resolver.

It needs to be alone with the ports 53 of 127.0.0.0/8, so it is meant for a private network
namespace, as root:

    bwrap --dev-bind / / --unshare-net tests/integration/world.py [COMMAND…]

runs COMMAND (or a shell) while the servers run, with the resolver at 127.0.0.1. Each server is
a process of its own, so that servers of one zone may disagree:

    127.0.1.1       root
    127.0.1.2, .3   com, net, org, example
    127.0.2.1, .2   the two servers of most domains
    127.0.2.3       a company whose servers serve other domains: mail providers
    127.0.3.1 – .3  ports that are open, and nobody ever answers
    127.0.4.x       servers with a quirk each: see QUIRKS
    127.0.5.x       web servers with the policy of a domain each: see web.py
"""

import base64
import contextlib
import hashlib
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import web  # noqa: E402

# What `--ca` is given; there while the world is.
AUTHORITY = os.path.join(tempfile.gettempdir(), f"signpost-authority-{os.urandom(8).hex()}.pem")
RESOLVER = "127.0.0.1"
ROOT = "127.0.1.1"
TOP_LEVEL = ["127.0.1.2", "127.0.1.3"]
FIRST = "127.0.2.1"
SECOND = "127.0.2.2"
PROVIDERS = "127.0.2.3"
SILENT = ["127.0.3.1", "127.0.3.2", "127.0.3.3"]
NO_ROUTE = "2001:db8:53::1"
NOWHERE = "192.0.2.1"

START_LIMIT = 20

# What a quirky server makes of a query and of the reply that a good one would give: the datagrams
# it sends. None of them listens for TCP.
QUIRKS = {
    "servfail": lambda query, reply: [with_code(reply, 2)],
    "bare-refused": lambda query, reply: [query[:2] + b"\x80\x05" + bytes(8)],
    "garbage": lambda query, reply: [b"no message at all, but somebody is there"],
    "garbage-too": lambda query, reply: [b"no message at all", reply],
    "broken": lambda query, reply: [reply[:-7]],
    "empty-too": lambda query, reply: [b"", reply],
    "echo": lambda query, reply: [query],
    "wrong-id": lambda query, reply: [bytes([reply[0] ^ 1]) + reply[1:]],
    "wrong-id-too": lambda query, reply: [bytes([reply[0] ^ 1]) + reply[1:], reply],
    "truncated": lambda query, reply: [reply[:2] + bytes([reply[2] | 2]) + reply[3:]],
    "no-edns": lambda query, reply: [with_code(query[:2] + b"\x80\x00" + query[4:6] + bytes(6) + question(query), 1)]
                                    if has_edns(query) else [reply],
    "slow": lambda query, reply: [2.0, reply],
    "closed": None,
}


def with_code(message, code):
    return message[:2] + bytes([message[2] | 0x80, code]) + message[4:]


def question(query):
    end = 12
    while query[end]:
        end += 1 + query[end]
    return query[12:end + 5]


def has_edns(query):
    return query[10:12] != b"\0\0"


def quirky(quirk):
    """The address of the server with this quirk."""
    return f"127.0.4.{1 + list(QUIRKS).index(quirk)}"

SOA = "@ SOA {primary} hostmaster {serial} 7200 900 1209600 300\n"

# What the mail providers of the tests publish of themselves.
PROVIDER_ZONES = {
    "messagingengine.com": """
in1-smtp A 198.18.1.1
in2-smtp A 198.18.1.2
spf TXT "v=spf1 ip4:198.18.1.0/24 ?all"
""",
    "fmhosted.com": """
*.dkim TXT ( "v=DKIM1; k=rsa; p="
  "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAzTAeXb3FthX2Vc5NvxU2qXMUa2NuleUA+L5Tfl5uG8GS"
  "+N3CbW9BjTQgapBhdK0/ubtyleH+TMpb/XBIebbxF2XHgwZYDv3G6U2RCuuCuQOTSbcHvOKnAVoreE6Lt+BwmOpK"
  "s6Z0O2JxDhzMjKPCLoBO4ambHJv3yIZ2dcDEYvf3EpGsP3oKgAjESVCm5kWCMAxc4k22e4eCCO+3z8ZrtHuh0fhG"
  "34c69EPd7qALjqGzGG7CK0cSfjX1EdO5soWvlqc+w9IdK3KelZLYk3M1eTykCz2/eyLzXKRz6XlmyXRpnAaw/GnO"
  "kvx3RLIJTNIOznVGq07uPMLkJlcyplwnlwIDAQAB"
)
""",
}


def cnames_for_fastmail(domain):
    return "".join(f"fm{n}._domainkey CNAME fm{n}.{domain}.dkim.fmhosted.com.\n" for n in (1, 2, 3))


def long_texts(n_bytes):
    """TXT records of some N_BYTES in all."""
    return "".join(f'@ TXT "filler-{i:04d}-{"x" * 238}"\n' for i in range(n_bytes // 262))


def dnskey(seed):
    """RDATA of a key-signing key (RFC 4034 §2.1) that nobody has the other half of."""
    return struct.pack("!HBB", 257, 3, 13) + hashlib.sha512(seed.encode()).digest()


def dnskey_text(seed):
    return f"@ DNSKEY 257 3 13 {base64.b64encode(dnskey(seed)[4:]).decode()}\n"


def ds_text(name, seed):
    """The DS record of that key (RFC 4034 §5.1.4, appendix B)."""
    rdata = dnskey(seed)
    tag = sum(byte << 8 if index % 2 == 0 else byte for index, byte in enumerate(rdata))
    tag = (tag + (tag >> 16)) & 0xffff
    owner = b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"
    return f"{name}. DS {tag} 13 2 {hashlib.sha256(owner + rdata).hexdigest()}\n"


class Domain:
    """A zone under `example`, with the text that each of its servers has."""

    def __init__(self, name, text, second=None, servers=None, second_serial=1, at_parent="", parent_servers=None,
                 signed=False):
        self.name = name
        self.signed = signed
        self.servers = servers or [("ns1", FIRST), ("ns2", SECOND)]
        self.parent_servers = parent_servers or self.servers
        self.text = text
        self.second = second if second is not None else text
        self.second_serial = second_serial
        self.at_parent = at_parent

    def zone(self, text, serial=1):
        lines = ["$TTL 3600\n", SOA.format(primary="ns1", serial=serial)]
        for label, address in self.servers:
            lines.append(f"@ NS {label}\n{label} {family(address)} {address}\n")
        return "".join(lines) + text

    def delegation(self):
        lines = []
        for label, address in self.parent_servers:
            host = f"{label}.{self.name}."
            lines.append(f"{self.name}. NS {host}\n{host} {family(address)} {address}\n")
        return "".join(lines) + self.at_parent


class HostedDomain(Domain):
    """One whose servers go by names of a company that keeps records, as `com` has them."""

    def __init__(self, name, text, hosts):
        super().__init__(name, text, servers=hosts)

    def zone(self, text, serial=1):
        lines = ["$TTL 3600\n", SOA.format(primary=self.servers[0][0], serial=serial)]
        return "".join(lines + [f"@ NS {host}\n" for host, _ in self.servers]) + text

    def delegation(self):
        return "".join(f"{self.name}. NS {host}\n" for host, _ in self.servers)

    def addresses(self):
        return "".join(f"{host} {family(address)} {address}\n" for host, address in self.servers)


def family(address):
    return "AAAA" if ":" in address else "A"


FASTMAIL = """@ MX 10 in1-smtp.messagingengine.com.
@ MX 20 in2-smtp.messagingengine.com.
@ TXT "v=spf1 include:spf.messagingengine.com ?all"
_dmarc TXT "v=DMARC1; p=none; rua=mailto:reports@{domain}"
"""

OWN_HOST = """@ MX 10 mail
@ TXT "v=spf1 mx -all"
_dmarc TXT "v=DMARC1; p=none; rua=mailto:reports@{domain}"
mail A 198.18.0.25
"""


def fastmail(domain):
    return FASTMAIL.format(domain=domain) + cnames_for_fastmail(domain)


def own_host(domain):
    return OWN_HOST.format(domain=domain)


KEPT = HostedDomain("kept.example", own_host("kept.example"),
                    hosts=[("ada.ns.cloudflare.com.", FIRST), ("bob.ns.cloudflare.com.", SECOND)])
DOMAINS = [
    KEPT,
    Domain("shop.example", fastmail("shop.example").replace("@ MX", "@ 14400 MX")),
    # Names that macros make (RFC 7208 §7): those of the domain itself are known before a message comes.
    Domain("macros.example", cnames_for_fastmail("macros.example") + '''@ MX 10 in1-smtp.messagingengine.com.
@ MX 20 in2-smtp.messagingengine.com.
@ TXT "v=spf1 include:_spf.%{d} a:gone.%{d2} redirect=%{d1r}.%{o}"
_spf TXT "v=spf1 include:more.%{d} exists:%{i}.%{d} -all"
more._spf TXT "v=spf1 include:spf.messagingengine.com a:mail.%{o} ?all"
macros TXT "v=spf1 mx:%{o} a:%{d} -all"
macros A 198.18.0.26
mail A 198.18.0.25
_dmarc TXT "v=DMARC1; p=none; rua=mailto:reports@macros.example"
'''),
    Domain("one-silent.example", own_host("one-silent.example"),
           servers=[("ns1", FIRST), ("ns2", SECOND), ("ns3", SILENT[0])]),
    Domain("all-silent.example", own_host("all-silent.example"),
           servers=[("ns1", SILENT[0]), ("ns2", SILENT[1])]),
    Domain("lame.example", own_host("lame.example"),
           servers=[("ns1", FIRST), ("ns2", TOP_LEVEL[1])]),
    Domain("refusing.example", own_host("refusing.example"),
           servers=[("ns1", FIRST), ("ns2", PROVIDERS)]),
    Domain("split.example", own_host("split.example"),
           second=own_host("split.example").replace("MX 10 mail", "MX 10 old") + "old A 198.18.0.26\n",
           second_serial=2),
    Domain("no-route.example", own_host("no-route.example"),
           servers=[("ns1", FIRST), ("ns2", NO_ROUTE)]),
    Domain("long.example", own_host("long.example") + long_texts(60000)),
    Domain("loop.example", own_host("loop.example").replace("mail A 198.18.0.25\n", "mail CNAME other\nother CNAME mail\n")),
    Domain("alias.example", own_host("alias.example").replace("mail A", "real A") + "mail CNAME real\n"),
    Domain("dead.example", own_host("dead.example").replace("mail A 198.18.0.25\n", "")),
    Domain("null.example", '@ MX 0 .\n@ TXT "v=spf1 -all"\n_dmarc TXT "v=DMARC1; p=reject"\n'),
    Domain("wild.example", own_host("wild.example") + '* A 198.18.0.80\n* TXT "anything at all"\n'),
    Domain("parent.example", own_host("parent.example") + f"child NS ns.child\nns.child A {SECOND}\n"),
    Domain("signed.example", own_host("signed.example") + dnskey_text("one"),
           at_parent=ds_text("signed.example", "one")),
    # Keys that Knot made, and a zone that it signs. Of the second one the parent has another's seal.
    Domain("knot-signed.example", own_host("knot-signed.example"), servers=[("ns1", FIRST)], signed=True),
    Domain("knot-stale.example", own_host("knot-stale.example"), servers=[("ns1", FIRST)], signed=True,
           at_parent=ds_text("knot-stale.example", "one")),
    Domain("unsigned-stale.example", own_host("unsigned-stale.example"),
           at_parent=ds_text("unsigned-stale.example", "one")),
    Domain("dangling.example", own_host("dangling.example").replace("mail A 198.18.0.25", "mail CNAME gone")),
    Domain("moved.example", own_host("moved.example"), servers=[("ns1", FIRST), ("ns2", SECOND)],
           parent_servers=[("ns1", FIRST), ("ns3", SECOND)]),
    Domain("order.example", """@ MX 30 c.mx
@ MX 5 a.mx
@ MX 20 b2.mx
@ MX 20 b1.mx
a.mx A 198.18.0.1
b1.mx A 198.18.0.2
b2.mx A 198.18.0.3
c.mx A 198.18.0.4
@ TXT "v=spf1 mx -all"
"""),
]

# Domains whose second server has a quirk, and domains where both have it.
for quirk in QUIRKS:
    DOMAINS.append(Domain(f"{quirk}-beside.example", own_host(f"{quirk}-beside.example"),
                          servers=[("ns1", FIRST), ("ns2", quirky(quirk))]))
    DOMAINS.append(Domain(f"{quirk}-only.example", own_host(f"{quirk}-only.example"),
                          servers=[("ns1", quirky(quirk))]))

# Domains that announce a delivery security policy; the web server of one is an alias elsewhere.
POLICY_DOMAINS = {kind: f"sts-{kind}.example" for kind in web.KINDS}
PROVIDER_ZONES["fmhosted.com"] += f"sts A {web.address('good')}\n"
for kind, name in POLICY_DOMAINS.items():
    where = "CNAME sts.fmhosted.com." if kind == "good" else f"A {web.address(kind)}"
    reports = f"rua=mailto:tls@{name}" if kind == "good" else "rua=nobody"
    DOMAINS.append(Domain(name, own_host(name) + f"""_mta-sts TXT "v=STSv1; id=1"
mta-sts {where}
_smtp._tls TXT "v=TLSRPTv1; {reports}"
_25._tcp.mail TLSA 3 1 1 {"00" * 32}
"""))
DOMAINS.append(Domain("sts-no-host.example", own_host("sts-no-host.example") + '_mta-sts TXT "v=STSv1; id=1"\n'))

# A zone below one of the domains, with a server of its own.
CHILD = Domain("child.parent.example", "@ MX 10 in-child\nin-child A 198.18.0.99\n",
               servers=[("ns", SECOND)])


def zones_of(top_level):
    """The text of a top-level zone: who serves it, and whom it delegates to."""
    lines = ["$TTL 86400\n", SOA.format(primary="a.tld.", serial=1), "@ NS a.tld.\n@ NS b.tld.\n"]
    if top_level == "example":
        lines += [domain.delegation() for domain in DOMAINS]
        # Its servers have no address.
        lines.append("homeless.example. NS ns.nobody-has-this.example.\n")
    lines += [f"{name}. NS ns.providers.net.\n" for name in PROVIDER_ZONES if name.endswith("." + top_level)]
    if top_level == "com":
        lines.append(KEPT.addresses())
    if top_level == "net":
        lines.append(f"providers NS ns.providers\nns.providers A {PROVIDERS}\n")
    return "".join(lines)


def root_zone():
    lines = ["$TTL 86400\n", SOA.format(primary="a.root.", serial=1),
             f"@ NS a.root.\na.root. A {ROOT}\na.tld. A {TOP_LEVEL[0]}\nb.tld. A {TOP_LEVEL[1]}\n"]
    for name in ("com", "net", "org", "example"):
        lines.append(f"{name}. NS a.tld.\n{name}. NS b.tld.\n")
    return "".join(lines)


def provider_zone(text):
    return "$TTL 3600\n" + SOA.format(primary="ns.providers.net.", serial=1) + "@ NS ns.providers.net.\n" + text


def knot_servers():
    """Address and zones (name to text) of every Knot process."""
    top_levels = {name: zones_of(name) for name in ("com", "net", "org", "example")}
    first = {d.name: d.zone(d.text) for d in DOMAINS
             if FIRST in dict(d.servers).values() or d.name.endswith("-only.example")}
    second = {d.name: d.zone(d.second, d.second_serial) for d in DOMAINS + [CHILD]
              if SECOND in dict(d.servers).values()}
    providers = {name: provider_zone(text) for name, text in PROVIDER_ZONES.items()}
    providers["providers.net"] = provider_zone(f"ns A {PROVIDERS}\n")
    return [
        ("root", [ROOT], {".": root_zone()}),
        ("top-level", TOP_LEVEL, top_levels),
        ("first", [FIRST], first),
        ("second", [SECOND], second),
        ("providers", [PROVIDERS], providers),
    ]


KNOT_CONF = """server:
    rundir: {folder}
    listen: [ {listen} ]
    udp-workers: 1
    tcp-workers: 2
    background-workers: 1
    tcp-reuseport: off
database:
    storage: {folder}
    kasp-db: {keys}
{policies}log:
  - target: {folder}/log
    any: warning
template:
  - id: default
    storage: {folder}
    journal-content: none
    zonefile-load: whole
    zonefile-sync: -1
zone:
{zones}"""

UNBOUND_CONF = """server:
    interface: {address}
    access-control: 127.0.0.0/8 allow
    username: ""
    chroot: ""
    directory: {folder}
    pidfile: ""
    logfile: {folder}/log
    use-syslog: no
    do-daemonize: no
    do-ip6: {ip6}
    do-not-query-localhost: no
    module-config: "iterator"
    root-hints: {folder}/root.hints
    num-threads: 1
    edns-buffer-size: 1232
    cache-max-ttl: 86400
    qname-minimisation: yes
    harden-referral-path: no
    target-fetch-policy: "0 0 0 0 0"
remote-control:
    control-enable: no
"""


def write(path, text):
    with open(path, "w", encoding="utf-8") as out:
        out.write(text)


def ask(address, name, qtype, timeout=1.0):
    """One query; returns the reply's code and number of answers, or None."""
    labels = [label for label in name.split(".") if label]
    question = b"".join(bytes([len(label)]) + label.encode() for label in labels) + b"\0"
    query = struct.pack("!6H", 0x5150, 0x0100, 1, 0, 0, 0) + question + struct.pack("!2H", qtype, 1)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.settimeout(timeout)
        try:
            sock.connect((address, 53))
            sock.send(query)
            reply = sock.recv(4096)
        except OSError:
            return None
    flags, _, n_answers = struct.unpack("!3H", reply[2:8])
    return flags & 15, n_answers


class QuirkyServer(threading.Thread):
    """Passes queries on to a good server, and the replies back as its quirk wants them."""

    def __init__(self, address, quirk):
        super().__init__(daemon=True)
        self.quirk = quirk
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((address, 53))

    def run(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as upstream:
            upstream.settimeout(2)
            upstream.connect((FIRST, 53))
            while True:
                try:
                    query, peer = self.socket.recvfrom(4096)
                    if not query:
                        return
                    upstream.send(query)
                    steps = self.quirk(query, upstream.recv(4096))
                except OSError:
                    continue
                delay = 0
                for step in steps:
                    if isinstance(step, float):
                        delay += step
                    elif delay:
                        threading.Timer(delay, self.socket.sendto, (step, peer)).start()
                    else:
                        self.socket.sendto(step, peer)

    def close(self):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            sock.sendto(b"", self.socket.getsockname())
        self.join()
        self.socket.close()


class Sealing:
    """Zones that Knot signs, with keys of its own in FOLDER, and how it does that."""

    def __init__(self, folder=None):
        self.folder = folder
        self.ways = {}

    def add(self, zone, algorithms, way="manual: on"):
        """Makes a key of each algorithm (`NAME/parts`: one to sign keys and one to sign the rest), which sign in this
        WAY (settings of a policy, `;` between them; `module` at the end: while they answer). Returns the lines of
        DS that the parent may have."""
        keymgr = ["keymgr", "-D", self.folder, zone + "."]
        for algorithm in algorithms:
            name, _, parts = algorithm.partition("/")
            for uses in (["ksk=yes"], ["zsk=yes"]) if parts else (["ksk=yes", "zsk=yes"],):
                subprocess.run([*keymgr, "generate", f"algorithm={name}", *uses], check=True,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.ways[zone] = way
        done = subprocess.run([*keymgr, "ds"], check=True, capture_output=True, text=True)
        return done.stdout.splitlines(keepends=True)

    def names(self):
        """The ways that are used, each with a name."""
        return {way: f"way-{number}" for number, way in enumerate(dict.fromkeys(self.ways.values()))}

    def policies(self):
        lines = []
        modules = []
        for way, name in self.names().items():
            settings = way.removesuffix("; module").split("; ")
            lines.append(f"  - id: {name}\n" + "".join(f"    {setting}\n" for setting in settings))
            if way.endswith("; module"):
                modules.append(f"  - id: {name}\n    policy: {name}\n")
        return "".join((["policy:\n"] + lines if lines else []) + (["mod-onlinesign:\n"] + modules if modules else []))

    def of_zone(self, zone):
        if zone not in self.ways:
            return ""
        name = self.names()[self.ways[zone]]
        if self.ways[zone].endswith("; module"):
            return f"    module: mod-onlinesign/{name}\n"
        return f"    dnssec-signing: on\n    dnssec-policy: {name}\n"


class World:
    """The servers, while they run: those of this file, or other Knot servers."""

    def __init__(self, servers=None, sealing=None):
        self.servers = servers
        self.sealing = sealing or Sealing()
        # Of the servers of this file some have an IPv6 address that leads nowhere.
        self.has_ip6 = servers is not None
        self.folder = tempfile.mkdtemp(prefix="signpost-world-")
        self.processes = []
        self.knots = {}
        self.sockets = []
        self.web = None

    def __enter__(self):
        try:
            if self.servers is None:
                self.make_keys()
                self.servers = knot_servers()
                self.start_faults()
            for server in self.servers:
                self.start_knot(*server)
            self.start_unbound()
            self.start_web()
            self.wait_until_ready()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *unused):
        self.close()

    def start_faults(self):
        for address in SILENT:
            self.keep_silent(address)
        for quirk, function in QUIRKS.items():
            if function:
                self.sockets.append(QuirkyServer(quirky(quirk), function))
                self.sockets[-1].start()

    def run(self, command, name):
        log = open(os.path.join(self.folder, name + ".out"), "w", encoding="utf-8")
        self.processes.append(subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL))
        log.close()
        return self.processes[-1]

    def make_keys(self):
        """Keys of the signed domains, and what the parent is to hold of them."""
        self.sealing = Sealing(os.path.join(self.folder, "keys"))
        for domain in DOMAINS:
            if domain.signed:
                seals = self.sealing.add(domain.name, ["ECDSAP256SHA256"])
                domain.at_parent = domain.at_parent or "".join(seals)

    def start_knot(self, name, addresses, zones):
        folder = os.path.join(self.folder, name)
        os.makedirs(folder, exist_ok=True)
        entries = []
        for number, (zone, text) in enumerate(zones.items()):
            write(os.path.join(folder, f"{number}.zone"), text)
            entries.append(f"  - domain: {zone}\n    file: {number}.zone\n{self.sealing.of_zone(zone)}")
        write(os.path.join(folder, "conf"), KNOT_CONF.format(
            folder=folder, keys=self.sealing.folder or os.path.join(folder, "keys"),
            policies=self.sealing.policies(), listen=", ".join(f"{a}@53" for a in addresses),
            zones="".join(entries)))
        self.knots[name] = self.run(["knotd", "-c", os.path.join(folder, "conf")], name)

    def serve_anew(self, name, zones):
        """Other zones at the servers of that name."""
        process = self.knots.pop(name)
        process.terminate()
        process.wait(10)
        self.processes.remove(process)
        self.servers = [(known, addresses, zones if known == name else old) for known, addresses, old in self.servers]
        self.start_knot(*next(server for server in self.servers if server[0] == name))
        self.wait_until_ready()

    def add_records(self, zone, text):
        """More records in a zone, at each server that has it."""
        for name, _, zones in list(self.servers):
            if zone in zones:
                self.serve_anew(name, {**zones, zone: zones[zone] + text})

    def start_unbound(self):
        folder = os.path.join(self.folder, "unbound")
        os.mkdir(folder)
        write(os.path.join(folder, "root.hints"), f". 3600000 NS a.root.\na.root. 3600000 A {ROOT}\n")
        write(os.path.join(folder, "conf"), UNBOUND_CONF.format(folder=folder, address=RESOLVER,
                                                                 ip6="yes" if self.has_ip6 else "no"))
        self.run(["unbound", "-d", "-c", os.path.join(folder, "conf")], "unbound")

    def start_web(self):
        folder = os.path.join(self.folder, "web")
        os.mkdir(folder)
        self.web = web.Web(folder, POLICY_DOMAINS)
        shutil.copy(self.web.authority, AUTHORITY)

    def keep_silent(self, address):
        """Ports that take everything and answer nothing."""
        for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
            sock = socket.socket(socket.AF_INET, kind)
            self.sockets.append(sock)
            sock.bind((address, 53))
            if kind == socket.SOCK_STREAM:
                sock.listen(128)

    def wait_until_ready(self):
        limit = time.monotonic() + START_LIMIT
        wanted = [(address, next(iter(zones)), 6) for _, addresses, zones in self.servers
                  for address in addresses if ":" not in address]
        wanted.append((RESOLVER, "example", 6))
        while wanted:
            reply = ask(*wanted[0])
            if reply is not None and reply[0] == 0 and reply[1] > 0:
                wanted.pop(0)
                continue
            for process in self.processes:
                if process.poll() is not None:
                    raise RuntimeError(f"{process.args[0]} has ended: {self.logs()}")
            if time.monotonic() > limit:
                raise RuntimeError(f"no answer for {wanted[0]}: {self.logs()}")
            time.sleep(0.05)

    def logs(self):
        texts = []
        for folder, _, names in os.walk(self.folder):
            for name in names:
                if name == "log" or name.endswith(".out"):
                    with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as file:
                        texts.append(file.read().strip())
        return "\n".join(text for text in texts if text)

    def close(self):
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        for sock in self.sockets:
            sock.close()
        if self.web:
            self.web.close()
        if os.path.exists(AUTHORITY):
            os.remove(AUTHORITY)
        shutil.rmtree(self.folder, ignore_errors=True)


def take_addresses(addresses):
    """Gives the machine addresses that it may have already, from another world."""
    for address in addresses:
        if not address.startswith("127."):
            subprocess.run(["ip", "address", "replace", address, "dev", "lo"], check=True)


@contextlib.contextmanager
def interception():
    """Somebody answers at an address where no server can be."""
    subprocess.run(["ip", "address", "add", NOWHERE + "/32", "dev", "lo"], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    command = [sys.executable, "-c", f"""
import socket
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("{NOWHERE}", 53))
print(flush=True)
while True:
    data, peer = sock.recvfrom(4096)
    sock.sendto(data[:2] + b"\\x81\\x85" + data[4:6] + bytes(6) + data[12:], peer)
"""]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    try:
        process.stdout.readline()
        yield
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()
        subprocess.run(["ip", "address", "del", NOWHERE + "/32", "dev", "lo"], check=False)


def missing():
    """Why the world cannot be made here, or None."""
    if os.geteuid() != 0:
        return "not root"
    for program in ("knotd", "keymgr", "unbound"):
        if shutil.which(program) is None:
            return f"{program} is not installed"
    if web.missing():
        return web.missing()
    for address in (RESOLVER, ROOT, FIRST):
        for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
            with socket.socket(socket.AF_INET, kind) as sock:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    sock.bind((address, 53))
                except OSError as error:
                    return f"port 53 of {address}: {error.strerror}"
    return None


if __name__ == "__main__":
    reason = missing()
    if reason:
        sys.exit(f"world.py: {reason}")
    with World():
        sys.exit(subprocess.call(sys.argv[1:] or [os.environ.get("SHELL", "sh")]))
