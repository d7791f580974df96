"""The Textual application: theme, engine, signals, and `play`, the way in."""

from __future__ import annotations

import asyncio
import os
import signal
import sys

from textual.binding import Binding

from asyncplay.engine.engine import Engine
from asyncplay.ui import _hacks
from asyncplay.ui.document import Document, DocumentError, open_target
from asyncplay.ui.playground import Playground
from asyncplay.ui.screens.main import MainScreen
from asyncplay.ui.terminal._textual import Wired
from asyncplay.ui.theme import ANSI, DARK

WARM_S = 0.05
"""So long after the first picture the spare is started: the picture comes first."""


def wants_ascii() -> bool:
    """Whether the terminal cannot be trusted with more than ASCII."""
    encoding = (getattr(sys.__stdout__, "encoding", None) or "").lower().replace("-", "")
    return encoding != "utf8" or os.environ.get("TERM") in ("vt100", "dumb")


class AsyncplayApp(Wired):
    """One playground."""

    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    TITLE = "asyncplay"
    BINDINGS = [Binding("ctrl+q", "leave", "Quit", show=False, priority=True)]

    def __init__(self, document: Document, ascii: bool | None = None) -> None:
        _hacks.split_escape_and_key()
        super().__init__()
        self.register_theme(DARK)
        self.theme = DARK.name
        self.ansi_theme_dark = ANSI
        self.engine = Engine()
        self.playground = Playground(self.engine, document, wants_ascii() if ascii is None else ascii)

    def get_default_screen(self) -> MainScreen:
        """No other screen is made first: start-up is felt."""
        return MainScreen(self.playground)

    def on_mount(self) -> None:
        self.set_timer(WARM_S, self.engine.warm)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGHUP):
            try:
                loop.add_signal_handler(number, self.exit, 128 + number)
            except (NotImplementedError, RuntimeError, ValueError):
                pass  # not the main thread: a test

    def action_leave(self) -> None:
        """Quit, by way of the screen's question about unsaved text."""
        if isinstance(self.screen, MainScreen):
            self.screen.action_leave()

    async def on_unmount(self) -> None:
        await self.engine.close()


def play(target: str | None) -> int:
    """Open the playground on a file, a lesson, or with nothing the first lesson; returns its exit code."""
    try:
        document = open_target(target)
    except DocumentError as error:
        print(f"asyncplay: {error}", file=sys.stderr)
        return 2
    result = AsyncplayApp(document).run()
    return result or 0
