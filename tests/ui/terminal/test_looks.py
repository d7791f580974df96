"""Styles as the terminal gets them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.style import Style

from asyncplay.ui.terminal.looks import PLAIN, Looks
from tests.ui.terminal.screens import Terminal

WORDS = ["bold", "dim", "italic", "underline", "reverse", "strike", "red", "bright_blue", "#12fe34", "on green", "on #101418", "on bright_red"]
styles = st.sets(st.sampled_from(WORDS), max_size=5).map(lambda words: Style.combine([Style.null(), *map(Style.parse, sorted(words))]))


@given(st.lists(styles, min_size=1, max_size=6), st.sampled_from([ColorSystem.STANDARD, ColorSystem.EIGHT_BIT, ColorSystem.TRUECOLOR]))
def test_the_short_way_from_look_to_look_ends_where_the_long_way_does(path: list[Style], colours: ColorSystem) -> None:
    """Only what differs is said, and the cell is the same as after a reset and the whole style."""
    looks, short, long = Looks(colours), Terminal(3, 1), Terminal(3, 1)
    look: int | None = None
    for style in path:
        short.feed(looks.way(look, looks.of(style)))
        look = looks.of(style)
    short.feed("x")
    long.feed(looks.way(None, looks.of(path[-1])) + "x")
    assert short.shown()[0][0] == long.shown()[0][0]
    if colours is not ColorSystem.EIGHT_BIT:
        rich = Terminal(3, 1)
        rich.feed(path[-1].render("x", color_system=colours))
        assert short.shown()[0][0] == rich.shown()[0][0]


def test_without_colours_what_stood_out_by_its_background_is_reversed() -> None:
    """And nothing of a colour is sent: attributes only."""
    looks = Looks(None)
    note, text, alarm = (Style.parse(word) for word in ("black on #e1c85a", "#d8dee4 on #101418", "bold white on red"))
    assert looks.way(PLAIN, looks.of(note)) == "\x1b[7m"
    assert looks.of(text) == PLAIN
    assert looks.way(PLAIN, looks.of(alarm)) == "\x1b[1m"
    light = Looks(None, dark=False)
    assert light.way(PLAIN, light.of(text)) == "\x1b[7m"


def test_sixteen_colours_are_sixteen_codes() -> None:
    """No sequence of 256 colours reaches a terminal that has fewer."""
    looks = Looks(ColorSystem.STANDARD)
    assert ";5;" not in looks.way(None, looks.of(Style.parse("#12fe34 on #101418")))


def test_dark_backgrounds_stay_apart_in_256_colours() -> None:
    """The bars are seen as bars: bluish greys are greys, and not all black."""
    looks = Looks(ColorSystem.EIGHT_BIT)
    back, bar = (looks.way(PLAIN, looks.of(Style.parse(f"on {colour}"))) for colour in ("#101418", "#1c232b"))
    assert (back, bar) == ("\x1b[48;5;233m", "\x1b[48;5;235m")
    assert looks.way(PLAIN, looks.of(Style.parse("#ff0000"))) == "\x1b[38;5;196m"


def test_a_gradient_without_end_does_not_fill_the_memory() -> None:
    """Styles that are not seen again are forgotten."""
    looks = Looks(ColorSystem.STANDARD)
    for number in range(25_000):
        looks.of(Style(color=f"#{number:06x}"))
    assert len(looks._styles) <= 20_001
