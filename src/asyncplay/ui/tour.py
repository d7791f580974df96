"""The tour of the first two minutes: what to press, step by step, and when a step is done. Pure; the screen says how things stand."""

from __future__ import annotations

from collections.abc import Callable

from asyncplay.late import dataclass


@dataclass(frozen=True, slots=True)
class Scene:
    """How things stand in the playground."""

    front: str
    """Who has the focus."""
    ended: bool
    """A run is on show, and over."""
    run: int
    """Its number; 0: none is on show."""
    changed: bool
    """Its text is another one than that of the first run of the tour."""
    asking: bool
    back: bool
    """The playhead is not at the end."""


@dataclass(frozen=True, slots=True)
class Step:
    """`esc`: the step may need Esc, so that Esc does not leave the tour."""

    text: str
    done: Callable[[Scene], bool]
    esc: bool = False


STEPS = (
    Step("Press @program.run. Marks move through the code; lines appear with their task.", lambda now: now.ended),
    Step("Row 1 says how it went. Now @program.predict: the same, but first you are asked.", lambda now: now.asking),
    Step("Choose A to D, then Enter. The truth comes beside it; Enter goes on.", lambda now: not now.asking, esc=True),
    Step("Press %film.previous_event a few times: all goes back together. %panes.why tells the reasons.", lambda now: now.back, esc=True),
    Step(
        "%film.play plays it, %film.live goes to the end. Then %panes.editor: back in the text.",
        lambda now: now.front == "editor" and not now.back,
        esc=True,
    ),
    Step("Change a line, then press @program.run: what you see is what runs.", lambda now: now.changed and now.ended),
    Step("Esc, then %panes.runs: all your runs. Enter on one: show it, compare it.", lambda now: now.front == "runs", esc=True),
    Step("That is all. %panes.lesson has the lesson and leads to the next one. Esc ends the tour.", lambda now: False),
)
"""Each in three rows of the Note at 80 columns."""


class Tour:
    """Where somebody is in it."""

    def __init__(self) -> None:
        self.at = 0

    @property
    def step(self) -> Step:
        return STEPS[self.at]

    @property
    def words(self) -> tuple[str, str]:
        """The Note's title and text."""
        keys = "@help.show Skip" if self.step.esc else "@help.show Skip   Esc Leave the tour"
        return f"TOUR {self.at + 1} of {len(STEPS)}", self.step.text + (f"\n{keys}" if self.at < len(STEPS) - 1 else "")

    def look(self, now: Scene) -> bool:
        """Whether a step was done."""
        if self.step.done(now):
            self.at += 1
            return True
        return False

    def skip(self) -> bool:
        """To the next step; False: there is none."""
        self.at += 1
        return self.at < len(STEPS)
