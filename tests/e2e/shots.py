#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Visits every page of the program over the practice world and writes OUTDIR/PAGE-VARIANT.png.

usage: shots.py OUTDIR VARIANT      (inside xbox.sh; SHOTS_WIDTH and SHOTS_HEIGHT are the window's size)
"""
import os
import sys

sys.dont_write_bytecode = True
from driver import Failed, Window  # noqa: E402

FIELD = "Domain or Email Address"
PANELS = ("Cloudflare", "GoDaddy", "Namecheap", "Amazon Route 53", "OVHcloud", "STRATO", "Aruba", "cPanel")
BOUNCE = """Sender Address: anna@corner-books.example

<info@quiet.example>: host mx.quiet.example[192.0.2.1] said: 550 5.7.23 SPF validation failed
"""
MESSAGE = """Received: from out.post.example (out.post.example [192.0.2.1]) by mx.big.example; Mon, 23 Nov 2026 10:04:05 +0000
Authentication-Results: mx.big.example; spf=softfail smtp.mailfrom=anna@corner-books.example; dkim=pass header.d=post.example
Received: from laptop ([198.51.100.7]) by out.post.example; Mon, 23 Nov 2026 10:04:09 +0000
DKIM-Signature: v=1; a=rsa-sha256; d=post.example; s=key1; h=from:to; bh=MTIz; b=abcdefgh
Received-SPF: pass (elsewhere.example) receiver=elsewhere.example; envelope-from=anna@corner-books.example
From: Anna <anna@corner-books.example>
Subject: Order
"""


class Album:
    def __init__(self, folder, variant):
        self.folder, self.variant = folder, variant
        self.window = Window("--practice")
        self.window.resize(int(os.environ.get("SHOTS_WIDTH", "1000")), int(os.environ.get("SHOTS_HEIGHT", "720")))

    def shoot(self, page):
        self.window.picture(os.path.join(self.folder, f"{page}-{self.variant}.png"))

    def view(self, number):
        self.window.key(f"ctrl+{number}")

    def add(self, domain, choice):
        window = self.window
        if not window.maybe(FIELD, "text"):
            window.key("ctrl+n")
        window.type_into(FIELD, domain)
        window.press("Continue")
        window.find(starts="Where should mail for")
        if choice == "Fastmail":
            self.shoot("provider")
        window.activate(choice)
        window.find(starts="Kept at")
        window.find(starts="Checked ")

    def first_run(self):
        window = self.window
        window.find(FIELD, "text")
        self.shoot("welcome")
        window.type_into(FIELD, "bookshop")
        window.press("Continue")
        self.shoot("welcome-error")
        window.press("Try with an Example")
        window.find("Practice domains", "list")
        self.shoot("practice-domains")
        window.back()
        window.find(FIELD, "text")

    def troubles(self):
        self.add("lakeside-dental.example", "Not Decided – Just Check")
        self.shoot("overview")
        row = self.window.find(role="list item", holds="A server name is needed")
        self.window.do(row, "finding.toggle")
        self.window.press("Technical Details", role="toggle button", under=row)
        self.window.scroll_to(self.window.find("Copy Evidence"))
        self.shoot("overview-finding")
        self.view(3)
        self.shoot("records")
        self.view(4)
        self.shoot("changes")

    def panels(self):
        """One card in the words of each of the panels that are met most often, with its steps opened."""
        window = self.window
        self.add("workshop.example", "Fastmail")
        self.view(4)
        for company in PANELS:
            window.press("Change…", under=window.find("Where the edits are made", "list"))
            window.find("Companies", "list")
            window.activate(company)
            window.gone("Companies", "list")
            card = window.find(role="grouping", starts="Publish the mail seal")
            window.do(card, "card.toggle-steps")
            window.scroll_to(window.find("I’ve Made This Change", "button", under=card))
            self.shoot("changes-" + company.removeprefix("Amazon ").replace(" ", "").lower())

    def watching(self):
        window = self.window
        self.add("corner-books.example", "Not Decided – Just Check")
        self.view(4)
        card = window.find(role="grouping", starts="Merge the lists")
        window.press("Copy Value", under=card)
        window.press("Pretend Panel")
        panel = window.find("Records in the panel", "list")
        self.shoot("practice-panel")
        window.do(window.row_with("include:servers.mcsv.net", under=panel), "row.activate")
        window.paste_into("Value")
        window.press("Publish")
        window.gone("Publish")
        window.back()
        card = window.find(role="grouping", starts="Merge the lists")
        window.do(card, "card.done")
        window.find(starts="Live on", under=card)
        window.scroll_to(window.find("Ask Now"))
        self.shoot("changes-watching")

    def panel(self):
        """Edited at a company that does not keep the records."""
        window = self.window
        window.press("Change…", under=window.find("Where the edits are made", "list"))
        window.find("Panel for Edits", "dialog")
        self.shoot("panel-dialog")
        window.activate("GoDaddy")
        window.gone("Panel for Edits", "dialog")
        window.find(starts="Nobody sees a change")
        self.shoot("changes-elsewhere")

    def in_order(self):
        self.add("sunny-studio.example", "Not Decided – Just Check")
        self.shoot("overview-in-order")

    def move(self):
        window = self.window
        self.add("harbor-bakery.example", "Fastmail")
        self.view(2)
        self.shoot("route")
        window.press("After the Changes", role=None)
        window.find(starts="After the changes:")
        self.shoot("route-after")
        self.view(3)
        row = window.find(role="list item", holds="Where the list of senders leads")
        window.do(row, "spf.toggle")
        inner = window.find(role="list item", holds="include:spf.tidewater", under=row)
        window.do(inner, "spf.toggle")
        window.scroll_to(window.find(holds="Everyone else is suspicious", under=row))
        self.shoot("records-senders")
        self.view(5)
        window.press("Plan the Move")
        window.find("Steps of the move", "list")
        self.shoot("timeline")

    def subdomain(self):
        """Mail for a name below the domain that is shown."""
        window = self.window
        self.view(1)
        row = window.find("Set Up Mail for a Subdomain…", "list item")
        window.scroll_to(row)
        self.shoot("overview-end")
        window.do(row, "row.activate")
        window.type_into("Subdomain", "support")
        window.find(starts="Mail addresses end in")
        self.shoot("subdomain")
        window.press("Continue")
        window.find(starts="Where should mail for")
        window.activate("Zoho Mail")
        window.find(role="grouping", starts="Allow")
        self.shoot("changes-subdomain")
        self.view(1)
        window.scroll_to(window.find("Set Up Mail for a Subdomain…", "list item"))
        self.shoot("overview-subdomain-end")

    def came_back(self):
        """A message and a bounce, each pasted as a person does."""
        window = self.window
        for page, text, verdict in (("reading-message", MESSAGE, "Nothing proves"), ("reading-bounce", BOUNCE, "The sending server")):
            window.key("ctrl+b")
            window.type_into("Header or report", text)
            window.press("Read")
            window.find(starts=verdict, role="list item")
            self.shoot(page)
            window.back()
            window.gone("Header or report", "text")

    def rest(self):
        window = self.window
        window.back()
        window.find("Domains", "list")
        self.shoot("domains")
        for keys, page, title in (("ctrl+comma", "preferences", "Check When Opened"), ("ctrl+question", "shortcuts", "Add a domain")):
            window.key(keys)
            window.find(title)
            self.shoot(page)
            window.key("Escape")
            window.gone(title)


def main():
    folder, variant = sys.argv[1:3]
    os.makedirs(folder, exist_ok=True)
    album = Album(folder, variant)
    failed = False
    for scene in (album.first_run, album.troubles, album.panel, album.panels, album.watching, album.in_order, album.move, album.subdomain, album.came_back, album.rest):
        try:
            scene()
        except Failed as failure:
            print(f"shots.py: {variant}, {scene.__name__}: {failure}", file=sys.stderr)
            album.shoot(f"failed-{scene.__name__}")
            failed = True
            break
    try:
        album.window.close()
    except Failed as failure:
        print(f"shots.py: {variant}: {failure}", file=sys.stderr)
        failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
