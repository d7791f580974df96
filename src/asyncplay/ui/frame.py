"""A frame: all that the panes are shown at one moment. The screen makes one at most ten times a second, and hands it to whoever is in view."""

from __future__ import annotations

from dataclasses import dataclass

from asyncplay.lessons.lesson import Lesson
from asyncplay.trace.recording import Recording
from asyncplay.trace.snapshot import Snapshot

NOTHING = Snapshot(0, 0.0)


@dataclass(frozen=True, slots=True)
class Frame:
    """The state under the playhead, and what it belongs to."""

    snap: Snapshot = NOTHING
    now: float = 0.0
    """The run's clock at the playhead."""
    recording: Recording | None = None
    """The run on show; None before the first."""
    status: str = "idle"
    """The run's: idle, starting, running, or its outcome."""
    lesson: Lesson | None = None
    """What the editor shows is this lesson."""
    note: tuple[str, str] = ("NOTE", "")
    """Title and text of the Note."""

    @property
    def over(self) -> bool:
        """Whether the run on show has come to its end."""
        return self.status not in ("idle", "starting", "running")
