"""Folders with lessons of one's own: `--lessons DIR` on the command line, and `[lessons] folders` in the settings."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from asyncplay.headless.console import UsageError
from asyncplay.lessons.folders import use_folders

if TYPE_CHECKING:
    import pathlib

OPTION = "--lessons"


def take_folders(args: Sequence[str]) -> list[str]:
    """The arguments without `--lessons DIR`, wherever it stood before `--`; from now on the library has those folders, too."""
    rest: list[str] = []
    named: list[str] = []
    words = iter(args)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word == OPTION:
            named.append(next(words, ""))
        elif word.startswith(f"{OPTION}="):
            named.append(word.partition("=")[2])
        else:
            rest.append(word)
    folders = [_folder(name) for name in named]
    use_folders(lambda: [*folders, *(folder for folder in configured() if folder.is_dir())])
    return rest


def _folder(name: str) -> pathlib.Path:
    if not name or name.startswith("-"):
        raise UsageError(f"{OPTION} wants a folder")
    import pathlib  # not above: it would be a third of what `asyncplay --version` takes

    folder = pathlib.Path(os.path.expanduser(name))
    if not folder.is_dir():
        raise UsageError(f"{OPTION} {name}: {'is no folder' if folder.exists() else 'no such folder'}")
    return folder


def configured() -> list[pathlib.Path]:
    """Those of the settings, whether or not they are there."""
    import pathlib

    try:
        from asyncplay.config import load
    except ModuleNotFoundError:  # straight from a checkout, under an interpreter without platformdirs: the lessons are ours alone
        return []
    return [pathlib.Path(os.path.expanduser(name)) for name in load().get("lessons", "folders")]


def missing() -> list[str]:
    """What to say about folders of the settings that are not there."""
    return [f"warning: [lessons] folders: {folder} is no folder" for folder in configured() if not folder.is_dir()]
