#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Types every card of every provider into every panel, and looks at the zone that comes of it.

The cards are made by `plan-cards`, without a network; the panels are those of support/panel.py."""

import os
import random
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
import panel  # noqa: E402
from plans import DOMAIN, WORLD, Cards, Eye, generate, providers, record, values_of  # noqa: E402
from tap import Tap  # noqa: E402

FACTS = panel.read_facts()
CARDS = Cards()

# ------------------------------------------------------------------------------------------- all pairs

OLD_ZONE = [
    record("@", "A", "198.18.0.80"),
    record("mail", "A", "198.18.0.25"),
    record("@", "MX", "10 mx1.webhost.example"),
    record("@", "MX", "20 mx2.webhost.example"),
    record("@", "TXT", "v=spf1 include:_spf.webhost.example include:servers.mcsv.net ~all"),
    record("@", "TXT", "facebook-domain-verification=abc123"),
    record("autodiscover", "CNAME", "autodiscover.webhost.example"),
    record("www", "CNAME", "shop.example"),
]


def old_panel(host):
    return panel.Panel(FACTS[host], DOMAIN, OLD_ZONE)


def shown(edit):
    """What the card shows, short."""
    forms = [[f"{field['field']}={field['value']}" for field in form] for form in edit["panel"]["forms"]]
    return f"{forms} {[step['code'] for step in edit['panel']['steps']]}"


def type_all_cards(request):
    """Into every panel; the plan of each is its own."""
    faults = []
    zone = WORLD + old_panel("he").text()
    for host, document in zip(FACTS, CARDS.ask(zone, hosts=list(FACTS), **request), strict=True):
        hand = panel.Hand(old_panel(host))
        for edit in document["edits"]:
            try:
                hand.carry_out(edit)
            except panel.Refused as error:
                faults.append(f"{host} refuses {edit['id']}: {error}: {shown(edit)}")
                break
            except AssertionError as error:
                faults.append(f"{host}: {error}: {shown(edit)}")
                break
    return faults


def has_new_servers(request):
    """Whether it is a provider that can be set up: many are only known by sight."""
    zone = WORLD + old_panel("he").text()
    document, = CARDS.ask(zone, hosts=["he"], **request)
    assert not document["unchecked"], document["unchecked"]
    return any(edit["type"] == "MX" and edit["add"] for edit in document["edits"])


def cards_do_what_they_say():
    known = providers()
    mailboxes = next(provider for provider in known if provider["id"] == "fastmail")
    n_providers, faults = 0, []
    for provider in known:
        request = {"provider": provider["id"], "values": values_of(provider)}
        if provider["kind"] == "filter":
            request = {"provider": mailboxes["id"], "filter": provider["id"], "values": values_of(provider)}
        if not has_new_servers(request):
            continue
        n_providers += 1
        faults += [f"{provider['id']} at {fault}" for fault in type_all_cards(request)]
    assert not faults, f"{len(faults)}\n" + "\n".join(faults)
    assert n_providers >= 40, n_providers


def hosts_of(document):
    """The part of the world that the new provider has."""
    lines = set()
    for edit in document["edits"]:
        for row in edit["add"]:
            if edit["type"] == "MX" and not row["value"].endswith(DOMAIN):
                lines.add(f"{row['value']}. 3600 A 198.18.9.1\n")
            lines |= {f'{term[8:]}. 3600 TXT "v=spf1 ip4:198.18.9.0/24 ?all"\n' for term in row["value"].split()
                      if term.startswith("include:") and term[8:] + "." not in WORLD}
    return "".join(sorted(lines))


def carry_out_all(host, own, eye, request):
    """Plans, makes every edit, and plans again until nothing is left; a TTL may be put back in a second round."""
    document, = CARDS.ask(WORLD + own.text(), hosts=[host], **request)
    world = WORLD + hosts_of(document)
    document, = CARDS.ask(world + own.text(), hosts=[host], **request)
    for number in range(3):
        assert not document["unchecked"], document["unchecked"]
        edits = document["edits"]
        assert number == 0 or not any(edit["add"] or edit["remove"] for edit in edits), [shown(edit) for edit in edits]
        if not edits:
            return number
        hand = panel.Hand(own, eye.look)
        for edit in edits:
            try:
                hand.carry_out(edit)
            except (AssertionError, panel.Refused) as error:
                raise AssertionError(f"{edit['id']}: {error}: {shown(edit)}") from None
        eye.look(own)
        document, = CARDS.ask(world + own.text(), hosts=[host], **request)
    raise AssertionError(f"no end: {document['edits']}")


def zones_are_led_home():
    known = [provider for provider in providers() if provider["kind"] in ("hosting", "forwarding", "own")]
    usable = [provider for provider in known
              if has_new_servers({"provider": provider["id"], "values": values_of(provider)})]
    faults = []
    n_edited = 0
    for seed in range(200):
        dice = random.Random(seed)
        records, kept = generate(dice)
        provider, host = dice.choice(usable), dice.choice(list(FACTS))
        own = panel.Panel(FACTS[host], DOMAIN, records)
        eye = Eye(records, kept)
        try:
            n_edited += carry_out_all(host, own, eye, {"provider": provider["id"], "values": values_of(provider)}) > 0
        except AssertionError as error:
            faults.append(f"seed {seed}, {provider['id']} at {host}: {error}")
    assert not faults, f"{len(faults)}\n" + "\n".join(faults)
    assert n_edited > 190, n_edited


def main():
    tap = Tap()
    for test in (cards_do_what_they_say, zones_are_led_home):
        tap.run(test.__name__.replace("_", "-"), test)
    CARDS.close()
    tap.finish()


if __name__ == "__main__":
    main()
