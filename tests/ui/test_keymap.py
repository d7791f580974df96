"""The user's keys: what can be used is used, what cannot is named; and every command is reachable by keys that all terminals send."""

from __future__ import annotations

import re

import pytest

from asyncplay.ui import keymap
from asyncplay.ui.commands import COMMANDS, Command, read_aloud, relabel
from asyncplay.ui.widgets.editor import Editor

A = Command("a", "a", "Alpha", "f5,ctrl+r", "r")
B = Command("b", "b", "Beta", "f8", "k")
C = Command("c", "c", "Gamma")


@pytest.mark.parametrize(
    ("written", "key"),
    [("F5", "f5"), ("Ctrl+R", "ctrl+r"), ("?", "question_mark"), ("r", "r"), ("R", "R"), ("Ctrl+_", "ctrl+underscore"), ("Del", "delete"), (",", "comma")],
)
def test_a_key_is_written_as_people_read_it(written: str, key: str) -> None:
    """Capital or small, by sign or by name."""
    assert keymap.read_key(written) == key


@pytest.mark.parametrize("written", ["ctrl+h", "ctrl+b", "f11", "esc", "alt+x", "f13", "ctrl+", "xx", "ctrl+i"])
def test_what_terminals_do_not_send_or_keep_is_refused(written: str) -> None:
    """With the reason."""
    with pytest.raises(keymap.NoKey, match=re.escape(written)):
        keymap.read_key(written)


def test_a_command_has_the_users_keys_instead_of_its_own() -> None:
    """Letters outside of the editor, the others everywhere; a command without keys gets some."""
    (a, b, c), problems = keymap.apply((A, B, C), {"a": "F9 x", "c": "Ctrl+G"})
    assert (a.keys, a.letters, b, c.keys) == ("f9", "x", B, "ctrl+g")
    assert not problems


def test_a_users_key_wins_over_a_commands_own_and_the_loser_is_named() -> None:
    """Nothing is taken silently."""
    (a, b, _), problems = keymap.apply((A, B, C), {"a": "f8"})
    assert (a.keys, a.letters, b.keys, b.letters) == ("f8", "", "", "k")
    assert problems == ["[keys] a: f8 was Beta's (b), and is not any more"]


def test_conflicts_and_mistakes_are_named_and_left_out() -> None:
    """The first of two has the key; unknown ids and keys are told; a key of the editor's is told, too."""
    (a, b, _), problems = keymap.apply((A, B, C), {"a": "f9", "b": "f9 ctrl+z", "bb": "f7", "c": "alt+x"}, taken=["ctrl+z"])
    assert (a.keys, b.keys) == ("f9", "ctrl+z")
    assert problems == [
        "[keys] b: f9 is already the key of a",
        "[keys] b: ctrl+z had a meaning in the editor, and is this command's now",
        "[keys] bb is no command: did you mean b?",
        "[keys] c: alt+x is no key: write f5, ctrl+r, or a single letter",
    ]


def test_no_two_commands_have_one_key() -> None:
    """Each key of ours has one meaning in one place."""
    for kind in ("keys", "letters"):
        given = [key for command in COMMANDS for key in getattr(command, kind).split(",") if key]
        assert len(given) == len(set(given)), sorted(key for key in given if given.count(key) > 1)


def test_every_key_is_one_that_legacy_terminals_send() -> None:
    """No Alt, no Ctrl with a shifted letter, no F11, no Shift with an F-key; Ctrl+P is every F-key's second route."""
    for command in COMMANDS:
        for key in command.all_keys():
            assert key in ("escape", "f12") or keymap.read_key(read_aloud(key) if key not in keymap._TYPED else key) == key, key


def test_ids_are_unique_and_every_command_is_explained() -> None:
    """One declaration each feeds key, help, palette and settings."""
    ids = [command.id for command in COMMANDS]
    assert len(ids) == len(set(ids))
    assert all(command.help and command.title for command in COMMANDS)


def test_the_commands_take_no_key_of_the_editors() -> None:
    """But for Ctrl+C, which the editor hands on when nothing is selected, and what both mean alike."""
    ours = {key for command in COMMANDS for key in command.keys.split(",") if key}
    assert ours & set(keymap.keys_of(Editor)) <= {"ctrl+c"}


def test_the_footer_names_the_keys_that_hold() -> None:
    """Words that are no keys stay; without keys of the user's nothing changes."""
    hints = "Esc to panels │ F1 Help F2 Lessons F5 Run  ^P All  ^Q Quit"
    assert relabel(hints, COMMANDS) == hints
    mine, _ = keymap.apply(COMMANDS, {"program.run": "F9", "quit": "ctrl+x", "film.next_step": "y"})
    assert relabel(hints, mine) == "Esc to panels │ F1 Help F2 Lessons F9 Run  ^P All  Ctrl+X Quit"
    assert relabel("s S Step  w W Switch", mine) == "y S Step  w W Switch"
