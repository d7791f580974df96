"""The screen's part that makes a run which nobody sees as yet: for a prediction, and for a lesson that is played."""

from __future__ import annotations

import asyncio
from typing import Any

from asyncplay.lessons.facts import FactError
from asyncplay.lessons.remarks import Remark, read_remarks
from asyncplay.ui.document import Document
from asyncplay.ui.run import Run
from asyncplay.ui.screens.asking import Asking
from asyncplay.ui.screens.runs import Runs

UNSEEN_S = 3.0
"""A run that has not ended after so long is shown live, and nothing is asked or played."""


class Unseen(Asking, Runs):
    """On the virtual clock, unless the lesson needs the real one. Making one is never cancelled, lest it run on unseen: who no longer wants it
    has it stopped when it is there."""

    _wanted: object = None
    """What is being made: another thing is wanted as soon as this is another object."""

    async def make_unseen(self, **how: Any) -> Run | None:
        """A run of what the editor shows; None: nobody wants it any more."""
        wanted = self._wanted = object()
        lesson = self.playground.document.lesson
        clock = "real" if lesson is not None and lesson.clock == "real" else "virtual"
        run = await self.playground.make_run(self.editor.text, clock=clock, **how)
        if self._wanted is wanted:
            return run
        assert run.session is not None
        run.session.stop()
        return None

    async def has_ended(self, run: Run) -> bool | None:
        """Whether it ends soon enough; None: nobody wants it any more."""
        wanted = self._wanted
        assert run.session is not None
        try:
            await asyncio.wait_for(run.session.wait(), UNSEEN_S)
        except TimeoutError:
            return False if self._wanted is wanted else None
        return True if self._wanted is wanted else None

    def start_run(self, paused: bool = False) -> None:
        self._wanted = None
        super().start_run(paused)

    def show_document(self, document: Document) -> None:
        self._wanted = None
        super().show_document(document)

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
