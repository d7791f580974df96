"""The Predict pane: one question about a run in the tab area. It takes no answer before the terminal has shown it for a moment."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.message import Message

from asyncplay.ui.render.rows import Row
from asyncplay.ui.terminal._textual import wire_of
from asyncplay.ui.widgets.rows import Rows

if TYPE_CHECKING:
    from asyncplay.ui.predicting import Prediction

ARMED_S = 0.4
"""So long after the terminal has shown it a question takes answers."""
LOOK_S = 0.05
PATIENCE_S = 3.0
"""A terminal that does not tell what it has shown is not waited for any longer."""
UNSEEN = "The program runs, unseen. In a moment you are asked what it does."


class PredictPane(Rows):
    """What is typed here is an answer, and never a command."""

    LABEL, SELECTS = "PREDICT", False
    HINTS = "Esc and @program.run both go on, nothing is lost │ @help.show!  @panes.next Editor  @palette!"
    BANNER = ABOUT = ""

    class Answered(Message):
        """Enter: this is the answer, or: the answer was read."""

    def __init__(self, ascii: bool, id: str | None = None) -> None:
        super().__init__(id=id)
        self.ascii = ascii
        self.prediction: Prediction | None = None
        self.waits = False
        """The run is being made."""
        self.printed: Sequence[str] = ()
        self.trouble = ""
        self._armed_at: float | None = None
        self._asked_at = 0.0

    def wait(self) -> None:
        """The run is being made."""
        self.prediction, self.waits, self.BANNER, self.ABOUT = None, True, "PREDICT", "the run is made"
        self._redraw()

    def forget(self) -> None:
        """Nothing is asked."""
        self.prediction, self.waits = None, False

    def ask(self, prediction: Prediction, printed: Sequence[str]) -> None:
        """Show this question, or its answer."""
        self.prediction, self.printed, self.trouble, self.waits = prediction, printed, "", False
        self.BANNER = prediction.title
        self.ABOUT = prediction.about if prediction.verdict is None else "the answer"
        self._armed_at, self._asked_at = None, time.monotonic()
        self._redraw()
        self.call_after_refresh(self._look)

    def _look(self) -> None:
        """Once the terminal has shown it, the time begins."""
        wire = wire_of(self.app)
        if wire is not None and not wire.is_shown and time.monotonic() - self._asked_at < PATIENCE_S:
            self.set_timer(LOOK_S, self._look)
        else:
            self._armed_at = time.monotonic() + ARMED_S

    @property
    def is_armed(self) -> bool:
        """Whether it takes answers."""
        return self._armed_at is not None and time.monotonic() >= self._armed_at

    def _redraw(self) -> None:
        self.top = 0
        self._drawn.clear()
        self.changed()

    # rows

    def head(self, width: int) -> list[Row]:
        from asyncplay.ui.render import predict as render

        prediction = self.prediction
        if prediction is None and not self.waits:
            return []
        if prediction is None:
            keys = self.keys.fill(" Esc Watch it instead   @program.run Just run, no questions")
            return [[(f" {UNSEEN}", "text.title")], [], [(keys, "text.quiet")]]
        if prediction.verdict is not None:
            return []
        return render.head_rows(prediction, self.printed, width, self.size.height)

    def foot(self, width: int) -> list[Row]:
        from asyncplay.ui.render import predict as render

        return render.foot_rows(self.prediction, self.trouble, self.keys) if self.prediction is not None else []

    def _rows(self, width: int) -> list[Row]:
        from asyncplay.ui.render import predict as render

        prediction = self.prediction
        if prediction is None:
            return []
        if prediction.verdict is not None:
            return render.verdict_rows(prediction, width, self.size.height, self.ascii)
        return render.choice_rows(prediction, width, self.size.height, self.ascii)

    def count(self) -> int:
        return len(self._rows(self.size.width))

    def row(self, index: int, width: int) -> Row:
        return self._rows(width)[index]

    # keys

    def take_key(self, key: str, character: str | None) -> bool:
        """Letters, digits, Space and the arrows are the answer's; Tab, F-keys and Ctrl keys go their way."""
        if key not in ("up", "down", "left", "right", "enter", "backspace") and not character:
            return False
        if self.prediction is not None and self.is_armed:
            self._take(key, character or "")
        return True

    def _take(self, key: str, character: str) -> None:
        from asyncplay.ui.predicting import LETTERS

        prediction = self.prediction
        assert prediction is not None
        if prediction.verdict is not None:
            if key == "enter":
                self.post_message(self.Answered())
            return
        sheet = prediction.sheet
        self.trouble = ""
        letter = LETTERS.find(character.upper()) if character else -1
        match key:
            case "up" | "down":
                sheet.move(-1 if key == "up" else 1)
            case "left" | "right":
                self._sideways(1 if key == "right" else -1)
            case "space":
                sheet.take()
            case "backspace":
                sheet.erase()
            case "enter":
                self.trouble = sheet.missing
                if not self.trouble:
                    self.post_message(self.Answered())
            case _ if letter >= 0:
                sheet.letter(letter)
            case _:
                sheet.type(character)
        self._redraw()

    def _sideways(self, by: int) -> None:
        """To the other column; of a task to another end."""
        from asyncplay.ui.render import predict as render

        assert self.prediction is not None
        sheet = self.prediction.sheet
        if sheet.question.kind == "ends":
            sheet.turn(by)
            return
        lines = len(render.choice_rows(self.prediction, self.size.width, self.size.height))
        if 0 <= sheet.cursor + by * lines < sheet.rows:
            sheet.move(by * lines)

    def action_move(self, by: int) -> None:
        """The mouse wheel does not answer."""

    def on_click(self, event: events.Click) -> None:
        """A click on a choice chooses it; a second one answers."""
        prediction = self.prediction
        if prediction is None or not self.is_armed:
            return
        if prediction.verdict is not None:
            self.post_message(self.Answered())
            return
        lines, y = self.count(), event.y - len(self.head(self.size.width))
        place = y + lines * (event.x >= (self.size.width - 1) // 2 and lines < prediction.sheet.rows)
        if 0 <= y < lines and place < prediction.sheet.rows:
            if place == prediction.sheet.cursor and not prediction.question.items:
                self.post_message(self.Answered())
            prediction.sheet.move(place - prediction.sheet.cursor)
            self._redraw()
