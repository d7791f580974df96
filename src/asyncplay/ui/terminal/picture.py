"""The picture on the terminal, and the one that it should show: takes strips of cells, gives the bytes that turn the one into the other. Pure.

Nothing is sent for a cell that is right. Frames that were skipped cost nothing: the target is only ever compared with what was sent last.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable

from rich.segment import Segment

from asyncplay.ui.terminal.cells import TAIL, cells, is_sure, narrowed, text_of
from asyncplay.ui.terminal.looks import PLAIN, Looks

ERASE_MIN = 5
"""Cells that an erase to the end of the line must save to be worth its bytes."""
GAP_MAX = 4
"""Unchanged cells that are sent again, at most, to save a cursor movement."""


class Row:
    """Cells and their looks."""

    __slots__ = ("looks", "text")

    def __init__(self, text: str, looks: array[int]) -> None:
        self.text = text
        self.looks = looks

    def copy(self) -> Row:
        return Row(self.text, self.looks[:])


class Picture:
    """So wide, so high. `put` says what should be seen, `changes` gives what to send; after `forget` all is sent anew."""

    def __init__(self, looks: Looks, keeps_background: bool, encoding: str = "utf-8") -> None:
        self.looks = looks
        self.keeps_background = keeps_background
        """The terminal fills erased cells with the background that is set (terminfo: bce)."""
        self._narrow = "" if encoding.lower().replace("-", "") == "utf8" else encoding
        """The terminal's encoding, if there are characters that it has not."""
        self.width = self.height = 0
        self._target: list[Row] = []
        self._shown: list[Row | None] = []
        self._dirty: set[int] = set()
        self._all = True
        self._x: int | None = None
        self._y: int | None = None
        self._look: int | None = None

    # what should be seen

    def resize(self, width: int, height: int) -> None:
        """Another size: nothing that was shown counts any more."""
        if (width, height) != (self.width, self.height):
            self.width, self.height = width, height
            self._target = [Row(" " * width, array("L", [PLAIN]) * width) for _ in range(height)]
            self.forget()

    def forget(self) -> None:
        """Nobody knows what the terminal shows now."""
        self._shown = [None] * self.height
        self._dirty = set(range(self.height))
        self._x = self._y = self._look = None
        self._all = True

    def put(self, x: int, y: int, segments: Iterable[Segment]) -> int:
        """Cells from this one on; returns where they end."""
        parts: list[str] = []
        looks: array[int] = array("L")
        of, blank = self.looks.of, self.looks.blank
        for text, style, control in segments:
            if control:
                continue
            part = cells(text)
            if self._narrow and not text.isascii():
                part = narrowed(part, self._narrow)
            look = of(style)
            looks.extend([blank(look) if part.isspace() else look] * len(part))
            parts.append(part)
        line, room = "".join(parts), self.width - x
        end = x + len(line)
        if 0 <= y < self.height and room > 0 and line:
            if len(line) > room and line[room] == TAIL:
                line = line[: room - 1] + " "
            self._write(self._target[y], x, line[:room], looks[:room])
            self._dirty.add(y)
        return end

    def _write(self, row: Row, x: int, line: str, looks: array[int]) -> None:
        text, end = row.text, x + len(line)
        if x and text[x] == TAIL:  # the left half of a wide character cannot stay alone
            text = text[: x - 1] + " " + text[x:]
        if end < len(text) and text[end] == TAIL:
            text = text[:end] + " " + text[end + 1 :]
        if line[0] == TAIL:
            line = " " + line[1:]
        row.text = text[:x] + line + text[end:]
        row.looks[x:end] = looks

    # what has to be sent

    def changes(self, cursor: tuple[int, int] | None = None) -> str:
        """What turns the terminal's picture into the target, the cursor last."""
        out: list[str] = []
        if self._all and self._dirty:
            self._clear(out)
        for y in sorted(self._dirty):
            self._row_changes(y, out)
        self._dirty.clear()
        if cursor is not None and self.height:
            self._move(min(cursor[0], self.width - 1), min(cursor[1], self.height - 1), out)
        return "".join(out)

    def _clear(self, out: list[str]) -> None:
        """A whole picture begins with an empty screen of the commonest background: blanks need not be sent."""
        self._all = False
        counts: dict[int, int] = {}
        for row in self._target:
            for cell, look in zip(row.text, row.looks, strict=True):
                if cell == " " and self.looks.erasable(look, self.keeps_background):
                    counts[look] = counts.get(look, 0) + 1
        if not counts:
            return
        look = max(counts, key=counts.__getitem__)
        if counts[look] < self.width:
            return
        out.append(self.looks.way(None, look) + "\x1b[H\x1b[2J")
        self._look, self._x, self._y = look, 0, 0
        self._shown = [Row(" " * self.width, array("L", [look]) * self.width) for _ in range(self.height)]

    def _row_changes(self, y: int, out: list[str]) -> None:
        target, shown = self._target[y], self._shown[y]
        if shown is None:
            changed = list(range(self.width))
        elif shown.text == target.text and shown.looks == target.looks:
            return
        else:
            pairs = zip(shown.text, target.text, shown.looks, target.looks, strict=True)
            changed = [x for x, (a, b, c, d) in enumerate(pairs) if a != b or c != d]
        self._shown[y] = target.copy()
        for start, end in _runs(changed, target):
            erase = self._erase_from(target, start, end)
            self._send(y, start, end if erase is None else erase, target, out)
            if erase is not None:
                self._move(erase, y, out)
                self._switch(target.looks[erase], out)
                out.append("\x1b[K")
                return

    def _erase_from(self, row: Row, start: int, end: int) -> int | None:
        """Where the rest of the line is blank and can be erased, if that is shorter."""
        text, looks = row.text, row.looks
        if text[-1] != " " or not self.looks.erasable(looks[-1], self.keeps_background):
            return None
        first = self.width
        while first > start and text[first - 1] == " " and looks[first - 1] == looks[-1]:
            first -= 1
        return first if end - first >= ERASE_MIN else None

    def _send(self, y: int, start: int, end: int, row: Row, out: list[str]) -> None:
        """Cells as they are."""
        x = start
        text, looks = row.text, row.looks
        while x < end:
            self._move(x, y, out)
            look = looks[x]
            self._switch(look, out)
            stop = x + 1
            while stop < end and looks[stop] == look:
                stop += 1
            stop = self._send_text(x, y, stop, text, out)
            self._x = stop if stop < self.width else None
            x = stop

    def _send_text(self, x: int, y: int, stop: int, text: str, out: list[str]) -> int:
        """Cells of one look, up to the first after which the position is not sure; returns where that is."""
        part = text[x:stop]
        if part.isascii() and TAIL not in part:
            out.append(part)
            return stop
        while x < stop:
            cell = text[x]
            wide = x + 1 < len(text) and text[x + 1] == TAIL
            if not is_sure(cell, wide):
                if wide:  # a terminal that draws it narrow must not leave an old cell beside it
                    out.append("  ")
                    self._goto(x, y, out)
                out.append(text_of(cell))
                x += 2 if wide else 1
                if x < self.width:
                    self._goto(x, y, out)
                return x
            x += 2 if wide else 1
            out.append(cell)
        return x

    def _switch(self, look: int, out: list[str]) -> None:
        if look != self._look:
            out.append(self.looks.way(self._look, look))
            self._look = look

    def _move(self, x: int, y: int, out: list[str]) -> None:
        """The shortest way there."""
        if (x, y) == (self._x, self._y):
            return
        if self._y is not None and self._x is not None and y == self._y and x:
            by = x - self._x
            out.append(f"\x1b[{'' if abs(by) == 1 else abs(by)}{'C' if by > 0 else 'D'}")
        elif x == 0 and self._y is not None and y == self._y:
            out.append("\r")
        elif x == 0 and self._y is not None and y == self._y + 1:
            out.append("\r\n")
        else:
            self._goto(x, y, out)
        self._x, self._y = x, y

    def _goto(self, x: int, y: int, out: list[str]) -> None:
        out.append(f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1 if y else ''}H")
        self._x, self._y = x, y


def _runs(changed: list[int], row: Row) -> list[tuple[int, int]]:
    """Stretches to send: whole characters, and over short gaps of one look."""
    runs: list[tuple[int, int]] = []
    text, looks = row.text, row.looks
    for x in changed:
        start = x - 1 if text[x] == TAIL and x else x
        end = x + 1
        while end < len(text) and text[end] == TAIL:
            end += 1
        if runs and (start <= runs[-1][1] or _bridges(runs[-1][1], start, text, looks)):
            runs[-1] = (runs[-1][0], max(end, runs[-1][1]))
        else:
            runs.append((start, end))
    return runs


def _bridges(left: int, right: int, text: str, looks: array[int]) -> bool:
    """Whether the cells between cost less than a movement over them."""
    gap = text[left:right]
    return right - left <= GAP_MAX and gap.isascii() and TAIL not in gap and len(set(looks[left - 1 : right + 1])) == 1
