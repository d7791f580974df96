"""The editor's keys, as the screens promise them."""

from __future__ import annotations

import pytest
from textual import events
from textual.binding import Binding

from asyncplay.ui.widgets.editing import BURST_S, PASTE_KEYS, Editing, clean
from tests.ui.editing import Typist, editor, with_cursor


async def after(text: str, *keys: str) -> str:
    """What these keys make of a text."""
    async with editor(text) as hands:
        await hands.press(*keys)
        return with_cursor(hands.editor)


@pytest.mark.parametrize(
    ("text", "key", "expected"),
    [
        ("  x|", "enter", "  x\n  |"),
        ("async def f():|", "enter", "async def f():\n    |"),
        ("async def f():  # a: b|", "enter", "async def f():  # a: b\n    |"),
        ("x = 1  # then:|", "enter", "x = 1  # then:\n|"),
        ('print("#"):|', "enter", 'print("#"):\n    |'),
        ("def f():\n    return 1|", "enter", "def f():\n    return 1\n|"),
        ("    raise x|", "ctrl+j", "    raise x\n|"),
        ("    passing = 1|", "enter", "    passing = 1\n    |"),
        ("    return f(|", "enter", "    return f(\n    |"),
        ("    ab|cd", "enter", "    ab\n    |cd"),
        ("|    x", "enter", "\n|    x"),
    ],
)
async def test_enter_makes_a_line_as_deep_as_its_place(text: str, key: str, expected: str) -> None:
    """Deeper after a colon, less deep after a statement that leaves; comments do not count."""
    assert await after(text, key) == expected


async def test_enter_replaces_a_selection() -> None:
    """As any typed key."""
    assert await after("  |abcd", "shift+right", "shift+right", "enter") == "  \n  |cd"


@pytest.mark.parametrize(
    ("text", "keys", "expected"),
    [
        ("x |", ["tab"], "x   |"),
        ("|x", ["tab"], "    |x"),
        ("        x|", ["shift+tab"], "    x|"),
        ("  x|", ["shift+tab"], "x|"),
        ("\tx|", ["shift+tab"], "x|"),
        ("x|", ["shift+tab"], "x|"),
        ("|a\n\nb\nc", ["shift+down", "shift+down", "shift+end", "tab"], "    a\n\n    b|\nc"),
        ("|a\nb\nc", ["shift+down", "shift+down", "tab"], "    a\n    b\n|c"),
        ("|    a\n  b", ["shift+down", "shift+end", "shift+tab"], "a\nb|"),
    ],
)
async def test_tab_indents_and_shift_tab_dedents(text: str, keys: list[str], expected: str) -> None:
    """At the cursor, or the lines of a selection. An empty line stays empty; a line is not in a selection that ends before its first letter."""
    assert await after(text, *keys) == expected


async def test_indented_lines_stay_selected_and_come_back_with_one_undo() -> None:
    """So that Tab can be pressed again."""
    async with editor("|a\nb") as hands:
        await hands.press("shift+down", "shift+end", "tab", "tab")
        assert hands.text == "        a\n        b"
        assert hands.editor.selected_text == "        a\n        b"
        await hands.press("ctrl+z")
        assert hands.text == "    a\n    b"


@pytest.mark.parametrize(
    ("text", "keys", "expected"),
    [
        ("    a|b", ["ctrl+underscore"], "    # a|b"),
        ("    # ab|", ["ctrl+underscore"], "    ab|"),
        ("    #ab|", ["ctrl+underscore"], "    ab|"),
        ("|a\n  b\n\n", ["shift+down", "shift+end", "ctrl+underscore"], "# a\n#   b|\n\n"),
        ("|# a\nb", ["shift+down", "shift+end", "ctrl+underscore"], "# # a\n# b|"),
        ("|", ["ctrl+underscore"], "|"),
    ],
)
async def test_ctrl_underscore_comments_lines_and_brings_them_back(text: str, keys: list[str], expected: str) -> None:
    """In one column; back only when all of them are comments."""
    assert await after(text, *keys) == expected


