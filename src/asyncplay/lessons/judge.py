"""Whether the facts of a lesson hold for a run. The meaning of each word is the contract's; everything is read from the recording."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property

from asyncplay.late import dataclass
from asyncplay.lessons.facts import Fact
from asyncplay.trace.events import CallbackRan, IoWatched, JobStarted, StepEnded, TaskDone
from asyncplay.trace.output import OutputLine
from asyncplay.trace.recording import Recording
from asyncplay.trace.snapshot import Snapshot

EARLY_S = 0.03
LATE_S = 0.2
LATE_PART = 0.12
VIRTUAL_S = 0.001
_ROUNDING = 1e-9
_ADDRESS = re.compile(r"0x[0-9a-fA-F]+")
_OUTCOMES = {"done": "returned", "failed": "raised", "cancelled": "cancelled", "destroyed": "destroyed"}


@dataclass(frozen=True, slots=True)
class Verdict:
    fact: Fact | None
    """None: what no fact announced (a deadlock, a run that was cut off)."""
    holds: bool
    expected: str
    found: str


class Evidence:
    """What a finished run shows, as far as facts ask for it."""

    def __init__(self, recording: Recording, clock: str) -> None:
        self.snap: Snapshot = recording.latest()
        self._clock = clock
        self._recording = recording

    @cached_property
    def virtual(self) -> bool:
        """Whether times are exact: on the virtual clock, unless the run waited for threads, processes or sockets, which take their real time."""
        return self._clock == "virtual" and not any(
            isinstance(event, JobStarted) or (isinstance(event, IoWatched) and event.what != "loop") for event in self._recording.events
        )

    @cached_property
    def stdout(self) -> list[OutputLine]:
        return [line for line in self._recording.output if line.stream == "stdout"]

    @cached_property
    def stderr(self) -> str:
        return "\n".join(line.text for line in self._recording.output if line.stream == "stderr")

    @property
    def silent(self) -> bool:
        """Whether nothing at all was written to stderr, not even an empty line."""
        return not any(line.stream == "stderr" for line in self._recording.output)

    @cached_property
    def longest(self) -> float:
        """The longest single step, one that never ended included."""
        longest = max((block.seconds for block in self.snap.blocks), default=0.0)
        for event in self._recording.events:
            if isinstance(event, StepEnded | TaskDone):
                longest = max(longest, event.busy)
            elif isinstance(event, CallbackRan):
                longest = max(longest, event.seconds)
        return longest

    @property
    def outcome(self) -> str:
        return self.snap.finished.outcome if self.snap.finished else "stopped"

    def first(self, text: str) -> int | None:
        """Index of the first line of stdout that contains the text."""
        return next((i for i, line in enumerate(self.stdout) if text in line.text), None)

    def tasks(self, outcome: str | None = None) -> int:
        """How many of the snippet's own tasks there were, or ended so."""
        return sum(not t.library and outcome in (None, t.outcome) for t in self.snap.tasks.values())

    def deadlocked(self) -> int:
        return sum(not self.snap.tasks[task].library for task in self.snap.deadlock)


def judge(facts: Sequence[Fact], recording: Recording, clock: str) -> list[Verdict]:
    """A verdict on each fact, and on an end that no lesson can mean and none announced."""
    run = Evidence(recording, clock)
    verdicts = [_WORDS[fact.word](fact, run) for fact in facts]
    outcome = run.outcome
    if outcome == "deadlock" and not any(fact.word == "deadlock" for fact in facts):
        verdicts.append(Verdict(None, False, "an end without deadlock", f"a deadlock of {_tasks(run.deadlocked())}"))
    elif outcome not in ("finished", "failed", "deadlock"):
        verdicts.append(Verdict(None, False, "a run that ends by itself", _ended(run)))
    return verdicts


def _ended(run: Evidence) -> str:
    finished = run.snap.finished
    if finished and (cause := finished.signal or finished.limit):
        return f"{finished.outcome} ({cause})"
    return run.outcome


def near(found: float, wanted: float, virtual: bool) -> bool:
    """Whether a time is the wanted one, as exactly as its clock allows."""
    early, late = (VIRTUAL_S, VIRTUAL_S) if virtual else (EARLY_S, max(LATE_S, LATE_PART * wanted))
    return wanted - early - _ROUNDING <= found <= wanted + late + _ROUNDING


def below(found: float, wanted: float, virtual: bool) -> bool:
    """Whether a time is less than that, but for what a real clock adds."""
    return found < wanted if virtual else found <= wanted + max(LATE_S, LATE_PART * wanted)


def _prints(fact: Fact, run: Evidence) -> Verdict:
    wanted = [_ADDRESS.sub("0x…", text) for text in fact.texts]
    found = [_ADDRESS.sub("0x…", line.text) for line in run.stdout]
    if wanted == found:
        return Verdict(fact, True, "", "")
    same = next((i for i, pair in enumerate(zip(wanted, found, strict=False)) if pair[0] != pair[1]), min(len(wanted), len(found)))
    return Verdict(fact, False, _line_of(same, wanted), _line_of(same, found))


