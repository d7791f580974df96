"""What went wrong, and what helps: rules that are true by construction, or say nothing.

A rule looks at facts of the trace alone and claims no more than they show. Advice is for people: a line of the snippet, what happened
there, what to write instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from asyncplay.insight.clean import visible
from asyncplay.insight.faults import Advice, faults, never_awaited
from asyncplay.insight.phrases import PLAIN
from asyncplay.insight.words import called, held_words, numbered, owner_of, short, thing_name
from asyncplay.trace.output import OutputLine
from asyncplay.trace.snapshot import Block, Snapshot, TaskState, deadline

__all__ = ["Advice", "advice", "deadlock_text", "rings", "wait_sentence"]

BLOCKS_MAX = 5
"""Advice names at most so many lines that block; the longest come first."""
SEARCH_MAX = 5000
UNSEEN_S = 0.2
"""A shorter step in which nothing was seen says more about the machine than about the program."""
_MEANT = re.compile(r"^(NameError|AttributeError|ImportError|ModuleNotFoundError): .{0,500}Did you mean: '([^']{1,200})'\?")
_SLEEPS = re.compile(r"(?<!asyncio\.)(?<!await )\bsleep\(")
_HOLDERS = frozenset({"lock"})
_NEEDED = frozenset({"task", "gather"})
"""Waits that cannot end before all of the tasks waited for have, short of a failure or a cancellation."""


def advice(snap: Snapshot, source: str = "", output: Sequence[OutputLine] = ()) -> list[Advice]:
    """The best first."""
    lines = source.splitlines()
    found = [
        *_misspelt(snap, output),
        *_not_shared(snap),
        *_deadlock(snap),
        *_rings(snap),
        *never_awaited(snap, source, output),
        *_blocking(snap, lines),
        *_forgotten(snap),
        *faults(snap),
    ]
    nested = {one.line for one in found if one.rule == "nested-run"}
    return [one for one in found if one.rule != "never-awaited" or one.line not in nested]  # it was to run there


def _not_shared(snap: Snapshot) -> Iterator[Advice]:
    """A module that stands beside the snippet was not shown to it."""
    if snap.error is not None:
        yield from (Advice("share", snap.error.line, visible(text)) for text in snap.notes if "--share" in text)


def _misspelt(snap: Snapshot, output: Sequence[OutputLine]) -> Iterator[Advice]:
    """The traceback that ended the run names what was meant."""
    error = snap.error
    if error is None:
        return
    texts = [f"{error.type}: {error.message}", *(line.text for line in output if line.stream == "stderr")]
    for text in texts:
        found = _MEANT.match(text[:1000])
        if found and found[1] == error.type:
            yield Advice("misspelt", error.line, f"Python does not know that name here, but a like one: {visible(found[2])}.")
            return


def _blocking(snap: Snapshot, lines: Sequence[str]) -> Iterator[Advice]:
    """One piece of advice for each line that held the loop."""
    by_line: dict[tuple[int | None, int | None], list[Block]] = {}
    for block in snap.blocks:
        if block.line or not any(_within(other, block) for other in snap.blocks if other.line):
            by_line.setdefault((block.line, block.task if block.line is None else None), []).append(block)
    longest = sorted(by_line.values(), key=lambda blocks: -max(b.seconds for b in blocks))
    for blocks in longest[:BLOCKS_MAX]:
        worst = max(blocks, key=lambda b: b.seconds)
        who = called(worst.task, snap) if worst.task is not None else "A callback"
        times = f", the longest of {len(blocks)} times" if len(blocks) > 1 else ""
        cost = f" {_tasks(worst.others)} could not run meanwhile." if worst.others else ""
        if worst.elsewhere:
            text = "in C code that lets no other thread run: the loop stood still. Threads do not help there; a process does (ProcessPoolExecutor)."
            yield Advice("blocking", worst.line, f"Another thread held the interpreter for {worst.seconds:.2f} s on line {worst.line}{times}, {text}")
            continue
        if worst.line is None and worst.seconds < UNSEEN_S:
            continue
        if worst.line is None:
            text = "but nothing in it was seen to hold the loop: perhaps another thread held the interpreter, or the machine was busy."
            yield Advice("slow-step", None, f"A step of {who} took {worst.seconds:.2f} s{times}, {text}{cost}")
            continue
        text = lines[worst.line - 1] if worst.line <= len(lines) else ""
        cure = "await asyncio.sleep(…)" if _SLEEPS.search(text) else "await asyncio.to_thread(…) for what has to block"
        yield Advice("blocking", worst.line, f"{who} held the loop for {worst.seconds:.2f} s on line {worst.line}{times}.{cost} Use {cure}.")


def _within(inner: Block, outer: Block) -> bool:
    """Whether an eager task's first step explains the step in which it was made."""
    return inner.task != outer.task and outer.at <= inner.at and inner.at + inner.seconds <= outer.at + outer.seconds + 1e-6


def _tasks(n: int) -> str:
    return "1 other task" if n == 1 else f"{n} other tasks"


def _deadlock(snap: Snapshot) -> Iterator[Advice]:
    stuck = [snap.tasks[i] for i in snap.deadlock if not snap.tasks[i].library]
    if stuck:
        text = "; ".join(wait_sentence(task, snap) for task in stuck[:3])
        more = f"; and {len(stuck) - 3} more" if len(stuck) > 3 else ""
        them = "it" if len(stuck) == 1 else "them"
        yield Advice("deadlock", stuck[0].wait.line if stuck[0].wait else stuck[0].line, f"{text}{more}. Nothing can wake {them}.")


