"""Writes the settings file: a first one in which everything is explained and nothing is set; one key in a file that exists. Pure.

Comments of the user's are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from asyncplay.config.settings import LIMITS, SECTIONS, SETTINGS

_ABOUT = {
    "run": "How snippets are run.",
    "limits": "What a snippet may use up, as with `asyncplay run --limit NAME=VALUE`: seconds, counts, bytes as in \"64MiB\".",
    "lessons": "Where lessons are.",
    "ui": "Looks and manners.",
    "keys": "Other keys for a command, by its id (`asyncplay config --keys` lists them), instead of its own: \"f5 ctrl+r r\".\n"
    "# A single letter works outside the editor only.",
}  # fmt: skip


def toml(value: Any) -> str:
    """A value as TOML has it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(toml(one) for one in value) + "]"
    escaped = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(letter if letter.isprintable() else f"\\U{ord(letter):08x}" for letter in escaped) + '"'


def template(keys: Iterable[tuple[str, str, str]] = ()) -> str:
    """A file in which every setting stands as a comment, with its default. `keys`: id, keys and title of each command."""
    lines = ["# Settings of asyncplay. Take the # away from a line to set it; what stands there is the default.", ""]
    for section in ("run", "limits", "lessons", "ui", "keys"):
        lines += [f"# {_ABOUT[section]}", f"[{section}]"]
        for setting in SETTINGS:
            if setting.section == section:
                value = toml(setting.default) if setting.default is not None and not setting.example else setting.example
                lines += [f"# {setting.help}", f"# {setting.name} = {value}"]
        if section == "limits":
            lines += [f"# {name} = …" for name in LIMITS]
        if section == "keys":
            lines += [f"# {toml(one)} = {toml(shown)}    # {title}" for one, shown, title in keys]
        lines.append("")
    return "\n".join(lines)


def with_value(text: str, section: str, name: str, value: Any) -> str:
    """The file's text with this key set; everything else, comments too, stays as it is."""
    if section not in SECTIONS:
        raise ValueError(section)
    bare = name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else toml(name)
    line = f"{bare} = {toml(value)}"
    lines = text.split("\n")
    start = next((at for at, one in enumerate(lines) if re.fullmatch(rf"\s*\[\s*{section}\s*\]\s*(#.*)?", one)), None)
    if start is None:
        return text.rstrip("\n") + ("\n\n" if text.strip() else "") + f"[{section}]\n{line}\n"
    end = next((at for at in range(start + 1, len(lines)) if lines[at].lstrip().startswith("[")), len(lines))
    pattern = re.compile(rf"\s*{re.escape(bare)}\s*=")
    for at in range(start + 1, end):
        if pattern.match(lines[at]):
            lines[at] = line
            return "\n".join(lines)
    lines.insert(start + 1, line)
    return "\n".join(lines)
