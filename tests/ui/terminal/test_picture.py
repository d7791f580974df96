"""The diff, held against a terminal that gets every strip whole."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.console import Console
from rich.control import Control
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from asyncplay.ui.terminal.looks import Looks
from asyncplay.ui.terminal.picture import Picture
from tests.ui.terminal.screens import Terminal

WIDTH, HEIGHT = 14, 4
STYLES = [Style.parse(text) for text in ("none", "red", "bold red on blue", "on blue", "reverse", "underline green", "italic #80a0c0 on #101418", "dim")]
LETTERS = "ab  .─►日本é🎉ñ"
TEXTS = st.one_of(st.text(LETTERS, max_size=9), st.sampled_from(["e\u0301x", "          ", "x\u0327\u0301"]))
segment = st.tuples(TEXTS, st.sampled_from(STYLES)).map(lambda parts: Segment(*parts))
piece = st.tuples(st.integers(0, WIDTH - 1), st.integers(0, HEIGHT - 1), st.lists(segment, min_size=1, max_size=4).map(Strip))
frames = st.lists(st.one_of(st.lists(piece, max_size=6), st.just(None)), min_size=1, max_size=6)
"""None: the terminal was cleared by somebody else, and we were told to draw all anew."""


def picture(keeps_background: bool = True, width: int = WIDTH, height: int = HEIGHT) -> Picture:
    made = Picture(Looks(ColorSystem.TRUECOLOR), keeps_background)
    made.resize(width, height)
    return made


@settings(max_examples=300, deadline=None)
@given(frames, st.booleans(), st.sets(st.integers(0, 5)))
def test_the_terminal_shows_what_it_would_if_all_were_sent(frames: list[list[tuple[int, int, Strip]] | None], bce: bool, skipped: set[int]) -> None:
    """For any frames, some of which are never sent, and whatever else happens to the terminal."""
    console = Console(color_system="truecolor", force_terminal=True)
    stock, ours, diff = Terminal(WIDTH, HEIGHT), Terminal(WIDTH, HEIGHT), picture(bce)
    ours.feed("garbage of the shell\r\n$ \x1b[31;44m")
    for number, frame in enumerate(frames):
        if frame is None:
            ours.feed("\x1b[0;35;41m\x1b[2J\x1b[3;3Hwall")
            diff.forget()
        for x, y, strip in frame or ():
            fits = strip.crop(0, WIDTH - x)
            heal(stock, x, y, fits.cell_length)
            stock.feed(Control.move_to(x, y).segment.text + fits.render(console))
            diff.put(x, y, fits)
        if number not in skipped:
            ours.feed(diff.changes())
    ours.feed(diff.changes())
    assert ours.shown() == stock.shown()
    assert diff.changes() == ""


def heal(terminal: Terminal, x: int, y: int, length: int) -> None:
    """pyte leaves half of a wide character when the other half is written over; terminals do not."""
    row = terminal.screen.buffer[y]
    for half, other in ((x, x - 1), (x + length, x + length)):
        if length and half < WIDTH and row[half].data == "":
            row[other] = row[other]._replace(data=" ")


def test_a_cell_that_changes_costs_a_few_bytes() -> None:
    """One letter of a line is a movement and the letter; what is equal is not sent."""
    diff = picture(width=80, height=24)
    style = Style.parse("#d8dee4 on #101418")
    for y in range(24):
        diff.put(0, y, [Segment("x" * 80, style)])
    diff.changes((5, 3))
    diff.put(0, 3, [Segment("x" * 5 + "y" + "x" * 74, style)])
    sent = diff.changes((6, 3))
    assert sent == "y"
    diff.put(0, 10, [Segment("x" * 5 + "y" + "x" * 74, style)])
    assert len(diff.changes((6, 3))) < 20


def test_a_screen_that_is_mostly_blank_is_cheap_to_draw_anew() -> None:
    """The background is laid by clearing, and line ends by erasing."""
    diff = picture(width=80, height=24)
    back = Style.parse("on #101418")
    for y in range(24):
        diff.put(0, y, [Segment(f"line {y:<75}", back)])
    assert len(diff.changes()) < 500


def test_blanks_have_no_colour_of_their_own() -> None:
    """A blank that was red and is blue is not sent; one that is underlined or reversed is."""
    diff = picture()
    diff.put(0, 0, [Segment("   ", Style.parse("bold red"))])
    diff.changes()
    diff.put(0, 0, [Segment("   ", Style.parse("blue"))])
    assert diff.changes() == ""
    diff.put(0, 0, [Segment("   ", Style.parse("reverse blue"))])
    assert diff.changes() != ""


@pytest.mark.parametrize("text", ["❤\ufe0f", "👩\u200d👩\u200d👧", "🏳\ufe0f\u200d🌈", "👍🏽", "☺"])
def test_what_terminals_draw_in_different_widths_moves_nothing(text: str) -> None:
    """After an emoji of several parts the position is said, so the rest of the line stands where it should."""
    diff, terminal = picture(), Terminal(WIDTH, HEIGHT)
    diff.put(0, 1, [Segment(text), Segment("|end")])
    terminal.feed(diff.changes())
    from rich.cells import cell_len

    at = cell_len(text)
    assert "".join(terminal.screen.buffer[1][x].data for x in range(at, at + 4)) == "|end"


def test_control_characters_never_reach_the_terminal() -> None:
    """Whatever the panes let through."""
    diff = picture()
    diff.put(0, 0, [Segment("a\x1b[31m\x07b\x9b\u0085c")])
    sent = diff.changes()
    assert not [bad for bad in ("\x1b[31m", "\x07", "\x9b") if bad in sent]


def test_what_stands_out_at_the_right_is_cut() -> None:
    """A wide character of which half would fit is a blank."""
    diff, terminal = picture(), Terminal(WIDTH, HEIGHT)
    diff.put(WIDTH - 2, 0, [Segment("a日b")])
    terminal.feed(diff.changes())
    assert terminal.screen.display[0] == " " * (WIDTH - 2) + "a "


def test_another_size_is_drawn_whole() -> None:
    """Nothing of the old size is trusted."""
    diff, terminal = picture(), Terminal(10, 2)
    diff.put(0, 0, [Segment("old")])
    diff.changes()
    diff.resize(10, 2)
    diff.put(0, 0, [Segment("old")])
    terminal.feed("xxxxxxxxxx")
    terminal.feed(diff.changes())
    assert terminal.text() == ["old", ""]
