#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The one-way rule: a room may include what stands left of it, never what stands right.

usage: test-includes.py SOURCE-ROOT
"""

import pathlib
import re
import sys

import tap

# The workspace is every file that lies in src/core itself.
CHAIN = ["dns", "mail", "catalog", "net", "inspect", "checks", "plan", "store", "verify", "workspace"]
CORE = {room: set(CHAIN[: place + 1]) for place, room in enumerate(CHAIN)}
CORE["workspace"] |= {"practice"}
CORE["practice"] = {"dns", "practice"}
CORE["explain"] = set(CHAIN) | {"practice", "explain"}
EVERY_ROOM = set(CORE)
MAY_READ = CORE | {"cli": EVERY_ROOM | {"cli"}, "ui": EVERY_ROOM | {"ui"}}

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(["<])([^">]+)[">]', re.MULTILINE)
GENERATED = re.compile(r"sp-[a-z]+-(resources|config)\.h")
TOOLKIT = re.compile(r"(gtk|gdk|gsk|adwaita|adw|pango)\b")
CARES_FILES = re.compile(r"src/core/dns/sp-(resolver|ares|message)[a-z-]*\.[ch]")


def room_of(path):
    """The room of a path below src/: "dns", "workspace", "cli", "ui" …"""
    parts = pathlib.PurePosixPath(path).parts
    if parts[0] == "core":
        return parts[1] if len(parts) > 2 else "workspace"
    return parts[0]


def problems_of(path, text):
    """What is wrong with the includes of the file at `path`, which is relative to the source root."""
    room = room_of(path.removeprefix("src/"))
    found = []
    for kind, header in INCLUDE.findall(text):
        where = f"{path}: {header}"
        if kind == "<":
            if TOOLKIT.match(header) and room != "ui":
                found.append(f"{where}: only src/ui may use the toolkit")
            if header.startswith("ares") and not CARES_FILES.fullmatch(path):
                found.append(f"{where}: only the resolver, its GSource and the message codec know c-ares")
        elif GENERATED.fullmatch(header):
            pass
        elif not header.startswith(("core/", "cli/", "ui/")):
            found.append(f"{where}: includes are written from src/")
        elif room_of(header) not in MAY_READ.get(room, set()):
            found.append(f"{where}: {room} may not read {room_of(header)}")
    return found


def the_tree():
    root = pathlib.Path(sys.argv[1])
    files = [p for p in sorted(root.glob("src/**/*.[ch]"))]
    if not files:
        return ["no source files were found"]
    return [
        line
        for p in files
        for line in problems_of(p.relative_to(root).as_posix(), p.read_text(encoding="utf-8"))
    ]


def wrong_ones_are_noticed():
    wrong = [
        ("src/core/dns/sp-a.c", '#include "core/mail/sp-b.h"'),
        ("src/core/plan/sp-a.c", '#include "core/verify/sp-b.h"'),
        ("src/core/verify/sp-a.c", '#include "core/sp-workspace.h"'),
        ("src/core/practice/sp-a.c", '#include "core/mail/sp-b.h"'),
        ("src/core/checks/sp-a.c", '#include "core/explain/sp-b.h"'),
        ("src/core/sp-workspace.c", '#include "core/explain/sp-b.h"'),
        ("src/core/dns/sp-a.h", "#include <gtk/gtk.h>"),
        ("src/cli/sp-a.c", "# include <adwaita.h>"),
        ("src/cli/sp-a.c", '#include "ui/sp-window.h"'),
        ("src/ui/pages/sp-a.c", '#include "cli/sp-output.h"'),
        ("src/core/inspect/sp-a.c", "#include <ares.h>"),
        ("src/core/dns/sp-a.c", '#include "sp-b.h"'),
    ]
    return [f"not noticed: {path} with {line}" for path, line in wrong if not problems_of(path, line)]


def right_ones_are_left_alone():
    right = [
        ("src/core/plan/sp-a.c", '#include "core/plan/sp-b.h"\n#include "core/dns/sp-c.h"\n#include <gio/gio.h>'),
        ("src/core/dns/sp-resolver.c", "#include <ares.h>"),
        ("src/core/explain/sp-a.c", '#include "core/sp-workspace.h"'),
        ("src/core/catalog/sp-a.c", '#include "sp-catalog-resources.h"'),
        ("src/ui/widgets/sp-a.c", '#include "core/explain/sp-b.h"\n#include <adwaita.h>'),
    ]
    return [line for path, text in right for line in problems_of(path, text)]


tap.run(
    [
        ("every include goes one way", the_tree),
        ("wrong includes are noticed", wrong_ones_are_noticed),
        ("right includes are left alone", right_ones_are_left_alone),
    ]
)