def _rings(snap: Snapshot) -> Iterator[Advice]:
    for ring in rings(snap):
        first = snap.tasks[ring[0]]
        if len(ring) == 1:
            text = f"{called(first.id, snap)} waits for itself: {wait_sentence(first, snap)}."
        else:
            text = "; ".join(wait_sentence(snap.tasks[i], snap) for i in ring[:4]) + ": a ring."
        yield Advice("deadlock-ring", first.wait.line if first.wait else None, text)


def _forgotten(snap: Snapshot) -> Iterator[Advice]:
    """Tasks that `asyncio.run` cancelled because their main was over first."""
    left = [t for t in snap.tasks.values() if t.orphaned and t.outcome == "cancelled" and not t.library]
    for task in left[:3]:
        yield Advice(
            "forgotten-task",
            task.created_line,
            f"{called(task.id, snap)} was not finished when the main coroutine ended, and was cancelled. If its work matters, await it before.",
        )


def rings(snap: Snapshot) -> list[tuple[int, ...]]:
    """Circles of tasks each of which waits for the next: for a lock that the next one holds, or for the next one's end."""
    found: list[tuple[int, ...]] = []
    colour: dict[int, int] = {}  # the start of the walk that visited a task first
    for start, task in snap.tasks.items():
        if start in colour or task.state != "suspended":
            continue
        path: list[int] = []
        at: int | None = start
        while at is not None and at not in colour:
            colour[at] = start
            path.append(at)
            at = _waits_for(snap.tasks[at], snap)
        if at is not None and colour[at] == start:
            found.append(tuple(path[path.index(at) :]))
    return found


def _waits_for(task: TaskState, snap: Snapshot) -> int | None:
    """The one task without which this one cannot go on, where that is certain."""
    if task.state != "suspended" or task.wait is None:
        return None
    if task.wait.kind in _HOLDERS:
        return owner_of(task, snap)
    if task.wait.kind in _NEEDED:
        return next((i for i in task.wait.tasks if i in snap.tasks and snap.tasks[i].state == "suspended"), None)
    return None


Holds = dict[int | None, list[tuple[int, int | None]]]
"""What each task has taken: objects, and the lines where it did."""


def holds(snap: Snapshot) -> Holds:
    """The locks that tasks have."""
    found: Holds = {}
    for obj, holders in snap.owners.items():
        if (thing := snap.objects.get(obj)) is not None and thing.name.startswith("Lock "):
            for task, line in holders:
                found.setdefault(task, []).append((obj, line))
    return found


def wait_sentence(task: TaskState, snap: Snapshot, held: Holds | None = None) -> str:
    """Who waits for what, on which line, and who has it. `held`, where many are asked for: what `holds` gave."""
    who = called(task.id, snap)
    wait = task.wait
    if task.state != "suspended" or wait is None:
        return f"{who} {'runs' if task.state == 'running' else 'is ' + task.state}"
    took = _took((holds(snap) if held is None else held).get(task.id, []), snap)
    return f"{who} {took}waits{_on(wait.line)} for {_what(task, snap)}{limits(task, snap)}"


def limits(task: TaskState, snap: Snapshot) -> str:
    """What else ends its wait: ` (or SIGTERM; until 5.000 s at most: the timeout of line 8)`."""
    limit, wait = deadline(snap, task.id), task.wait
    ends = [f"or {visible(wait.signal)}"] if wait is not None and wait.signal else []
    if limit is not None:
        ends.append(f"until {limit.when:.3f} s at most: the timeout{f' of line {limit.line}' if limit.line else ''}")
    return f" ({'; '.join(ends)})" if ends else ""


def _took(mine: list[tuple[int, int | None]], snap: Snapshot) -> str:
    return f"took {' and '.join(thing_name(obj, snap) + _on(line) for obj, line in mine[:3])}, " if mine else ""


def _on(line: int | None) -> str:
    return f" on line {line}" if line else ""


def _what(task: TaskState, snap: Snapshot) -> str:
    wait = task.wait
    assert wait is not None
    left = [i for i in wait.tasks if i in snap.tasks and snap.tasks[i].state != "done"]
    if left:
        return ("task " if wait.kind == "task" else f"{wait.kind} of ") + _and([short(i) for i in left[:6]], len(left) - 6)
    name = PLAIN.get(wait.kind) or numbered(wait, snap)
    owner = owner_of(task, snap)
    if owner is None:
        return name
    return name + held_words(task, owner, snap)


def _and(words: list[str], more: int) -> str:
    if more > 0:
        return ", ".join(words) + f" and {more} more"
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def deadlock_text(snap: Snapshot) -> list[str]:
    """For stderr and the Note: who waits for what, on which line, and who holds it. A line for each task, then the conclusion."""
    stuck = [snap.tasks[i] for i in snap.deadlock if not snap.tasks[i].library]
    if not stuck:
        return ["The loop runs for ever, and there is no task that could do anything."]
    text = [wait_sentence(task, snap) for task in stuck[:50]]
    if len(stuck) > 50:
        text.append(f"… and {len(stuck) - 50} more tasks")
    return [*text, "Nothing can wake them." if len(stuck) > 1 else "Nothing can wake it."]


def budget_text(name: str, line: int | None) -> str | None:
    """Which budget of a virtual clock was spent, as the beginning of a sentence; None for a limit that is none of them."""
    where = f" on line {line}" if line else ""
    if name == "virtual-seconds":
        return f"ten years passed on the virtual clock: something waits for ever{where}"
    if name == "virtual-steps":
        return f"two million rounds of the loop without a moment of sleep: something polls for ever{where}"
    return None
