"""The Textual application: theme, engine, signals, and `play`, the way in."""

from __future__ import annotations

import asyncio
import gc
import importlib
import os
import sys
import threading
from collections.abc import Sequence
from typing import Any

from textual import events
from textual.binding import Binding
from textual.filter import LineFilter
from textual.message_pump import MessagePump
from textual.widgets import Input

from asyncplay.config import Config, load
from asyncplay.config import state as remembered
from asyncplay.engine.engine import Engine
from asyncplay.ui import _hacks, crash, keymap
from asyncplay.ui.ascii import ASCII_ONLY
from asyncplay.ui.commands import COMMANDS
from asyncplay.ui.document import Document, DocumentError, open_target
from asyncplay.ui.ending import Ending
from asyncplay.ui.playground import Playground
from asyncplay.ui.screens.main import MainScreen
from asyncplay.ui.terminal._textual import Wired, wire_of
from asyncplay.ui.theme import ANSI, ANSI_LIGHT, DARK, THEMES
from asyncplay.ui.widgets.editor import Editor
from asyncplay.ui.widgets.finding import Finding
from asyncplay.ui.widgets.lessons import LessonsPane
from asyncplay.ui.widgets.pane import Pane
from asyncplay.ui.widgets.predict import PredictPane
from asyncplay.ui.widgets.questions import ChoicePane, PromptPane
from asyncplay.ui.widgets.timebar import TimeBar