@pytest.mark.parametrize(
    ("text", "keys", "expected"),
    [
        ("    ab|", ["ctrl+a"], "|    ab"),
        ("    ab|", ["home"], "    |ab"),
        ("    ab|", ["home", "home"], "|    ab"),
        ("|ab", ["ctrl+e"], "ab|"),
        ("ab cd|", ["ctrl+w"], "ab |"),
        ("ab| cd", ["ctrl+u"], "| cd"),
        ("ab| cd", ["ctrl+k"], "ab|"),
        ("|ab", ["ctrl+d"], "|b"),
        ("ab|\ncd", ["ctrl+x"], "cd|"),
        ("ab|", ["x", "ctrl+z"], "ab|"),
        ("ab|", ["x", "ctrl+z", "ctrl+y"], "abx|"),
        ("ab|\ncd", ["ctrl+x", "ctrl+v"], "cdab\n|"),
        ("a|b", ["shift+right", "ctrl+x", "ctrl+v", "ctrl+v"], "abb|"),
    ],
)
async def test_control_keys_do_what_they_do_in_a_shell(text: str, keys: list[str], expected: str) -> None:
    """Line ends, deleting, cutting without a selection, undo and redo."""
    assert await after(text, *keys) == expected


async def test_a_second_ctrl_a_selects_everything() -> None:
    """The first goes to the line's start, even where the cursor is there already."""
    async with editor("a\n|b") as hands:
        await hands.press("ctrl+a")
        assert hands.editor.selection.is_empty
        await hands.press("ctrl+a")
        assert hands.editor.selected_text == "a\nb"


async def test_after_ctrl_6_the_arrows_select_until_a_change_or_escape() -> None:
    """For terminals that do not send Shift with arrows."""
    async with editor("|ab\ncd\nef") as hands:
        await hands.press("ctrl+circumflex_accent", "down", "right")
        assert hands.editor.selected_text == "ab\nc"
        await hands.press("x", "down")
        assert hands.text == "xd\nef"
        assert hands.editor.selection.is_empty
        await hands.press("ctrl+circumflex_accent", "pageup", "home")
        assert hands.editor.selected_text == "xd\ne"
        hands.editor.move_cursor(hands.editor.cursor_location)  # what the screen does at Esc
        await hands.press("right")
        assert hands.editor.selection.is_empty


async def test_keys_that_belong_to_others_are_left_to_them() -> None:
    """Function keys, commands, and Esc go on to the screen; none of them changes text, selection or focus."""
    keys = ["escape", "f1", "f5", "f6", "f7", "f12", *(f"ctrl+{letter}" for letter in "rsonlgtf"), "ctrl+shift+k"]
    async with editor("a|b") as hands:
        await hands.press(*keys)
        assert hands.app.left == keys
        assert (with_cursor(hands.editor), hands.editor.has_focus, hands.editor.selection.is_empty) == ("a|b", True, True)


async def test_ctrl_c_copies_a_selection_and_is_left_to_others_without_one() -> None:
    """It may be meant for the program."""
    async with editor("|ab") as hands:
        await hands.press("ctrl+c")
        assert hands.app.left == ["ctrl+c"]
        await hands.press("shift+right", "ctrl+c")
        assert (hands.app.left, hands.app.clipboard) == (["ctrl+c"], "a")


def test_no_binding_of_the_editor_is_a_function_key_or_an_alt_key() -> None:
    """Nor one of the keys that the screens give to commands."""
    keys = {key for binding in Editing.BINDINGS if isinstance(binding, Binding) for key in binding.key.split(",")}
    assert not keys & {*(f"f{n}" for n in range(1, 13)), *(f"ctrl+{letter}" for letter in "rsonpqlgtf"), "escape", "ctrl+shift+k"}
    assert not any("alt+" in key or "super+" in key for key in keys)


async def test_a_letter_with_alt_is_not_typed() -> None:
    """It is Esc and a letter, or a command of somebody else's."""
    async with editor("a|") as hands:
        for key in ("alt+r", "alt+shift+r", "alt+é"):
            hands.editor.post_message(events.Key(key, key[-1]))
        await hands.pilot.pause()
        assert hands.text == "a"


# bursts and pastes


async def test_keys_of_a_burst_keep_their_order() -> None:
    """A key that is bound, between keys that are typed."""
    async with editor("|") as hands:
        await hands.pilot.press(*"abc", "backspace", *"de", "ctrl+a", "X")
        assert hands.text == "Xabde"


