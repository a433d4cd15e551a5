#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""In whose panel the edits are made: what the name servers tell, a web host's program, and a company that keeps nothing."""
import sys

sys.dont_write_bytecode = True
from driver import run  # noqa: E402

DOMAIN = "corner-books.example"
CARD = "Merge the lists of allowed senders"
ELSEWHERE = "Nobody sees a change that is made at \u2068GoDaddy\u2069"
FINDING = "The records are kept at \u2068Namecheap\u2069"


def copies(window):
    return [button.get_name() for button in window.all(role="button", starts="Copy ", under=window.find(role="grouping", starts=CARD))]


def recognised(window):
    window.type_into("Domain or Email Address", DOMAIN)
    window.press("Continue")
    window.find(starts="Where should mail for")
    window.activate("Not Decided – Just Check")
    window.find(starts="Kept at")
    window.key("ctrl+4")
    window.find("Make these edits in this panel: Namecheap.")
    assert copies(window) == ["Copy Type", "Copy Host", "Copy Value", "Copy TTL"], copies(window)


def choose(window, panel):
    window.press("Change…", under=window.find("Where the edits are made", "list"))
    window.find("Panel for Edits", "dialog")
    window.activate(panel)
    window.gone("Panel for Edits", "dialog")


def program(window):
    choose(window, "Plesk")
    window.find("Make these edits in this panel: Plesk.")
    window.hear("Panel for edits: Plesk")
    # There the name of the domain itself is an empty field, of which nothing is to be copied.
    assert copies(window) == ["Copy Type", "Copy Value", "Copy TTL"], copies(window)


def company_elsewhere(window):
    choose(window, "GoDaddy")
    window.find(starts=ELSEWHERE)
    window.find("Make these edits in this panel: Namecheap.")
    window.hear(FINDING)
    assert "Copy Host" in copies(window), copies(window)
    window.key("ctrl+1")
    window.find(role="list item", holds=FINDING)


def kept(window):
    """What was said is remembered with the domain, and can be taken back where it is shown."""
    window.key("ctrl+n")
    window.type_into("Domain or Email Address", DOMAIN)
    window.press("Continue")
    window.find(role="list item", holds=FINDING)
    window.press("Change…", under=window.find("Panel for Edits", "list item"))
    window.find("Chosen now")
    window.activate("As the Name Servers Say")
    window.gone(role="list item", holds=FINDING)


STEPS = [(step.__name__, step) for step in (recognised, program, company_elsewhere, kept)]


if __name__ == "__main__":
    sys.exit(run(STEPS, "--practice"))
