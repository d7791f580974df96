"""The editor's keys, its colours and its marks, in a running application without a terminal."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from asyncplay.ui.render.highlight import Highlighter
from asyncplay.ui.render.marks import Mark
from asyncplay.ui.widgets.editor import Editor


class One(App[None]):
    """An editor and nothing else."""

    def compose(self) -> ComposeResult:
        yield Editor(id="editor")


@pytest.fixture
async def pilot() -> AsyncIterator[Pilot[None]]:
    async with One().run_test(size=(48, 12)) as pilot:
        pilot.app.query_one(Editor).focus()
        yield pilot


def editor(pilot: Pilot[None]) -> Editor:
    return pilot.app.query_one(Editor)


def row(pilot: Pilot[None], y: int) -> str:
    return editor(pilot).render_line(y).text


async def slowly(pilot: Pilot[None], *keys: str) -> None:
    """Keys with a pause, as fingers make: faster ones are a paste."""
    import asyncio

    for key in keys:
        await pilot.press(key)
        await asyncio.sleep(0.006)


async def test_the_gutter_has_mark_problem_and_the_files_line_number(pilot: Pilot[None]) -> None:
    """Column by column as in the screens."""
    one = editor(pilot)
    one.show("import asyncio\n\nasync def brew():\n    await asyncio.sleep(2)     #: asleep: a timer holds me\n", 10)
    one.move_cursor((1, 0))
    one.show_marks({13: Mark("║", "2", "state.waiting")}, {13: "sleep 1.38 s"}, {10: "E"})
    await pilot.pause()
    assert row(pilot, 0).startswith("  E10 import asyncio")
    assert row(pilot, 3) == "║2 13     await asyncio.sleep(2)    sleep 1.38 s"


async def test_a_mark_follows_its_line_and_leaves_one_that_was_changed(pilot: Pilot[None]) -> None:
    """A stale picture is never shown as live."""
    one = editor(pilot)
    one.show("a\nb\nc\n")
    one.insert("x\n", (0, 0))
    one.show_marks({2: Mark("║", "1", "state.waiting")}, {}, {})
    await pilot.pause()
    assert row(pilot, 2).startswith("║1  3 b")
    one.insert("!", (2, 1))
    one.show_marks({2: Mark("║", "1", "state.waiting")}, {}, {})
    await pilot.pause()
    assert "║" not in "".join(row(pilot, y) for y in range(6))


async def test_enter_indents_after_a_colon_and_leaves_after_return(pilot: Pilot[None]) -> None:
    """A new line is as deep as it should be."""
    await slowly(pilot, *"if x:", "enter", *"return", "enter", "y")
    assert editor(pilot).text == "if x:\n    return\ny"


async def test_tab_and_shift_tab_move_the_lines_of_a_selection_and_undo_brings_them_back(pilot: Pilot[None]) -> None:
    """Tab never replaces a selection."""
    one = editor(pilot)
    one.show("a\nb\n")
    one.select_all()
    await slowly(pilot, "tab")
    assert one.text == "    a\n    b\n"
    await slowly(pilot, "shift+tab")
    assert one.text == "a\nb\n"
    one.undo()
    assert one.text == "    a\n    b\n"


async def test_the_comment_key_comments_and_brings_back(pilot: Pilot[None]) -> None:
    """At the depth of the least indented line."""
    one = editor(pilot)
    one.show("    a\n        b\n")
    one.select_all()
    one.action_comment()
    assert one.text == "    # a\n    #     b\n"
    one.select_all()
    one.action_comment()
    assert one.text == "    a\n        b\n"


async def test_keys_of_a_burst_keep_their_order(pilot: Pilot[None]) -> None:
    """A key that is bound, between keys that are typed."""
    await pilot.press(*"abc", "backspace", *"de", "ctrl+a", "X")
    assert editor(pilot).text == "Xabde"


LINES = ["x = 1", "def f():", '    """doc', 'end"""', "'''", "    return 'a' # b", "@wraps", "async def g(): await h()", ""]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=12), st.lists(st.tuples(st.integers(0, 11), st.sampled_from(LINES)), max_size=6))
def test_colours_after_edits_are_those_of_the_whole_text(start: list[str], edits: list[tuple[int, str]]) -> None:
    """Lexing only what an edit touched gives what lexing everything gives."""
    text = list(start)
    kept = Highlighter(lambda number: text[number])
    kept.spans(len(text) - 1)
    for place, line in edits:
        place %= len(text)
        if line:
            text[place] = line
            kept.edited(place, place, place)
        else:
            text.insert(place + 1, "y = 2")
            kept.edited(place, place, place + 1)
        fresh = Highlighter(lambda number: text[number])
        assert [kept.spans(n) for n in range(len(text))] == [fresh.spans(n) for n in range(len(text))]
