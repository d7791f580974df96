"""The screen's questions: which lesson or file to open, under which name to save, what to do with unsaved text, and the list of keys."""

from __future__ import annotations

import os
from collections.abc import Callable

from textual import on

from asyncplay.lessons.lesson import all_lessons
from asyncplay.ui.document import ChangedElsewhere, Document, DocumentError, new, open_lesson, open_path
from asyncplay.ui.screens.focus import Focus
from asyncplay.ui.widgets.questions import Choice, ChoicePane, PromptPane

RECENT = 6


class Asking(Focus):
    """Every question is a pane in the tab area."""

    def ask(self, label: str, text: list[str], choices: list[Choice]) -> None:
        """A question in the tab area."""
        self.query_one(ChoicePane).ask(text, choices, label)
        self.open_question("question")

    def prompt(self, placeholder: str, value: str, act: Callable[[str], object], label: str = "NAME") -> None:
        """One line to type, in the tab area."""
        self.query_one(PromptPane).ask(placeholder, value, act, label)
        self.open_question("prompt")

    # another part gives these

    def ask_unsaved(self, go_on: Callable[[], object]) -> None:
        """Something is about to be thrown away."""
        raise NotImplementedError

    def kept_choices(self) -> list[Choice]:
        """Texts that were never saved."""
        raise NotImplementedError

    def show_opened(self, document: Document) -> None:
        """Another document, with the cursor where it was."""
        raise NotImplementedError

    @on(ChoicePane.Narrowed)
    def _tell_words(self) -> None:
        self.draw_bars()

    # open

    def action_open(self) -> None:
        """The lessons, and a way to files."""
        choices = [Choice("", "A file: type its name ...", self._ask_file), Choice("", "An empty snippet (@document.new)", self.action_new)]
        fixed = len(choices)
        choices += self.kept_choices()
        choices += [
            Choice("", f"{os.path.basename(path)}   {os.path.dirname(path)}", lambda path=path: self.replace_document(lambda: open_path(path)))  # type: ignore[misc]
            for path in self.playground.keeper.recent()[:RECENT]
            if os.path.isabs(path) and os.path.exists(path)
        ]
        choices += [
            Choice("", lesson.label, lambda lesson=lesson: self.replace_document(lambda: open_lesson(lesson)))  # type: ignore[misc]
            for lesson in all_lessons()
        ]
        self.ask("OPEN", [], choices)
        self.query_one(ChoicePane).select(fixed)

    def _ask_file(self) -> None:
        self.prompt("name of the file", "", lambda path: self.replace_document(lambda: open_path(path)))

    def action_new(self) -> None:
        self.after_typing(lambda: self.replace_document(new))

    def replace_document(self, make: Callable[[], Document]) -> None:
        """Another document in this one's place, once its text is safe."""
        if self.playground.document.is_dirty(self.editor.text):
            self.ask_unsaved(lambda: self._replace(make))
        else:
            self._replace(make)

    def _replace(self, make: Callable[[], Document]) -> None:
        try:
            document = make()
        except DocumentError as error:
            self.toast(str(error))
            return
        self.show_opened(document)

    # save

    def action_save(self) -> None:
        self.after_typing(self.save)

    def save(self, after: Callable[[], object] | None = None) -> None:
        """Save; a text without a name is asked for one."""
        document = self.playground.document
        if document.path is None:
            self.action_save_as(after)
            return
        try:
            self.toast(document.save(self.editor.text))
        except ChangedElsewhere:
            raise
        except DocumentError as error:
            self.tell_error(str(error))
            return
        self.playground.trouble = ""
        if after is not None:
            after()

    def action_save_as(self, after: Callable[[], object] | None = None) -> None:
        document = self.playground.document
        name = document.path if document.path and document.lesson is None else "snippet.py"
        self.prompt("save under this name", name, lambda path: self._save_as(path, after))

    def _save_as(self, path: str, after: Callable[[], object] | None, sure: bool = False) -> None:
        import os

        if os.path.exists(path) and path != self.playground.document.path and not sure:
            yes = Choice("o", f"Overwrite {path}", lambda: self._save_as(path, after, sure=True))
            self.ask("OVERWRITE?", [f"{path} is there already."], [Choice("n", "Another name", lambda: self.action_save_as(after)), yes])
            return
        try:
            document = self.playground.document.save_as(path, self.editor.text)
        except DocumentError as error:
            self.toast(str(error))
            return
        if self.playground.document.lesson is not None:
            self.show_document(document)
        else:
            self.playground.document = document
        self.toast(f"Saved {document.title}")
        self.leave_question()
        if after is not None:
            after()

    def action_reset(self) -> None:
        """The lesson's own text, as an edit."""
        document = self.playground.document
        if document.lesson is None:
            self.toast("Only a lesson can be reset")
            return
        text = document.original()
        self.editor.replace_all(text if text.endswith("\n") else text + "\n")
        self.toast("The lesson's own text. Ctrl+Z undoes")

    # leave

    def action_leave(self) -> None:
        self.after_typing(self._leave)

    def _leave(self) -> None:
        if self.playground.document.is_dirty(self.editor.text):
            self.ask_unsaved(lambda: self.app.exit(0))
        else:
            self.app.exit(0)

    # the palette

    def action_palette(self) -> None:
        """Every command by name."""
        choices = [
            Choice("", f"{command.title:<32} {command.shown_keys()}", self._command(command.action), also=command.help)
            for command in self.playground.commands
        ]
        self.ask("COMMANDS", [], [choice for choice in choices if "Every command" not in choice.text])

    def _command(self, action: str) -> Callable[[], object]:
        async def act() -> None:
            self.leave_question()
            await self.run_action(action)

        return lambda: self.run_worker(act())
