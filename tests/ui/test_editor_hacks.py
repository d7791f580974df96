"""What we mend in Textual is still broken there, and mended here."""

from __future__ import annotations

import subprocess
import sys

import pytest
from textual import constants, events
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.document._wrapped_document import WrappedDocument
from textual.dom import DOMNode
from textual.geometry import Size
from textual.screen import Screen
from textual.widgets.text_area import Document

from asyncplay.ui import _hacks


def keys(sequence: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What comes of these bytes once the terminal has been silent for ESCDELAY."""
    _hacks.split_escape_and_key()
    monkeypatch.setattr(constants, "ESCAPE_DELAY", 0.0)
    parser = XTermParser()
    return [getattr(event, "key", "?") for event in [*parser.feed(sequence), *parser.tick()]]


@pytest.mark.parametrize(
    ("sequence", "expected"),
    [
        ("\x1br", ["escape", "r"]),
        ("\x1bR", ["escape", "R"]),
        ("\x1b5", ["escape", "5"]),
        ("\x1b,", ["escape", "comma"]),
        ("\x1bb", ["escape", "b"]),
        ("\x1b ", ["escape", "space"]),
        ("\x1b\x12", ["escape", "ctrl+r"]),
        ("\x1bé", ["escape", "é"]),
        ("\x1b", ["escape"]),
        ("\x1b\x1b", ["escape", "escape"]),
        ("\x1b[", []),
        ("\x1bO", []),
        ("\x1b[A", ["up"]),
        ("\x1b[15~", ["f5"]),
        ("\x1b[[E", ["f5"]),
        ("\x1bOP", ["f1"]),
        ("\x1b[Z", ["shift+tab"]),
        ("\x1b[1;5C", ["ctrl+right"]),
        ("r", ["r"]),
        ("∞", ["infinity"]),
        ("\n", ["ctrl+j"]),
        ("\x1f", ["ctrl+underscore"]),
        ("\x1e", ["ctrl+circumflex_accent"]),
    ],
)
def test_escape_and_a_key_are_escape_and_that_key(sequence: str, expected: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """And what terminals send for other keys is as before."""
    assert keys(sequence, monkeypatch) == expected


def test_textual_itself_still_makes_letters_of_them() -> None:
    """When this fails, the hack can go."""
    code = (
        "from textual import constants; constants.ESCAPE_DELAY = 0.0\n"
        "from textual._xterm_parser import XTermParser as P\n"
        "def keys(s): p = P(); return [e.key for e in [*p.feed(s), *p.tick()]]\n"
        "print(keys('\\x1br'), keys('\\x1b5'), keys('\\x1b,'))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out == "['alt+r'] ['infinity'] ['comma']\n"


def test_textuals_own_document_still_ends_lines_where_python_does_not() -> None:
    """When this fails, a document of our own is worth its while for speed only."""
    assert Document("a\fb\u2028c").line_count == 3


def test_a_text_that_is_not_wrapped_has_the_height_of_its_lines() -> None:
    """Textual counts to the same number, line by line."""
    document = Document("a\nb\n")
    assert _hacks._Unwrapped(document).height == WrappedDocument(document).height == 3


@pytest.mark.parametrize(("kind", "width"), [(Screen, 80), (_hacks.TerminalsSize, 20)])
async def test_late_news_of_an_earlier_size_does_not_bring_it_back(kind: type[Screen[None]], width: int) -> None:
    """The message that a screen sends to itself comes after the terminal has changed again. When Textual's own screen ignores it the hack can go."""

    class Probe(App[None]):
        def get_default_screen(self) -> Screen[None]:
            return kind()

    _hacks.look_often()
    async with Probe().run_test(size=(20, 5)) as pilot:
        assert pilot.app.screen._update_timer._interval == _hacks.UPDATE_S  # Textual looks at the period when it makes the timer
        pilot.app.screen.post_message(events.Resize(Size(80, 24), Size(80, 24)))
        await pilot.pause()
        assert pilot.app.screen.outer_size.width == width


def test_a_class_of_ours_has_all_that_textual_would_give_it():
    """Reactives, computed names, CSS names and keys of each, as Textual's own function makes them; that is still the one we know."""
    import asyncplay.ui.app  # noqa: F401

    def below(kind):
        return {kind, *(each for one in kind.__subclasses__() for each in below(one))}

    def given(kind):
        names = ("_reactives", "_computes", "_css_type_name", "_css_type_names", "_inherit_css", "_inherit_bindings", "_inherit_component_classes")
        return {**{name: getattr(kind, name) for name in names}, "keys": kind._merged_bindings and kind._merged_bindings.key_to_bindings}

    assert DOMNode.__init_subclass__.__func__ is _hacks._init_subclass
    ours = sorted((kind for kind in below(DOMNode) if kind.__module__.startswith("asyncplay.")), key=str)
    assert len(ours) > 40
    for kind in ours:
        found = given(kind)
        _hacks._original(kind, found["_inherit_css"], found["_inherit_bindings"], found["_inherit_component_classes"])
        assert given(kind) == found
