# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts the real program and drives it as a screen reader does: through the accessibility bus.

Everything waits for a condition, nothing sleeps. Runs inside xbox.sh.
"""
import os
import subprocess
import tempfile
import time
import traceback

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

# A program under sanitizers on a busy machine is slow to answer, not dead.
Atspi.set_timeout(15000, 30000)
PATIENCE = float(os.environ.get("SP_PATIENCE", "20"))


class Failed(Exception):
    """Something that should have been seen was not."""


def turn():
    """Lets the accessibility client see what happened meanwhile."""
    while GLib.MainContext.default().iteration(False):
        pass


def wait(condition, what, seconds=PATIENCE):
    """Returns what CONDITION returns, as soon as it is true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        turn()
        try:
            found = condition()
        except GLib.Error:  # a page that goes away while it is read
            found = None
        if found:
            return found
        time.sleep(0.02)
    raise Failed(f"not within {seconds:.0f} s: {what}")


def walk(node):
    yield node
    for i in range(node.get_child_count()):
        child = node.get_child_at_index(i)
        if child is not None:
            yield from walk(child)


def is_showing(node):
    return node.get_state_set().contains(Atspi.StateType.SHOWING)


class Window:
    """One run of the program, with a data folder of its own."""

    def __init__(self, *options):
        self.folder = tempfile.TemporaryDirectory()
        environment = dict(os.environ, XDG_DATA_HOME=self.folder.name, TZ=os.environ.get("TZ", "UTC"))
        environment["G_DEBUG"] = "fatal-warnings"
        self.said = []
        self.listener = Atspi.EventListener.new(lambda event: self.said.append(event.any_data))
        self.listener.register("object:announcement")
        self.process = subprocess.Popen(["signpost", *options], env=environment)
        self.application = wait(self._find_application, "the program on the accessibility bus")
        wait(lambda: self.maybe(role="frame"), "a window")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _find_application(self):
        if self.process.poll() is not None:
            raise Failed(f"the program ended with {self.process.returncode}")
        desktop = Atspi.get_desktop(0)
        for i in range(desktop.get_child_count()):
            child = desktop.get_child_at_index(i)
            if child is not None and child.get_process_id() == self.process.pid:
                return child
        return None

    def all(self, name=None, role=None, starts=None, holds=None, under=None):
        """Everything seen that fits, in reading order."""
        for node in walk(under or self.application):
            if node == self.application or (role is not None and node.get_role_name() != role):
                continue
            text = node.get_name() or ""
            if name is not None and text != name:
                continue
            if starts is not None and not text.startswith(starts):
                continue
            if holds is not None and holds not in text:
                continue
            if is_showing(node):
                yield node

    def maybe(self, *which, **how):
        """The first of them, or None."""
        return next(self.all(*which, **how), None)

    def find(self, *which, seconds=PATIENCE, **how):
        what = " ".join(str(part) for part in (*which, *how.values()))
        try:
            return wait(lambda: self.maybe(*which, **how), what, seconds)
        except Failed as failure:
            raise Failed(f"{failure}; seen: {self.describe()}") from None

    def gone(self, *which, **how):
        wait(lambda: not self.maybe(*which, **how), f"{which} {how} goes away")

    def row_with(self, *texts, role="list item", under=None):
        """The first row in which all the texts are seen."""

        def look():
            for row in self.all(role=role, under=under):
                names = [node.get_name() or "" for node in walk(row)]
                if all(any(text in name for name in names) for text in texts):
                    return row
            return None

        try:
            return wait(look, f"a row with {texts}")
        except Failed as failure:
            raise Failed(f"{failure}; seen: {self.describe()}") from None

    def describe(self):
        """All that is seen, for a failed test."""
        seen = [f"{node.get_role_name()} “{node.get_name()}”" for node in self.all() if node.get_name()]
        return ", ".join(seen)

    def do(self, node, action=None):
        """Does an action of a node by its name, or its first one."""
        index = 0
        if action is not None:
            names = [Atspi.Action.get_action_name(node, i) for i in range(Atspi.Action.get_n_actions(node))]
            if action not in names:
                raise Failed(f"{node.get_role_name()} “{node.get_name()}” has no action {action}, only {names}")
            index = names.index(action)
        Atspi.Action.do_action(node, index)
        turn()
        return node

    def press(self, name=None, role="button", **how):
        node = self.find(name, role, **how)
        wait(lambda: node.get_state_set().contains(Atspi.StateType.SENSITIVE), f"{name} is sensitive")
        return self.do(node)

    def press_until_gone(self, name, role="button", **how):
        """For a button that is on the page before as well: presses what is there until nothing is."""

        def gone():
            for node in list(self.all(name, role, **how)):
                self.do(node)
            return not self.maybe(name, role, **how)

        wait(gone, f"{name} goes away")

    def activate(self, name, action="row.activate", role="list item", **how):
        return self.do(self.find(name, role, **how), action)

    def type_into(self, name, text):
        node = self.find(name, "text")
        if not Atspi.EditableText.set_text_contents(node, text):
            raise Failed(f"cannot type into {name}")
        turn()
        return node

    def paste_into(self, name):
        """Puts what is in the clipboard in the place of what stands there."""
        node = self.type_into(name, "")
        self.do(node, "clipboard.paste")
        wait(lambda: self.text_of(node), f"something pasted into {name}")
        return self.text_of(node)

    def text_of(self, node):
        return Atspi.Text.get_text(node, 0, -1)

    def back(self):
        """Leaves the page, whatever the button is called in this language."""
        for node in self.all(role="grouping"):
            if "navigation.pop" in [Atspi.Action.get_action_name(node, i) for i in range(Atspi.Action.get_n_actions(node))]:
                return self.do(node, "navigation.pop")
        raise Failed("there is no way back")

    def key(self, keys):
        subprocess.run(["xdotool", "key", "--clearmodifiers", keys], check=True)
        turn()

    def tab_through(self, most):
        """Presses Tab until the focus is back where it was first, and returns every stop on the way."""
        focused = []
        listener = Atspi.EventListener.new(lambda event: focused.append(event.source) if event.detail1 else None)
        listener.register("object:state-changed:focused")
        stops = []
        try:
            for _ in range(most):
                del focused[:]
                self.key("Tab")
                node = wait(lambda: focused and focused[-1], f"focus after {[stop.get_name() for stop in stops]}", 5)
                if stops and node == stops[0]:
                    return stops
                stops.append(node)
        finally:
            listener.deregister("object:state-changed:focused")
        raise Failed(f"no end after {most} stops: {[stop.get_name() for stop in stops]}")

    def hear(self, part):
        return wait(lambda: any(part in (text or "") for text in self.said), f"announcement “{part}” in {self.said}")

    def resize(self, width, height):
        # The first window of the process is the program's; dialogs are inside it.
        found = subprocess.run(
            ["xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)], capture_output=True, text=True, check=True
        )
        self.window_id = found.stdout.split()[0]
        subprocess.run(["xdotool", "windowsize", "--sync", self.window_id, str(width), str(height)], check=True)
        self.size = (width, height)
        turn()

    def picture(self, path):
        width, height = self.size
        time.sleep(0.3)  # the server has no way to say that the last frame is on the screen
        subprocess.run(["import", "-window", "root", "-crop", f"{width}x{height}+0+0", "+repage", path], check=True)

    def scroll_to(self, node):
        """Brings a node into view, with the wheel."""
        width, height = self.size
        subprocess.run(["xdotool", "mousemove", "--window", self.window_id, str(width // 2), str(height // 2)], check=True)
        last = None
        for _ in range(60):
            node.clear_cache_single()
            place = Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW)
            # What stands last on a page goes no higher.
            if place.y + place.height < (height if place.y == last else height - 60):
                return
            last = place.y
            subprocess.run(["xdotool", "click", "5"], check=True)
            time.sleep(0.05)
            turn()
        raise Failed(f"{node.get_name()} cannot be scrolled to")

    def click(self, node):
        """With the mouse, in its middle; for what has no action of its own."""
        self.scroll_to(node)
        node.clear_cache_single()
        place = Atspi.Component.get_extents(node, Atspi.CoordType.WINDOW)
        at = (str(place.x + place.width // 2), str(place.y + place.height // 2))
        subprocess.run(["xdotool", "mousemove", "--window", self.window_id, *at, "click", "1"], check=True)
        turn()

    def close(self):
        """Ends the program as a person does; its exit status tells of leaks."""
        if self.process.poll() is None:
            self.key("ctrl+q")
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise Failed("the program did not end") from None
        self.listener.deregister("object:announcement")
        self.folder.cleanup()
        if self.process.returncode != 0:
            raise Failed(f"the program ended with {self.process.returncode}")


def run(steps, *options):
    """Runs steps, each a name and a function of the window, one after the other as a TAP test."""
    print(f"1..{len(steps) + 1}", flush=True)
    failed = False
    window = Window(*options)
    for number, (name, step) in enumerate(steps, 1):
        began = time.monotonic()
        try:
            if failed:
                raise Failed("a step before failed")
            step(window)
            print(f"ok {number} - {name}\n# {time.monotonic() - began:.1f} s", flush=True)
        except Exception:  # whatever it was, the next steps cannot stand on it
            failed = True
            print(f"not ok {number} - {name}\n# " + traceback.format_exc().replace("\n", "\n# "), flush=True)
    end = f"{len(steps) + 1} - the program ends without a complaint"
    try:
        window.close()
        print(f"ok {end}")
    except Failed as failure:
        failed = True
        print(f"not ok {end}\n# {failure}")
    return 1 if failed else 0
