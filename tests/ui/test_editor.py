"""What the editor shows: gutter, marks, notes, colours; and that none of it is ever stale or in the way."""

from __future__ import annotations

import pytest
from rich.style import Style

from asyncplay.ui.document import open_target
from asyncplay.ui.render.marks import Mark
from asyncplay.ui.theme import style
from tests.ui.editing import Typist, editor

WAITS = Mark("║", "2", "state.waiting")
RUNS = Mark("►", "1", "state.running")
FIVE = "a = 1\nb = 2\nc = 3\nd = 4\ne = 5"


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """No version of a lesson that somebody saved."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))


def looks(hands: Typist, y: int, text: str) -> Style:
    """How a piece of a row is drawn."""
    found = next(segment for segment in hands.editor.render_line(y) if text in segment.text)
    return found.style or Style.null()


def marked(hands: Typist) -> dict[str, str]:
    """The marks in the gutter, by the text of their line."""
    return {row[6:].split("  ")[0].rstrip(): row[:2] for row in hands.rows() if row[:2].strip()}


# the mock-ups


async def test_a_lesson_looks_as_in_the_first_mock_up() -> None:
    """Column by column: mark, problem, number, text, remarks that go on."""
    document = open_target("5")
    async with editor(document.text, 10) as hands:
        rows = hands.rows()
        assert rows[0] == "   10 import asyncio                            "
        assert rows[4] == "   14     await asyncio.sleep(2)     #: asleep:»"
        assert rows[10] == '   20     print("tea is planned")    #? next    '
        assert {len(row) for row in rows} == {48}


async def test_running_it_looks_as_in_the_second_and_fifth() -> None:
    """A note takes the remark's place; a line without one keeps its own."""
    document = open_target("5")
    async with editor(document.text, 10) as hands:
        hands.editor.show_marks({14: WAITS, 20: RUNS}, {14: "sleep 1.38 s", 20: "runs"}, {})
        rows = hands.rows()
        assert rows[4] == "║2 14     await asyncio.sleep(2)    sleep 1.38 s"
        assert rows[10] == '►1 20     print("tea is planned")           runs'
        assert rows[11] == "   21     await asyncio.sleep(1)     #? who: Wh»"


# gutter


@pytest.mark.parametrize(
    ("lines", "first", "row"), [(1, 1, "    1 x"), (49, 1, "    1 x"), (50, 1, "     1 x"), (1, 950, "    950 x"), (10, 41, "    41 x")]
)
async def test_the_gutter_is_wide_enough_for_fifty_lines_more(lines: int, first: int, row: str) -> None:
    """So that it does not jump while somebody types."""
    async with editor("\n".join(["x"] * lines), first) as hands:
        assert hands.row(0).rstrip() == row


async def test_the_gutter_grows_when_they_do_not_suffice() -> None:
    """A paste of a thousand lines."""
    async with editor("|x") as hands:
        hands.editor.insert("\n" * 1000)
        await hands.pilot.pause()
        hands.editor.scroll_to(0, 0, animate=False, immediate=True)
        assert hands.row(0) == "      1" + " " * 41


async def test_problems_stand_before_the_number() -> None:
    """`E` and `w`, in the cell of breakpoints."""
    async with editor(FIVE) as hands:
        hands.editor.show_marks({}, {}, {1: "E", 2: "w"})
        assert [row[:6] for row in hands.rows()[:3]] == ["  E 1 ", "  w 2 ", "    3 "]
        assert looks(hands, 0, "E").color == style("mark.error").color


async def test_the_line_that_runs_has_mark_and_number_reversed() -> None:
    """Sixteen colours lose backgrounds."""
    async with editor(FIVE) as hands:
        hands.editor.show_marks({1: RUNS, 2: WAITS}, {}, {})
        assert [bool(looks(hands, y, text).reverse) for y, text in ((0, "►1"), (0, " 1"), (1, "║2"), (1, " 2"))] == [True, True, False, False]


async def test_a_click_goes_to_its_column_and_in_the_gutter_to_the_first() -> None:
    """The gutter is wider than Textual's."""
    async with editor(FIVE) as hands:
        await hands.pilot.click("#editor", offset=(1, 2))
        assert hands.editor.cursor_location == (2, 0)
        await hands.pilot.click("#editor", offset=(8, 3))
        assert hands.editor.cursor_location == (3, 2)


# notes

CODE = "x = 'a long line of code, 30'"


