"""What the runner's text lines define: strings, coroutine functions, stacks and objects, each by a number that records refer to.

Nothing here is trusted: every value is checked and cut to a bound, a number keeps its first meaning, and beyond the bounds new
definitions are let go (what they would have named stays unnamed, which is no damage).
"""

from __future__ import annotations

from typing import Any, NamedTuple

from asyncplay.trace.events import Frame
from asyncplay.trace.names import made_names
from asyncplay.trace.wire import MASK32
from asyncplay.trace.world import Variables

TEXT_MAX = 1000
NAME_MAX = 200
STRINGS_MAX = 100_000
CODES_MAX = 50_000
SITES_MAX = 50_000
OBJECTS_MAX = 300_000
TEXT_TOTAL_MAX = 16_000_000
"""So many characters at most, all definitions together."""
SIGNALS_MAX = 1000
DEPTH_MAX = 64
"""A stack has at most so many frames: the innermost ones."""
LINE_NUMBER_MAX = 10_000_000


class Malformed(ValueError):
    """A line whose values cannot be meant."""


class Code(NamedTuple):
    name: str
    line: int | None
    """Its first line, where it is the snippet's."""
    library: bool


class Thing(NamedTuple):
    name: str
    tasks: tuple[int, ...]
    fd: int | None = None


class Stack(NamedTuple):
    chain: tuple[Frame, ...]
    line: int | None
    """The deepest line of the snippet in it."""


NOWHERE = Stack((), None)


def number(data: dict[str, Any], key: str, least: int = 1, most: int = MASK32) -> int:
    """An integer of that range, or Malformed."""
    value = data.get(key)
    if type(value) is not int or not least <= value <= most:
        raise Malformed(key)
    return value


def text(data: dict[str, Any], key: str, most: int = TEXT_MAX) -> str:
    """A string, cut to a bound and free of lone surrogates, or Malformed."""
    value = data.get(key)
    if not isinstance(value, str):
        raise Malformed(key)
    value = value[:most]
    return value if value.isascii() else value.encode("utf-8", "backslashreplace").decode()


def line_number(data: dict[str, Any], key: str = "line") -> int | None:
    """A line of a file; None where there is none that could be one."""
    value = data.get(key)
    return value if type(value) is int and 0 < value <= LINE_NUMBER_MAX else None


FRAMES_MAX = 8
VARIABLES_MAX = 50


def variables(data: dict[str, Any]) -> tuple[Variables, ...]:
    """The frames of a line that tells a task's variables, or Malformed."""
    frames = data.get("frames")
    if not isinstance(frames, list) or len(frames) > FRAMES_MAX:
        raise Malformed("frames")
    found = []
    for frame in frames:
        if not isinstance(frame, list) or len(frame) != 3 or not isinstance(frame[2], list) or len(frame[2]) > VARIABLES_MAX:
            raise Malformed("frames")
        values = []
        for row in frame[2]:
            if not isinstance(row, list) or len(row) != 3:
                raise Malformed("frames")
            values.append((text({"s": row[0]}, "s", NAME_MAX), text({"s": row[1]}, "s"), row[2] is True))
        found.append(Variables(text({"s": frame[0]}, "s", NAME_MAX), line_number({"line": frame[1]}), tuple(values)))
    return tuple(found)


