#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cards that wait for a value which the provider computes for each customer."""
import sys

sys.dont_write_bytecode = True
from driver import Failed, run, wait  # noqa: E402

HOST = "harborbakery-example.mail.protection.outlook.com"


def add(window, domain, choice):
    window.type_into("Domain or Email Address", domain)
    window.press("Continue")
    window.find(starts="Where should mail for")
    window.activate(choice)
    window.find(starts="Kept at")
    window.find(starts="Checked ")
    window.key("ctrl+4")


def card_of(window, title):
    return window.find(role="grouping", starts=title)


def asks(window):
    """Nothing can be copied before the value is known, and what belongs elsewhere is named."""
    add(window, "harbor-bakery.example", "Microsoft 365")
    card = card_of(window, "Deliver mail to")
    copied = [button.get_name() for button in window.all(role="button", starts="Copy ", under=card)]
    if copied:
        raise Failed(f"a card that waits offers {copied}")
    window.find(starts="Where to find it: Microsoft 365 admin center", under=card)
    window.type_into("Points to address or value", "v=spf1 include:spf.protection.outlook.com -all")
    window.find(starts="This is a list of allowed senders", under=card)


def given(window):
    window.resize(1000, 800)
    window.click(window.find("Points to address or value", "text"))
    window.type_into("Points to address or value", f"@ 3600 IN MX 0 {HOST}.")
    window.key("Return")
    card = card_of(window, "Deliver mail to")
    window.find(f"Add: 0 {HOST}", under=card)
    field = window.find("Points to address or value", "text", under=card)
    wait(lambda: window.text_of(field) == HOST, "the clean value")


STEPS = [
    ("a card that waits for a value asks for it and offers nothing to copy", asks),
    ("a pasted line is understood, and becomes a record", given),
]


if __name__ == "__main__":
    sys.exit(run(STEPS, "--practice"))
