"""The screen's part for the lessons: the browser, what the Lesson pane asks for, and what the learner has done."""

from __future__ import annotations

import asyncio
import pathlib

from textual import on, work

from asyncplay.lessons.lesson import LessonError, library, read_lesson
from asyncplay.ui.document import Document, DocumentError, open_lesson
from asyncplay.ui.learning import READ, RUN, SEEN, label_of
from asyncplay.ui.run import Run
from asyncplay.ui.screens.asking import Asking
from asyncplay.ui.screens.runs import Runs
from asyncplay.ui.widgets.lesson import LessonPane
from asyncplay.ui.widgets.lessons import LessonsPane


class Lessons(Asking, Runs):
    """The course, and one's way through it."""

    _alone_before: bool | None = None
    """Whether a pane was maximised before the browser was opened; None: it is not open."""
    _lesson_told: object = None

    # the browser

    def action_lessons(self) -> None:
        """All lessons, over the whole screen."""
        if self.tab == "lessons":
            self.go_to("lessons")
            return
        lesson = self.playground.document.lesson
        self._alone_before, self.alone = self.alone, True
        self.open_question("lessons")
        self.query_one(LessonsPane).open_on(self.playground.progress, lesson.path if lesson is not None else None)

    def rearrange(self) -> None:
        if self._alone_before is not None and self.front != "lessons":
            self.alone, self._alone_before = self._alone_before, None
        super().rearrange()

    def leave_question(self) -> None:
        """Esc: first the search goes, then the list."""
        pane = self.query_one(LessonsPane)
        if self.tab == "lessons" and self.front == "lessons" and pane.words:
            pane.search("")
        else:
            super().leave_question()

    @on(LessonsPane.Opened)
    def _lesson_chosen(self, event: LessonsPane.Opened) -> None:
        self.open_lesson_file(event.path)

    def open_lesson_file(self, path: pathlib.Path) -> None:
        """A lesson, once the text before it is safe."""

        def make() -> Document:
            try:
                return open_lesson(read_lesson(path))
            except LessonError as error:
                raise DocumentError(str(error)) from None

        lesson = self.playground.document.lesson
        if lesson is not None and pathlib.Path(lesson.path) == path:
            self.leave_question()
        else:
            self.after_typing(lambda: self.replace_document(make))

    # the pane

    @on(LessonPane.Asked)
    def _lesson_asks(self, event: LessonPane.Asked) -> None:
        match event.act:
            case "next" | "previous":
                self.action_lesson_beside(1 if event.act == "next" else -1)
            case _:
                self.run_worker(self.run_action(event.act))

    def action_lesson_beside(self, by: int) -> None:
        """The next lesson, or the one before."""
        lesson = self.playground.document.lesson
        found = library().beside(lesson.path, by) if lesson is not None else None
        if found is None:
            end = "The course ends here" if by > 0 else "The course begins here"
            self.toast("This is not a lesson. @lesson.list lists them" if lesson is None else end)
        else:
            self.open_lesson_file(found.path)

    # what was done

    def show_opened(self, document: Document) -> None:
        super().show_opened(document)
        if document.lesson is not None:
            self.playground.progress.note(document.lesson.path, SEEN)

    def show_document(self, document: Document) -> None:
        super().show_document(document)
        if "lesson" in self.plan().boxes:
            self._tell_beside()

    def go_to(self, name: str) -> None:
        super().go_to(name)
        if name == "lesson":
            self._tell_beside()

    @work(exclusive=True, group="lesson")
    async def _tell_beside(self) -> None:
        """Somebody reads it: what is before and after it. In a thread, since all lessons may have to be read for that."""
        lesson, pane = self.playground.document.lesson, self.query_one(LessonPane)
        if lesson is None or lesson is self._lesson_told:
            return
        self._lesson_told = lesson
        before, after = await asyncio.to_thread(lambda: [library().beside(lesson.path, by) for by in (-1, 1)])
        pane.beside = (label_of(before) if before is not None else "", label_of(after) if after is not None else "")
        pane.changed()
        self.playground.progress.note(lesson.path, READ)

    def tell_end(self, run: Run) -> None:
        lesson = self.playground.document.lesson
        if self._told_end is not run and run.session is not None and lesson is not None and run.path == lesson.path:
            self.playground.progress.note(lesson.path, RUN)
        super().tell_end(run)