TAKES_KEYS = Finding | PromptPane | ChoicePane | PredictPane | LessonsPane
"""Panes that look at a key before it is a command."""
HUNG_UP = 129
CLIPBOARD_MAX = 74_000
"""Terminals drop longer ones, or show them."""
TERMINAL_S = 0.5
"""So often the terminal is looked at: a hang-up need not come with a signal."""
WARM_S = 0.05
"""So long after the first picture the spare is started: the picture comes first."""
COLLECT_EVERY = 5000
"""So many new objects until the collector looks: each time it goes through the snapshot, and that may be of ten thousand tasks."""
LATER_S = 0.02
TAKEN_S = 1.0
"""So long a command waits for what was typed before it."""
LATER = ("engine.session", "insight.note", "insight.lanes", "insight.loopview", "insight.why", "insight.moves", "insight.waits", "ui.render.waits")
"""What the first picture does without, and the first run does not: imported one at a time, so that keys come between them."""


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

    def __init__(self, document: Document, ascii: bool | None = None, config: Config | None = None) -> None:
        _hacks.split_escape_and_key()
        _hacks.look_often()
        super().__init__()
        self.config = config if config is not None else Config("")
        self.complaints = list(self.config.problems)
        """What is wrong with the settings, a line each."""
        self._use_themes()
        self.engine = Engine()
        commands, wrong = keymap.apply(COMMANDS, self.config.keys, keymap.keys_of(Editor))
        self.complaints += wrong
        self.playground = Playground(self.engine, document, self._ascii() if ascii is None else ascii, self.config, commands)
        self.ending = Ending(self._end, self.rescue, lambda: wire.answers if (wire := wire_of(self)) is not None else None)
        self.fault: BaseException | None = None
        """A fault of ours that ended the program."""

    _last_key: events.Key | None = None

    def _ascii(self) -> bool:
        glyphs = self.config.get("ui", "glyphs")
        return wants_ascii() if glyphs == "auto" else bool(glyphs == "ascii")

    def _use_themes(self) -> None:
        for theme in THEMES:
            self.register_theme(theme)
        name = self.config.get("ui", "theme")
        if name not in self.available_themes:
            self.complaints.append(f"{self.config.path}: [ui] theme = {name!r} is no theme: there are {', '.join(sorted(self.available_themes))}")
            name = DARK.name
        _hacks.begin_with_theme(self, name, ANSI, ANSI_LIGHT)

    def get_line_filters(self) -> Sequence[LineFilter]:
        filters = super().get_line_filters()
        return [*filters, ASCII_ONLY] if self.playground.ascii else filters

    def copy_to_clipboard(self, text: str) -> None:
        """To the terminal's clipboard as well, over SSH too (OSC 52), unless the settings say no."""
        if self.config.get("ui", "clipboard") and len(text) <= CLIPBOARD_MAX:
            super().copy_to_clipboard(text)
        else:
            self._clipboard = text

    def get_default_screen(self) -> MainScreen:
        """No other screen is made first: start-up is felt."""
        return MainScreen(self.playground)

    async def on_event(self, event: events.Event) -> None:
        """In panes keys are commands: each is done before the next one is looked at, so that a burst goes where it was meant to."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            if isinstance(self.screen, MainScreen) and (mounted := self.screen.complete()) is not None:
                await mounted  # a key before there is more than the first picture: it may be for what is not in it
            if self._kept_back(event):
                return
        if isinstance(event, events.Key) and not event.is_forwarded and not event.is_printable and isinstance(self.focused, Input):
            await self._taken(self.focused, self.screen)
        if isinstance(event, events.Key) and not event.is_forwarded and isinstance(self.focused, Pane | TimeBar | TAKES_KEYS):
            if isinstance(self.focused, TAKES_KEYS) and self.focused.take_key(event.key, event.character if event.is_printable else None):
                return
            if await _hacks.run_bound(self, event.key):
                return
        await super().on_event(event)

    async def _taken(self, *pumps: MessagePump) -> None:
        """What was typed into a line has been taken by it, and its news by the screen: a command such as Esc overtakes both on its way."""
        for pump in pumps:
            done = asyncio.Event()
            if pump.call_later(done.set):
                try:
                    await asyncio.wait_for(done.wait(), TAKEN_S)
                except TimeoutError:
                    return  # whoever is busy for so long may be waiting for us

    def _kept_back(self, event: events.Key | events.Paste) -> bool:
        """Every key comes by here before anybody takes it: the projector shows it, a divider may be moved by it, a paste may be refused."""
        screen = self.screen
        if not isinstance(screen, MainScreen):
            return False
        if isinstance(event, events.Key) and event is not self._last_key:
            self._last_key = event  # it comes by again when nobody took it
            screen.press(event.key)
            if screen.takes(event.key):
                return True
        return screen.refuses(event)

    def on_mount(self) -> None:
        self.call_after_refresh(lambda: self.set_timer(WARM_S, self._started))
        self.set_interval(TERMINAL_S, self._look_at_terminal)
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(self._failed_aside)
        if threading.current_thread() is threading.main_thread():
            self.ending.watch(loop.call_soon_threadsafe)

    def _started(self) -> None:
        """The first picture is out. What is made until all is imported stays: it is never looked through again, which would hold up keys."""
        if isinstance(self.screen, MainScreen):
            self.screen.complete()
        self.engine.warm()
        self._import(0)

    def _import(self, place: int) -> None:
        """The modules from this one on."""
        if place < len(LATER):
            importlib.import_module(f"asyncplay.{LATER[place]}")
            self.set_timer(LATER_S, lambda: self._import(place + 1))
        else:
            gc.freeze()
            gc.set_threshold(COLLECT_EVERY)
            gc.enable()

    # ends that nobody asked for

    def _look_at_terminal(self) -> None:
        if self.ending.hung_up():
            self.ending.begin(HUNG_UP)

    def _end(self, code: int) -> None:
        self.rescue()
        self.exit(code)

    def rescue(self) -> None:
        """The text to the journal, whatever else is broken."""
        self.playground.keeper.close(self.playground.document, keep=True)

    def _failed_aside(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """A fault in something that runs beside the screen: the report is written, and the playground goes on."""
        error = context.get("exception")
        if isinstance(error, Exception):
            path = crash.report(error, str(context.get("message", "")))
            if isinstance(self.screen, MainScreen) and self.is_running:
                self.screen.tell_error(crash.said(error, path, kept=False))

    def _handle_exception(self, error: Exception) -> None:
        """Textual prints a traceback with the values of variables over several screens (8.2.8); here the report goes to a file."""
        self.fault = self.fault or error
        self._return_code = crash.CODE
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    def panic(self, *renderables: Any) -> None:
        """Textual's way to end with a message, used by its input thread (8.2.8)."""
        if self.ending.hung_up():
            self.ending.begin(HUNG_UP)
        else:
            self._handle_exception(RuntimeError(" ".join(map(str, renderables))[:2000]))

    def action_leave(self) -> None:
        """Quit, by way of the screen's question about unsaved text."""
        if isinstance(self.screen, MainScreen):
            self.screen.action_leave()

    async def on_unmount(self) -> None:
        # somebody who quits was asked about unsaved text; any other end keeps it
        self.playground.keeper.close(self.playground.document, keep=self.fault is not None or self.return_value != 0)
        await self.engine.close()


def play(target: str | None) -> int:
    """Open the playground on a file, a lesson, or with nothing what was open last; returns its exit code."""
    config = load()
    try:
        document = open_target(target) if target is not None or not config.get("ui", "restore") else open_last()
    except DocumentError as error:
        print(f"asyncplay: {error}", file=sys.stderr)
        return 2
    app = AsyncplayApp(document, config=config)
    try:
        result = app.run()
    except Exception as error:
        app.fault = app.fault or error
        app.rescue()
        app.ending.restore()
        result = None
    if app.fault is not None:
        path = crash.report(app.fault, f"size={app.size.width}x{app.size.height}")
        print(f"asyncplay: {crash.said(app.fault, path, kept=app.playground.keeper.kept)}", file=sys.stderr)
        return crash.CODE
    return app.ending.code or result or 0


def open_last() -> Document:
    """What was open last, or the first lesson."""
    target = remembered.load().target
    if target is not None:
        try:
            if not os.path.isabs(target) or os.path.exists(target):
                return open_target(target)
        except DocumentError:
            pass  # it cannot be read any more: the first lesson can
    return open_target(None)
