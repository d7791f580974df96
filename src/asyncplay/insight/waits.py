"""Who waits for whom: the tree and graph of waits down to locks and queues, who holds them, who queues, and the rings among them.

Pure: a function of a snapshot. A ring, and that nothing can wake it, is said only where the trace shows it.
"""

from __future__ import annotations

from collections.abc import Iterator

from asyncplay.insight.trouble import Holds, holds, rings, wait_sentence
from asyncplay.insight.words import called, named, numbered, short
from asyncplay.late import dataclass
from asyncplay.trace.events import Wait
from asyncplay.trace.snapshot import Snapshot, TaskState

ROWS_MAX = 2000
"""A tree has at most so many rows."""
NAMED_MAX = 6
OBJECTS = frozenset({"lock", "semaphore", "event", "condition", "barrier", "queue.get", "queue.put", "queue.join"})


@dataclass(frozen=True, slots=True)
class Edge:
    """A task waits for another task: because it awaits it, or for what that one holds (`obj`)."""

    task: int
    on: int
    kind: str
    obj: int | None
    line: int | None


@dataclass(frozen=True, slots=True)
class Thing:
    """A lock, queue or event that somebody waits for."""

    obj: int
    name: str
    """`lock a`."""
    holders: tuple[tuple[int | None, int | None], ...]
    """(task, line), the one that has had it longest first."""
    queue: tuple[int, ...]
    """Who waits for it, first come first."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the tree: a task, or a thing that tasks wait for."""

    depth: int
    task: int | None
    obj: int | None
    text: str
    again: bool = False
    """It stands further up already (a ring, or two that wait for the same)."""


@dataclass(frozen=True, slots=True)
class Ring:
    """Each waits for the next, the last for the first."""

    tasks: tuple[int, ...]
    lines: tuple[str, ...]
    """A line for each task, in order."""
    victims: tuple[str, ...]
    """Lines for those that wait for one of the ring and so cannot go on either."""
    made: str
    """Where its locks were made; empty where that is not known."""
    cure: str


@dataclass(frozen=True, slots=True)
class Waits:
    rows: tuple[Row, ...]
    edges: tuple[Edge, ...]
    things: tuple[Thing, ...]
    rings: tuple[Ring, ...]
    dead: bool
    """The run was seen to be in a deadlock."""
    cure: str
    """What helps against a deadlock without a ring; empty where nothing is known."""


def waits(snap: Snapshot, library: bool = False) -> Waits:
    """All waits of the snippet's tasks (of asyncio's own too, with `library`)."""
    waiting = [t for t in snap.tasks.values() if t.state == "suspended" and t.wait is not None and (library or not t.library)]
    things = _things(snap, waiting)
    edges = tuple(_edges(snap, waiting))
    circles = tuple(_ring(snap, ring, edges) for ring in rings(snap))
    cure = "" if circles or not snap.deadlock else _cure_without_ring(snap)
    return Waits(tuple(_rows(snap, waiting, edges, things)), edges, tuple(things.values()), circles, bool(snap.deadlock), cure)


def _things(snap: Snapshot, waiting: list[TaskState]) -> dict[int, Thing]:
    queues: dict[int, list[TaskState]] = {}
    for task in waiting:
        if task.wait is not None and task.wait.obj is not None and task.wait.kind in OBJECTS:
            queues.setdefault(task.wait.obj, []).append(task)
    found = {}
    for obj, queue in queues.items():
        queue.sort(key=lambda task: task.since)  # stable: of equal times the older task first
        first = queue[0].wait
        assert first is not None
        found[obj] = Thing(obj, numbered(first, snap), tuple(snap.owners.get(obj, ())), tuple(task.id for task in queue))
    return found


def _edges(snap: Snapshot, waiting: list[TaskState]) -> Iterator[Edge]:
    for task in waiting:
        wait = task.wait
        assert wait is not None
        for on in wait.tasks:
            if on in snap.tasks and snap.tasks[on].state != "done":
                yield Edge(task.id, on, wait.kind, None, wait.line)
        if wait.obj is not None and wait.kind in OBJECTS:
            for holder, _ in snap.owners.get(wait.obj, ()):
                if holder is not None:
                    yield Edge(task.id, holder, wait.kind, wait.obj, wait.line)


def _rows(snap: Snapshot, waiting: list[TaskState], edges: tuple[Edge, ...], things: dict[int, Thing]) -> Iterator[Row]:
    """From those that nobody waits for down to what everything hangs on; a ring without such a one begins at its first task."""
    on: dict[int, list[Edge]] = {}
    for edge in edges:
        on.setdefault(edge.task, []).append(edge)
    awaited = {edge.on for edge in edges}
    places = {task: (n, len(thing.queue)) for thing in things.values() for n, task in enumerate(thing.queue, 1)}
    seen: set[int] = set()
    held = holds(snap)
    count = 0
    starts = [task.id for task in waiting if task.id not in awaited] + [task.id for task in waiting if task.id in awaited]
    for start in starts:
        if start in seen:
            continue
        stack = [(start, 0)]
        while stack:
            if count >= ROWS_MAX:
                return
            ident, depth = stack.pop()
            again = ident in seen
            seen.add(ident)
            count += 1
            yield Row(depth, ident, None, row_text(snap.tasks[ident], snap, held, places.get(ident)), again)
            if not again:
                stack += [(edge.on, depth + 1) for edge in reversed(on.get(ident, ()))]


