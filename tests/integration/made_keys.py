# SPDX-License-Identifier: GPL-3.0-or-later
"""Public keys that nobody has the other half of: of seals on mail (RSA), and of zones (DNSKEY and DS)."""

import base64
import hashlib
import random
import struct


def der(tag, body):
    size = len(body)
    long_form = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag]) + (bytes([size]) if size < 128 else bytes([128 | len(long_form)]) + long_form) + body


def rsa_key(bits):
    """The base64 of a SubjectPublicKeyInfo (RFC 5280 §4.1) that nobody has the other half of."""
    modulus = random.Random(bits).getrandbits(bits) | 1 | 1 << (bits - 1)
    numbers = [der(2, n.to_bytes(n.bit_length() // 8 + 1, "big")) for n in (modulus, 65537)]
    algorithm = der(0x30, bytes.fromhex("06092a864886f70d0101010500"))
    return base64.b64encode(der(0x30, algorithm + der(3, b"\0" + der(0x30, b"".join(numbers))))).decode()


KEYS = {bits: rsa_key(bits) for bits in (512, 768, 1023, 1024, 1536, 2047, 2048, 2049, 3072, 4096, 8192)}


def key_data(number, algorithm):
    """RDATA of a key-signing key (RFC 4034 §2.1) that nobody has the other half of."""
    return struct.pack("!HBB", 257, 3, algorithm) + hashlib.sha512(b"key %d" % number).digest()


def key_line(number, algorithm):
    return f"@ DNSKEY 257 3 {algorithm} {base64.b64encode(key_data(number, algorithm)[4:]).decode()}"


def ds_line(name, number, algorithm, digest):
    """The DS record of a key (RFC 4034 §5.1.4, appendix B; RFC 4509, RFC 6605)."""
    data = key_data(number, algorithm)
    tag = sum(byte << 8 if index % 2 == 0 else byte for index, byte in enumerate(data))
    owner = b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"
    hashes = {1: hashlib.sha1, 2: hashlib.sha256, 4: hashlib.sha384}
    text = hashes.get(digest, hashlib.sha256)(owner + data).hexdigest()
    return f"{name}. DS {(tag + (tag >> 16)) & 0xffff} {algorithm} {digest} {text}"
