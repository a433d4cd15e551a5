#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""In and out of the practice world, without a network: what is typed outside is not lost by trying an example."""
import sys

sys.dont_write_bytecode = True
from driver import run  # noqa: E402

FIELD = "Domain or Email Address"
BANNER = "Practice: nothing here is real"


def offline(window):
    window.type_into(FIELD, "shop.example.org")
    window.press("Continue")
    window.find(starts="No server could be reached.")
    window.hear("No server could be reached.")


def enter(window):
    window.press("Try with an Example")
    window.find("Practice domains", "list")
    window.find(BANNER)
    window.activate("sunny-studio.example")
    window.find(starts="Where should mail for")
    window.activate("Google Workspace")
    window.find("Everything checked is in order.")


def leave(window):
    # The page before has such a button too, and may still be on its way out.
    window.press_until_gone("Leave")
    window.gone(BANNER)
    window.find("Set Up Email for a Domain")


def come_back(window):
    """The practice world is as it was left: its domain opens by itself."""
    window.press("Try with an Example")
    window.find("Practice domains", "list")
    window.back()
    window.find("Mail for \u2068sunny-studio.example\u2069 goes to Google Workspace.")


def remove_and_undo(window):
    window.do(window.find("sunny-studio.example", "grouping"), "domain.remove")
    window.find("sunny-studio.example removed")
    window.press("Undo")
    window.find("Mail for \u2068sunny-studio.example\u2069 goes to Google Workspace.")


STEPS = [(step.__name__, step) for step in (offline, enter, leave, come_back, remove_and_undo)]


if __name__ == "__main__":
    sys.exit(run(STEPS))
