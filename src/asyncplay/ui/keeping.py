"""Keeps what is typed: the journal of the document that is open, what broken sessions left, who else edits it, and what was open last. No Textual."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from asyncplay.config import state
from asyncplay.config.paths import state_folder
from asyncplay.ui import journals
from asyncplay.ui.document import Document, DocumentError, new, open_lesson, open_path
from asyncplay.ui.journal import Journal, Subject
from asyncplay.ui.journals import Kept

SYNC_S = 1.0


class Keeper:
    """One playground's. `lines` gives the text as it is now, `cursor` where the cursor stands."""

    def __init__(self) -> None:
        self.journal = Journal(state_folder("journal"))
        self.lines: Callable[[], Sequence[str]] | None = None
        self.cursor: Callable[[], tuple[int, int]] = lambda: (0, 0)
        self.state = state.load()
        self.kept = False
        """At the end something was left for the next session."""
        self._begun: tuple[Document, str] | None = None
        self._unsynced = False
        self._synced_at = 0.0
        self._told: set[int] = set()
        self._seen: object = None

    def note(self, document: Document) -> bool:
        """Write what is new; whether it is time to `sync`."""
        if self.lines is None:
            return False
        if self._begun is None or self._begun[0] is not document or self._begun[1] != document.saved:
            self._begun = (document, document.saved)
            self.journal.begin(document.subject, document.saved, self.lines())
            self.remember(document)
        elif self.journal.note(self.lines()):
            self._unsynced = True
        return self._unsynced and time.monotonic() - self._synced_at >= SYNC_S

    def sync(self) -> None:
        """To the disk itself; this takes a while, so another thread does it."""
        self._synced_at, self._unsynced = time.monotonic(), False
        self.journal.sync()

    def close(self, document: Document, keep: bool) -> None:
        """The end. `keep`: offer what is not saved to the next session."""
        if self.lines is None:
            return
        if keep:
            self.note(document)
        self.remember(document)
        self.kept = keep and "\n".join(self.lines()) != document.saved
        self.journal.close(self.kept)
        self.lines = None

    # what was open last

    def remember(self, document: Document) -> None:
        """This document, and the cursor's place in it."""
        name = target(document)
        if name is not None:
            self.state = self.state.at(name, self.cursor())
            state.save(self.state)

    def keep_sizes(self, sizes: dict[str, int]) -> None:
        """Where the dividers were put."""
        self.state = replace(self.state, sizes=dict(sizes))
        state.save(self.state)

    def recent(self) -> list[str]:
        """What was open, the last first."""
        return list(self.state.places)[::-1]

    def place(self, document: Document) -> tuple[int, int] | None:
        """Where the cursor stood in it."""
        return self.state.places.get(target(document) or "")

    # others

    def left(self) -> list[Kept]:
        """What broken sessions left, newest first."""
        return journals.look(self.journal.folder, self.journal.file)[0]

    def strangers(self, document: Document) -> list[int]:
        """Other playgrounds that edit the same, each told once."""
        seen = journals.stamp(self.journal.folder)
        if seen == self._seen:
            return []
        self._seen = seen
        alive = journals.look(self.journal.folder, self.journal.file)[1]
        found = [one.pid for one in alive if one.subject.same(document.subject) and one.pid not in self._told]
        self._told.update(found)
        return found


def target(document: Document) -> str | None:
    """The name under which `open_target` finds it again."""
    if document.lesson is not None:
        return document.lesson.stem
    return os.path.abspath(document.path) if document.path is not None else None


def open_subject(subject: Subject, saved: str) -> Document:
    """The document that a journal speaks of, as it is on disk now."""
    if subject.lesson is not None:
        from asyncplay.lessons.lesson import find

        lesson = find(subject.lesson)
        if lesson is None:
            raise DocumentError(f"The lesson {subject.lesson} is not there any more.")
        document = open_lesson(lesson)
        return document.whole(document.text) if subject.whole else document
    if subject.path is not None:
        return open_path(subject.path)
    document = new()
    document.text = document.saved = saved
    return document
