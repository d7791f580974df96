"""Where every pane stands, from the size of the terminal: the table of SCREENS as a function, without Textual.

Width and height decide separately. What finds no room of its own becomes a tab; what is in view alone has all rows between title and footer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import NamedTuple

from asyncplay.late import dataclass

TIMELINE_ROWS, NOTE_ROWS, BAR_ROWS, AREA_ROWS, FOOTER_ROWS = 35, 24, 20, 16, 8
"""From so many rows on the timeline has its own place; the Note is there; the time bar; the tab area; the footer."""
THIRD_COLUMNS, LOOP_COLUMNS, SIDE_COLUMNS = 160, 110, 80
"""From so many columns on there is a third column; Loop has its own place; Tasks stand beside the editor."""


EDITOR_LEAST, OTHERS_LEAST = (24, 3), (20, 3)
"""Columns and rows that a divider leaves the editor, and the others."""


def width_class(width: int) -> str:
    """Dividers are remembered for each."""
    return "narrow" if width < SIDE_COLUMNS else "base" if width < 120 else "wide"


def height_class(height: int) -> str:
    """The same for rows."""
    return "short" if height < NOTE_ROWS else "base" if height < TIMELINE_ROWS else "tall"


class Box(NamedTuple):
    """A region of the terminal."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be in view."""

    tab: str = "output"
    """The pane in the tab area."""
    alone: str | None = None
    """The pane that has everything to itself: it is maximised."""
    front: str = "editor"
    """The pane with the focus: it stays in view, if there is room for one only."""
    tabs: Sequence[str] = ()
    """All panes with a digit, in the order of their digits."""
    lesson: bool = True
    """There is a lesson to be shown."""
    sizes: Mapping[str, int] = field(default_factory=dict)
    """Where the dividers were put, by class of size: `columns.base`, `rows.tall`."""
    projector: bool = False
    """One pane at full width, three fixed rows on top, and in the bottom third repetition only."""


@dataclass(slots=True)
class Plan:
    """Boxes by id, the tabs that the strip shows, and the rows at which the lines between columns are crossed."""

    boxes: dict[str, Box] = field(default_factory=dict)
    tabs: list[str] = field(default_factory=list)
    crossed: dict[str, int] = field(default_factory=dict)

    def column(self, ids: Sequence[tuple[str, int]], x: int, y: int, width: int) -> None:
        """Panes one below the other."""
        for one, height in ids:
            self.boxes[one] = Box(x, y, width, height)
            y += height


def plan(width: int, height: int, wish: Wish) -> Plan:
    """Where everything stands."""
    made = Plan()
    made.boxes["title"] = Box(0, 0, width, 1)
    footer = height >= FOOTER_ROWS
    if footer:
        made.boxes["keys"] = Box(0, height - 1, width, 1)
    if wish.projector and footer:
        _projector(made, width, height, wish)
        return made
    alone = wish.alone if wish.alone is not None else wish.front if height < AREA_ROWS else None
    if alone is not None:
        bar = height >= BAR_ROWS
        made.boxes[alone] = Box(0, 1, width, max(1, height - 1 - footer - bar))
        if bar:
            made.boxes["bar"] = Box(0, height - 2, width, 1)
        return made
    _rows(made, width, height, wish)
    return made


def _projector(made: Plan, width: int, height: int, wish: Wish) -> None:
    """Stage, the pane, and below the middle third what repeats it: the output (for the output, the Note), and the keys pressed."""
    made.boxes["stage"] = Box(0, 1, width, 2)
    main = wish.front if wish.front != "bar" else wish.tab
    if height < AREA_ROWS:
        made.boxes[main] = Box(0, 3, width, height - 4)
        return
    below = height * 2 // 3
    made.boxes[main] = Box(0, 3, width, below - 3)
    made.boxes["pressed"] = Box(0, height - 2, width, 1)
    other = "output" if main != "output" else "note"
    if other == "note":
        made.boxes["note"] = Box(0, below, width, height - 2 - below)
    else:
        made.boxes["rule"] = Box(0, below, width, 1)
        made.boxes["output"] = Box(0, below + 1, width, height - 3 - below)


