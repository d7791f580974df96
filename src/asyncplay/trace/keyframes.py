"""States of a run, small enough to keep many: from any of them the fold goes on.

A keyframe stores no task that did not change since the one before: all of them share one table of rows, and a task's state at a keyframe
is its last row before the keyframe's end. What else a state holds is copied; long dicts and sets without the room to grow.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from typing import Any

from asyncplay.trace.columns import Table, Unfit
from asyncplay.trace.rows import Base, Rows, Tasks
from asyncplay.trace.state import MAPS, State

_OWN = frozenset({"tasks", "owned", "tasks_shown", "touched", "shown"})
REST = tuple(name for name in State.__slots__ if name not in _OWN)
LONG = 32
VALUE_BYTES = 160
"""What a timer or another such value takes, about."""


class Flat:
    """A long dict or set, without the room to grow. One that was read from a file has its values' places in a pool instead of the values."""

    __slots__ = ("_keys", "kind", "places", "pool", "values")

    def __init__(self, value: Any) -> None:
        self.kind = type(value)
        self._keys: Any = _keys(value)
        self.values = tuple(value.values()) if isinstance(value, dict) and any(v is not None for v in value.values()) else None
        self.places: Any = None
        self.pool: list[Any] = []

    @property
    def keys(self) -> Any:
        """Its keys, or members. Those of values that know them are not kept twice."""
        return self._keys if self._keys is not None else _keys([self.pool[place].id for place in self.places])

    def read(self, keys: Any, places: Any = None, pool: list[Any] | None = None) -> None:
        """Be what was read from a file: these keys, and the places of their values in a pool."""
        self._keys = keys
        if pool is not None:
            self.pool, self.places = pool, places
            if all(getattr(pool[place], "id", None) == key for key, place in zip(keys, places, strict=True)):
                self._keys = None

    def weight(self, seen: set[int]) -> int:
        """Bytes, about; of values that were not seen yet, too."""
        keys = 0 if self._keys is None else len(self._keys) * (self._keys.itemsize if isinstance(self._keys, array) else 40)
        if self.places is not None:
            new = 0 if id(self.pool) in seen else VALUE_BYTES * len(self.pool)
            seen.add(id(self.pool))
            return int(keys + new + self.places.itemsize * len(self.places))
        fresh = {id(value) for value in self.values or ()} - seen
        seen |= fresh
        return int(keys) + 8 * len(self.values or ()) + VALUE_BYTES * len(fresh)

    def all_values(self) -> tuple[Any, ...] | None:
        """The values of its keys; None where all of them are None, as in a set."""
        return self.values if self.places is None else tuple(map(self.pool.__getitem__, self.places))

    def value(self) -> Any:
        if self.kind is set:
            return set(self.keys)
        values = self.all_values()
        if values is None:
            return dict.fromkeys(self.keys)
        if self._keys is None:
            return {value.id: value for value in values}
        return dict(zip(self._keys, values, strict=True))


def _keys(value: Any) -> Any:
    """Numbers as small as they are."""
    for code in "hiq":
        try:
            return array(code, value)
        except (TypeError, OverflowError):
            pass
    return tuple(value)


class Keyframe:
    """One state."""

    __slots__ = ("count", "end", "rest", "seq")

    def __init__(self, seq: int, end: int, count: int, rest: tuple[Any, ...]) -> None:
        self.seq = seq
        self.end = end
        self.count = count
        self.rest = rest

    def state(self, rows: Rows) -> State:
        """A state that may go on from here."""
        state = State()
        for name, value in zip(REST, self.rest, strict=True):
            if isinstance(value, Flat):
                value = value.value()
            setattr(state, name, value.copy() if isinstance(value, dict | list | set) else value)
        state.tasks = Tasks(Base(rows, self.end, self.count))
        return state


class Keyframes:
    """All keyframes of a recording, in order; the first is the empty state."""

    def __init__(self, table: Table) -> None:
        self.rows = Rows(table)
        self.frames = [Keyframe(0, 0, 0, _rest(State(), {}))]
        self._kept: dict[str, tuple[Any, Any]] = {}
        """Of each map the copy that the last keyframe made of it, and what it kept: the same serves until the map changes."""

    def add(self, state: State) -> None:
        """Keep this state, unless something in it does not fit: then the one before serves."""
        try:
            self.rows.add([state.tasks[task] for task in sorted(state.touched)])
        except Unfit:
            return
        state.touched.clear()
        self.frames.append(Keyframe(state.seq, self.rows.count, len(state.tasks), _rest(state, self._kept)))

    def before(self, seq: int) -> Keyframe:
        """The last one at or before that place."""
        return self.frames[bisect_right(self.frames, seq, key=_seq) - 1]


def _seq(frame: Keyframe) -> int:
    return frame.seq


def _rest(state: State, kept: dict[str, tuple[Any, Any]]) -> tuple[Any, ...]:
    return tuple(_map(state, name, kept) if name in MAPS else _small(getattr(state, name)) for name in REST)


def _map(state: State, name: str, kept: dict[str, tuple[Any, Any]]) -> Any:
    shown = state.show(name)
    before = kept.get(name)
    if before is None or before[0] is not shown:
        before = kept[name] = (shown, Flat(shown) if len(shown) > LONG else shown)
    return before[1]


def _small(value: Any) -> Any:
    if isinstance(value, dict | set) and len(value) > LONG:
        return Flat(value)
    return value.copy() if isinstance(value, dict | list | set) else value
