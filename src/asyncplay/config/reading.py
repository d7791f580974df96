"""Reads the settings file. A value that is not allowed is named (file, key, what is allowed) and left out.

A wrong letter never keeps asyncplay from starting.
"""

from __future__ import annotations

import pathlib
from dataclasses import field
from typing import Any

from asyncplay.config.paths import settings_file
from asyncplay.config.settings import LIMITS, SECTIONS, SETTINGS, Setting, a_limit, a_text
from asyncplay.late import dataclass

SIZE_MAX = 1 << 20


@dataclass(frozen=True)
class Config:
    """What the file says; `get` gives a setting or its default."""

    path: str
    values: dict[str, Any] = field(default_factory=dict)
    """By `section.name`, those that stand in the file."""
    limits: dict[str, str] = field(default_factory=dict)
    """By name, as text: `--limit NAME=VALUE` reads the same."""
    keys: dict[str, str] = field(default_factory=dict)
    """By a command's id: the keys that it has instead of its own."""
    problems: tuple[str, ...] = ()
    """What was left out, a line each."""

    def get(self, section: str, name: str) -> Any:
        """The value in the file, or the default."""
        return self.values.get(f"{section}.{name}", _by_key()[f"{section}.{name}"].default)


def _by_key() -> dict[str, Setting]:
    return {f"{setting.section}.{setting.name}": setting for setting in SETTINGS}


def load(path: pathlib.Path | None = None) -> Config:
    """The settings; all defaults where there is no file."""
    path = settings_file() if path is None else path
    try:
        with path.open("rb") as file:
            data = file.read(SIZE_MAX + 1)
    except (FileNotFoundError, NotADirectoryError):
        return Config(str(path))
    except OSError as error:
        return Config(str(path), problems=(f"{path} cannot be read: {error.strerror}; the defaults hold",))
    if len(data) > SIZE_MAX:
        return Config(str(path), problems=(f"{path} is too long; the defaults hold",))
    import tomllib

    try:
        return read(tomllib.loads(data.decode("utf-8")), str(path))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        return Config(str(path), problems=(_line(f"{path} is no TOML: {error}; the defaults hold"),))


def read(tables: dict[str, Any], path: str) -> Config:
    """The settings in a parsed file."""
    problems: list[str] = []
    values: dict[str, Any] = {}
    known = _by_key()
    for section, table in tables.items():
        if section not in SECTIONS or not isinstance(table, dict):
            problems.append(f"{path}: [{section}] is no section: {_meant(section, SECTIONS)}")
            continue
        if section in ("limits", "keys"):
            continue
        for name, value in table.items():
            setting = known.get(f"{section}.{name}")
            if setting is None:
                names = [one.name for one in SETTINGS if one.section == section]
                problems.append(f"{path}: [{section}] {name} is no setting: {_meant(name, names)}")
                continue
            try:
                values[f"{section}.{name}"] = setting.read(value)
            except ValueError as error:
                problems.append(f"{path}: {setting.key} = {value!r:.60} is not allowed: it is {error}")
    limits = _texts(tables.get("limits"), "limits", path, problems, LIMITS)
    keys = _texts(tables.get("keys"), "keys", path, problems, None)
    return Config(path, values, limits, keys, tuple(map(_line, problems)))


def _texts(table: Any, section: str, path: str, problems: list[str], names: tuple[str, ...] | None) -> dict[str, str]:
    found = {}
    for name, value in _flat(table).items() if isinstance(table, dict) else ():
        if names is not None and name not in names:
            problems.append(f"{path}: [{section}] {name} is no setting: {_meant(name, names)}")
            continue
        try:
            found[name] = _limit(name, a_limit(value)) if names is not None else a_text(value)
        except ValueError as error:
            problems.append(f"{path}: [{section}] {name} = {value!r:.60} is not allowed: it is {error}")
    return found


def _limit(name: str, text: str) -> str:
    """As text still: whoever makes a run reads it."""
    from asyncplay.sandbox.limits import parse_value

    try:
        parse_value(name, text)
    except ValueError as error:
        raise ValueError((str(error).partition(": ")[2] or str(error)).removeprefix(f"{name} is ")) from None
    return text


def _flat(table: dict[str, Any], before: str = "") -> dict[str, Any]:
    """A command's id has a dot, which TOML reads as a table in a table where it has no quotes."""
    found: dict[str, Any] = {}
    for name, value in table.items():
        if isinstance(value, dict) and len(before) < 100:
            found |= _flat(value, f"{before}{name}.")
        else:
            found[before + name] = value
    return found


def _line(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text[:300])


def _meant(name: str, names: Any) -> str:
    import difflib

    close = difflib.get_close_matches(name, names, 1)
    return f"did you mean {close[0]}?" if close else f"there are {', '.join(names)}"
