"""An app with nothing but an editor, for tests; and hands to type with."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from asyncplay.ui.theme import DARK
from asyncplay.ui.widgets.editor import Editor


class EditorApp(App[None]):
    """One editor."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self) -> None:
        super().__init__()
        self.left: list[str] = []
        """The keys that the editor did not take."""

    def compose(self) -> ComposeResult:
        yield Editor(id="editor")

    def on_mount(self) -> None:
        self.register_theme(DARK)
        self.theme = DARK.name

    def on_key(self, event: events.Key) -> None:
        self.left.append(event.key)


class Typist:
    """The editor, and hands."""

    def __init__(self, app: EditorApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.editor = app.query_one(Editor)
        self.pilot = pilot

    @property
    def text(self) -> str:
        return self.editor.text

    async def press(self, *keys: str) -> None:
        """Keys of a person: never so close together that they look like a paste."""
        for key in keys:
            self.editor._last_key = (self.editor._last_key[0], 0.0)
            await self.pilot.press(key)

    def row(self, y: int) -> str:
        return self.editor.render_line(y).text

    def rows(self) -> list[str]:
        return [self.row(y) for y in range(self.editor.size.height)]


@asynccontextmanager
async def editor(text: str, first_line: int = 1, size: tuple[int, int] = (48, 14)) -> AsyncIterator[Typist]:
    """A running editor with this text, as wide as on a screen of 80 columns; `|` is where the cursor stands."""
    app = EditorApp()
    async with app.run_test(size=size) as pilot:
        area = app.query_one(Editor)
        area.show(text.replace("|", "", 1), first_line)
        area.focus()
        before = text.partition("|")[0] if "|" in text else ""
        area.move_cursor((before.count("\n"), len(before.rpartition("\n")[2])))
        while not area.coloured:
            await pilot.pause(0.01)
        yield Typist(app, pilot)


def with_cursor(area: Editor) -> str:
    """The text, with `|` where the cursor stands."""
    lines = area.text.split("\n")
    row, column = area.cursor_location
    lines[row] = lines[row][:column] + "|" + lines[row][column:]
    return "\n".join(lines)
