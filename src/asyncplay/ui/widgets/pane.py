"""What every pane is: rows made from the frame that it was last given."""

from __future__ import annotations

from textual.binding import Binding
from textual.message import Message

from asyncplay.late import dataclass
from asyncplay.ui.frame import Frame
from asyncplay.ui.widgets.rows import Rows


@dataclass(frozen=True, slots=True)
class Target:
    """Where Enter on a row leads: to a line of the snippet, to a moment of the run (after so many events), or both."""

    line: int | None = None
    seq: int | None = None


class Pane(Rows):
    """Subclasses read `self.frame`. Home and End move the film, not the rows."""

    @dataclass
    class Moved(Message):
        """Somebody goes through rows that are moments: the playhead goes with him."""

        target: Target

    own = False
    """It has a place of its own: it is no tab."""
    BINDINGS = [
        Binding("home", "screen.film_start", "Start", show=False),
        Binding("end", "live", "Live", show=False),
    ]

    def __init__(self, ascii: bool = False, id: str | None = None) -> None:
        super().__init__(id=id)
        self.ascii = ascii
        self.frame = Frame()

    def show(self, frame: Frame) -> None:
        """Draw this frame."""
        self.frame = frame
        self.changed()

    def forget(self) -> None:
        """Another document or run: nothing of the one before is kept."""
        self.cursor, self.top = None, 0
        self.frame = Frame()

    def action_live(self) -> None:
        """Back to live, and no row is held any more."""
        if self.FOLLOWS_END:
            self.select(None)
        self.screen.run_worker(self.run_action("screen.film_live"))

    def target(self, index: int) -> Target | None:
        """Where Enter on this row leads."""
        return None
