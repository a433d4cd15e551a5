#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What holds for every file of the project: length, licence line, the list of files with sentences.

usage: test-tree.py SOURCE-ROOT
"""

import pathlib
import re
import sys

import tap

ROOT = pathlib.Path(sys.argv[1])
FOLDERS = ["src", "data", "po", "tests", "flatpak", ".ci"]
LONGEST = 800
LICENSED = {".build", ".c", ".h", ".blp", ".css", ".py", ".sh", ".in", ".svg", ".xml"}
LICENCE = "SPDX-License-Identifier: GPL-3.0-or-later"
# Metainfo has a free licence of its own, so that software centres may show it.
METAINFO_LICENCE = "SPDX-License-Identifier: CC0-1.0"
# Seeds of the fuzz targets are what anybody may send.
SEEDS = "tests/fuzz/corpus/"
MARKED = re.compile(r"(?<![A-Za-z0-9_])(?:_|N_|C_|NC_|Q_|ngettext|g_dngettext|g_dpgettext2)\s*\(\s*[\"A-Za-z]")
COMMENTS = re.compile(r"/\*.*?\*/|^\s*//[^\n]*", re.DOTALL | re.MULTILINE)


def files(*folders):
    for folder in folders or FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path, path.relative_to(ROOT).as_posix()


# What the first page of a checkout shows; what a fuzz target leaves behind is never committed.
TOP = {"CONTRIBUTING.md", "LICENSE", "README.md", "dev", "meson.build", "meson.options"}


def strangers_on_top():
    names = {path.name for path in ROOT.iterdir() if path.is_file() and not path.name.startswith(".")}
    return [f"{name} has no place at the top" for name in sorted(names - TOP) if not name.endswith(".failed")]


def too_long():
    found = []
    for path, name in [*files("src", "tests", "flatpak"), (ROOT / "dev", "dev")]:
        if path.suffix in {".png", ".der", ".bin"} or name.startswith(SEEDS):
            continue
        lines = path.read_bytes().count(b"\n")
        if lines > LONGEST:
            found.append(f"{name} has {lines} lines; {LONGEST} is the limit: which second thing hides in it?")
    return found


def without_licence():
    found = []
    for path, name in [*files(), (ROOT / "dev", "dev"), (ROOT / "meson.build", "meson.build")]:
        if path.suffix not in LICENSED and path.suffix or path.name in ("README", "LINGUAS", "POTFILES.in"):
            continue
        if name.startswith(SEEDS):
            continue
        head = "".join(path.read_text(encoding="utf-8").splitlines(keepends=True)[:4])
        if LICENCE not in head and not (".metainfo." in name and METAINFO_LICENCE in head):
            found.append(f"{name}: no line “{LICENCE}” at the top")
    return found


def has_sentences(path, name):
    if name.startswith("data/"):
        return name.endswith((".desktop.in", ".metainfo.xml.in", ".gschema.xml.in"))
    return path.suffix in {".c", ".h", ".blp"} and MARKED.search(COMMENTS.sub("", path.read_text(encoding="utf-8")))


def list_of_sentences():
    lines = (ROOT / "po/POTFILES.in").read_text(encoding="utf-8").splitlines()
    listed = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    marked = {name for path, name in files("src", "data") if has_sentences(path, name)}
    found = [f"{name} has sentences and is not in po/POTFILES.in" for name in sorted(marked - set(listed))]
    found += [f"{name} is in po/POTFILES.in and has no sentences" for name in sorted(set(listed) - marked)]
    if listed != sorted(set(listed)):
        found.append("po/POTFILES.in is not sorted")
    return found


def pictures_are_there():
    """The metainfo names pictures by their address in the repository."""
    metainfo = next((ROOT / "data").glob("*.metainfo.xml.in")).read_text(encoding="utf-8")
    named = re.findall(r"<image[^>]*>[^<]*/(data/screenshots/[^<]+)</image>", metainfo)
    if not named:
        return ["the metainfo names no picture"]
    return [f"{name} is named in the metainfo and is not there" for name in named if not (ROOT / name).is_file()]


def marks_are_recognised():
    yes = ['text = _("Found");', 'C_("level", "Tidy Up")', 'ngettext ("%u record", "%u records", n)', 'title: _("Your Domain");']
    no = ['foo_ ("no");', 'G_DEFINE_N_ ("no")', '/* _("no") */', "sp_(x)"]
    found = [f"not recognised: {line}" for line in yes if not MARKED.search(COMMENTS.sub("", line))]
    return found + [f"taken for a sentence: {line}" for line in no if MARKED.search(COMMENTS.sub("", line))]


tap.run(
    [
        ("nothing strange lies at the top", strangers_on_top),
        (f"no file is longer than {LONGEST} lines", too_long),
        ("every file names its licence", without_licence),
        ("po/POTFILES.in lists the files with sentences", list_of_sentences),
        ("pictures in the metainfo are there", pictures_are_there),
        ("marked sentences are recognised", marks_are_recognised),
    ]
)
