"""A lesson that is played: the stops of its film, each with a sentence of what just happened or with the author's note, at the pace of a class.

No Textual, and no clock of its own: whoever draws says how much time has passed.
"""

from __future__ import annotations

from collections.abc import Sequence

from asyncplay.insight.why import sentence
from asyncplay.late import dataclass
from asyncplay.lessons.predict import notes
from asyncplay.lessons.remarks import NOTE, Remark
from asyncplay.trace import events as ev
from asyncplay.trace.recording import Recording

TELLING = (
    ev.TaskCreated, ev.StepEnded, ev.TaskWoken, ev.CancelRequested, ev.TaskDone, ev.TaskDestroyed, ev.OutputWritten, ev.WarningIssued, ev.ErrorRaised,
    ev.StepBlocked, ev.Deadlocked, ev.ObjectTaken, ev.ObjectReleased, ev.JobStarted, ev.JobEnded, ev.NoteMade,
)  # fmt: skip
"""Events that are stopped at: what happens to the program's own tasks, and what it prints."""
STOPS_MAX = 1000
READ_S = 1.2
WORD_S = 0.28
"""How long a stop stands at pace 1: so long, and more for each word."""
PACES = ((0.5, "x1/2"), (0.75, "x3/4"), (1.0, "x1"), (1.5, "x1.5"), (2.0, "x2"), (4.0, "x4"))


@dataclass(frozen=True, slots=True)
class Stop:
    """One of them. Without a note it is told by a sentence about its event."""

    place: int
    """The playhead."""
    note: str = ""
    line: int | None = None


def stops(recording: Recording, remarks: Sequence[Remark]) -> list[Stop]:
    """All of a run's, in order; a note comes behind the sentence about what its line did."""
    tasks = recording.latest().tasks
    found: list[Stop] = []
    begun: set[int] = set()
    printing = False
    for place, event in enumerate(recording.events):
        task = getattr(event, "task", None)
        own = task is None or (task in tasks and not tasks[task].library)
        first = isinstance(event, ev.StepStarted) and own and not begun
        if isinstance(event, ev.StepStarted) and task is not None:
            begun.add(task)
        goes_on = printing and isinstance(event, ev.OutputWritten)
        printing = isinstance(event, ev.OutputWritten) and not event.text.endswith("\n")
        if (first or (own and isinstance(event, TELLING))) and not goes_on:
            found.append(Stop(place + 1))
        if len(found) >= STOPS_MAX:
            break
    told = notes(recording, remarks)
    found += [Stop(place, remark.text, remark.line) for place, remark in told]
    found += _reached(recording, [remark for remark in remarks if remark.kind == NOTE and remark not in {one for _, one in told}])
    return sorted(found, key=lambda stop: (stop.place, bool(stop.note)))


def _reached(recording: Recording, remarks: Sequence[Remark]) -> list[Stop]:
    """Notes at lines that left no other trace than, with line detail, to have been reached."""
    left = {remark.line: remark for remark in remarks}
    found: list[Stop] = []
    for place, event in enumerate(recording.events if left else ()):
        if isinstance(event, ev.LineReached) and (remark := left.pop(event.line, None)) is not None:
            found.append(Stop(place + 1, remark.text, remark.line))
    return found


class Player:
    """One lesson's, from its first stop to its last."""

    def __init__(self, recording: Recording, remarks: Sequence[Remark]) -> None:
        self.recording = recording
        self.stops = stops(recording, remarks)
        self.at = 0
        self.held = False
        self.pace = 2
        self._passed = 0.0
        self._told: tuple[int, str] = (-1, "")

    @property
    def stop(self) -> Stop:
        return self.stops[self.at]

    @property
    def title(self) -> str:
        """`PLAY 3 of 14`."""
        word = "NOTE" if self.stop.note else "HELD" if self.held else "PLAY"
        return f"{word} {self.at + 1} of {len(self.stops)}"

    @property
    def text(self) -> str:
        """What is told at this stop."""
        if self.stop.note:
            return f"Line {self.stop.line}: {self.stop.note}"
        if self._told[0] != self.at:
            self._told = (self.at, sentence(self.recording, self.stop.place))
        return self._told[1]

    @property
    def pace_name(self) -> str:
        return PACES[self.pace][1]

    @property
    def over(self) -> bool:
        return self.at >= len(self.stops)

    def advance(self, elapsed: float) -> bool:
        """So much time has passed; whether another stop is on show."""
        if self.held or self.over:
            return False
        self._passed += elapsed
        if self._passed < (READ_S + WORD_S * len(self.text.split())) / PACES[self.pace][0]:
            return False
        self._passed = 0.0
        self.at += 1
        return True

    def go(self, by: int) -> None:
        """To the next stop, or the one before, and hold there."""
        self.held, self._passed = True, 0.0
        self.at = max(0, min(self.at + by, len(self.stops) - 1))

    def hold(self) -> None:
        """Hold, or go on."""
        self.held, self._passed = not self.held, 0.0

    def faster(self, by: int) -> None:
        self.pace = max(0, min(self.pace + by, len(PACES) - 1))