class Definitions:
    """What is defined so far. One writer: the decoder."""

    __slots__ = (
        "_codes", "_counters", "_frames", "_made_names", "_named", "_objects", "_places", "_room", "_signals", "_source", "_stacks", "_strings",
        "members_version",
    )  # fmt: skip

    def __init__(self, source: str = "") -> None:
        self._source = source
        self._made_names: dict[tuple[int, int], str] | None = None
        self._places: dict[int, tuple[int, int]] = {}
        """Where things are made: line and column."""
        self._named: dict[tuple[str, str], int] = {}
        """How many have that type and that name: the second is told it, which takes it from the first."""
        self._room = TEXT_TOTAL_MAX
        self._strings: dict[int, str] = {}
        self._codes: dict[int, Code] = {}
        self._frames: dict[int, tuple[int, Frame]] = {}
        """A node of the trie of stacks: its caller's node (0: none) and its frame."""
        self._stacks: dict[int, Stack] = {0: NOWHERE}
        self._objects: dict[int, Thing] = {}
        self._counters: dict[str, int] = {}
        self._signals: dict[tuple[str, int], tuple[int, str]] = {}
        """The signal, number and name, whose handler has an object (`obj`, number) or a plain future (`future`, address)."""
        self.members_version = 0
        """Changes when the tasks change that an object consists of."""

    def define(self, kind: str, data: dict[str, Any]) -> bool:
        """Take a line of that kind; whether it is one that defines something. Malformed if its values cannot be meant."""
        method = _DEFINE.get(kind)
        if method is None:
            return False
        ident = number(data, "id")
        if self._room > 0:
            self._room -= method(self, ident, data)
        return True

    # Each takes one definition and returns how many characters that keeps.

    def _string(self, ident: int, data: dict[str, Any]) -> int:
        if ident in self._strings or len(self._strings) >= STRINGS_MAX:
            return 0
        self._strings[ident] = text(data, "s")
        return len(self._strings[ident])

    def _code(self, ident: int, data: dict[str, Any]) -> int:
        if ident in self._codes or len(self._codes) >= CODES_MAX:
            return 0
        name, library = text(data, "name", NAME_MAX), bool(data.get("lib"))
        self._codes[ident] = Code(name, None if library else line_number(data), library)
        return len(name)

    def _site(self, ident: int, data: dict[str, Any]) -> int:
        if ident in self._frames or len(self._frames) >= SITES_MAX:
            return 0
        up = data.get("up")
        if type(up) is not int or up not in self._frames:  # a caller comes before its callee, so there can be no ring
            up = 0
        frame = Frame(text(data, "name", NAME_MAX), text(data, "file"), line_number(data) or 0, not data.get("lib"), bool(data.get("gen")))
        self._frames[ident] = (up, frame)
        return len(frame.name) + len(frame.file)

    def _object(self, ident: int, data: dict[str, Any]) -> int:
        if ident in self._objects or len(self._objects) >= OBJECTS_MAX:
            return 0
        self._name_object(ident, text(data, "type", 60), _tasks(data), None)
        return 20

    def _members(self, ident: int, data: dict[str, Any]) -> int:
        old = self._objects.get(ident)
        if old is None:
            return 0
        tasks = _tasks(data)
        self._objects[ident] = old._replace(tasks=tasks)
        self.members_version += 1
        return len(tasks) - len(old.tasks)

    def _name_object(self, ident: int, type_: str, tasks: tuple[int, ...], fd: int | None) -> None:
        self._counters[type_] = self._counters.get(type_, 0) + 1
        self._objects[ident] = Thing(f"{type_} {self._counters[type_]}", tasks, fd)

    def ends(self, data: dict[str, Any]) -> None:
        """A signal's handler has that at hand from here on, or nothing any more. It holds for the waits behind it: it comes in its turn."""
        ident, name = number(data, "id"), text(data, "name", 40)
        self.members_version += 1
        if not name:
            self._signals = {key: found for key, found in self._signals.items() if found[0] != ident}
        elif len(self._signals) < SIGNALS_MAX:
            key = "future" if "future" in data else "obj"
            self._signals[key, number(data, key, 1, (1 << 64) - 1)] = ident, name

    def signal(self, key: str, thing: int) -> str | None:
        """The signal whose handler has that object (`obj`), or the future at that address (`future`)."""
        found = self._signals.get((key, thing))
        return found[1] if found is not None else None

    def _made(self, ident: int, data: dict[str, Any]) -> int:
        line = line_number(data)
        if ident in self._places or len(self._places) >= CODES_MAX or line is None:
            return 0
        self._places[ident] = line, number(data, "col", 0)
        return 10

    def origin(self, place: int, kind: str) -> tuple[str, int | None]:
        """What the source calls that which was made there, "" where it says nothing or several have that name; and the line."""
        where = self._places.get(place >> 1)
        if where is None:
            return "", None
        if self._made_names is None:
            self._made_names = made_names(self._source)
        name = self._made_names.get(where, "")
        before = self._named.get((kind, name), 0)
        self._named[kind, name] = before + (2 if place & 1 else 1)
        return name if before == 1 or (before == 0 and not place & 1) else "", where[0]

    def see_object(self, ident: int, type_: int, fd: int | None) -> bool:
        """An object that a record told of; False if it is known, or there is no room."""
        if ident in self._objects or len(self._objects) >= OBJECTS_MAX:
            return False
        self._name_object(ident, self._strings.get(type_, "object")[:60] or "object", (), fd)
        return True

    def string(self, ident: int) -> str | None:
        return self._strings.get(ident)

    def code(self, ident: int) -> Code | None:
        return self._codes.get(ident)

    def object(self, ident: int) -> Thing | None:
        return self._objects.get(ident)

    def stack(self, ident: int) -> Stack:
        """The frames of a trie node, outermost first; none for a node that is not defined."""
        found = self._stacks.get(ident)
        if found is None:
            frames: list[Frame] = []
            node = ident
            while node and len(frames) < DEPTH_MAX and node in self._frames:
                node, frame = self._frames[node]
                frames.append(frame)
            if not frames:
                return NOWHERE
            line = next((frame.line for frame in frames if frame.snippet and frame.line), None)
            found = self._stacks[ident] = Stack(tuple(reversed(frames)), line)
        return found


def _tasks(data: dict[str, Any]) -> tuple[int, ...]:
    tasks = data.get("tasks") or ()
    if not isinstance(tasks, list | tuple):
        raise Malformed("tasks")
    return tuple(dict.fromkeys(t for t in tasks if type(t) is int and 0 < t <= MASK32))


_DEFINE = {
    "str": Definitions._string, "code": Definitions._code, "site": Definitions._site, "obj": Definitions._object,
    "kids": Definitions._members, "made": Definitions._made,
}  # fmt: skip
