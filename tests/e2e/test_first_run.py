#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The first run of somebody who has never seen the program: from the field of the wizard to "Live".

Nothing is known here of how the window is made: only what it says and what can be pressed.
"""
import sys

sys.dont_write_bytecode = True
from driver import Failed, run, wait  # noqa: E402

DOMAIN = "corner-books.example"
CARD = "Merge the lists of allowed senders"


def card_of(window):
    return window.find(role="grouping", starts=CARD)


def wizard(window):
    window.type_into("Domain or Email Address", "bookshop")
    window.press("Continue")
    field = window.find("Domain or Email Address", "text")
    wait(lambda: (field.clear_cache_single(), is_invalid(field))[1], "the field is marked")
    wait(lambda: window.said, "the reason is said")
    window.type_into("Domain or Email Address", " https://Info@Corner-Books.Example./ ")
    window.press("Continue")
    window.find(f"Where should mail for \u2068{DOMAIN}\u2069 go?")
    window.find("Used now")
    window.activate("Not Decided – Just Check")


def is_invalid(node):
    from gi.repository import Atspi

    return node.get_state_set().contains(Atspi.StateType.INVALID_ENTRY)


def finding(window):
    window.find(f"Mail for \u2068{DOMAIN}\u2069 goes to Zoho Mail.")
    window.find(starts="Checked ")
    row = window.find(role="list item", holds="Two lists of allowed senders")
    window.do(row, "finding.toggle")
    window.press("Show the Edit", under=row)
    card_of(window)


def publish(window):
    """Copies each field into the form of the pretend panel, as a person does with two windows."""
    copied = [button.get_name() for button in window.all(role="button", starts="Copy ", under=card_of(window))]
    if copied != ["Copy Type", "Copy Host", "Copy Value", "Copy TTL"]:
        raise Failed(f"the card offers {copied}")
    window.press("Copy Value", under=card_of(window))
    window.hear("Value copied")
    window.press("Pretend Panel")
    panel = window.find("Records in the panel", "list")
    window.do(window.row_with("include:servers.mcsv.net", under=panel), "row.activate")
    pasted = window.paste_into("Value")
    if pasted != "v=spf1 include:servers.mcsv.net include:zohomail.com ~all":
        raise Failed(f"pasted {pasted}")
    window.press("Publish")
    window.gone("Publish")
    window.do(window.row_with("v=spf1 include:zohomail.com ~all", under=panel), "row.activate")
    window.find("Remove Record")
    window.do(window.find(role="dialog"), "record.remove")
    window.gone("Remove Record")
    window.back()


def live(window):
    window.do(card_of(window), "card.done")
    window.find(starts="Live on ", under=card_of(window))
    for _ in range(10):
        if window.maybe(starts="Live on 2 of 2 servers"):
            break
        skip = window.maybe(role="button", starts="Skip to ", under=card_of(window))
        if skip:
            window.do(skip)
        try:
            window.find(starts="Live on 2 of 2 servers", seconds=2)
        except Failed:
            continue
    window.find(starts="Live on 2 of 2 servers")
    window.hear("Live on 2 of 2 servers")


def way_back(window):
    """What was there before is kept; its card has both lists again."""
    window.find("Put Back…", under=card_of(window))
    window.do(card_of(window), "card.put-back")
    card = window.find(role="grouping", starts="Put the \u2068TXT")
    window.find("Remove: v=spf1 include:servers.mcsv.net include:zohomail.com ~all", under=card)
    window.find("Add: v=spf1 include:servers.mcsv.net ~all", under=card)
    window.find("Add: v=spf1 include:zohomail.com ~all", under=card)
    window.find("I’ve Made This Change", "button", under=card)


def overview_after(window):
    window.do(window.find("Overview", "page tab"))
    window.press("Check Again")
    window.gone(role="list item", holds="Two lists of allowed senders")
    window.find("1 thing should be fixed.")


STEPS = [
    ("the wizard says what it cannot read, cleans what it can, and asks for the provider", wizard),
    ("a finding leads to its edit", finding),
    ("what a card copies is published in the pretend panel", publish),
    ("the card follows the servers until the change is live", live),
    ("what was there before can be put back", way_back),
    ("the finding is gone after that", overview_after),
]


if __name__ == "__main__":
    sys.exit(run(STEPS, "--practice"))
