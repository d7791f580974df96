"""Who has the focus is in front, whatever else was on its way meanwhile."""

from __future__ import annotations

import pathlib

import pytest
from textual import events

from asyncplay.config import Config
from asyncplay.ui.app import AsyncplayApp
from asyncplay.ui.document import open_target
from asyncplay.ui.screens.main import MainScreen


async def test_late_news_of_a_focus_that_went_on_changes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    """Each pane tells by itself that it got the focus, and the one that only had it on the way (Esc, then 5) may be the last to say so."""
    for name in ("DATA", "CONFIG", "STATE", "CACHE", "RUNTIME"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path))
    app = AsyncplayApp(open_target("5"), ascii=False, config=Config(""))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = app.screen
        assert isinstance(screen, MainScreen)
        await pilot.press("escape", "5")
        await pilot.pause()
        assert (screen.front, screen.tab) == ("lesson", "lesson")
        screen.post_message(events.DescendantFocus(screen.query_one("#output")))
        await pilot.pause()
        assert (screen.front, screen.tab, screen.strip.current) == ("lesson", "lesson", "Lesson")
