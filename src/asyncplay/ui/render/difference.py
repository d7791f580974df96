"""The difference of two texts as rows: sign, line number, line. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from asyncplay.late import dataclass

GAP = 3
"""So many equal lines between two changes are shown, not more."""
LINES_MAX = 3000
"""Longer stretches are not compared line by line: that could take seconds."""


@dataclass(frozen=True, slots=True)
class Line:
    """`sign` is `-` (only in the old text, under its number), `+` (only in the new one), a space (in both) or `…` (more that is equal)."""

    sign: str
    number: int
    text: str


def difference(old: str, new: str, first: int = 1) -> list[Line]:
    """What was taken out and put in, and the few equal lines between; nothing where both are the same."""
    a, b = old.split("\n"), new.split("\n")
    top = _alike(a, b)
    bottom = _alike(a[top:][::-1], b[top:][::-1])
    one, two = a[top : len(a) - bottom], b[top : len(b) - bottom]
    if max(len(one), len(two)) > LINES_MAX:
        codes: Sequence[tuple[str, int, int, int, int]] = [("replace", 0, len(one), 0, len(two))]
    else:
        import difflib

        codes = difflib.SequenceMatcher(None, one, two, autojunk=False).get_opcodes()
    rows: list[Line] = []
    for code, i1, i2, j1, j2 in codes:
        if code == "equal":
            rows += [Line(" ", first + top + j, two[j]) for j in range(j1, j2)] if j2 - j1 <= GAP else [Line("·", first + top + j1, "")]
            continue
        rows += [Line("-", first + top + i, one[i]) for i in range(i1, i2)]
        rows += [Line("+", first + top + j, two[j]) for j in range(j1, j2)]
    return rows


def _alike(a: Sequence[str], b: Sequence[str]) -> int:
    count = 0
    for one, two in zip(a, b, strict=False):
        if one != two:
            break
        count += 1
    return count
