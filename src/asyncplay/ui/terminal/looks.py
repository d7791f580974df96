"""Looks: what styles are to the terminal. A look is a small number; this is the one place that knows its escape sequence and the shortest way
from one look to another. Pure.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

from rich.color import Color, ColorSystem
from rich.style import Style

PLAIN = 0
"""The look of a terminal that was reset."""
_SEEN_ON_BLANKS = frozenset(("4", "7", "9", "21", "53"))
"""Attributes that show on a cell without a character: underline, reverse, strike, double and over line."""


class Look(NamedTuple):
    """Parameters of one SGR sequence, sorted out."""

    front: str = ""
    back: str = ""
    attributes: frozenset[str] = frozenset()

    @property
    def parameters(self) -> list[str]:
        return [*sorted(self.attributes, key=int), *filter(None, (self.front, self.back))]


class Looks:
    """Numbers for looks, in a terminal with so many colours; `mono` keeps attributes only."""

    def __init__(self, colours: ColorSystem | None, mono: bool = False, dark: bool = True) -> None:
        self._colours = ColorSystem.TRUECOLOR if colours is None else colours
        self._mono = mono or colours is None
        self._dark = dark
        self._known: list[Look] = [Look()]
        self._numbers: dict[Look, int] = {Look(): PLAIN}
        self._styles: dict[Style | None, int] = {None: PLAIN}
        self._blanks: dict[int, int] = {PLAIN: PLAIN}
        self._ways: dict[tuple[int, int], str] = {}

    def of(self, style: Style | None) -> int:
        """The look of a style. Styles without a visible difference have the same."""
        number = self._styles.get(style)
        if number is None:
            assert style is not None
            if len(self._styles) > 20_000:  # a gradient that never repeats must not fill the memory
                self._styles = {None: PLAIN}
            number = self._styles[style] = self._number(self._read(style))
        return number

    def blank(self, look: int) -> int:
        """The look of a blank of this look: colour and boldness of nothing are nothing."""
        number = self._blanks.get(look)
        if number is None:
            full = self._known[look]
            seen = full.attributes & _SEEN_ON_BLANKS
            number = self._blanks[look] = look if seen else self._number(Look("", full.back))
        return number

    def erasable(self, look: int, keeps_background: bool) -> bool:
        """Whether erasing leaves cells of this look: with attributes never, with a background only where the terminal keeps it."""
        full = self._known[look]
        return not full.attributes and (keeps_background or not full.back)

    def way(self, before: int | None, after: int) -> str:
        """The shortest sequence from one look to another; None: from any."""
        if before == after:
            return ""
        if before is None:
            return _sequence(["0", *self._known[after].parameters] if after != PLAIN else [])
        way = self._ways.get((before, after))
        if way is None:
            way = self._ways[before, after] = self._find_way(self._known[before], self._known[after])
        return way

    def _find_way(self, before: Look, after: Look) -> str:
        anew = _sequence(["0", *after.parameters] if after != Look() else [])
        if before.attributes - after.attributes:
            return anew
        change = sorted(after.attributes - before.attributes, key=int)
        if before.front != after.front:
            change.append(after.front or "39")
        if before.back != after.back:
            change.append(after.back or "49")
        return min(_sequence(change), anew, key=len)

    def _number(self, look: Look) -> int:
        number = self._numbers.get(look)
        if number is None:
            number = self._numbers[look] = len(self._known)
            self._known.append(look)
        return number

    def _read(self, style: Style) -> Look:
        if self._colours is ColorSystem.EIGHT_BIT:
            style = style + Style(color=_of_256(style.color), bgcolor=_of_256(style.bgcolor))
        look = _sort_out(style.render("x", color_system=self._colours))
        return self._without_colour(style, look) if self._mono else look

    def _without_colour(self, style: Style, look: Look) -> Look:
        """Light on dark where the rest is dark on light, or the other way round, becomes reverse."""
        attributes = look.attributes
        if style.color is not None and style.bgcolor is not None and look.front and look.back:
            lighter = _light(style.bgcolor.get_truecolor(foreground=False)) > _light(style.color.get_truecolor())
            if lighter == self._dark:
                attributes = attributes ^ {"7"}
        return Look("", "", attributes)


def _of_256(colour: Color | None) -> Color | None:
    """The nearest of the 256; Rich takes bluish greys, which our backgrounds are, for black."""
    if colour is None or colour.triplet is None:
        return None
    return Color.from_ansi(_nearest(*colour.triplet))


@functools.lru_cache(1024)
def _nearest(red: int, green: int, blue: int) -> int:
    """In the cube of six levels a colour, or in the ramp of greys."""
    nearest = [min(range(6), key=lambda level: abs(_LEVELS[level] - part)) for part in (red, green, blue)]
    cube = 16 + 36 * nearest[0] + 6 * nearest[1] + nearest[2]
    grey = min(range(24), key=lambda step: abs(8 + 10 * step - (red + green + blue) / 3))
    found = {cube: [_LEVELS[level] for level in nearest], 232 + grey: [8 + 10 * grey] * 3}
    return min(found, key=lambda index: sum((one - other) ** 2 for one, other in zip(found[index], (red, green, blue), strict=True)))


def _light(colour: tuple[int, int, int]) -> float:
    red, green, blue = colour
    return 0.299 * red + 0.587 * green + 0.114 * blue


def _sequence(parameters: list[str]) -> str:
    return f"\x1b[{';'.join(parameters)}m"


@functools.lru_cache(4096)
def _sort_out(rendered: str) -> Look:
    """From what Rich writes for a style."""
    start = rendered.find("\x1b[")
    end = rendered.find("m", start)
    if start < 0 or rendered[start - 4 : start] == "\x1b]8;":
        return Look()
    parameters = rendered[start + 2 : end].split(";")
    front = back = ""
    attributes = set()
    while parameters:
        first = parameters.pop(0)
        if first in ("38", "48"):
            count = 4 if parameters[0] == "2" else 2
            first = ";".join([first, *parameters[:count]])
            del parameters[:count]
        if first.startswith("38") or first in _FRONTS:
            front = first
        elif first.startswith("48") or first in _BACKS:
            back = first
        elif first not in ("39", "49", "0", ""):
            attributes.add(first)
    return Look(front, back, frozenset(attributes))


_LEVELS = (0, 95, 135, 175, 215, 255)
_FRONTS = frozenset(map(str, (*range(30, 38), *range(90, 98))))
_BACKS = frozenset(map(str, (*range(40, 48), *range(100, 108))))
