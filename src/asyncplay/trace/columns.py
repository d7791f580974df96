"""Objects of one class as columns of numbers, and back: how a million events fit into little memory, and into a file.

What a class's columns are follows from its annotations alone, so a new event needs nothing here. Numbers have a column of their own; all
else (text, frames, what is waited for) is kept once in a table and stands in its column by its number there. Objects whose numbers do not
fit are refused with Unfit: whoever asks keeps them as they are.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any, TypeAlias

from asyncplay.trace.events import Wait

NAN = float("nan")
INT, MAYBE_INT, FLOAT, MAYBE_FLOAT, BOOL, VALUE, WAIT = "IMFDBVW"
_KINDS = {"int": INT, "int | None": MAYBE_INT, "float": FLOAT, "float | None": MAYBE_FLOAT, "bool": BOOL, "Wait | None": WAIT}
TYPECODES = {INT: "I", MAYBE_INT: "I", FLOAT: "d", MAYBE_FLOAT: "d", BOOL: "B", VALUE: "I", WAIT: "I"}
MOST = 0xFFFF_FFFE
Column: TypeAlias = "array[Any]"


_WIDER = {"B": "H", "H": "I"}


def narrow(column: Column) -> Column:
    """The same numbers in as few bytes each as the largest needs."""
    if column.typecode != "I" or not column:
        return column
    most = max(column)
    return array("B" if most < 1 << 8 else "H", column) if most < 1 << 16 else column


def wide(column: Column, code: str) -> Column:
    """The same numbers in as many bytes each as a file has."""
    return column if column.typecode == code else array(code, column)


def grown(column: Column, more: Column) -> Column:
    """The first with the numbers of the second behind its own, in as many bytes each as they need."""
    while column.typecode != more.typecode:
        try:
            more = array(column.typecode, more)
        except OverflowError:
            column = array(_WIDER[column.typecode], column)
    column.extend(more)
    return column


def ending(wait: Wait, until: float | None) -> Wait:
    """The same wait, which ends by itself at that time."""
    return Wait(wait.kind, wait.line, wait.obj, wait.object, until, wait.tasks, wait.fd, wait.signal)


class Unfit(ValueError):
    """A value that has no place in a column."""


class Table:
    """Values kept once, by number. Equal values share one; a tuple of frames that is the same object is not even looked at."""

    __slots__ = ("_by_identity", "_by_value", "values")

    def __init__(self, values: Iterable[Any] = ()) -> None:
        self.values: list[Any] = []
        self._by_value: dict[Any, int] = {}
        self._by_identity: dict[int, int] = {}
        for value in values:
            self.add(value)

    def add(self, value: Any) -> int:
        """Give it the next number, whatever there is already."""
        n = len(self.values)
        self.values.append(value)
        self._by_value.setdefault(_key(value), n)
        self._by_identity[id(value)] = n  # the value stays alive in `values`, so nothing else can get this id
        return n

    def number(self, value: Any) -> int:
        n = self._by_identity.get(id(value))
        if n is None:
            n = self._by_value.get(_key(value))
            if n is None:
                n = self.add(value)
        return n

    def numbers(self, values: Sequence[Any], number: Callable[[Any], int] | None = None) -> Column:
        """Their numbers: most values are met again as the very same object, so that takes no call for each."""
        found = list(map(self._by_identity.get, map(id, values)))
        if None in found:
            slow = number or self.number
            return array("I", [slow(value) if n is None else n for n, value in zip(found, values, strict=True)])
        return array("I", found)

    def wait(self, wait: Wait | None) -> int:
        """A wait by all but the time at which it ends."""
        if wait is None:
            return self.number(None)
        n = self._by_identity.get(id(wait))
        if n is not None:
            return n
        key = (Wait, wait.kind, wait.line, wait.obj, wait.object, wait.tasks, wait.fd, wait.signal)
        n = self._by_value.get(key)
        if n is None:
            n = len(self.values)
            self.values.append(wait if wait.until is None else ending(wait, None))
            self._by_value[key] = n
            self._by_identity[id(self.values[n])] = n
        return n


def _key(value: Any) -> Any:
    if type(value) is Wait:
        return (Wait, value.kind, value.line, value.obj, value.object, value.tasks, value.fd, value.signal)
    return (type(value), value)


class Layout:
    """The columns of one class, in the order of its fields. `names` leaves fields out."""

    __slots__ = ("_getters", "cls", "kinds", "names")

    def __init__(self, cls: type, names: Sequence[str] | None = None) -> None:
        self.cls = cls
        found = {field.name: str(field.type) for field in fields(cls)}
        self.names = tuple(found if names is None else names)
        self.kinds = tuple(_KINDS.get(found[name], VALUE) for name in self.names)
        self._getters = tuple(attrgetter(name) for name in self.names)

    @property
    def typecodes(self) -> str:
        """One letter a column; a wait has two columns: what, and until when."""
        return "".join(TYPECODES[kind] + ("d" if kind == WAIT else "") for kind in self.kinds)

    def place(self, name: str) -> int:
        """The first column of a field."""
        n = self.names.index(name)
        return n + self.kinds[:n].count(WAIT)

    def pack(self, objects: Sequence[Any], table: Table) -> list[Column]:
        """The columns of these objects; Unfit if a value does not fit."""
        out: list[Column] = []
        try:
            for kind, get in zip(self.kinds, self._getters, strict=True):
                values = map(get, objects)
                if kind == MAYBE_INT:
                    out.append(array("I", [0 if v is None else v + 1 for v in values]))
                elif kind == MAYBE_FLOAT:
                    out.append(array("d", [_finite(v) for v in values]))
                elif kind == VALUE:
                    out.append(table.numbers(list(values)))
                elif kind == WAIT:
                    waits = list(values)
                    out.append(table.numbers(waits, table.wait))
                    out.append(array("d", [NAN if w is None or w.until is None else _finite(w.until) for w in waits]))
                else:
                    out.append(array(TYPECODES[kind], values))
        except (OverflowError, TypeError) as error:
            raise Unfit(str(error)) from None
        return out

    def unpack(self, columns: Sequence[Column], table: Table) -> Iterator[Any]:
        """The objects."""
        return map(self.cls, *self.fields_of(columns, table))

    def fields_of(self, columns: Sequence[Column], table: Table) -> list[Iterable[Any]]:
        """The values of each field, column by column."""
        values = table.values
        out: list[Iterable[Any]] = []
        columns_left = iter(columns)
        for kind in self.kinds:
            column = next(columns_left)
            if kind == MAYBE_INT:
                out.append([v - 1 if v else None for v in column])
            elif kind == MAYBE_FLOAT:
                out.append([v if v == v else None for v in column])
            elif kind == BOOL:
                out.append(map(bool, column))
            elif kind == VALUE:
                out.append([values[n] for n in column])
            elif kind == WAIT:
                out.append([_wait(values[n], until) for n, until in zip(column, next(columns_left), strict=True)])
            else:
                out.append(column)
        return out

    def row(self, columns: Sequence[Column], n: int, table: Table) -> list[Any]:
        """The values of one object, those of the n-th place."""
        out: list[Any] = []
        columns_left = iter(columns)
        for kind in self.kinds:
            value = next(columns_left)[n]
            if kind == VALUE:
                value = table.values[value]
            elif kind == MAYBE_INT:
                value = value - 1 if value else None
            elif kind == WAIT:
                value = _wait(table.values[value], next(columns_left)[n])
            elif kind == BOOL:
                value = bool(value)
            elif kind == MAYBE_FLOAT and value != value:
                value = None
            out.append(value)
        return out


def _finite(value: float | None) -> float:
    if value is None:
        return NAN
    if value != value:
        raise Unfit("no number")
    return value


def _wait(wait: Wait | None, until: float) -> Wait | None:
    if until != until or wait is None:
        return wait
    return ending(wait, until)
