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

OUTPUT_RATE = 1 << 20
"""Bytes of output taken in a second (the contract)."""
NOTHING = Snapshot(0, 0.0)


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

    def forget(self) -> None:
        """Another document: its runs are not shown."""
        self.stop()
        if self.session is not None:
            self.session.on_change = None
        self.session = None
        self._ended = None

    # what is shown

    def snapshot(self) -> tuple[Snapshot, float]:
        """The state, and the run's clock now."""
        if self.session is None:
            return NOTHING, 0.0
        return self.session.recording.latest(), self.session.now()

    @property
    def status(self) -> str:
        return self.session.status if self.session is not None else "idle"

    def state(self, snap: Snapshot, now: float) -> str:
        return state_text(self.status, snap, now, ascii=self.ascii)

    def note(self, snap: Snapshot, now: float) -> tuple[str, str]:
        """The Note's title and text."""
        if self.session is None:
            lesson = self.document.lesson
            if lesson is not None and lesson.ask:
                return "ASK", lesson.ask
            return "NOTE", "Press F5 to run what the editor shows."
        if self.session.error:
            return "END", f"No run: {self.session.error}"
        if snap.finished is None:
            return note(snap, now)
        if self._ended is None:
            self._ended = note(snap, now, self.session.recording.source, self.session.recording.output)
        return self._ended

    def settings(self) -> tuple[str, str]:
        """The status bar's first word, and the Python that runs snippets."""
        word = "no run" if self.session is None else "LIVE" if self.running else "END"
        return word, platform.python_version()

