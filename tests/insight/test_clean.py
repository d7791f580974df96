"""Untrusted text: nothing that a terminal would obey is left."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from asyncplay.insight.clean import visible

SGR = re.compile(r"\x1b\[[0-9;:]*m")
spiced = st.lists(st.text(max_size=4) | st.sampled_from(["\x1b[31m", "\x1b[2J", "\x1b]0;t\x07", "\t", "\u202e", "\ud800", "\x9b"])).map("".join)


@given(spiced, st.booleans())
def test_no_control_character_is_left(text, keep):
    """Whatever the input: controls, formats, surrogates and separators become visible, and the text grows by a bound."""
    shown = visible(text, keep_sgr=keep)
    rest = SGR.sub("", shown) if keep else shown
    assert not [c for c in rest if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
    assert len(shown) <= 8 * len(text)
    shown.encode()


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126)))
def test_plain_text_stays_as_it_is(text):
    """Most output is plain."""
    assert visible(text) is text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J", "^[[2J"),
        ("a\x00b\x7f", "a^@b^?"),
        ("\x9b31m", "<9b>31m"),
        ("a\rb\n", "a^Mb^J"),
        ("\u202eevil", "<202e>evil"),
        ("zero\u200bwidth", "zero<200b>width"),
        ("\ud800", "<d800>"),
        ("\u2028", "<2028>"),
        ("a\tb", "a       b"),
        ("\x01\tb", "^A      b"),
        ("café ► 日本", "café ► 日本"),
        ("❤\ufe0f", "❤"),
    ],
)
def test_how_it_is_shown(text, shown):
    """Caret notation, numbers, tabs as far as the next stop."""
    assert visible(text) == shown


def test_colours_are_kept_where_they_are_wanted():
    """SGR alone; any other sequence is shown."""
    assert visible("\x1b[1;31mred\x1b[0m \x1b[5A", keep_sgr=True) == "\x1b[1;31mred\x1b[0m ^[[5A"
    assert visible("\x1b[31mred") == "^[[31mred"