def row_text(task: TaskState, snap: Snapshot, held: Holds, place: tuple[int, int] | None = None) -> str:
    """`3 grab waits on line 15 for lock a, which 2 has (2 of 2 in its queue)`."""
    text = wait_sentence(task, snap, held)
    return f"{text} ({place[0]} of {place[1]} in its queue)" if place is not None and place[1] > 1 else text


def _ring(snap: Snapshot, ring: tuple[int, ...], edges: tuple[Edge, ...]) -> Ring:
    members = set(ring)
    lines = tuple(wait_sentence(snap.tasks[i], snap) for i in ring)
    victims = dict.fromkeys(edge.task for edge in edges if edge.on in members and edge.task not in members)
    texts = tuple(f"{wait_sentence(snap.tasks[i], snap)}: it cannot go on either" for i in list(victims)[:NAMED_MAX])
    return Ring(ring, lines, texts, _made(snap, ring), _cure(snap, ring))


def _made(snap: Snapshot, ring: tuple[int, ...]) -> str:
    """`Locks a and b were made on line 19.`"""
    by_line: dict[int, list[str]] = {}
    waits_for = {wait.obj: None for i in ring if (wait := snap.tasks[i].wait) is not None and wait.kind == "lock" and wait.obj is not None}
    for thing in sorted((snap.objects[obj] for obj in waits_for if obj in snap.objects), key=lambda thing: thing.id):
        if thing.made is not None:
            by_line.setdefault(thing.made, []).append(named(thing.id, thing.name, snap))
    return " ".join(_made_on(line, names[:NAMED_MAX]) for line, names in list(by_line.items())[:NAMED_MAX])


def _made_on(line: int, names: list[str]) -> str:
    if len(names) == 1:
        return f"Lock {names[0]} was made on line {line}."
    return f"Locks {', '.join(names[:-1])} and {names[-1]} were made on line {line}."


def _cure(snap: Snapshot, ring: tuple[int, ...]) -> str:
    found = [wait for i in ring if (wait := snap.tasks[i].wait) is not None]
    locks = sorted({(wait.obj or 0, numbered(wait, snap)) for wait in found if wait.kind == "lock"})
    if len(ring) == 1:
        if locks:
            return f"A lock of asyncio cannot be taken twice by one task: do not take {locks[0][1]} again inside its own `async with`."
        return "A task cannot await itself: return a value instead."
    if len(locks) == len(ring):
        order = ", then ".join(name if name[-1].isdecimal() else name.removeprefix("lock ") for _, name in locks[:NAMED_MAX])
        return f"Take the locks in one order everywhere ({order}), or add a timeout."
    if locks:
        return f"Do not await a task while holding {locks[0][1]}, which that task needs."
    return "Tasks cannot await each other: let one hand its result over by a Future or a Queue, and not be awaited by the other."


_CURES = {
    "queue.get": "Nobody is left who puts into it. End the consumers when the work is done: put a last item that means so, or cancel them.",
    "queue.put": "Nobody is left who gets from it: keep a consumer, or make the queue larger.",
    "queue.join": "join() waits for a task_done() after each get(): call it in a finally.",
    "event": "Nobody is left who could set() it.",
    "condition": "Nobody is left who could notify().",
    "barrier": "Fewer tasks came than the barrier waits for.",
    "future": "Nobody is left who could set the future's result.",
    "semaphore": "Every acquire() needs its release(): use `async with`.",
    "lock": "Whoever has it never releases it: use `async with`.",
}


def _cure_without_ring(snap: Snapshot) -> str:
    """Of the first task that hangs on a thing, and not on another task."""
    for wait in _stuck(snap):
        if wait.kind in _CURES:
            return f"{numbered(wait, snap)}: {_CURES[wait.kind]}" if wait.kind != "future" else _CURES["future"]
    return ""


def _stuck(snap: Snapshot) -> Iterator[Wait]:
    for ident in snap.deadlock:
        task = snap.tasks[ident]
        if not task.library and task.wait is not None:
            yield task.wait


def title(snap: Snapshot, found: Waits) -> str:
    """`RING OF 2   (no task is ready, no timer is set, no I/O is awaited)`."""
    if found.rings:
        reason = "   (no task is ready, no timer is set, no I/O is awaited)" if found.dead else ""
        return f"RING OF {len(found.rings[0].tasks)}{reason}"
    if found.dead:
        return "DEADLOCK   (no task is ready, no timer is set, no I/O is awaited)"
    return "Nobody waits for anybody." if not found.rows else f"{len(found.rows)} waits"


def held_by(thing: Thing, snap: Snapshot) -> str:
    """`lock a: 3 grab (line 12) has it; waiting: 2, 4`."""
    holders = [called(task, snap) + (f" (line {line})" if line else "") for task, line in thing.holders[:NAMED_MAX] if task is not None]
    has = f"{' and '.join(holders)} {'has' if len(holders) == 1 else 'have'} it" if holders else "nobody has it"
    queue = ", ".join(short(task) for task in thing.queue[:NAMED_MAX])
    more = len(thing.queue) - NAMED_MAX
    return f"{thing.name}: {has}; waiting: {queue}" + (f" and {more} more" if more > 0 else "")