def _rows(made: Plan, width: int, height: int, wish: Wish) -> None:
    """Title, top, strip with tab area, timeline, bar, footer."""
    timeline = 8 + (height - 40) // 4 if height >= TIMELINE_ROWS and wish.tabs.count("timeline") else 0
    bar = int(height >= BAR_ROWS)
    left = height - 3 - bar - timeline
    area = max(4, min(6, left // 3)) if height < NOTE_ROWS else max(6, 7 + (height - 40) // 10 if timeline else round(left * 0.3))
    if BAR_ROWS <= height < NOTE_ROWS:
        area = 6
    wished = wish.sizes.get(f"rows.{height_class(height)}")
    if wished is not None:
        area = left - max(EDITOR_LEAST[1], min(wished, left - OTHERS_LEAST[1]))
    top = left - area
    placed = _top(made, width, height, top, wish)
    beside = made.boxes["tasks"].x - 1 if "tasks" in made.boxes and width >= LOOP_COLUMNS and height >= NOTE_ROWS else width
    if beside < width:
        made.boxes["line"] = made.boxes["line"]._replace(height=top + 1 + area)
        made.boxes["note"] = Box(beside + 1, 1 + top, width - beside - 1, 1 + area)
        made.crossed["line"] = top
        placed.add("note")
    y = 1 + top
    made.boxes["tabs"] = Box(0, y, beside, 1)
    if timeline:
        placed.add("timeline")
        made.boxes["timeline"] = Box(0, y + 1 + area, width, timeline)
    made.tabs = [one for one in wish.tabs if one not in placed and (one != "lesson" or wish.lesson)]
    made.boxes[_shown(wish, made.tabs)] = Box(0, y + 1, beside, area)
    if bar:
        made.boxes["bar"] = Box(0, height - 2, width, 1)


def _shown(wish: Wish, tabs: Sequence[str]) -> str:
    """What is in the tab area: who has the focus, if he has no other place; else the chosen tab (or a question), unless that has one."""
    if wish.front in tabs:
        return wish.front
    return wish.tab if wish.tab in tabs or wish.tab not in wish.tabs else "output"


def _top(made: Plan, width: int, height: int, top: int, wish: Wish) -> set[str]:
    """The row of columns below the title; returns the panes with a digit that have a place in it."""
    if width < SIDE_COLUMNS:
        made.boxes["editor"] = Box(0, 1, width, top)
        return set()
    third = 0
    if width >= THIRD_COLUMNS:
        free = width - 2
        third = round(free * 48 / 198)
        editor, side = round(free * 92 / 198), free - third - round(free * 92 / 198)
    else:
        editor = round(width * (0.5833 if width >= LOOP_COLUMNS else 0.6))
        side = width - editor - 1
    wished = wish.sizes.get(f"columns.{width_class(width)}")
    if wished is not None:
        both = editor + side
        editor = max(EDITOR_LEAST[0], min(wished, both - OTHERS_LEAST[0]))
        side = both - editor
    made.boxes["editor"] = Box(0, 1, editor, top)
    made.boxes["line"] = Box(editor, 1, 1, top)
    placed = {"tasks"}
    if width >= LOOP_COLUMNS and "loop" in wish.tabs:
        tasks = round(top * 12 / 21)
        made.column([("tasks", tasks), ("loop", top - tasks)], editor + 1, 1, side)
        placed.add("loop")
    elif height >= NOTE_ROWS and width < LOOP_COLUMNS:
        note = 5 if top < 18 else 6
        made.column([("tasks", top - note), ("note", note)], editor + 1, 1, side)
    else:
        made.column([("tasks", top)], editor + 1, 1, side)
    if third:
        placed |= _third(made, width - third, third, top, wish)
    return placed


def _third(made: Plan, x: int, width: int, top: int, wish: Wish) -> set[str]:
    made.boxes["line2"] = Box(x - 1, 1, 1, top)
    panes = [one for one in ("lesson", "locals") if one in wish.tabs and (one != "lesson" or wish.lesson)]
    heights = [top // len(panes)] * len(panes) if panes else []
    if heights:
        heights[0] += top - sum(heights)
    made.column(list(zip(panes, heights, strict=True)), x, 1, width)
    return set(panes)
