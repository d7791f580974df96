"""What the playground does, without its looks: the document, the runs, the notes. Screens route to it and draw what it says."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable

from asyncplay.engine.engine import Engine
from asyncplay.engine.session import RunRequest, Session
from asyncplay.insight.note import note
from asyncplay.insight.words import state_text
from asyncplay.trace.snapshot import Snapshot
from asyncplay.ui.document import Document
from asyncplay.ui.frame import NOTHING, Frame

OUTPUT_RATE = 1 << 20
"""Bytes of output taken in a second (the contract)."""


class Playground:
    """One document and its runs."""

    def __init__(self, engine: Engine, document: Document, ascii: bool) -> None:
        self.engine = engine
        self.document = document
        self.ascii = ascii
        self.session: Session | None = None
        self.ran_text = ""
        self.on_change: Callable[[], None] = lambda: None
        self._ended: tuple[str, str] | None = None

    # runs

    @property
    def running(self) -> bool:
        return self.session is not None and not self.session.over

    async def run(self, text: str) -> None:
        """Run this text; a run still going is stopped."""
        self.stop()
        document = self.document
        path = document.run_path
        request = RunRequest(document.full_source(text), path, output_rate=OUTPUT_RATE, cwd=os.getcwd())
        self.ran_text, self._ended = text, None
        self.session = await self.engine.start(request)
        self.session.on_change = self.on_change

    def stop(self) -> bool:
        """End the run; whether there was one."""
        if self.session is None or not self.running:
            return False
        self.session.stop()
        return True

    def interrupt(self) -> bool:
        """Ctrl+C for the program."""
        if self.session is None or not self.running:
            return False
        self.session.interrupt()
        return True

    def open(self, document: Document) -> None:
        """Another document: runs of the one before are not shown."""
        self.stop()
        if self.session is not None:
            self.session.on_change = None
        self.document, self.session, self._ended = document, None, None

    # what is shown

    def frame(self) -> Frame:
        """The state, and the run's clock now."""
        session = self.session
        if session is None:
            return Frame(lesson=self.document.lesson, note=self._idle_note())
        snap, now = session.recording.latest(), session.now()
        return Frame(snap, now, session.recording, session.status, self.document.lesson, self._note(session, snap, now))

    def state(self) -> str:
        """Row 1's words."""
        if self.session is None:
            return state_text("idle", NOTHING, 0.0, ascii=self.ascii)
        return state_text(self.session.status, self.session.recording.latest(), self.session.now(), ascii=self.ascii)

    def _idle_note(self) -> tuple[str, str]:
        lesson = self.document.lesson
        if lesson is not None and lesson.ask:
            return "ASK", lesson.ask
        return "NOTE", "Press F5 to run what the editor shows."

    def _note(self, session: Session, snap: Snapshot, now: float) -> tuple[str, str]:
        """The Note's title and text."""
        if session.error:
            return "END", f"No run: {session.error}"
        if snap.finished is None:
            return note(snap, now)
        if self._ended is None:
            self._ended = note(snap, now, session.recording.source, session.recording.output)
        return self._ended

    def settings(self) -> tuple[str, str]:
        """The status bar's first word, and the Python that runs snippets."""
        word = "no run" if self.session is None else "LIVE" if self.running else "END"
        return word, platform.python_version()

