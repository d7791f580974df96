"""A frame: all that the panes are shown at one moment. The screen makes one at most ten times a second, and hands it to whoever is in view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asyncplay.late import dataclass
from asyncplay.lessons.lesson import Lesson
from asyncplay.trace.snapshot import Snapshot

if TYPE_CHECKING:
    from asyncplay.trace.recording import Recording
    from asyncplay.ui.film import Stretch

NOTHING = Snapshot(0, 0.0)


@dataclass(frozen=True, slots=True)
class Frame:
    """The state under the playhead, and what it belongs to."""

    snap: Snapshot = NOTHING
    now: float = 0.0
    """The moment on show, on the run's clock."""
    recording: Recording | None = None
    """The run on show; None before the first."""
    status: str = "idle"
    """The run's: idle, starting, running, asks (it is shown up to a question), or its outcome."""
    lesson: Lesson | None = None
    """What the editor shows is this lesson."""
    note: tuple[str, str] = ("NOTE", "")
    """Title and text of the Note."""
    seq: int = 0
    """So many events had happened: the playhead."""
    live: bool = True
    """The playhead is at the end, and stays there."""
    end: float = 0.0
    """How far the run has got: its clock now, or its end."""
    selected: int | None = None
    """The task that is selected, or followed."""
    chosen: bool = False
    """Somebody selected it."""
    playing: bool = False
    speed: str = "x1"
    by_step: bool = False
    """Axis and film go by steps, each as long as the others, and not by time."""
    digits: int = 3
    """Decimals of a moment: more where the timeline is zoomed in."""
    stretch: Stretch | None = None
    """The part that plays over and over."""
    variables: bool = False
    """The run on show records what variables hold."""
    differences: tuple[int, ...] = ()
    """The places of the events that were otherwise than predicted, in order."""
    played: bool = False
    """A lesson is played: what it prints is not told before."""

    @property
    def over(self) -> bool:
        """Whether the run on show has come to its end."""
        return self.status not in ("idle", "starting", "running", "asks")

    @property
    def axis(self) -> str:
        return "step" if self.by_step else "time"
