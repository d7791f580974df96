"""The screen's part that makes a run which nobody sees as yet: for a prediction, and for a lesson that is played."""

from __future__ import annotations

import asyncio

from asyncplay.lessons.facts import FactError
from asyncplay.lessons.remarks import Remark, read_remarks
from asyncplay.ui.run import Run
from asyncplay.ui.screens.asking import Asking
from asyncplay.ui.screens.runs import Runs

UNSEEN_S = 3.0
"""A run that has not ended after so long is shown live, and nothing is asked or played."""


class Unseen(Asking, Runs):
    """On the virtual clock, unless the lesson needs the real one."""

    async def make_unseen(self) -> Run:
        """A run of what the editor shows."""
        lesson = self.playground.document.lesson
        clock = "real" if lesson is not None and lesson.clock == "real" else "virtual"
        return await self.playground.make_run(self.editor.text, clock=clock)

    @staticmethod
    async def has_ended(run: Run) -> bool:
        """Whether it ends soon enough."""
        assert run.session is not None
        try:
            await asyncio.wait_for(run.session.wait(), UNSEEN_S)
        except TimeoutError:
            return False
        return True

    def remarks(self) -> list[Remark]:
        """The questions and notes of the text in the editor, by the lines of its file."""
        try:
            return read_remarks(self.playground.document.full_source(self.editor.text), "", [])[1]
        except FactError:
            return []  # `check` says so; a run has its order all the same

    def clear_for_unseen(self) -> None:
        """Nothing of a run before is on show."""
        self.playground.stop()
        self.playground.show(None)
        self.editor.hold_places()
        self.editor.clear_marks()
        for pane in self.panes():
            pane.forget()
