"""The user's keys: what can be used is used, what cannot is named; and every command is reachable by keys that all terminals send."""

from __future__ import annotations

import ast
import pathlib
import re

import pytest

import asyncplay
from asyncplay.ui import keymap
from asyncplay.ui.commands import COMMANDS, Command, Keys, read_aloud
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


def test_every_text_that_names_a_key_names_the_one_that_holds() -> None:
    """Footers, empty panes, questions: from the command's declaration, never by looking for what is like a key."""
    hints = "Esc to panels │ @help.show! @program.run!  @palette!  @quit!  %film.previous_step %film.next_step Step  ana@example.org"
    assert Keys().fill(hints, short=True) == "Esc to panels │ F1 Help F5 Run  ^P All  ^Q Quit  S s Step  ana@example.org"
    mine, _ = keymap.apply(COMMANDS, {"program.run": "F9", "quit": "ctrl+x", "film.next_step": "y", "film.previous_step": "r"})
    assert Keys(mine).fill(hints) == "Esc to panels │ F1 Help F9 Run  Ctrl+P All  Ctrl+X Quit  r y Step  ana@example.org"
    assert Keys(mine).fill("Press @program.breakpoint.") == "Press Ctrl+P.", "it lost its key: the palette has it"


NO_KEYS_OF_COMMANDS = {"F11", "Ctrl+Z", "Ctrl+V", "Ctrl+/", "Ctrl+_", "Ctrl+Space", "Ctrl+^", "Ctrl+Y", "Ctrl+A", "Ctrl+E", "Ctrl+U", "Ctrl+K", "Ctrl+W", "Ctrl+D"}
"""The editor's own, and those that are never used."""


def test_no_text_of_the_playground_has_a_commands_key_written_into_it() -> None:
    """A key that the user may change is named by its command (`@program.run`), in every string but docstrings."""
    for path in sorted(pathlib.Path(asyncplay.__file__).parent.glob("ui/**/*.py")):
        tree = ast.parse(path.read_text())
        described = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in described and path.name != "commands.py":
                for key in re.findall(r"(?<![\w+])(?:F\d\d?|Ctrl\+\S|\^[A-Z])(?!\w)", node.value):
                    assert key in NO_KEYS_OF_COMMANDS, f"{path.name}:{node.lineno}: {node.value}"


def test_every_command_that_a_text_names_is_there() -> None:
    """A slip in an id would stand in the footer as it is."""
    ids = {command.id for command in COMMANDS}
    for path in sorted(pathlib.Path(asyncplay.__file__).parent.glob("ui/**/*.py")):
        for name in re.findall(r"[@%]([a-z]+\.[a-z_]+)", path.read_text()):
            assert name in ids or not name.startswith(("program.", "film.", "panes.", "lesson.", "document.", "help.", "screen.")), (path.name, name)
