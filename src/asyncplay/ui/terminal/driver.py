"""The terminal as Textual's driver: modes on and off, keys and sizes in, frames out by way of the wire.

Everything but the waiting for keys happens in the event loop: no write blocks, and an answer of the terminal is taken at once.
"""

from __future__ import annotations

import asyncio
import codecs
import os
import signal
import sys
import termios
import time
from collections.abc import Callable
from typing import Any

from rich.color import ColorSystem
from textual import constants, events, messages
from textual.driver import Driver
from textual.geometry import Size

from asyncplay.ui.terminal import _textual, kinds
from asyncplay.ui.terminal.keyboard import Keyboard
from asyncplay.ui.terminal.looks import Looks
from asyncplay.ui.terminal.picture import Picture
from asyncplay.ui.terminal.wire import Wire
from asyncplay.ui.terminal.writer import terminal_of

BURST = 8
"""So many keys in one read that are not all alike are a paste."""
TICK_S = constants.ESCAPE_DELAY + 0.005
_COLOURS = {"standard": ColorSystem.STANDARD, "256": ColorSystem.EIGHT_BIT, "truecolor": ColorSystem.TRUECOLOR}


def _encoding() -> str:
    """That of the terminal, as Python was told."""
    name = getattr(sys.__stdout__, "encoding", None) or "utf-8"
    try:
        codecs.lookup(name)
    except LookupError:
        return "utf-8"
    return str(name)


