#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Mail for a subdomain: from the Overview of its domain to a list of senders that is live, and back."""
import sys

sys.dont_write_bytecode = True
from driver import Failed, run, wait  # noqa: E402
from gi.repository import Atspi  # noqa: E402

DOMAIN = "harbor-bakery.example"
SUBDOMAIN = "support.harbor-bakery.example"
ACTION = "Set Up Mail for a Subdomain…"
QUESTION = f"Where should mail for \u2068{SUBDOMAIN}\u2069 go?"
CARD = "Allow \u2068Zoho Mail\u2069 to send"


def press_action(window):
    window.activate(ACTION)
    window.find("Set Up Mail for a Subdomain", "heading")


def begin(window):
    window.type_into("Domain or Email Address", DOMAIN)
    window.press("Continue")
    window.find(starts="Where should mail for")
    window.activate("Not Decided – Just Check")
    window.find(starts="Kept at")
    press_action(window)


def refuse(window):
    for typed, sentence in (
        (DOMAIN, "This is the domain itself."),
        ("corner-books.example", "This name does not end in the domain."),
        ("my support", "There is a character in it"),
    ):
        field = window.type_into("Subdomain", typed)
        window.press("Continue")
        window.find(starts=sentence)
        window.hear(sentence)
        wait(lambda: (field.clear_cache_single(), is_invalid(field))[1], "the field is marked")


def is_invalid(node):
    return node.get_state_set().contains(Atspi.StateType.INVALID_ENTRY)


def name_it(window):
    window.type_into("Subdomain", "support")
    window.find(f"Mail addresses end in @\u2068{SUBDOMAIN}\u2069.")
    window.press("Continue")
    window.find(QUESTION)


def back(window):
    """Every page is left the way it was entered."""
    window.back()
    window.find("Set Up Mail for a Subdomain", "heading")
    window.back()
    press_action(window)
    name_it(window)


def edits(window):
    """Cards for the subdomain alone, with names as the panel of the zone above wants them."""
    window.activate("Zoho Mail")
    card = window.find(CARD, "grouping")
    row = window.find(f"Name (full name: {SUBDOMAIN})", "list item", under=card)
    if "support" not in [node.get_name() for node in window.all(role="label", under=row)]:
        raise Failed(f"the name to type is not “support”: {window.describe()}")
    window.find("Deliver mail to \u2068Zoho Mail\u2069", "grouping")
    apex = f"full name: {DOMAIN})"
    if window.maybe(holds=apex):
        raise Failed("a card touches the domain itself")


def own_entry(window):
    """It is in the list like every domain, below the one that it belongs to."""
    window.back()
    shown = window.find("Domains", "list")
    wait(lambda: [row.get_name() for row in window.all(role="list item", under=shown)] == [DOMAIN, SUBDOMAIN], "both in order")
    window.activate(DOMAIN)
    window.find(f"Mail for \u2068{DOMAIN}\u2069 goes to a server of no known company.")
    window.activate(SUBDOMAIN, under=window.find("Subdomains", "list"))
    window.find("Part Of", "list")
    window.find(f"No mail provider is set for \u2068{SUBDOMAIN}\u2069. Senders try its website.")
    window.activate(DOMAIN, under=window.find("Part Of", "list"))
    window.find(f"Mail for \u2068{DOMAIN}\u2069 goes to a server of no known company.")


def known(window):
    press_action(window)
    window.type_into("Subdomain", f"info@{SUBDOMAIN}")
    window.press("Continue")
    window.find("Part Of", "list")


STEPS = [(step.__name__, step) for step in (begin, refuse, name_it, back, edits, own_entry, known)]


if __name__ == "__main__":
    sys.exit(run(STEPS, "--practice"))
