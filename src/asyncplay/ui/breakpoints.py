"""Breakpoints of a text that is edited meanwhile: they stay with their lines. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from asyncplay.late import dataclass


@dataclass(frozen=True, slots=True)
class Breakpoint:
    """`task` None: for every task. `text` is the line's, by which it is found again."""

    task: int | None
    text: str


class Breakpoints:
    """By row of the editor, from 0; and tasks at whose every step the program pauses."""

    def __init__(self) -> None:
        self.rows: dict[int, Breakpoint] = {}
        self.tasks: set[int] = set()

    def clear(self) -> None:
        self.rows.clear()
        self.tasks.clear()

    def toggle(self, row: int, text: str, task: int | None = None) -> bool:
        """Set one, or take it off if there is the same; whether there is one now."""
        if row in self.rows and self.rows[row].task == task:
            del self.rows[row]
            return False
        self.rows[row] = Breakpoint(task, text)
        return True

    def edited(self, lines: Sequence[str], top: int, old_bottom: int, new_bottom: int) -> bool:
        """Rows top…old_bottom were replaced by top…new_bottom of these lines. Whether any breakpoint was concerned."""
        if not self.rows or max(self.rows) < top:
            return False
        moved: dict[int, Breakpoint] = {}
        for row, one in self.rows.items():
            if row < top:
                moved[row] = one
            elif row > old_bottom:
                moved[row + new_bottom - old_bottom] = one
            else:
                place = next((n for n in range(top, new_bottom + 1) if lines[n] == one.text), None)
                if place is None and (row == top or new_bottom - top == old_bottom - top):
                    place = min(row, new_bottom)  # the line itself was edited
                if place is not None:
                    moved[place] = Breakpoint(one.task, lines[place])
        self.rows = moved
        return True