@pytest.mark.parametrize(
    ("line", "note", "shown"),
    [
        (CODE, "sleep 1 s", f"{CODE}    sleep 1 s"),
        (CODE, "twelve cells", f"{CODE} twelve cells"),
        (CODE, "thirteen cell", CODE),
        (f"{CODE} #? next", "sleep 1 s", f"{CODE}    sleep 1 s"),
        (f"{CODE} #: a remark that is too long", "thirteen cell", f"{CODE} #: a remark»"),
        (f"{CODE} # mine", "runs", f"{CODE} # mine  runs"),
        (f"{CODE} # mine, and more of it", "runs", f"{CODE} # mine, and»"),
        ("x = '#? in quotes, no remark at all'", "runs", "x = '#? in quotes, no remark at all'  runs"),
        ("x = '日本語日本語日本語日本語'", "ten  cells", "x = '日本語日本語日本語日本語'  ten  cells"),
        ("x = '日本語日本語日本語日本語'", "fourteen cells", "x = '日本語日本語日本語日本語'"),
        ("#: a remark alone", "runs", " " * 38 + "runs"),
    ],
)
async def test_a_note_stands_in_free_cells_or_over_a_remark(line: str, note: str, shown: str) -> None:
    """Never over code, never over another comment; what does not fit goes on."""
    async with editor(f"|\n{line}") as hands:
        hands.editor.show_marks({}, {2: note}, {})
        assert hands.row(1)[6:].rstrip() == shown


async def test_there_is_no_note_where_the_cursor_is() -> None:
    """What is typed on is not covered, and comes free when the cursor arrives."""
    async with editor("|a\nb #? next") as hands:
        hands.editor.show_marks({}, {1: "runs", 2: "waits"}, {})
        assert [row[6:].rstrip() for row in hands.rows()[:2]] == ["a", "b" + " " * 36 + "waits"]
        await hands.press("down")
        assert [row[6:].rstrip() for row in hands.rows()[:2]] == ["a" + " " * 37 + "runs", "b #? next"]


async def test_a_cursor_at_the_edge_is_seen() -> None:
    """The mark that a line goes on does not stand over it."""
    async with editor("x" * 100) as hands:
        for column in (0, 40, 41, 42, 60, 59, 99):
            hands.editor.move_cursor((0, column))
            await hands.pilot.pause()
            cursor = [segment.text for segment in hands.editor.render_line(0) if segment.style and segment.style.reverse]
            assert cursor == ["x"]


async def test_scrolled_sideways_marks_and_notes_stay() -> None:
    """The gutter does not scroll, and notes keep to the edge."""
    async with editor(f"{'x' * 60}|\ny = 1") as hands:
        hands.editor.show_marks({2: WAITS}, {2: "waits"}, {})
        assert hands.editor.scroll_offset.x > 0
        row = hands.row(1)
        assert (row[:6], row[-5:], len(row)) == ("║2  2 ", "waits", 48)


# marks follow their lines


async def test_marks_move_with_lines_above_and_are_gone_from_a_changed_one() -> None:
    """The picture is of the text that was run, also when nobody draws it anew: the run may be over."""
    async with editor("|" + FIVE) as hands:
        hands.editor.show_marks({2: WAITS, 4: RUNS}, {2: "waits", 4: "runs"}, {})
        await hands.press("enter")
        assert marked(hands) == {"b = 2": "║2", "d = 4": "►1"}
        hands.editor.move_cursor((4, 0))
        await hands.press("x")
        assert marked(hands) == {"b = 2": "║2"}
        assert hands.row(4)[6:].rstrip() == "xd = 4"
        await hands.press("backspace")
        assert marked(hands) == {"b = 2": "║2", "d = 4": "►1"}


async def test_new_marks_of_the_run_go_to_where_its_lines_are_now() -> None:
    """It goes on under the edited text."""
    async with editor("|" + FIVE) as hands:
        await hands.press("ctrl+k", "ctrl+k")
        hands.editor.show_marks({1: RUNS, 3: WAITS}, {}, {})
        assert marked(hands) == {"c = 3": "║2"}
        assert hands.editor.row_of(3) == 1


async def test_a_new_run_is_of_the_text_as_it_is_now() -> None:
    """Its lines are numbered anew."""
    async with editor("|" + FIVE) as hands:
        await hands.press("enter")
        hands.editor.hold_places()
        hands.editor.show_marks({2: RUNS}, {}, {})
        assert marked(hands) == {"a = 1": "►1"}


