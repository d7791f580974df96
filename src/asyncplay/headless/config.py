"""`asyncplay config`: where the settings are and what holds; a first file, an editor on it, one key set."""

from __future__ import annotations

import os
import pathlib
import shlex
import subprocess
from typing import Any

from asyncplay.config.paths import data_folder, settings_file, state_folder, write_private
from asyncplay.config.reading import Config, load
from asyncplay.config.settings import LIMITS, SECTIONS, SETTINGS
from asyncplay.config.writing import template, toml, with_value
from asyncplay.headless import console
from asyncplay.headless.console import UsageError

Keys = list[tuple[str, str, str]]


def show(json: bool) -> int:
    """Where the file is and every setting with its value; 1 where something in the file is not allowed."""
    config = load()
    if json:
        console.out_json(_as_object(config))
    else:
        _print(config)
    return console.FAILED if config.problems else console.OK


def _as_object(config: Config) -> dict[str, Any]:
    settings: dict[str, dict[str, Any]] = {section: {} for section in SECTIONS}
    for setting in SETTINGS:
        settings[setting.section][setting.name] = config.get(setting.section, setting.name)
    settings["limits"], settings["keys"] = dict(config.limits), dict(config.keys)
    return {
        "version": 1,
        "path": config.path,
        "exists": os.path.exists(config.path),
        "settings": settings,
        "problems": list(config.problems),
        "state": str(state_folder()),
        "data": str(data_folder()),
    }


def _print(config: Config) -> None:
    there = "" if os.path.exists(config.path) else "  (not there yet: asyncplay config --init makes it)"
    console.out(f"settings  {config.path}{there}")
    console.out(f"lessons   {data_folder('lessons')}  (your own versions)")
    console.out(f"state     {state_folder()}  (journals, crash reports, the last session)")
    for section in ("run", "lessons", "ui"):
        console.out(f"\n[{section}]")
        for setting in SETTINGS:
            if setting.section == section:
                value = config.get(section, setting.name)
                mark = "*" if f"{section}.{setting.name}" in config.values else " "
                shown = setting.name + " = " + ("(none)" if value is None else toml(value))
                console.out(f"{mark} {shown:<34} {setting.help}")
    for section, found in (("limits", config.limits), ("keys", config.keys)):
        console.out(f"\n[{section}]")
        for name, value in found.items():
            console.out(f"* {name} = {toml(value)}")
        if not found:
            console.out("  (none set)")
    console.out("\n* stands in the file; the others are defaults.")
    for problem in config.problems:
        console.say(problem)


def init(keys: Keys) -> pathlib.Path:
    """Make the file, with every setting explained and none set. UsageError where it is there already, or cannot be made."""
    path = settings_file()
    if path.exists():
        raise UsageError(f"{path} is there already (asyncplay config --edit opens it)")
    _write(path, template(keys))
    return path


def _write(path: pathlib.Path, text: str) -> None:
    try:
        write_private(path, text.encode())
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from None


def edit(keys: Keys) -> int:
    """Open the file in $VISUAL or $EDITOR, then say what is wrong in it."""
    path = settings_file()
    if not path.exists():
        init(keys)
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        subprocess.run([*shlex.split(command), str(path)], check=False)
    except (OSError, ValueError) as error:
        raise UsageError(f"the editor {command} does not start: {error}; set $EDITOR") from None
    return verdict()


def verdict() -> int:
    """What is not allowed in the file, a line each."""
    problems = load().problems
    for problem in problems:
        console.say(problem)
    return console.FAILED if problems else console.OK


def set_value(assignment: str) -> int:
    """`ui.theme=asyncplay-light` in the file, comments kept."""
    name, equals, text = assignment.partition("=")
    section, _, key = name.strip().partition(".")
    setting = next((one for one in SETTINGS if (one.section, one.name) == (section, key)), None)
    if not equals or not key or (setting is None and section not in ("limits", "keys")) or (section == "limits" and key not in LIMITS):
        raise UsageError(f"{assignment!r} sets nothing: write SECTION.NAME=VALUE, as ui.theme=asyncplay-light (asyncplay config lists them)")
    value = _parsed(text.strip())
    if setting is not None:
        try:
            setting.read(value)
        except ValueError:
            try:
                value = text.strip()
                setting.read(value)
            except ValueError as error:
                raise UsageError(f"{setting.key} = {text.strip()} is not allowed: it is {error}") from None
    path = settings_file()
    try:
        before = path.read_text("utf-8") if path.exists() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from None
    _write(path, with_value(before, section, key, value))
    console.out(f"{path}: [{section}] {key} = {toml(value)}")
    return verdict()


def _parsed(text: str) -> Any:
    """As TOML has it; else a text without its quotes."""
    import tomllib

    try:
        return tomllib.loads(f"x = {text}")["x"]
    except (tomllib.TOMLDecodeError, LookupError):
        return text
