"""Where the lines of the text that runs stand in the text that is edited meanwhile. Pure.

What is shown at a line of a run is true of that line only: a row speaks for a line while its text is still that line's. Lines move with what is
inserted and deleted above them; a line that was changed falls silent, and speaks again when it is put back.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice


class Places:
    """File line numbers of the run, by row of the editor."""

    def __init__(self) -> None:
        self.hold([], 1)

    def hold(self, lines: Sequence[str], first: int) -> None:
        """A run begins with these lines; the first of them has that number in the file."""
        self._first = first
        self._ran = list(lines)
        self._at: list[int | None] = list(range(len(self._ran)))
        self._rows: dict[int, int] | None = None

    def edited(self, lines: Sequence[str], top: int, old_bottom: int, new_bottom: int) -> None:
        """Rows top…old_bottom were replaced by top…new_bottom of these lines."""
        self._rows = None
        old = self._at[top : old_bottom + 1]
        count = new_bottom + 1 - top
        new: list[int | None] = [None] * count
        shared = min(len(old), count)
        above = 0
        while above < shared and self._same(old[above], lines[top + above]):
            new[above] = old[above]
            above += 1
        below = 1
        while below <= shared - above and self._same(old[-below], lines[new_bottom + 1 - below]):
            new[-below] = old[-below]
            below += 1
        for changed in range(above, shared + 1 - below):
            new[changed] = old[changed]
        self._at[top : old_bottom + 1] = new
        if len(lines) == len(self._ran) and list(lines) == self._ran:
            self._at = list(range(len(lines)))
        else:
            self._come_back(lines, top, new_bottom)

    def _come_back(self, lines: Sequence[str], top: int, bottom: int) -> None:
        """Lines that were deleted, and are there again between their neighbours."""
        at = self._at
        follower = next((line for line in islice(at, bottom + 1, None) if line is not None), len(self._ran))
        taken = set(at[top : bottom + 1])
        for row in range(top, bottom + 1):
            above = at[row - 1] if row else -1
            if at[row] is None and above is not None and above + 1 < follower and above + 1 not in taken:
                at[row] = above + 1 if self._same(above + 1, lines[row]) else None

    def _same(self, ran: int | None, text: str) -> bool:
        return ran is not None and ran < len(self._ran) and self._ran[ran] == text

    def line_at(self, row: int, text: str) -> int | None:
        """The line that this row speaks for: None if it is new, or its text is another now."""
        ran = self._at[row] if row < len(self._at) else None
        return ran + self._first if ran is not None and self._ran[ran] == text else None

    def row_of(self, line: int) -> int | None:
        """Where that line of the file is now, changed or not; None if it is gone."""
        if self._rows is None:
            self._rows = {ran + self._first: row for row, ran in enumerate(self._at) if ran is not None}
        return self._rows.get(line)
