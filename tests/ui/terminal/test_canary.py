"""What the output layer uses of Textual's inside is there, and does what we think."""

from __future__ import annotations

import inspect

import pytest
from textual import events
from textual.app import App
from textual.driver import Driver
from textual.screen import Screen
from textual.widgets import Static

from asyncplay.ui.terminal import _textual
from asyncplay.ui.terminal.driver import TerminalDriver


def test_textual_is_as_we_know_it() -> None:
    """When this fails after an upgrade, `_textual` has to be looked at; until then Textual's own output is used."""
    assert _textual.is_known()
    assert list(inspect.signature(App._display).parameters) == ["self", "screen", "renderable"]
    assert "app._display(self, update)" in inspect.getsource(Screen)


def test_every_method_of_a_driver_is_ours_or_the_base_class_has_it() -> None:
    """A driver of a later Textual with more to do would not be driven."""
    assert not TerminalDriver.__abstractmethods__
    assert {"start_application_mode", "stop_application_mode", "disable_input", "write"} == set(Driver.__abstractmethods__)


async def test_frames_come_as_strips_whole_or_as_chops() -> None:
    """The two kinds of updates, and what is in them."""
    seen: set[str] = set()

    class Probe(App[None]):
        def compose(self):  # type: ignore[no-untyped-def]
            yield Static("one", id="one")

        def _display(self, screen, renderable):  # type: ignore[no-untyped-def]
            if renderable is not None:
                assert list(_textual.pieces(renderable)) or not renderable.spans
                seen.add("strips" if hasattr(renderable, "strips") else "chops")

    async with Probe().run_test(size=(20, 5)) as pilot:
        pilot.app.query_one(Static).update("two")
        await pilot.pause()
    assert seen == {"strips", "chops"}


def test_the_parser_knows_a_cursor_report() -> None:
    """It is an event of its own, never a key; F3 with Shift, which looks like one, is not used."""
    parser = _textual.parser(False)
    (event,) = parser.feed("\x1b[12;40R")
    assert isinstance(event, events.CursorPosition)


@pytest.mark.parametrize("value", ["1", "yes"])
def test_the_switch_brings_back_textuals_own_output(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Should a terminal not bear ours."""
    monkeypatch.setenv(_textual.OFF_SWITCH, value)
    assert not _textual.is_wanted()
    assert not issubclass(_textual.Wired().driver_class, TerminalDriver)
    monkeypatch.delenv(_textual.OFF_SWITCH)
    assert issubclass(_textual.Wired().driver_class, TerminalDriver)
