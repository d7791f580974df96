"""The user's keys: from [keys] in the settings to the commands as they are in this session. What cannot be is named, and left out.

A user's key wins over a command's own; what loses it is told. Two commands of the user's cannot have one key: the first has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from textual.keys import _character_to_key

from asyncplay.ui.commands import Command

_KEY = re.compile(
    r"f([1-9]|1[0-2])|(ctrl\+|shift\+|ctrl\+shift\+)?([a-z]|up|down|left|right|home|end|pageup|pagedown|insert|delete|enter|tab|space)"
)
_NAMED = {"esc": "escape", "del": "delete", "pgup": "pageup", "pgdn": "pagedown", "return": "enter"}
_SYMBOLS = {
    "ctrl+_": "ctrl+underscore", "ctrl+/": "ctrl+underscore", "ctrl+^": "ctrl+circumflex_accent", "ctrl+\\": "ctrl+backslash",
    "ctrl+]": "ctrl+right_square_bracket",
}  # fmt: skip
_NEVER = {
    "ctrl+h": "terminals send it for Backspace", "ctrl+i": "terminals send it for Tab", "ctrl+m": "terminals send it for Enter",
    "ctrl+b": "tmux takes it", "f11": "terminals keep it", "escape": "it always leads one level out",
}  # fmt: skip


class NoKey(ValueError):
    """What was written is no key that can be used; why."""


def read_key(text: str) -> str:
    """A key's name as Textual has it: `Ctrl+R` is `ctrl+r`, `?` is `question_mark`."""
    if len(text) == 1 and text.isprintable() and text != " ":
        return _character_to_key(text)
    name = text.lower()
    name = _NAMED.get(name, _SYMBOLS.get(name, name))
    if name in _NEVER:
        raise NoKey(f"{text} cannot be a command's key: {_NEVER[name]}")
    if name in _SIGNS:
        return name  # Textual's own name of a sign: question_mark
    if name in _SYMBOLS.values() or name == "escape" or _KEY.fullmatch(name):
        return name
    raise NoKey(f"{text} is no key: write f5, ctrl+r, or a single letter")


def keys_of(widget: Any) -> list[str]:
    """The keys that a widget's class binds."""
    return [key for binding in widget.BINDINGS for key in binding.key.split(",")]


def is_letter(key: str) -> bool:
    """Whether it is typed into the editor, and so is a command's outside of it only."""
    return len(key) == 1 or key in _SIGNS or key in _TYPED


_SIGNS = frozenset(_character_to_key(chr(code)) for code in range(33, 127))
_TYPED = frozenset(("space", "enter", "tab", "home", "end", "up", "down", "left", "right", "pageup", "pagedown", "delete", "insert"))
"""Keys that the editor needs itself."""


def apply(commands: Sequence[Command], keys: Mapping[str, str], taken: Iterable[str] = ()) -> tuple[tuple[Command, ...], list[str]]:
    """The commands with the user's keys, and what is wrong with those. `taken`: keys of the editor's."""
    by_id = {command.id: command for command in commands}
    editor = frozenset(taken)
    problems: list[str] = []
    given: dict[str, str] = {}
    wanted: dict[str, list[str]] = {}
    for one, text in keys.items():
        if one not in by_id:
            import difflib

            close = difflib.get_close_matches(one, by_id, 1)
            problems.append(f"[keys] {one} is no command" + (f": did you mean {close[0]}?" if close else ": asyncplay config --keys lists them"))
            continue
        wanted[one] = []
        for word in re.split(r"[\s,]+", text.strip()):
            try:
                key = read_key(word) if word else ""
            except NoKey as error:
                problems.append(f"[keys] {one}: {error}")
                continue
            if key in given and given[key] != one:
                problems.append(f"[keys] {one}: {word} is already the key of {given[key]}")
            elif key:
                given[key] = one
                wanted[one].append(key)
                if key in editor and not is_letter(key):
                    problems.append(f"[keys] {one}: {word} had a meaning in the editor, and is this command's now")
    return tuple(_with(command, wanted, given, problems) for command in commands), problems


def _with(command: Command, wanted: Mapping[str, list[str]], given: Mapping[str, str], problems: list[str]) -> Command:
    if wanted.get(command.id):
        keys = wanted[command.id]
        return replace(command, keys=",".join(key for key in keys if not is_letter(key)), letters=",".join(key for key in keys if is_letter(key)))
    lost = [key for key in command.all_keys() if key in given]
    problems += [f"[keys] {given[key]}: {key} was {command.title}'s ({command.id}), and is not any more" for key in lost]
    keep = [",".join(key for key in keys.split(",") if key not in lost) for keys in (command.keys, command.letters)]
    return replace(command, keys=keep[0], letters=keep[1])
