"""The screen's part that shows what is different before something is thrown away: one's own changes, unsaved text, and what `keeping` asks about."""

from __future__ import annotations

from collections.abc import Callable

from asyncplay.ui.screens.asking import Asking
from asyncplay.ui.widgets.differences import Comparison, DifferencePane


class Comparing(Asking):
    """A pane, never a dialog; only Del deletes."""

    def compare(self, comparison: Comparison, focus: bool = True) -> None:
        """Ask, with the difference before one's eyes."""
        self.query_one(DifferencePane).ask(comparison)
        self.open_question("difference", focus)

    def close_comparison(self) -> None:
        """It was answered."""
        pane = self.query_one(DifferencePane)
        pane.comparison = None
        super().leave_question()

    def leave_question(self) -> None:
        pane = self.query_one(DifferencePane)
        comparison, pane.comparison = pane.comparison, None
        if self.tab == "difference" and comparison is not None:
            comparison.later()
        super().leave_question()

    def action_changes(self) -> None:
        """What is different: from the lesson's own text, or from the file."""
        document = self.playground.document
        old = document.original()
        what = "the lesson's own text" if document.lesson is not None else "the saved text"
        if old.rstrip("\n") == self.editor.text.rstrip("\n"):
            self.toast(f"No difference from {what}")
            return
        acts: dict[str, Callable[[], object]] = {"enter": self.close_comparison}
        if document.lesson is not None:
            acts["delete"] = self._reset
        answers = "Esc Back" + ("  Del Back to the lesson's own text (Ctrl+Z undoes)" if document.lesson is not None else "")
        said = f"The difference from {what}:"
        self.compare(Comparison("MY CHANGES", document.title, said, answers, old, self.editor.text, document.first_line, acts))

    def _reset(self) -> None:
        self.close_comparison()
        self.action_reset()

    def ask_unsaved(self, go_on: Callable[[], object]) -> None:
        document = self.playground.document

        def then(act: Callable[[], object]) -> Callable[[], None]:
            def do() -> None:
                self.close_comparison()
                act()

            return do

        acts: dict[str, Callable[[], object]] = {"enter": then(lambda: self.save(after=go_on)), "delete": then(go_on)}
        self.compare(
            Comparison(
                "UNSAVED TEXT",
                document.title,
                "Typed after the last save. The difference:",
                "Enter Save, and go on  Del Drop it, and go on  Esc Stay here",
                document.saved,
                self.editor.text,
                document.first_line,
                acts,
            )
        )
