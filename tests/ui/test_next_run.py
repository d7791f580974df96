"""The settings of the next run: shown, turned, typed, refused with what is allowed, and handed to the run."""

from __future__ import annotations

import sys

import pytest

from asyncplay.config import Config
from asyncplay.ui.next_run import DIALS, Dial, NextRun
from asyncplay.ui.settings import limited


def dial(label: str) -> Dial:
    return next(one for one in DIALS if one.label == label)


def read(label: str, text: str, settings: NextRun | None = None) -> NextRun:
    found = dial(label).read
    assert found is not None
    return found(settings or NextRun(), text)


def turn(label: str, *by: int) -> NextRun:
    found, settings = dial(label).turn, NextRun()
    assert found is not None
    for one in by:
        settings = found(settings, one)
    return settings


def test_the_bar_says_what_the_first_mock_up_says():
    """Word for word, and more only where something more is set."""
    assert NextRun().words("contained", "3.11.7") == "real clock │ sandbox contained │ CPython 3.11.7 │ line detail off"
    assert NextRun("x4", 7, True, True, True).words() == "x4 clock │ seed 7 │ line detail on │ variables │ debug mode"


def test_arrows_go_round_the_clocks_and_back():
    """Right and left, from a clock that was typed as well."""
    assert turn("clock", 1).clock == "virtual"
    assert turn("clock", -1).clock == "x20"
    assert turn("clock", *[1] * 6).clock == "real"
    found = dial("clock").turn
    assert found is not None
    assert found(NextRun("x7"), 1).clock == "real"


def test_seeds_turn_up_from_none_and_down_to_it():
    """Nothing lies below the order as it comes."""
    assert (turn("order", 1, 1).seed, turn("order", 1, -1).seed, turn("order", -1).seed) == (2, None, None)


@pytest.mark.parametrize("label", [one.label for one in DIALS])
def test_every_setting_is_shown_and_can_be_changed(label):
    """By the arrows or by typing."""
    one = dial(label)
    assert one.show(NextRun())
    assert one.turn or one.read
    assert not one.read or one.hint


def test_typed_values_are_taken():
    """Paths become absolute, quotes hold words together, - goes back."""
    assert read("clock", "x7.5").clock == "x7.5"
    assert read("order", "41").seed == 41
    assert read("interpreter", sys.executable).python == sys.executable
    assert read("arguments", "--name 'two words' 3").argv == ("--name", "two words", "3")
    assert read("shares", "/etc/hostname").shares == ("/etc/hostname",)
    assert read("limits", "wall=2.5, memory=64MiB").limits == ("wall=2.5", "memory=64MiB")
    full = NextRun("x2", 3, python="p", argv=("a",), shares=("/etc",), limits=("wall=1",))
    for label in ("clock", "order", "interpreter", "arguments", "shares", "limits"):
        full = read(label, "-", full)
    assert full == NextRun()


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("clock", "fast"), ("clock", "x0"), ("order", "many"), ("order", "-3"), ("interpreter", "no-such-python"), ("arguments", "'open"),
        ("shares", "/no/such/place"), ("shares", "/"), ("limits", "soon"), ("limits", "wall=0"), ("limits", "memory=1"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_in_one_line(label, text):
    """The line says what is allowed."""
    with pytest.raises(ValueError, match=r"^[^\n]{8,150}$"):
        read(label, text)


def test_limits_of_the_file_hold_where_none_was_chosen():
    """A chosen one wins; what is wrong in the file is left out."""
    config = Config("", limits={"wall": "60", "memory": "128MiB", "cpu": "much"})
    found = limited(config, ("wall=5",))
    assert (found["timeout"], found["limits"].memory, found["limits"].cpu) == (5.0, 128 << 20, 60.0)


def test_the_run_is_made_with_all_of_it():
    """Each setting reaches the request; what is not set leaves the run's own default."""
    made = NextRun("virtual", 3, True, True, True, "/usr/bin/python3", ("a", "b"), (), (), "open").request()
    assert made == {
        "clock": "virtual", "seed": 3, "detail": True, "debug": True, "variables": True, "python": "/usr/bin/python3", "argv": ("a", "b"), "level": "open",
    }  # fmt: skip
    assert not {"python", "argv", "shares", "level"} & NextRun().request().keys()