def _line_of(index: int, lines: list[str]) -> str:
    return f"line {index + 1} of {len(lines)}: {lines[index]!r}" if index < len(lines) else f"{_lines(len(lines))} of output"


def _has(fact: Fact, run: Evidence) -> Verdict:
    return Verdict(fact, run.first(fact.texts[0]) is not None, f"a line with {fact.texts[0]!r}", f"none among {_lines(len(run.stdout))}")


def _never(fact: Fact, run: Evidence) -> Verdict:
    at = run.first(fact.texts[0])
    return Verdict(fact, at is None, f"no line with {fact.texts[0]!r}", repr(run.stdout[at].text) if at is not None else "none")


def _before(fact: Fact, run: Evidence) -> Verdict:
    one, two = (run.first(text) for text in fact.texts)
    found = ", ".join(f"{text!r} {'never' if at is None else f'in line {at + 1}'}" for text, at in zip(fact.texts, (one, two), strict=True))
    return Verdict(fact, one is not None and two is not None and one < two, f"{fact.texts[0]!r} before {fact.texts[1]!r}", found)


def _count(fact: Fact, run: Evidence) -> Verdict:
    found = sum(fact.texts[0] in line.text for line in run.stdout)
    return Verdict(fact, found == fact.number, f"{_lines(int(fact.number))} with {fact.texts[0]!r}", str(found))


def _at(fact: Fact, run: Evidence) -> Verdict:
    index = run.first(fact.texts[0])
    if index is None:
        return Verdict(fact, False, f"a line with {fact.texts[0]!r}", f"none among {_lines(len(run.stdout))}")
    found = run.stdout[index].at
    return Verdict(fact, near(found, fact.number, run.virtual), f"{fact.texts[0]!r} at {_s(fact.number)}", f"at {_s(found)}")


def _warns(fact: Fact, run: Evidence) -> Verdict:
    last = run.stderr.rstrip().rpartition("\n")[2]
    return Verdict(fact, fact.texts[0] in run.stderr, f"{fact.texts[0]!r} on stderr", f"stderr ending in {last!r}" if last else "an empty stderr")


def _silent(fact: Fact, run: Evidence) -> Verdict:
    return Verdict(fact, run.silent, "an empty stderr", repr(run.stderr.partition("\n")[0]))


def _raises(fact: Fact, run: Evidence) -> Verdict:
    error = run.snap.error
    name = error.type if error else None
    holds = name is not None and fact.texts[0] in (name, name.rpartition(".")[2])
    return Verdict(fact, holds, f"an uncaught {fact.texts[0]}", f"{name}: {error.message}" if error else "no uncaught exception")


def _took(fact: Fact, run: Evidence) -> Verdict:
    return _seconds(fact, run.snap.at, run.virtual)


def _blocked(fact: Fact, run: Evidence) -> Verdict:
    """Blocking is real work even where sleeping is virtual, so the real clock's allowance counts."""
    return _seconds(fact, run.longest, virtual=False)


def _seconds(fact: Fact, found: float, virtual: bool) -> Verdict:
    holds = below(found, fact.number, virtual) if fact.less else near(found, fact.number, virtual)
    return Verdict(fact, holds, f"{'less than ' if fact.less else ''}{_s(fact.number)}", _s(found))


def _number_of(fact: Fact, run: Evidence) -> Verdict:
    found = run.snap.peak if fact.word == "peak" else run.tasks(_OUTCOMES.get(fact.word))
    return Verdict(fact, found == fact.number, _tasks(int(fact.number)), str(found))


def _deadlock(fact: Fact, run: Evidence) -> Verdict:
    found = run.deadlocked()
    holds = run.outcome == "deadlock" and found == fact.number
    told = f"one of {found}" if run.outcome == "deadlock" else f"none: the run {_ended(run)}"
    return Verdict(fact, holds, f"a deadlock of {_tasks(int(fact.number))}", told)


def _s(seconds: float) -> str:
    return f"{seconds:.6f}".rstrip("0").rstrip(".") + " s"


def _lines(n: int) -> str:
    return "1 line" if n == 1 else f"{n} lines"


def _tasks(n: int) -> str:
    return "1 task" if n == 1 else f"{n} tasks"


_WORDS: dict[str, Callable[[Fact, Evidence], Verdict]] = {
    "prints": _prints,
    "has": _has,
    "never": _never,
    "before": _before,
    "count": _count,
    "at": _at,
    "warns": _warns,
    "silent": _silent,
    "raises": _raises,
    "took": _took,
    "blocked": _blocked,
    "deadlock": _deadlock,
    **dict.fromkeys(("tasks", "peak", *_OUTCOMES), _number_of),
}
