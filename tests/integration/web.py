# SPDX-License-Identifier: GPL-3.0-or-later
"""Web servers that give a delivery security policy (RFC 8461), each in a way of its own.

They are real: Python's HTTP server behind TLS on port 443 of 127.0.5.x, with certificates that
openssl makes of an authority of its own, anew in every run.
"""

import http.server
import os
import shutil
import socket
import ssl
import subprocess
import threading

POLICY = "version: STSv1\r\nmode: enforce\r\nmx: mail.{domain}\r\nmax_age: 604800\r\n"
TEXT = "text/plain; charset=utf-8"

# What a web server does: status, kind, body; and what its certificate is like.
KINDS = {
    "good": {},
    "wrong-name": {"certificate": "other"},
    "untrusted": {"certificate": "stranger"},
    "expired": {"certificate": "expired"},
    "redirect": {"status": 301},
    "gone": {"status": 404},
    "trouble": {"status": 503},
    "too-long": {"filler": 65536},
    "just-fits": {"filler": 65000},
    "web-page": {"kind": "text/html"},
    "bad-keys": {"body": "version: STSv1\nmode: strict\nmx: mail.{domain}\nmax_age: 604800\n"},
    "stale": {"body": "version: STSv1\nmode: enforce\nmx: mail.elsewhere.example\nmax_age: 604800\n"},
    "testing": {"body": "version: STSv1\nmode: testing\nmx: *.{domain}\nmax_age: 86400\n"},
    "mute": {"mute": True},
    "stalls": {"stalls": True},
    "no-tls": {"plain": True},
    "no-server": None,
}


def address(kind):
    """Where the web server of this kind is."""
    return f"127.0.5.{1 + list(KINDS).index(kind)}"


def missing():
    """Why no web server can be made here, or None."""
    return None if shutil.which("openssl") else "openssl is not installed"


class Certificates:
    """An authority that is to be trusted, one that is not, and what they sign."""

    def __init__(self, folder):
        self.folder = folder
        for name in ("authority", "stranger"):
            self.openssl("req", "-x509", *self.new_key(name), "-out", self.path(name, "pem"), "-days", "7",
                         "-subj", f"/CN=Signpost test {name}", "-addext", "basicConstraints=critical,CA:TRUE")

    def path(self, name, ending):
        return os.path.join(self.folder, f"{name}.{ending}")

    def new_key(self, name):
        return ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", self.path(name, "key")]

    def openssl(self, *arguments):
        subprocess.run(["openssl", *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def issue(self, host, like, names=()):
        """A certificate for HOST: good ("authority"), or LIKE "other", "stranger" or "expired"; or for NAMES."""
        signer = like if like == "stranger" else "authority"
        names = names or ["other.example" if like == "other" else host]
        dates = ["-not_before", "20200101000000Z", "-not_after", "20200201000000Z"] if like == "expired" else \
            ["-days", "7"]
        with open(self.path(host, "ext"), "w", encoding="ascii") as out:
            out.write(f"subjectAltName={','.join('DNS:' + name for name in names)}\nextendedKeyUsage=serverAuth\n")
        self.openssl("req", *self.new_key(host), "-out", self.path(host, "csr"), "-subj", "/CN=policy")
        self.openssl("x509", "-req", "-in", self.path(host, "csr"), "-CA", self.path(signer, "pem"),
                     "-CAkey", self.path(signer, "key"), "-out", self.path(host, "pem"),
                     "-extfile", self.path(host, "ext"), *dates)
        return self.path(host, "pem"), self.path(host, "key")


def make_handler(domain, ways):
    body = ways.get("body", POLICY).format(domain=domain).encode()
    body += b"x-filler: " + b"x" * ways["filler"] + b"\r\n" if "filler" in ways else b""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            status = ways.get("status", 200)
            if self.path != "/.well-known/mta-sts.txt":
                status = 404
            self.send_response(status)
            if status == 301:
                self.send_header("Location", f"https://mta-sts.{domain}/elsewhere/mta-sts.txt")
            self.send_header("Content-Type", ways.get("kind", TEXT))
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if "stalls" in ways:
                self.wfile.write(body[:10])
                self.wfile.flush()
                threading.Event().wait(20)
                return
            self.wfile.write(body)

        def log_message(self, *unused):
            pass

    return Handler


def make_handler_of_many(policies):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = policies.get(self.headers.get("Host", "").split(":")[0])
            self.send_response(404 if body is None or self.path != "/.well-known/mta-sts.txt" else 200)
            self.send_header("Content-Type", TEXT)
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *unused):
            pass

    return Handler


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, where, handler, context):
        super().__init__((where, 443), handler)
        self.context = context

    def finish_request(self, request, client_address):
        try:
            if self.context:
                request.settimeout(30)
                request = self.context.wrap_socket(request, server_side=True)
            super().finish_request(request, client_address)
        except OSError:
            pass
        finally:
            request.close()

    def handle_error(self, *unused):
        pass


class Web:
    """All of them, while they run."""

    def __init__(self, folder, domains):
        self.certificates = Certificates(folder)
        self.authority = self.certificates.path("authority", "pem")
        self.servers = []
        self.sockets = []
        for kind, domain in domains.items():
            ways = KINDS[kind]
            if ways and "mute" in ways:
                self.keep_mute(kind)
            elif ways is not None:
                self.start(kind, domain, ways)

    def keep_mute(self, kind):
        sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.sockets.append(sock)
        sock.bind((address(kind), 443))
        sock.listen(16)

    def start(self, kind, domain, ways):
        files = None
        if "plain" not in ways:
            files = self.certificates.issue(f"mta-sts.{domain}", ways.get("certificate"))
        self.serve(address(kind), make_handler(domain, ways), files)

    def serve(self, where, handler, files):
        context = None
        if files:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*files)
        server = Server(where, handler, context)
        self.servers.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()

    def serve_many(self, where, policies, names):
        """One server with the policy of many hosts, and a certificate for those of NAMES."""
        self.serve(where, make_handler_of_many(policies), self.certificates.issue("many", None, names))

    def close(self):
        for server in self.servers:
            server.shutdown()
            server.server_close()
        for sock in self.sockets:
            sock.close()
