"""Facts that a run suggests: what an author would write below his program. Each one is judged on every run that it is made from.

Two runs of the same program are enough to leave out what is different each time (an address, a random number, a real clock's odd moments).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from asyncplay.late import dataclass
from asyncplay.lessons.facts import Fact, FactError, parse_fact
from asyncplay.lessons.judge import Evidence, judge
from asyncplay.lessons.printed import reports
from asyncplay.trace.recording import Recording

PRINTS_LINES = 12
PRINTS_LENGTH = 300
TEXT_LENGTH = 80
AT_MAX = 3
BLOCKS_S = 0.05
_ADDRESS = re.compile(r"0x[0-9a-fA-F]+")
_COUNTED = {"done": "returned", "failed": "raised", "cancelled": "cancelled", "destroyed": "destroyed"}


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would become of a lesson's facts."""

    replaced: dict[int, str | None]
    """By line: the fact that stands there instead, or None where it goes."""
    added: tuple[str, ...]
    """New ones, without their `#=`."""


def propose(facts: Sequence[Fact], runs: Sequence[Recording], clock: str) -> Proposal:
    """A lesson without facts gets all that the runs suggest; one that has some keeps those that hold, and has the others put right."""
    evidence = Evidence(runs[0], clock)

    def holds(text: str) -> bool:
        try:
            fact = parse_fact(text, 1)
        except FactError:
            return False
        return all(verdict.holds for run in runs for verdict in judge((fact,), run, clock) if verdict.fact is not None)

    if not facts:
        texts = [text for text in _suggestions(evidence, runs[0]) if holds(text)]
        whole = any(text.startswith("prints") for text in texts)
        return Proposal({}, tuple(text for text in texts if not (whole and text.startswith("has "))))
    replaced: dict[int, str | None] = {}
    for fact in facts:
        if not holds(fact.text):
            better = _put_right(fact, evidence, runs[0])
            replaced[fact.line] = better if better is not None and holds(better) else None
    return Proposal(replaced, ())


def _suggestions(run: Evidence, recording: Recording) -> Iterator[str]:
    """In the order in which a reader wants them: what is printed, when, what goes wrong, how long, how many."""
    lines = [line.text for line in run.stdout]
    everything = _prints(lines)
    if everything is not None:
        yield everything
    yield from (f"has {quoted(text)}" for text in dict.fromkeys([*lines[:2], *lines[-1:]]) if _plain(text))
    yield from _times(run)
    yield from _trouble(run, recording)
    deadlock = run.outcome == "deadlock"
    yield f"deadlock {run.deadlocked()}" if deadlock else _took(run.snap.at)
    if run.longest >= BLOCKS_S:
        yield f"blocked {_number(run.longest)}"
    if run.tasks():
        yield f"tasks {run.tasks()}"
    for word, outcome in _COUNTED.items():
        if run.tasks(outcome) and not (word == "done" and run.tasks(outcome) == run.tasks()):
            yield f"{word} {run.tasks(outcome)}"


def _prints(lines: Sequence[str]) -> str | None:
    text = " ".join(["prints", *map(quoted, lines)])
    return text if 0 < len(lines) <= PRINTS_LINES and len(text) <= PRINTS_LENGTH and all(map(_plain, lines)) else None


def _times(run: Evidence) -> Iterator[str]:
    """The first lines at moments that were not there before."""
    seen = {0.0}
    for line in run.stdout:
        at = round(line.at, 3 if run.virtual else 1)
        if at not in seen and len(seen) <= AT_MAX and _plain(line.text):
            seen.add(at)
            yield f"at {quoted(line.text)} {_number(at)}"


def _trouble(run: Evidence, recording: Recording) -> Iterator[str]:
    if run.snap.error is not None and run.snap.error.type.rpartition(".")[2] != "SystemExit":
        yield f"raises {run.snap.error.type.rpartition('.')[2]}"
    told = [text for text in reports(recording.output) if _plain(text)]
    yield from (f"warns {quoted(text)}" for text in dict.fromkeys(told[:3]))
    if run.silent:
        yield "silent"


def _took(seconds: float) -> str:
    return f"took {_number(seconds)}" if round(seconds, 1) > 0 else "took < 0.5"


def _put_right(fact: Fact, run: Evidence, recording: Recording) -> str | None:
    """The same fact with what was found; None where the word has nothing to put in its place."""
    word = fact.word
    if word == "prints":
        return _prints([line.text for line in run.stdout])
    if word == "at":
        first = run.first(fact.texts[0])
        return None if first is None else f"at {quoted(fact.texts[0])} {_number(round(run.stdout[first].at, 3 if run.virtual else 1))}"
    if word == "count":
        return f"count {quoted(fact.texts[0])} {sum(fact.texts[0] in line.text for line in run.stdout)}"
    if word == "raises":
        return next((text for text in _trouble(run, recording) if text.startswith("raises")), None)
    if word in ("took", "blocked"):
        return f"{word} {_number(run.snap.at if word == 'took' else run.longest)}"
    if word == "deadlock":
        return f"deadlock {run.deadlocked()}" if run.outcome == "deadlock" else None
    if word in ("tasks", "peak", *_COUNTED):
        return f"{word} {run.snap.peak if word == 'peak' else run.tasks(_COUNTED.get(word))}"
    return None


def quoted(text: str) -> str:
    """As one word of a fact. Addresses mean nothing in one."""
    text = _ADDRESS.sub("0x0", text)
    if text and all(letter.isalnum() or letter in "_.-" for letter in text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _plain(text: str) -> bool:
    return bool(text.strip()) and text.isprintable() and len(text) <= TEXT_LENGTH


def _number(seconds: float) -> str:
    text = f"{seconds:.3f}".rstrip("0")
    return text + "0" if text.endswith(".") else text
