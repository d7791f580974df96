"""Numbers for objects: tasks, and whatever tasks wait for. Weak references only, so that a lost task stays lost.

An address is good for a number only while its object lives: the reference's own callback takes it out.
"""

from __future__ import annotations

import asyncio
import asyncio.tasks
import weakref
from collections.abc import Callable

from asyncplay.runner import alarms, kinds, record
from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401
from asyncplay.trace import wire

_id = id
_TASKS = (asyncio.Task, asyncio.tasks._PyTask)  # type: ignore[attr-defined]
_known = kinds.Known()
_is_task = _known.found.get
on_gone: Callable[[int], None] | None = None
"""Called with the number of an object that is collected."""

tasks: dict[int, int] = {}
"""Task numbers by address."""
pending: set[int] = set()
"""Tasks that are not over, by number."""
queueing: dict[int, int] = {}
"""The queue, if it is watched, that a task waits for, by the task's number."""
_objects: dict[int, int] = {}
_references: dict[int, weakref.ref[object]] = {}
_task_count = 0
_object_count = 0
MEMBERS_MAX = 400
_newest: dict[int, int] = {}
"""The newest task that was told of each object that consists of tasks."""
GHOSTS_MAX = 1000
_ghosts: dict[int, int] = {}
"""Addresses of tasks that were collected last: the garbage collector calls our references before its finalizers, by which asyncio tells."""


_gone: dict[int, _Reference] = {}
"""What was collected and is not told yet: by its number, a task's less than 0."""


class _Reference(weakref.ref):  # type: ignore[type-arg]
    __slots__ = ("address", "number")
    address: int
    number: int


def is_task(value: object) -> bool:
    """Whether this is an asyncio task, asked of its type alone."""
    kind = type(value)
    found = _is_task(_id(kind))
    return found if found is not None else _known.note(kind, issubclass(kind, _TASKS))


def _task_gone(reference: _Reference) -> None:
    """Its address may be another's soon. All else has time: nothing may be called here, see `alarms`."""
    number, address = reference.number, reference.address
    if address in tasks and tasks[address] == number:
        del tasks[address]
    _gone[-number] = reference


def _object_gone(reference: _Reference) -> None:
    number, address = reference.number, reference.address
    if address in _objects and _objects[address] == number:
        del _objects[address]
    _gone[number] = reference


def settle() -> None:
    """Tell, and forget, what was collected: once an iteration of a loop, and with the next task."""
    for number in [*_gone]:
        reference = _gone.pop(number, None)
        if reference is None:  # another thread was quicker
            continue
        _references.pop(number, None)
        if number > 0:
            _newest.pop(number, None)
            if on_gone is not None:
                on_gone(number)
            continue
        if len(_ghosts) > GHOSTS_MAX:
            _ghosts.clear()
        _ghosts[reference.address] = number = -number
        queueing.pop(number, None)
        if number in pending:
            pending.discard(number)
            record.put(wire.GONE, record.now(), 0, number)


def reserve() -> int:
    """The number of the next task."""
    global _task_count
    _task_count += 1
    return _task_count


def add_task(task: object, number: int = 0) -> int:
    """A number for a new task; one that was reserved for it, if any."""
    global _task_count
    if not number:
        _task_count = number = _task_count + 1
    if _gone:
        settle()
    reference = _Reference(task, _task_gone)
    reference.address = address = _id(task)
    reference.number = tasks[address] = number
    _references[-number] = reference
    pending.add(number)
    return number


def drop_task(task: object, number: int) -> None:
    """It could not be followed: it is as if it had not been seen."""
    tasks.pop(_id(task), None)
    _references.pop(-number, None)
    pending.discard(number)


def task_of(number: int) -> asyncio.Task[object] | None:
    """The task of that number, while it lives."""
    reference = _references.get(-number)
    found = reference() if reference is not None else None
    return found if is_task(found) else None  # type: ignore[return-value]


def reference(number: int) -> weakref.ref[object]:
    """A weak reference to that task."""
    return _references[-number]


def number_of(task: object) -> int:
    """A task's number, also of one that is just being collected; 0 for anything else."""
    address = _id(task)
    if _gone:
        settle()
    return tasks.get(address) or _ghosts.get(address, 0)


def some_pending(most: int) -> list[object]:
    """Tasks that are not over, the newest first, at most so many."""
    references = [_references.get(-number) for number in sorted(pending, reverse=True)[:most]]
    return [task for reference in references if reference is not None and (task := reference()) is not None]


def of(thing: object, name: str, limit: int | None = None, value: int | None = None, fd: int | None = None, place: int = 0) -> int:
    """The number of an object that is waited on; told to the parent when it is first seen. 0 where it cannot be followed."""
    return _objects.get(_id(thing)) or _add(thing, record.string(name), limit, value, fd, place)


def _add(thing: object, name: int, limit: int | None, value: int | None, fd: int | None, place: int) -> int:
    number = _follow(thing)
    if number:
        record.put(wire.OBJECT, record.now(), 0, place, name, _plus(limit), number, _plus(value), 0, _plus(fd))
    return number


def _plus(value: int | None) -> int:
    return 0 if value is None or not 0 <= value < wire.MASK32 else value + 1


def _follow(thing: object) -> int:
    global _object_count
    try:
        reference = _Reference(thing, _object_gone)
    except TypeError:
        return 0
    _object_count = number = _object_count + 1
    reference.address = address = _id(thing)
    reference.number = _objects[address] = number
    _references[number] = reference
    return number


def group(thing: object, name: str, candidates: object) -> int:
    """The number of an object that consists of tasks; they are told when it is first seen, and when a new one is among them."""
    number = _objects.get(_id(thing), 0)
    told = _newest.get(number)
    members = numbers(candidates) if told is None or _may_grow(candidates) else None
    if not number:
        number = _follow(thing)
        if number:
            record.line("obj", id=number, type=record.clip(name, 100), tasks=(members or [])[:MEMBERS_MAX])
    elif members and members[-1] > (told or 0):
        record.line("kids", id=number, tasks=members[:MEMBERS_MAX])
    if number and members:
        _newest[number] = members[-1]
    return number


def _may_grow(candidates: object) -> bool:
    return type(candidates) is set


def numbers(candidates: object) -> list[int]:
    """The numbers of the tasks among these, in order of creation."""
    found = [tasks.get(_id(one), 0) for one in candidates]  # type: ignore[attr-defined]
    return sorted(number for number in found if number)


for _function in (_task_gone, _object_gone):
    alarms.unasked(_function)
