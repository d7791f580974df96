"""Pictures of the whole screen at the sizes that the layout is made for, beside those kept in `layouts/`: SVG as Textual makes it, of content that
stands still. After a change that is meant: ASYNCPLAY_PICTURES=write python -m pytest tests/ui/test_layouts.py, and look at them in a browser.
"""

from __future__ import annotations

import os
import pathlib
import re

import pytest

from asyncplay.config import Config
from asyncplay.ui.app import AsyncplayApp
from asyncplay.ui.document import open_target
from asyncplay.ui.playground import Playground
from asyncplay.ui.run import Run
from asyncplay.ui.screens import drawing
from asyncplay.ui.screens.main import MainScreen
from tests.trace.builder import Story

KEPT = pathlib.Path(__file__).parent / "layouts"
SIZES = [(80, 24), (100, 30), (120, 40), (200, 60)]


def two_tasks(first: int) -> Story:
    """As lesson 05 runs, with every time exact; `first`: the line on which its program begins."""
    story = Story("").create(1, "main", line=first + 15).begin(1)
    story.say("good morning\n", 1, first + 8).create(2, "brew_tea", 1, first + 9).say("tea is planned\n", 1, first + 10)
    story.wait(1, "sleep", first + 11, until=1.0).begin(2).say("water on\n", 2, first + 3).wait(2, "sleep", first + 4, until=2.0).idle(1.0)
    story.after(1.0).wake(1).begin(1).say("table is set\n", 1, first + 12).wait(1, "task", first + 13, obj=2).idle(2.0)
    story.after(1.0).wake(2).begin(2).say("tea is ready\n", 2, first + 5).end(2).wake(1, 2).begin(1).end(1)
    return story.finish(wall_seconds=2.0)


def still(svg: str) -> str:
    """Without the number that Textual makes anew for each picture."""
    number = re.search(r"terminal-(\d+)-", svg)
    return svg.replace(number[1], "0") if number else svg


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("what", ["idle", "end", "timeline", "projector"])
async def test_the_screen_looks_as_it_did(size: tuple[int, int], what: str, monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    """Before a run, at its end, with the focus in a pane, and in projector mode: places, words and colours."""
    for name in ("DATA", "CONFIG", "STATE", "CACHE", "RUNTIME"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path))
    monkeypatch.setattr(drawing, "PYTHON", "3.11.7")
    monkeypatch.setattr(Playground, "sandbox", "contained")
    document = open_target("5")
    app = AsyncplayApp(document, ascii=False, config=Config(""))
    async with app.run_test(size=size) as pilot:
        screen = app.screen
        assert isinstance(screen, MainScreen)
        while not screen.editor.coloured:
            await pilot.pause(0.01)
        if what != "idle":
            recording = two_tasks(document.first_line).recording
            app.playground.keep(Run(1, document.title, document.run_path, document.text, document.first_line, 0.0, recording))
            screen.show_run()
        if what == "timeline":
            await pilot.press("escape", "2", "comma")
        if what == "projector":
            await pilot.press("f12")
        await pilot.pause()
        screen.frame()
        await pilot.pause()
        svg = still(app.export_screenshot(title=f"{what} {size[0]}x{size[1]}"))
    kept = KEPT / f"{what}_{size[0]}x{size[1]}.svg"
    if os.environ.get("ASYNCPLAY_PICTURES") == "write":
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(svg)
    if svg != kept.read_text():
        seen = tmp_path / kept.name
        seen.write_text(svg)
        pytest.fail(f"{kept.name} is not what is on the screen now: {seen}")
