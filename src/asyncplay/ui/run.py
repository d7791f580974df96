"""A run as the playground keeps it: one that goes on, one that is over, or one read from a file."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Any

from asyncplay import late
from asyncplay.late import dataclass

if TYPE_CHECKING:
    from asyncplay.engine.session import Session
    from asyncplay.trace.recording import Recording
    from asyncplay.trace.weight import weight
else:
    (weight,) = late.functions("asyncplay.trace.weight", "weight")

KEPT_RUNS = 20
KEPT_BYTES = 150 << 20
"""Beyond so many runs, or so many bytes in those that are over, the oldest are let go."""


@dataclass(eq=False, slots=True)
class Run:
    """`session` is None for a recording that was opened."""

    number: int
    title: str
    path: str
    text: str
    """What the editor showed when it began: marks speak of its lines."""
    first_line: int
    began: float
    """Time of day, in seconds since the epoch."""
    recording: Recording
    session: Session | None = None
    note: tuple[str, str] | None = None
    """What was said of its end: looked for once."""
    file: str = ""
    """Where it was saved to or read from."""
    settings: dict[str, Any] = field(default_factory=dict)
    """How a run that was read from a file was made."""
    differences: tuple[int, ...] = ()
    """The places of the events that were otherwise than predicted, in order."""
    _weight: int = 0

    @property
    def status(self) -> str:
        if self.session is not None:
            return self.session.status
        finished = self.recording.latest().finished
        return finished.outcome if finished is not None else "stopped"

    def weight(self) -> int:
        """Bytes that its recording takes: looked at once, when it is over."""
        if self.going:
            return 0
        if not self._weight:
            self._weight = weight(self.recording)
        return self._weight

    @property
    def has_variables(self) -> bool:
        """Whether it records what variables hold."""
        return self.session.request.variables if self.session is not None else bool(self.recording.latest().variables)

    @property
    def going(self) -> bool:
        return self.session is not None and not self.session.over

    @property
    def now(self) -> float:
        """Its clock: how far it has got."""
        return self.session.now() if self.session is not None else self.recording.latest().at


@dataclass(eq=False, slots=True)
class AskedRun(Run):
    """A run that is shown up to a question and no further: what comes later is not in its recording."""

    @property
    def status(self) -> str:
        return "asks"

    @property
    def going(self) -> bool:
        return False

    @property
    def now(self) -> float:
        return self.recording.latest().at

    def show_until(self, whole: Recording, seq: int) -> None:
        """Let so many events be seen."""
        if seq > self.recording.seq:
            self.recording.extend(whole.events[self.recording.seq : seq])


class Runs:
    """Every run of this session, the oldest first."""

    def __init__(self) -> None:
        self.all: list[Run] = []
        self._count = 0

    def add(self, run: Run) -> None:
        """Keep it; old ones make room."""
        self.all.append(run)
        weights = [one.weight() for one in self.all]
        while len(self.all) > 1 and (len(self.all) > KEPT_RUNS or sum(weights) > KEPT_BYTES):
            self.all.pop(0)
            weights.pop(0)

    def next_number(self) -> int:
        self._count += 1
        return self._count
