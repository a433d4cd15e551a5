#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every page by keyboard alone: Tab comes round, and every stop on the way has a name."""
import sys

sys.dont_write_bytecode = True
from driver import Failed, run  # noqa: E402

FIELD = "Domain or Email Address"


def check_stops(window, most, *wanted):
    stops = window.tab_through(most)
    nameless = [stop.get_role_name() for stop in stops if not name_of(window, stop)]
    if nameless:
        raise Failed(f"stops without a name: {nameless}, among {[name_of(window, stop) for stop in stops]}")
    names = [name_of(window, stop) for stop in stops]
    missing = [name for name in wanted if not any(name in found for found in names)]
    if missing:
        raise Failed(f"Tab does not reach {missing}, only {names}")


def name_of(window, stop):
    """What a screen reader says: the name, or the text of a label."""
    return stop.get_name() or (window.text_of(stop) if stop.get_text_iface() else "")


def welcome(window):
    window.type_into(FIELD, "corner-books.example")
    check_stops(window, 12, FIELD, "Continue", "Try with an Example", "What Is a Domain?", "Main Menu")


def provider(window):
    window.press("Continue")
    window.find(starts="Where should mail for")
    # A long list is one stop; arrows move inside it.
    check_stops(window, 12, "Back", "Search Providers", "Zoho Mail", "Other or Own Server")
    window.activate("Not Decided – Just Check")
    window.find(starts="Kept at")


def overview(window):
    check_stops(window, 40, "Receiving: ", "Sending: ", "Merge the lists", "Two lists of allowed senders", "Change…", "Set Up Mail for a Subdomain…")


def subdomain(window):
    window.activate("Set Up Mail for a Subdomain…")
    window.type_into("Subdomain", "support")
    check_stops(window, 12, "Back", "Subdomain", "Continue", "Main Menu")
    window.back()
    window.find(starts="Kept at")


def opened_finding(window):
    row = window.find(role="list item", holds="Two lists of allowed senders")
    window.do(row, "finding.toggle")
    window.find("Show the Edit", "button")
    check_stops(window, 40, "Show the Edit", "Technical Details")


def route(window):
    window.key("ctrl+2")
    window.find(starts="1 of 3, tried first, Zoho Mail")
    check_stops(window, 30, "1 of 3, tried first, Zoho Mail", "Now")


def records(window):
    window.key("ctrl+3")
    check_stops(window, 60, "Find in records", "Mail delivery (MX)")


def changes(window):
    window.key("ctrl+4")
    window.find(role="grouping", starts="Merge the lists")
    check_stops(window, 80, "Copy Value", "Copy Host", "I’ve Made This Change", "Pretend Panel", "Change…")


def panel(window):
    window.press("Change…", under=window.find("Where the edits are made", "list"))
    window.find("Panel for Edits", "dialog")
    # The lists are one stop each, and what is behind the dialog is none.
    check_stops(window, 8, "As the Name Servers Say", "Search Companies", "123-reg")
    window.key("Escape")
    window.gone("Panel for Edits", "dialog")


def timeline(window):
    window.key("ctrl+5")
    window.find("No Move Planned")
    check_stops(window, 20, "Choose Provider…")
    window.press("Choose Provider…")
    window.activate("Fastmail")
    window.find(starts="Kept at")
    window.key("ctrl+5")
    window.press("Plan the Move")
    window.find("Steps of the move", "list")
    check_stops(window, 60, "All mailboxes exist", "Why This Time?", "Cancel the old", "Give Up the Move")


STEPS = [(step.__name__, step) for step in (welcome, provider, overview, subdomain, opened_finding, route, records, changes, panel, timeline)]


if __name__ == "__main__":
    sys.exit(run(STEPS, "--practice"))