async def test_what_was_typed_while_a_run_started_is_not_of_that_run() -> None:
    """Starting takes a moment; the text that was sent counts."""
    async with editor("|" + FIVE) as hands:
        await hands.press("x", "enter")
        hands.editor.hold_places(FIVE)
        hands.editor.show_marks({1: RUNS, 2: WAITS}, {}, {})
        assert marked(hands) == {"a = 1": "►1", "b = 2": "║2"}


async def test_another_text_has_no_marks() -> None:
    """And its first line is where it is in the file."""
    async with editor(FIVE) as hands:
        hands.editor.show_marks({1: RUNS}, {1: "runs"}, {1: "E"})
        hands.editor.show("x = 1", 30)
        assert hands.row(0).rstrip() == "   30 x = 1"


async def test_only_rows_whose_marks_change_are_drawn_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten times a second, over a thin line."""
    async with editor(FIVE) as hands:
        hands.editor.show_marks({1: RUNS, 2: WAITS}, {2: "sleep 1.38 s"}, {})
        await hands.pilot.pause()
        drawn: list[int] = []
        monkeypatch.setattr(hands.editor, "refresh", lambda *regions, **_: drawn.extend(region.y for region in regions))
        hands.editor.show_marks({1: RUNS, 2: WAITS}, {2: "sleep 1.28 s"}, {})
        assert drawn == [1]


async def test_a_line_is_revealed_on_demand() -> None:
    """The cursor goes to its first letter; the view moves only if it must; a line that is gone is told."""
    async with editor("|" + "\n".join(f"    x{n}" for n in range(1, 101))) as hands:
        assert hands.editor.reveal_line(3)
        assert (hands.editor.cursor_location, hands.editor.scroll_offset.y) == ((2, 4), 0)
        assert hands.editor.reveal_line(60)
        await hands.pilot.pause()
        assert any("x60" in row for row in hands.rows())
        hands.editor.delete((9, 0), (10, 0))
        assert not hands.editor.reveal_line(10)
        assert hands.editor.reveal_line(11)
        assert hands.editor.cursor_location == (9, 4)


# text and colours


async def test_replacing_everything_can_be_undone() -> None:
    """Reset gives a lesson's own text back without losing anybody's."""
    async with editor("mine\n|") as hands:
        hands.editor.replace_all("original\n")
        assert hands.text == "original\n"
        await hands.press("ctrl+z")
        assert hands.text == "mine\n"


async def test_undo_and_redo_keep_the_colours_right() -> None:
    """They change the text too."""
    async with editor("x = 1|\ny = 777") as hands:
        assert looks(hands, 1, "777").color == style("code.number").color
        hands.editor.insert('\n"""')
        assert looks(hands, 2, "777").color == style("code.string").color
        await hands.press("ctrl+z")
        assert looks(hands, 1, "777").color == style("code.number").color
        await hands.press("ctrl+y")
        assert looks(hands, 2, "777").color == style("code.string").color


async def test_a_change_above_recolours_the_lines_below() -> None:
    """No stale colours from a cache."""
    async with editor("|\ny = 777") as hands:
        await hands.press(*["quotation_mark"] * 3)
        assert looks(hands, 1, "777").color == style("code.string").color


async def test_nothing_in_a_text_reaches_the_terminal_raw() -> None:
    """Escape sequences of a file are shown as what they are not; columns stay."""
    async with editor("|\nx = '\x1b[31m\x9b\x07\u202e' # é") as hands:
        assert hands.row(1).rstrip() == "    2 x = '\ufffd[31m\ufffd\ufffd\ufffd' # é"


async def test_lines_are_those_of_python() -> None:
    """A form feed or U+2028 does not end a line, so numbers agree with tracebacks and saving loses nothing."""
    text = "a\f = 1\u2028\x85\x0b\x1c\nb"
    async with editor(text) as hands:
        assert hands.editor.document.line_count == 2
        assert hands.text == text
        hands.editor.insert("c\u2028d\r\ne\rf", (1, 1))
        assert hands.text == text + "c\u2028d\ne\nf"


async def test_the_cursor_is_told_without_colour_and_does_not_blink() -> None:
    """Blinking costs 300 bytes a second on an idle line."""
    async with editor("|ab cd") as hands:
        assert not hands.editor.cursor_blink
        await hands.press("shift+right", "shift+right")
        reversed_text = "".join(segment.text for segment in hands.editor.render_line(0) if segment.style and segment.style.reverse)
        assert reversed_text == "ab "
