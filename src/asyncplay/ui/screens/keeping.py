"""The screen's part that keeps text from being lost: journals it, offers what a broken session left, asks about files that others change."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import partial

from textual import on

from asyncplay.lessons.lesson import LessonError
from asyncplay.ui import journals, keeping
from asyncplay.ui.document import ChangedElsewhere, Document, DocumentError
from asyncplay.ui.document_files import Form
from asyncplay.ui.journals import Kept
from asyncplay.ui.screens.comparing import Comparing
from asyncplay.ui.widgets.differences import Comparison
from asyncplay.ui.widgets.editor import Editor
from asyncplay.ui.widgets.questions import Choice

NOTE_S = 0.4
WATCH_S = 2.0


class Keeping(Comparing):
    """A pane, never a dialog, asks; only Del deletes."""

    _noting = False
    _gone = 0
    _failing: str | None = None

    def on_mount(self) -> None:
        keeper, editor = self.playground.keeper, self.editor
        keeper.lines = lambda: editor.document.lines
        keeper.cursor = lambda: editor.cursor_location
        config = self.playground.config
        editor.completes, editor.cursor_blink = config.get("ui", "complete"), config.get("ui", "cursor_blink")
        self.set_interval(WATCH_S, self._watch)
        self.call_after_refresh(self._look_around)

    def _look_around(self) -> None:
        self._to_last_place()
        left = [one for one in self.playground.keeper.left() if self._is_news(one)]
        here = self.playground.document.subject
        wanted = [one for one in left if one.subject.same(here)] or [one for one in left if not one.later]
        if wanted:
            self.offer(wanted[0])
        self._note()
        complaints: list[str] = getattr(self.app, "complaints", [])
        if complaints:
            folder = os.path.join(os.path.dirname(self.playground.config.path), "")
            more = f" ({len(complaints) - 1} more: asyncplay config)" if len(complaints) > 1 else ""
            self.tell_error(f"Settings: {complaints[0].replace(folder, '')}{more}", until_run=True)

    def _is_news(self, kept: Kept) -> bool:
        document = self.playground.document
        if kept.subject.same(document.subject) and kept.subject.whole == document.subject.whole and kept.text == document.saved:
            journals.drop(kept)  # it was saved in another way
            return False
        return True

    def _to_last_place(self) -> None:
        place = self.playground.keeper.place(self.playground.document)
        if place is not None and place[0] < self.editor.document.line_count:
            self.editor.move_cursor(place, center=place[0] >= self.editor.size.height)

    def show_opened(self, document: Document) -> None:
        """Another document, with the cursor where it was."""
        self.show_document(document)
        self._to_last_place()
        self.go_to("editor")

    # the journal

    @on(Editor.Changed)
    def _note_soon(self) -> None:
        if not self._noting:
            self._noting = True
            self.set_timer(NOTE_S, self._note)

    def _note(self) -> None:
        self._noting = False
        keeper = self.playground.keeper
        if keeper.note(self.playground.document):
            self.run_worker(keeper.sync, thread=True, group="sync", exit_on_error=False)
        failing = keeper.journal.failing
        if failing is not None and failing != self._failing:
            self.tell_error(f"No journal: {failing}. The text is safe in memory only; @document.save saves it.")
        elif failing is None and self._failing is not None:
            self.playground.trouble = ""
            self.frame()
        self._failing = failing

    # what a broken session left

    def offer(self, kept: Kept) -> None:
        """A text that was never saved."""
        document = self.playground.document
        same = kept.subject.same(document.subject) and kept.subject.whole == document.subject.whole
        try:
            base = document if same else keeping.open_subject(kept.subject, kept.saved)
        except (DocumentError, LessonError):
            base = Document(kept.subject.path, kept.saved, kept.subject.title, saved=kept.saved)
        began = time.strftime("%H:%M:%S" if time.time() - kept.at < 43200 else "%Y-%m-%d %H:%M:%S", time.localtime(kept.at))
        said = "the editor shows the saved text" if same else f"in {kept.subject.title}"
        self.compare(
            Comparison(
                "RECOVERED TEXT",
                f"the last session broke off at or after {began}",
                f"Typed after the last save; {said}. The difference:",
                "Enter Take it (Ctrl+Z undoes)  Del Drop it  Esc Later (@document.open keeps it 30 days)",
                base.saved,
                kept.text,
                base.first_line,
                {"enter": lambda: self._take(kept, None if same else base), "delete": lambda: self._drop(kept)},
                lambda: journals.put_off(kept),
            )
        )

    def _take(self, kept: Kept, base: Document | None) -> None:
        self.close_comparison()
        if base is not None:
            self.replace_document(lambda: base)
            if self.playground.document is not base:
                return  # the text before it is asked about first; this one is still kept
        self.editor.replace_all(kept.text)
        self.playground.keeper.note(self.playground.document)
        if self.playground.keeper.journal.failing is None:
            journals.drop(kept)
        self.toast("Recovered. Ctrl+Z undoes")

    def _drop(self, kept: Kept) -> None:
        journals.drop(kept)
        self.close_comparison()
        self.toast("Dropped")

    def kept_choices(self) -> list[Choice]:
        """For the list of what can be opened."""
        found = []
        for kept in self.playground.keeper.left():
            at = time.strftime("%d.%m. %H:%M", time.localtime(kept.at))
            found.append(Choice("", f"Recovered: {kept.subject.title}, not saved, {at}", partial(self.offer, kept)))
        return found

    # other programs

    def _watch(self) -> None:
        document, keeper = self.playground.document, self.playground.keeper
        self._note()
        for pid in keeper.strangers(document):
            self.toast(f"Also open in another playground (process {pid})")
        how = document.changed_elsewhere()
        self._gone = self._gone + 1 if how == "gone" else 0
        if self._gone == 2:  # programs that save take a file away for a moment
            document.form, document.saved = Form(), ""
            self.toast(f"{os.path.basename(document.disk_path or '')} is gone: @document.save writes it")
        elif how == "changed" and self.tab != "difference":
            self._ask_changed(focus=False)

    def _ask_changed(self, focus: bool) -> None:
        document = self.playground.document
        name = os.path.basename(document.disk_path or "")
        try:
            text, form = document.text_elsewhere()
        except DocumentError as error:
            self.tell_error(str(error))
            return
        self.compare(
            Comparison(
                "FILE CHANGED",
                name,
                f"{name} was changed by another program. The editor's text, and the file's:",
                "Enter Load it  Esc Keep mine" + ("" if focus else "   (@panes.next goes here)"),
                self.editor.text,
                text,
                document.first_line,
                {"enter": lambda: self._load_elsewhere(document, text, form)},
                lambda: self._know_elsewhere(document, text, form),
            ),
            focus,
        )

    def _load_elsewhere(self, document: Document, text: str, form: Form) -> None:
        self.close_comparison()
        if self.playground.document is document:
            self._know_elsewhere(document, text, form)
            self.editor.replace_all(text)
            self.toast("Loaded. Ctrl+Z undoes")

    def _know_elsewhere(self, document: Document, text: str, form: Form) -> None:
        document.saved, document.form = text, form
        self.draw_title()

    def save(self, after: Callable[[], object] | None = None) -> None:
        try:
            super().save(after)
        except ChangedElsewhere:
            self._ask_changed(focus=True)
