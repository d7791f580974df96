"""Where the panes stand: the table of sizes, and that nothing overlaps or is missing at any other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asyncplay.ui.layout import Box, Wish, plan

TABS = ("tasks", "output", "timeline", "loop", "why", "lesson", "waits", "locals", "problems", "runs")


def covered(boxes: dict[str, Box]) -> list[tuple[int, int]]:
    """Every cell of every box."""
    return [(x, y) for box in boxes.values() for y in range(box.y, box.y + box.height) for x in range(box.x, box.x + box.width)]


@given(
    st.integers(20, 260), st.integers(5, 90), st.sampled_from([*TABS, "question"]), st.sampled_from([*TABS, "editor", "question"]), st.booleans(),
    st.booleans(),
)  # fmt: skip
def test_every_cell_belongs_to_exactly_one_pane_at_every_size(width: int, height: int, tab: str, front: str, alone: bool, lesson: bool) -> None:
    """No overlap, no hole, and the pane in front is always in view."""
    if front == "lesson" and not lesson:
        return
    made = plan(width, height, Wish(tab, front if alone else None, front, TABS, lesson))
    cells = covered(made.boxes)
    assert len(cells) == len(set(cells)) == width * height
    if front != "question" or tab == "question" or alone:
        assert front in made.boxes


@pytest.mark.parametrize(
    ("size", "boxes"),
    [
        ((80, 24), {"editor": (0, 1, 48, 14), "tasks": (49, 1, 31, 9), "note": (49, 10, 31, 5), "output": (0, 16, 80, 6), "bar": (0, 22, 80, 1)}),
        ((100, 30), {"editor": (0, 1, 60, 18), "tasks": (61, 1, 39, 12), "output": (0, 20, 100, 8)}),
        (
            (120, 40),
            {
                "editor": (0, 1, 70, 21), "tasks": (71, 1, 49, 12), "loop": (71, 13, 49, 9), "note": (71, 22, 49, 8), "output": (0, 23, 70, 7),
                "timeline": (0, 30, 120, 8),
            },
        ),
        ((200, 60), {"editor": (0, 1, 92, 34), "tasks": (93, 1, 58, 19), "lesson": (152, 1, 48, 17), "timeline": (0, 45, 200, 13)}),
        ((60, 20), {"editor": (0, 1, 60, 10), "output": (0, 12, 60, 6), "bar": (0, 18, 60, 1)}),
        ((40, 12), {"editor": (0, 1, 40, 10), "keys": (0, 11, 40, 1)}),
        ((20, 5), {"title": (0, 0, 20, 1), "editor": (0, 1, 20, 4)}),
    ],
)  # fmt: skip
def test_the_sizes_of_the_table_are_kept_to_the_cell(size: tuple[int, int], boxes: dict[str, tuple[int, ...]]) -> None:
    """The layouts that are drawn in the design."""
    made = plan(*size, Wish(tabs=TABS))
    assert {name: tuple(made.boxes[name]) for name in boxes} == boxes


def test_a_pane_without_a_place_of_its_own_is_a_tab() -> None:
    """Loop and Timeline are tabs in a small terminal, and none in a large one; a focused pane is shown wherever it is."""
    assert {"timeline", "loop"} <= set(plan(80, 24, Wish(tabs=TABS)).tabs)
    assert not {"timeline", "loop", "tasks"} & set(plan(120, 40, Wish(tabs=TABS)).tabs)
    assert "tasks" in plan(60, 20, Wish(front="tasks", tabs=TABS)).boxes


def test_a_question_is_seen_at_every_size() -> None:
    """It has the focus, so it is what stays."""
    for size in ((20, 5), (40, 12), (60, 20), (80, 24), (200, 60)):
        assert "question" in plan(*size, Wish("question", front="question", tabs=TABS)).boxes