class TerminalDriver(Driver):
    """One terminal."""

    def __init__(self, app: Any, *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._input = sys.__stdin__.fileno() if sys.__stdin__ is not None else 0
        self._kind = kinds.kind(os.environ.get("TERM", ""))
        found = terminal_of(1, 2, 0)
        self._output = 1 if found is None else found
        self._size = self._terminal_size()  # else COLUMNS and LINES are believed, which some shells export and nobody keeps up
        colours = _COLOURS.get(app.console.color_system or "")
        looks = Looks(colours, mono=app.no_color or not self._kind.colours, dark=app.current_theme.dark)
        encoding = _encoding() if self._kind.unicode else "ascii"
        self.wire = Wire(self._output, Picture(looks, self._kind.keeps_background, encoding), self._kind.answers, encoding)
        self._attributes: list[Any] | None = None
        self._active = False
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._parser = _textual.parser(debug)
        self._keyboard = Keyboard(self._input, self.wire.answers, self._heard)
        self._tick: asyncio.TimerHandle | None = None

    # what Textual asks

    @property
    def can_suspend(self) -> bool:
        return True

    def write(self, data: str) -> None:
        if self._active:
            self.wire.say(data)

    def start_application_mode(self) -> None:
        if self._active:
            return
        self._raw()
        self._active = True
        self._handle(signal.SIGWINCH, self._resized)
        self._handle(signal.SIGTSTP, self._stop)
        self._handle(signal.SIGCONT, self._continued)
        self.wire.open(kinds.modes_on(self._kind, self._mouse, not constants.DISABLE_KITTY_KEY))
        self._keyboard.start()
        self._resized()

    def disable_input(self) -> None:
        self._keyboard.stop()
        if self._tick is not None:
            self._tick.cancel()

    def stop_application_mode(self) -> None:
        if not self._active:
            return
        self._active = False
        settled = self.wire.close(kinds.modes_off(self._kind, self._mouse, not constants.DISABLE_KITTY_KEY))
        self.disable_input()
        try:
            if not settled:
                termios.tcflush(self._input, termios.TCIFLUSH)
            if self._attributes is not None:
                termios.tcsetattr(self._input, termios.TCSANOW, self._attributes)
        except termios.error:
            pass

    def close(self) -> None:
        for number in (signal.SIGWINCH, signal.SIGTSTP, signal.SIGCONT):
            self._unhandle(number)

    # modes and signals

    def _raw(self) -> None:
        """Keys as they are typed, unechoed, Ctrl+C, Ctrl+Z and Ctrl+S among them. In the background this stops us until `fg`."""
        try:
            attributes = termios.tcgetattr(self._input)
            self._attributes = [*attributes[:6], list(attributes[6])]
            attributes[0] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR | termios.ISTRIP)
            attributes[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN | termios.ISIG)
            attributes[6][termios.VMIN], attributes[6][termios.VTIME] = 1, 0
            termios.tcsetattr(self._input, termios.TCSANOW, attributes)
        except termios.error:
            self._attributes = None

    def _handle(self, number: int, call: Callable[[], object]) -> None:
        try:
            self._loop.add_signal_handler(number, call)
        except (RuntimeError, ValueError):
            pass  # not the main thread

    def _unhandle(self, number: int) -> None:
        try:
            self._loop.remove_signal_handler(number)
        except (RuntimeError, ValueError):
            pass

    def _stop(self) -> None:
        """SIGTSTP: the terminal back to the shell, and the whole job stopped, as the shell expects of Ctrl+Z."""
        was_active, ours = self._active, self._auto_restart
        if was_active and ours:
            self.stop_application_mode()
        self._unhandle(signal.SIGTSTP)
        os.killpg(os.getpgrp(), signal.SIGTSTP)
        # here again after `fg`, or at once where no shell could continue us
        self._handle(signal.SIGTSTP, self._stop)
        if was_active and ours:
            self._resume()

    def _continued(self) -> None:
        """SIGCONT: after a stop that nobody announced, the shell may have changed everything."""
        if self._active:
            self._active = False
            self.disable_input()
            self._resume()

    def _resume(self) -> None:
        self.start_application_mode()
        self._app.post_message(self.SignalResume())
        self._app.refresh(layout=True)

    def _terminal_size(self) -> Size:
        try:
            width, height = os.get_terminal_size(self._output)
        except OSError:
            width = height = 0
        return Size(width or 80, height or 24)

    def _resized(self) -> None:
        size = self._terminal_size()
        self._app.post_message(events.Resize(size, size))
        if size == (self.wire.picture.width, self.wire.picture.height):
            self.wire.repaint()  # smaller and back, before we looked: no layout changes, but the terminal has lost cells

    # input

    def _heard(self, data: bytes | None, at: float, answers: int) -> None:
        if not self._active:
            return
        if data is None:  # the terminal hung up, and nobody told by a signal
            self._app.exit(128 + signal.SIGHUP)
            return
        for _ in range(answers):
            self.wire.answered()
        if data:
            self._typed(data, at)
        if data or self._tick is None:
            self._wait_for_silence()

    def _wait_for_silence(self) -> None:
        if self._tick is not None:
            self._tick.cancel()
        self._tick = self._loop.call_later(TICK_S, self._silence)

    def _typed(self, data: bytes, at: float) -> None:
        text = self._decode(data)
        found = list(self._parser.feed(text)) if text else []  # half a character is none yet, and nothing would mean the end
        typed = [event for event in found if isinstance(event, events.Key)]
        if len(typed) >= BURST and len({event.key for event in typed}) > 1:
            for event in typed:
                event.in_burst = True  # type: ignore[attr-defined]  # nobody types so fast: a paste that the terminal did not announce
        for event in found:
            event.time = at
            self.process_message(event)

    def _silence(self) -> None:
        """A key may be the beginning of a longer one, or of an answer: it is not, if nothing follows."""
        self._tick = None
        data, more = self.wire.answers.broken_off(constants.ESCAPE_DELAY)
        if data:
            self._typed(data, time.monotonic())
        for event in _textual.silence(self._parser):
            self.process_message(event)
        if more:
            self._wait_for_silence()

    def process_message(self, message: Any) -> None:
        if isinstance(message, messages.TerminalSupportsSynchronizedOutput):
            self.wire.sync = True
        elif not isinstance(message, events.CursorPosition):  # one that nobody asked for
            if isinstance(message, (events.Key, events.Paste, events.MouseDown)):
                self.wire.typed()
            super().process_message(message)

    def send_message(self, message: Any) -> None:
        self._app.post_message(message)