async def burst(hands: Typist, keys: str, start: float = 100.0) -> float:
    """These letters, as a terminal sends a paste that it does not announce; returns when the last one came."""
    for letter in keys:
        start += BURST_S / 10
        event = events.Key({"\n": "enter", " ": "space"}.get(letter, letter), "\r" if letter == "\n" else letter)
        event.time = start
        hands.editor.post_message(event)
    await hands.pilot.pause()
    return start


PROGRAM = "async def f():\n    if x:\n        return 1\n    y = 2\n\nf()\n"


async def test_a_paste_that_comes_as_keys_is_taken_as_it_is() -> None:
    """No indentation is added to that which it brings."""
    async with editor("|") as hands:
        await burst(hands, PROGRAM)
        assert hands.text == PROGRAM


async def test_a_short_paste_keeps_the_indentation_that_it_brings() -> None:
    """Eight keys are enough to see it."""
    async with editor("|") as hands:
        await burst(hands, "if x:\n    y = 1\n")
        assert with_cursor(hands.editor) == "if x:\n    y = 1\n    |"


async def test_so_is_a_paste_that_the_line_broke_in_two() -> None:
    """Each part is long enough to be known for a paste."""
    async with editor("|") as hands:
        then = 100.0
        for cut in range(PASTE_KEYS, len(PROGRAM) - PASTE_KEYS):
            hands.editor.show("")
            then = await burst(hands, PROGRAM[:cut], then + 1.0)
            then = await burst(hands, PROGRAM[cut:], then + 1.0)
            assert hands.text == PROGRAM, cut


async def lump(hands: Typist, *keys: str, at: float = 100.0) -> None:
    """What a person typed while the line lagged: all of it comes at once."""
    for key in keys:
        letter = {"enter": "\r", "space": " ", "ctrl+u": "\x15", "backspace": "\x7f", "ctrl+k": "\x0b"}.get(key, key)
        event = events.Key(key, letter)
        event.time = at
        hands.editor.post_message(event)
    await hands.pilot.pause()


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ([*"if", "space", *"x:", "enter", *"go()"], "if x:\n    go()|"),
        ([*"if", "space", *"x:", "enter", "ctrl+u", *"abcdefgh"], "if x:\nabcdefgh|"),
        ([*"if", "space", *"x:", "enter", "backspace", *"abcdefghijklmnopqrstuvwxyz"], "if x:\n   abcdefghijklmnopqrstuvwxyz|"),
        ([*"x:", "enter", *"abc", "ctrl+u", *"ab", "enter", *"cd", "enter", *"ef"], "x:\nab\ncd\nef|"),
        ([*"x:", "enter", *"a", "ctrl+k", "enter", "ctrl+u", *"abcdefghijklmnopqrstuvwxyzabc"], "x:\n    a\nabcdefghijklmnopqrstuvwxyzabc|"),
    ],
    ids=lambda value: "" if isinstance(value, str) else " ".join(value),
)
async def test_what_a_slow_line_delivers_in_a_lump_is_what_was_typed(keys: list[str], expected: str) -> None:
    """No letter is lost or moved, and lines are indented as if it had come key by key."""
    async with editor("|") as hands:
        await lump(hands, *keys)
        assert with_cursor(hands.editor) == expected
    async with editor("|") as hands:
        for at, key in enumerate(keys):
            await lump(hands, key, at=100.0 + at)
        assert with_cursor(hands.editor) == expected


async def test_pasted_text_is_cleaned_and_the_cursor_stands_behind_it() -> None:
    """Line ends are \\n, tabs are spaces, nothing obeys."""
    async with editor("[|]") as hands:
        hands.editor.post_message(events.Paste("a\r\nb\rc\td\x1b[31m\x07\u2028é"))
        await hands.pilot.pause()
        assert with_cursor(hands.editor) == "[a\nb\nc    d[31mé|]"
        await hands.press("ctrl+z")
        assert hands.text == "[]"


def test_cleaning_leaves_text_alone() -> None:
    """Letters of all alphabets, and newlines."""
    assert clean("naïve «日本»\n\n") == "naïve «日本»\n\n"
