# SPDX-License-Identifier: GPL-3.0-or-later
"""Domains of different make-up for test_faults.py, each with several findings, and a healthy one; and
what else is asked about."""

import base64

import scripted

KEY_2048 = ("MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAzTAeXb3FthX2Vc5NvxU2qXMUa2NuleUA+L5Tfl5uG8GS"
            "+N3CbW9BjTQgapBhdK0/ubtyleH+TMpb/XBIebbxF2XHgwZYDv3G6U2RCuuCuQOTSbcHvOKnAVoreE6Lt+BwmOpK"
            "s6Z0O2JxDhzMjKPCLoBO4ambHJv3yIZ2dcDEYvf3EpGsP3oKgAjESVCm5kWCMAxc4k22e4eCCO+3z8ZrtHuh0fhG"
            "34c69EPd7qALjqGzGG7CK0cSfjX1EdO5soWvlqc+w9IdK3KelZLYk3M1eTykCz2/eyLzXKRz6XlmyXRpnAaw/GnO"
            "kvx3RLIJTNIOznVGq07uPMLkJlcyplwnlwIDAQAB")


def weak_key(bits):
    """The public key of an RSA pair of BITS bits (of which nobody has the other half), RFC 8017 A.1.1."""
    def der(tag, body):
        size = len(body)
        head = bytes([size]) if size < 128 else bytes([0x81, size]) if size < 256 else b"\x82" + size.to_bytes(2, "big")
        return bytes([tag]) + head + body
    modulus = b"\0\xc5" + bytes((i * 37 + 11) % 256 for i in range(bits // 8 - 2)) + b"\x01"
    rsa = der(0x30, der(2, modulus) + der(2, b"\1\0\1"))
    algorithm = der(0x30, der(6, bytes.fromhex("2a864886f70d010101")) + der(5, b""))
    return base64.b64encode(der(0x30, algorithm + der(3, b"\0" + rsa))).decode()


FASTMAIL_MX = "@ MX 10 in1-smtp.messagingengine.com.\n@ MX 20 in2-smtp.messagingengine.com.\n"
FASTMAIL_SPF = '@ TXT "v=spf1 include:spf.messagingengine.com ?all"\n'
FASTMAIL_CLIENTS = ("_submission._tcp SRV 0 1 587 smtp.fastmail.com.\n_imaps._tcp SRV 0 1 993 imap.fastmail.com.\n"
                    "_pop3s._tcp SRV 10 1 995 pop.fastmail.com.\n")


def fastmail_keys(domain):
    return "".join(f"fm{n}._domainkey CNAME fm{n}.{domain}.dkim.fmhosted.com.\n" for n in (1, 2, 3))


def dmarc(text):
    return f'_dmarc TXT "{text}"\n'


# Name, records, further arguments of `check`.
DOMAINS = {
    "healthy.example": (
        FASTMAIL_MX + FASTMAIL_SPF + fastmail_keys("healthy.example") + FASTMAIL_CLIENTS
        + dmarc("v=DMARC1; p=reject; rua=mailto:reports@healthy.example")
        + "@ A 198.18.9.1\nwww A 198.18.9.1\n", []),
    # Two lists of senders, a host that nobody has, an unusable rule, a weak key beside those of the provider.
    "two-lists.example": (
        FASTMAIL_MX + "@ MX 30 mx.stranger.example.\n" + FASTMAIL_SPF + '@ TXT "v=spf1 ip4:198.18.7.0/24 -all"\n@ TXT "verify=1"\n'
        + fastmail_keys("two-lists.example").replace("fm3", "fm4")
        + f's1._domainkey TXT "v=DKIM1; k=rsa; p={weak_key(768)}"\n'
        + dmarc("v=DMARC1; p=perhaps; rua=mailto:reports@two-lists.example") + "@ A 198.18.9.2\n",
        ["--selector", "s1"]),
    # MX to an alias, to nothing, and to the web server; a stray rule; reports to a stranger.
    "targets.example": (
        "@ MX 10 alias\n@ MX 20 gone\n@ MX 30 site\nalias CNAME real\nreal A 198.18.6.1\nsite A 198.18.9.3\n"
        "@ A 198.18.9.3\nwww A 198.18.9.3\n"
        '@ TXT "v=spf1 mx a:gone.targets.example include:nothing.example include:lists.sender.example ptr ?all"\n'
        + dmarc("v=DMARC1; p=none; pct=50; rua=mailto:post@sender.example")
        + '@ SPF "v=spf1 -all"\n'
        + f'mail._domainkey TXT "v=DKIM1; k=rsa; p={KEY_2048}"\ndefault._domainkey TXT "v=DKIM1; p="\n', []),
    # Everything stands at the doubled name.
    "doubled.example": (
        "@ A 198.18.9.4\nwww A 198.18.9.4\n"
        "doubled.example MX 10 in1-smtp.messagingengine.com.\n"
        'doubled.example TXT "v=spf1 include:spf.messagingengine.com ?all"\n'
        '_dmarc.doubled.example TXT "v=DMARC1; p=none"\n'
        f'fm1._domainkey.doubled.example TXT "v=DKIM1; k=rsa; p={KEY_2048}"\n',
        ["--provider", "fastmail"]),
    # A left-over of the provider before; programs still led to it; the rule stands in a wrong place.
    "left-over.example": (
        FASTMAIL_MX.replace("@ MX", "@ 14400 MX") + "@ 14400 MX 10 left--over-example.mail.protection.outlook.com.\n"
        '@ TXT "v=spf1 include:spf.messagingengine.com include:spf.protection.outlook.com -all"\n'
        + fastmail_keys("left-over.example") + "autodiscover CNAME autodiscover.outlook.com.\n"
        'dmarc TXT "v=DMARC1; p=none"\n@ A 198.18.9.5\n',
        ["--provider", "fastmail"]),
    "no-mail.example": ('@ MX 0 .\n@ TXT "v=spf1 -all"\n' + dmarc("v=DMARC1; p=reject;") + "@ A 198.18.9.6\n"
                        '*._domainkey TXT "v=DKIM1; p="\n', []),
    # An own server, a wildcard, DANE without DNSSEC, a key that was taken back, strict without a seal.
    "own.example": (
        '@ MX 10 mail\nmail A 198.18.5.1\nmail AAAA 2001:db8:5::1\n@ TXT "v=spf1 mx include:lists.sender.example ~all"\n'
        '* A 198.18.9.7\n@ A 198.18.9.7\n_25._tcp.mail TLSA 3 1 1 ' + "ab" * 32 + '\n'
        f'mail._domainkey TXT "v=DKIM1; k=rsa; p={weak_key(1024)}"\ndefault._domainkey TXT "v=DKIM1; t=y; p={KEY_2048}"\n'
        + dmarc("v=DMARC1; p=none; rua=mailto:post@own.example")
        + '_mta-sts TXT "v=STSv1; id=1"\n_mta-sts TXT "v=STSv1; id=2"\n_smtp._tls TXT "v=TLSRPTv2"\nmta-sts A 198.18.9.7\n', []),
    # No MX and no list of senders; the MX stands at "www".
    "bare.example": ("@ A 198.18.9.8\nwww A 198.18.9.8\nwww MX 10 mail\nmail A 198.18.9.8\n"
                     'spf TXT "v=spf1 a -all"\n', []),
    # A subdomain with mail of its own, below a domain with a rule for forged mail.
    "team.parent.example": (
        "@ A 198.18.9.9\n" + FASTMAIL_MX + dmarc("v=DMARC1; p=reject; sp=quarantine; rua=mailto:post@parent.example")
        + "team MX 10 mail.team\nmail.team A 198.18.5.9\n", []),
    # Names that exist only because every name does.
    "wild.example": (
        "@ A 198.18.9.10\n_dmarc A 198.18.9.10\nmail A 198.18.5.10\n* MX 10 mail\n* A 198.18.9.10\n"
        '* TXT "v=spf1 mx -all"\n* TXT "v=DMARC1; p=none"\n', []),
    # Mail of two companies, of which the list of senders names one.
    "two-companies.example": (
        FASTMAIL_MX + "@ MX 10 left--over-example.mail.protection.outlook.com.\n" + FASTMAIL_SPF
        + fastmail_keys("two-companies.example") + "autodiscover CNAME autodiscover.outlook.com.\n"
        + "selector1._domainkey TXT \"v=DKIM1; p=\"\n", []),
    # Servers that hold different lists of senders.
    "split.example": (FASTMAIL_MX + FASTMAIL_SPF + fastmail_keys("split.example")
                      + dmarc("v=DMARC1; p=none; rua=mailto:post@split.example"), []),
    # Nothing below the registry.
    "nobody.example": (None, []),
}

# What the second server has in place of the first one's records.
SECOND = {"split.example": DOMAINS["split.example"][0].replace("?all", "-all")}

# How long "nothing there" is remembered where that is worth a finding.
NEGATIVE = {"left-over.example": 7200, "doubled.example": 7200}

OTHER_ZONES = {
    "stranger.example": "",
    "messagingengine.com": 'in1-smtp A 198.18.1.1\nin2-smtp A 198.18.1.2\nspf TXT "v=spf1 ip4:198.18.1.0/24 ?all"\n',
    "fmhosted.com": f'*.dkim TXT "v=DKIM1; k=rsa; p={KEY_2048}"\n',
    "outlook.com": 'left--over-example.mail.protection A 198.18.2.1\nspf.protection TXT "v=spf1 ip4:198.18.2.0/24 -all"\n'
                   "autodiscover A 198.18.2.2\n",
    "fastmail.com": "smtp A 198.18.1.3\nimap A 198.18.1.4\npop A 198.18.1.5\n",
    "sender.example": 'lists TXT "v=spf1 ip4:198.18.3.0/24 -all"\n',
    "google.com": 'smtp A 198.18.11.1\n_spf TXT "v=spf1 ip4:198.18.11.0/24 ~all"\n',
    # A list of senders with one of everything.
    "senders.example": (
        '@ TXT "v=spf1 a:%{d1r}.hosts.senders.example mx exists:%{ir}.known.senders.example include:lists.sender.example '
        'ptr redirect=rest.senders.example"\n@ MX 10 mx1\n@ MX 20 mx2\nmx1 A 198.18.12.1\nmx2 A 198.18.12.2\n'
        'senders.hosts A 198.18.12.3\n5.12.18.198.known A 127.0.0.2\nclient A 198.18.12.7\n'
        'rest TXT "v=spf1 ip4:198.18.12.9 exp=why.senders.example -all"\nwhy TXT "%{i} is not one of ours"\n'),
    "18.198.in-addr.arpa": "7.12 PTR client.senders.example.\n",
}

# `spf`: who sends, and from where.
SENDERS = (
    ("healthy.example", "198.18.1.9"), ("healthy.example", "198.18.9.9"), ("two-lists.example", "198.18.1.9"),
    ("targets.example", "198.18.6.1"), ("targets.example", "198.18.3.1"), ("left-over.example", "198.18.2.9"),
    ("left-over.example", "198.18.9.9"), ("no-mail.example", "198.18.9.9"), ("own.example", "198.18.5.1"),
    ("own.example", "2001:db8:5::1"), ("own.example", "198.18.3.1"), ("own.example", "198.18.9.9"),
    ("bare.example", "198.18.9.9"), ("wild.example", "198.18.5.10"), ("nobody.example", "198.18.9.9"),
    ("senders.example", "198.18.12.2"), ("senders.example", "198.18.12.3"), ("senders.example", "198.18.12.5"),
    ("senders.example", "198.18.12.7"), ("senders.example", "198.18.12.9"), ("senders.example", "198.18.9.9"),
    ("senders.example", "198.18.3.1"), ("senders.example", "2001:db8::7"),
)
# Questions about the names of an address, and what senders.example says of 198.18.12.7 without them.
NAMES_OF_CLIENT = {"7.12.18.198.in-addr.arpa", "client.senders.example"}
WITHOUT_NAMES = "fail"

BOUNCE = """From: MAILER-DAEMON@receiver.example
Subject: Undelivered Mail
Content-Type: multipart/report; report-type=delivery-status; boundary=B

--B

Sorry.
--B
Content-Type: message/delivery-status

Reporting-MTA: dns; receiver.example

Final-Recipient: rfc822; {recipient}
Action: failed
Status: {status}
Diagnostic-Code: smtp; {reply}

--B
Content-Type: text/rfc822-headers

From: {sender}
--B--
"""


def bounce(sender, recipient, status, reply):
    return BOUNCE.format(sender=sender, recipient=recipient, status=status, reply=reply)


# `header`: whose message, and its text.
MESSAGES = (
    ("targets.example", bounce("me@targets.example", "you@receiver.example", "5.7.23", "550 5.7.23 SPF validation failed")),
    ("two-lists.example", bounce("me@two-lists.example", "you@receiver.example", "5.7.26",
                                 "550 5.7.26 This message does not pass DMARC checks")),
    ("healthy.example", bounce("you@receiver.example", "me@healthy.example", "5.4.4", "550 5.4.4 Host not found")),
    ("team.parent.example", """Authentication-Results: mx.receiver.example; spf=pass smtp.mailfrom=news.parent.example;
 dkim=pass header.d=parent.example header.s=a; dmarc=pass header.from=team.parent.example
Received: from mail.team.parent.example (mail.team.parent.example [198.18.5.9]) by mx.receiver.example with ESMTPS;
 Mon, 23 Nov 2026 10:00:00 +0000
DKIM-Signature: v=1; a=rsa-sha256; d=parent.example; s=a; h=from; bh=YQ==; b=YQ==
From: me@team.parent.example
To: you@receiver.example
Date: Mon, 23 Nov 2026 10:00:00 +0000
Subject: Hello

"""),
)

# `move`: from whom, and whereto.
MOVES = {
    "gradual": ("left-over.example", "google-workspace", "--strategy", "gradual"),
    "one-sitting": ("healthy.example", "google-workspace", "--strategy", "one-sitting"),
    "own": ("own.example", "fastmail"),
}
BEGIN = ["--now", "2026-11-23T10:00:00Z"]
STOCK = [*BEGIN, "--tick", "can-sign-in-dns", "--tick", "addresses-listed", "--tick", "website-sends-mail"]
TWO_DAYS = ["--now", "2026-11-25T11:00:00Z"]
WEEKS = ["--now", "2026-12-09T12:00:00Z"]
# The move, in which universe it is looked at, the calls before, and the further arguments.
MOVE_CALLS = (
    ("gradual", "now", (), BEGIN),
    ("one-sitting", "now", (), BEGIN),
    ("own", "now", (), BEGIN),
    ("gradual", "flipped", (("now", STOCK), ("flipped", [*TWO_DAYS, "--tick", "test-passed"])),
     ["--now", "2026-11-25T12:00:00Z"]),
    ("gradual", "flipped", (("now", STOCK), ("flipped", [*TWO_DAYS, "--tick", "test-passed", "--tick", "old-is-quiet"])),
     WEEKS),
)

# The lists of left-over.example in the midst of its move.
FLIPPED = DOMAINS["left-over.example"][0].replace("include:spf.protection", "include:_spf.google.com include:spf.protection")
FLIPPED = FLIPPED.replace("@ 14400 MX 10", "@ 300 MX 11").replace("@ 14400 MX 20", "@ 300 MX 21") + "@ 300 MX 1 smtp.google.com.\n"


TOPS = ("example", "com", "arpa")


def zone_of(domain):
    return "parent.example" if domain == "team.parent.example" else domain


def zone_text(text, negative=300):
    return (f"@ 86400 SOA ns1 hostmaster 1 7200 900 1209600 {negative}\n@ NS ns1\n@ NS ns2\n"
            f"ns1 A {scripted.SERVERS[0]}\nns2 A {scripted.SERVERS[1]}\n" + (text or ""))


def make_universe(**other):
    hosted = {zone_of(domain): text for domain, (text, _) in DOMAINS.items() if text is not None} | OTHER_ZONES
    hosted |= other
    zones = [scripted.Zone(name, zone_text(text, NEGATIVE.get(name, 300))) for name, text in hosted.items()]
    for top in TOPS:
        lines = ["@ SOA a.tld. hostmaster 1 7200 900 1209600 300\n@ NS a.tld.\n"]
        for name in hosted:
            if name.endswith("." + top):
                lines += [f"{name}. NS ns{n}.{name}.\nns{n}.{name}. A {address}\n"
                          for n, address in enumerate(scripted.SERVERS, 1)]
        zones.append(scripted.Zone(top, "".join(lines)))
    zones.append(scripted.Zone("", "@ SOA a.root. hostmaster 1 7200 900 1209600 300\n@ NS a.root.\n"
                                   + "".join(f"{top} NS a.tld.\n" for top in TOPS)))
    zones.append(scripted.Zone("tld", "@ SOA a.tld. hostmaster 1 7200 900 1209600 300\n@ NS a.tld.\n"
                                      f"a A {scripted.REGISTRY}\n"))
    second = [scripted.Zone(name, zone_text(text)) for name, text in SECOND.items()]
    return scripted.Universe(zones, ("", "tld", *TOPS), second)


def make_universes():
    return {"now": make_universe(), "flipped": make_universe(**{"left-over.example": FLIPPED})}
