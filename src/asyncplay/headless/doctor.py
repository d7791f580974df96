"""`asyncplay doctor`: the terminal, the Python, and the sandbox level that works here, with the cure for what does not."""

from __future__ import annotations

import asyncio
import os
import platform
import shutil
import sys
from typing import Any

from asyncplay import __version__
from asyncplay.engine.stable import Stable
from asyncplay.headless import console
from asyncplay.sandbox.levels import LEVELS, cure


def doctor(json: bool) -> int:
    """Print what was found; 0 when snippets are contained, else 1."""
    found = examine()
    if json:
        console.out_json(found)
    else:
        _print(found)
    return console.OK if found["levels"]["contained"]["works"] else console.FAILED


def examine() -> dict[str, Any]:
    """The object that `doctor --json` prints."""
    levels = asyncio.run(_levels())
    size = shutil.get_terminal_size()
    return {
        "version": 1,
        "level": next((level for level in LEVELS if levels[level]["works"]), None),
        "levels": levels,
        "python": platform.python_version(),
        "terminal": {"colors": _colors(), "utf8": _utf8(), "size": [size.columns, size.lines]},
    }


async def _levels() -> dict[str, dict[str, Any]]:
    """Each level, tried."""
    stable = Stable()
    try:
        found = await stable.examine(sys.executable)
    finally:
        stable.rest()
    return {level: {"works": why is None, "why": why, "cure": cure(why) if why else None} for level, why in found.items()}


def _colors() -> int:
    """How many colours the terminal says it has."""
    if os.environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return 1 << 24
    term = os.environ.get("TERM", "")
    if term in ("", "dumb"):
        return 0
    if "direct" in term:
        return 1 << 24
    try:
        import curses

        curses.setupterm(term, 1)
        return max(0, curses.tigetnum("colors"))
    except Exception:  # no curses in this Python, or no such terminal in its data base: the name has to do
        return 256 if "256color" in term else 16


def _utf8() -> bool:
    """Whether the terminal, by the word of its locale, understands UTF-8."""
    name = os.environ.get("LC_ALL") or os.environ.get("LC_CTYPE") or os.environ.get("LANG") or ""
    return name.lower().replace("-", "").endswith("utf8") or ".utf8" in name.lower().replace("-", "")


def _print(found: dict[str, Any]) -> None:
    terminal = found["terminal"]
    columns, rows = terminal["size"]
    console.out(f"asyncplay  {__version__}")
    console.out(f"Python     {found['python']}  {sys.executable}")
    colors = "no colours" if not terminal["colors"] else f"{terminal['colors']:,} colours"
    console.out(f"terminal   {columns}x{rows}, {colors}, {'UTF-8' if terminal['utf8'] else 'no UTF-8: set LANG to a UTF-8 locale'}")
    console.out(f"sandbox    {found['level'] or 'none'}")
    for level, state in found["levels"].items():
        console.out(f"  {level:16} {'works' if state['works'] else 'does not work: ' + state['why']}")
        if state["cure"]:
            console.out(f"  {'':16} cure: {state['cure']}")
