"""Breakpoints stay with their lines while the text is edited."""

from __future__ import annotations

from asyncplay.ui.breakpoints import Breakpoints

LINES = ["import asyncio", "", "async def main():", "    await asyncio.sleep(1)", "    print(1)"]


def on(*rows: int) -> Breakpoints:
    """Breakpoints on these rows of LINES."""
    made = Breakpoints()
    for row in rows:
        made.toggle(row, LINES[row])
    return made


def test_a_second_press_takes_it_off() -> None:
    """Set, and gone."""
    points = on(3)
    assert not points.toggle(3, LINES[3])
    assert not points.rows


def test_lines_inserted_above_push_it_down_and_deleted_ones_pull_it_up() -> None:
    """It keeps to its line."""
    points = on(3)
    points.edited(["new", "", *LINES], 0, 0, 2)
    assert list(points.rows) == [5]
    points.edited(LINES, 0, 2, 0)
    assert list(points.rows) == [3]


def test_enter_before_the_line_moves_it_with_its_text() -> None:
    """A line broken at its begin leaves an empty row: the breakpoint goes with the words."""
    points = on(3)
    points.edited([*LINES[:3], "", *LINES[3:]], 3, 3, 4)
    assert list(points.rows) == [4]


def test_an_edited_line_keeps_its_breakpoint() -> None:
    """Typing in the line does not take it off."""
    points = on(3)
    points.edited([*LINES[:3], "    await asyncio.sleep(2)", LINES[4]], 3, 3, 3)
    assert points.rows[3].text == "    await asyncio.sleep(2)"


def test_a_deleted_line_takes_it_away() -> None:
    """No breakpoint on a line that is gone, and none slides onto another."""
    points = on(3)
    points.edited([*LINES[:3], LINES[4]], 2, 3, 2)
    assert not points.rows
