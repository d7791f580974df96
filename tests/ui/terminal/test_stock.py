"""Real widgets, drawn by Textual's own output and by ours."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.console import Console
from rich.control import Control
from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import OptionList, Static, TextArea

from asyncplay.ui.terminal._textual import pieces
from asyncplay.ui.terminal.looks import Looks
from asyncplay.ui.terminal.picture import Picture
from tests.ui.terminal.screens import Terminal

SIZE = (60, 16)
WORDS = st.text("ab 日é─🎉.\n", max_size=12)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("type"), WORDS),
        st.tuples(st.just("press"), st.sampled_from(["up", "down", "left", "shift+up", "shift+left", "enter", "backspace", "home", "tab", "pagedown"])),
        st.tuples(st.just("update"), WORDS),
        st.tuples(st.just("hide"), st.just("")),
        st.tuples(st.just("scroll"), st.just("")),
        st.tuples(st.just("forget"), st.just("")),
        st.tuples(st.just("cover"), WORDS),
    ),
    max_size=10,
)


class Both(App[None]):
    """Whatever it draws goes to two terminals."""

    CSS = "#side { width: 20; border-left: solid blue; background: $panel; } #cover { layer: top; display: none; width: 20; height: 3; offset: 4 2; background: red; } Screen { layers: base top; }"

    def __init__(self) -> None:
        super().__init__()
        self.stock, self.ours = Terminal(*SIZE), Terminal(*SIZE)
        self.picture = Picture(Looks(ColorSystem.TRUECOLOR), True)
        self.stock_console = Console(color_system="truecolor", force_terminal=True)

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield TextArea("import asyncio\n\nasync def main():\n    日本 = 'é'\n" * 6, show_line_numbers=True, id="text")
            with Vertical(id="side"):
                yield Static("side", id="note")
                yield OptionList(*map(str, range(30)))
        yield Static("cover", id="cover")

    def on_mount(self) -> None:
        self.query_one(TextArea).cursor_blink = False

    def _display(self, screen: Any, renderable: Any) -> None:
        if renderable is None or self._batch_count or not self._running:
            return
        self.stock.feed(renderable.render_segments(self.stock_console) + Control.move_to(0, 0).segment.text)
        self.picture.resize(*screen.outer_size)
        for x, y, strip in pieces(renderable):
            self.picture.put(x, y, strip)


@settings(max_examples=25, deadline=None)
@given(STEPS, st.integers(1, 3))
async def test_a_terminal_that_gets_the_difference_shows_the_same(steps: list[tuple[str, str]], every: int) -> None:
    """Over random typing, selecting, scrolling, hiding and covering; only every so many frames are sent."""
    app = Both()
    async with app.run_test(size=SIZE) as pilot:
        for number, (kind, value) in enumerate(steps):
            if kind == "type":
                app.query_one(TextArea).insert(value)
            elif kind == "press":
                await pilot.press(value)
            elif kind == "update":
                app.query_one("#note", Static).update(value.replace("[", ""))
            elif kind == "hide":
                side = app.query_one("#side")
                side.display = not side.display
            elif kind == "scroll":
                app.query_one(OptionList).scroll_end(animate=False)
            elif kind == "cover":
                cover = app.query_one("#cover", Static)
                cover.update(value)
                cover.display = not cover.display
            else:
                app.ours.feed("\x1b[2J\x1b[1;1Hsomebody else")
                app.picture.forget()
            await pilot.pause()
            if number % every == 0:
                app.ours.feed(app.picture.changes())
        await pilot.pause()
        app.ours.feed(app.picture.changes())
        assert app.ours.shown() == app.stock.shown()
