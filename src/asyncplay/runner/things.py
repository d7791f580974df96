"""Numbers for objects: tasks, and whatever tasks wait for. Weak references only, so that a lost task stays lost.

An address is good for a number only while its object lives: the reference's own callback takes it out.
"""

from __future__ import annotations

import asyncio
import asyncio.tasks
import weakref
from collections.abc import Callable

from asyncplay.runner import record
from asyncplay.trace import wire

_id = id
_TASKS = (asyncio.Task, asyncio.tasks._PyTask)  # type: ignore[attr-defined]
_is_task: dict[type, bool] = {}

tasks: dict[int, int] = {}
"""Task numbers by address."""
pending: set[int] = set()
"""Tasks that are not over, by number."""
_objects: dict[int, int] = {}
_references: dict[int, weakref.ref[object]] = {}
_task_count = 0
_object_count = 0


class _Reference(weakref.ref):  # type: ignore[type-arg]
    __slots__ = ("address", "number")
    address: int
    number: int


def is_task(value: object) -> bool:
    """Whether this is an asyncio task, asked of its type alone."""
    kind = type(value)
    found = _is_task.get(kind)
    if found is None:
        found = _is_task[kind] = issubclass(kind, _TASKS)
    return found


def _task_gone(reference: _Reference) -> None:
    number = reference.number
    if tasks.get(reference.address) == number:
        del tasks[reference.address]
    _references.pop(-number, None)
    if number in pending:
        pending.discard(number)
        record.put(wire.GONE, record.now(), 0, number)


def _object_gone(reference: _Reference) -> None:
    if _objects.get(reference.address) == reference.number:
        del _objects[reference.address]
    _references.pop(reference.number, None)


def add_task(task: object) -> int:
    """A number for a new task."""
    global _task_count
    _task_count = number = _task_count + 1
    reference = _Reference(task, _task_gone)
    reference.address, reference.number = _id(task), number
    tasks[reference.address] = number
    _references[-number] = reference
    pending.add(number)
    return number


def task_of(number: int) -> asyncio.Task[object] | None:
    """The task of that number, while it lives."""
    reference = _references.get(-number)
    found = reference() if reference is not None else None
    return found if is_task(found) else None  # type: ignore[return-value]


def of(thing: object, name: str, members: Callable[[], list[int]] | None = None) -> int:
    """The number of an object that is waited on; told to the parent when it is first seen. 0 where it cannot be followed."""
    global _object_count
    address = _id(thing)
    found = _objects.get(address)
    if found is None:
        try:
            reference = _Reference(thing, _object_gone)
        except TypeError:
            return 0
        _object_count = found = _object_count + 1
        reference.address, reference.number = address, found
        _objects[address] = found
        _references[found] = reference
        record.line("obj", id=found, type=record.clip(name, 100), tasks=members()[:50] if members is not None else [])
    return found


def numbers(candidates: object) -> list[int]:
    """The numbers of the tasks among these, in order of creation."""
    found = [tasks.get(_id(one), 0) for one in candidates]  # type: ignore[attr-defined]
    return sorted(number for number in found if number)
