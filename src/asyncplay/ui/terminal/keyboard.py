"""Hears what the terminal sends, and when: a thread that does nothing but wait, so that keys keep their times while the event loop is busy.

How close keys follow each other tells a paste from typing; read late and together, typing would look like a paste.
"""

from __future__ import annotations

import asyncio
import contextvars
import os
import select
import threading
import time
from collections.abc import Callable

from asyncplay.ui.terminal.answers import Answers

READ = 4096
_last = 0.0


def quiet_for() -> float:
    """Seconds since the last key came, whether anybody has looked at it yet or not."""
    return time.monotonic() - _last


class Keyboard:
    """Calls `heard(data, at, answers)` in the event loop: what came without the terminal's answers, and how many of these there were. None: the
    terminal hung up, and nothing more is heard."""

    def __init__(self, fd: int, answers: Answers, heard: Callable[[bytes | None, float, int], None]) -> None:
        self._fd, self._answers, self._heard = fd, answers, heard
        self._thread: threading.Thread | None = None
        self._wake = -1

    def start(self) -> None:
        stop, self._wake = os.pipe()
        context = contextvars.copy_context()  # of the application: a thread has an empty one, and a toast would not know where it belongs
        self._thread = threading.Thread(target=self._listen, args=(asyncio.get_running_loop(), stop, context), name="asyncplay-keyboard", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Hear nothing more: what is typed from now on is for somebody else."""
        if self._thread is not None:
            os.close(self._wake)
            self._thread.join()
            self._thread = None

    def _listen(self, loop: asyncio.AbstractEventLoop, stop: int, context: contextvars.Context) -> None:
        global _last
        try:
            data = b" "
            while data and not self._answers.over:
                if stop in select.select([self._fd, stop], [], [])[0]:
                    return
                try:
                    data = os.read(self._fd, READ)
                except BlockingIOError:
                    continue
                except OSError:
                    data = b""
                rest, answers = self._answers.feed(data)
                at = time.monotonic()
                if rest or not data:
                    _last = at
                loop.call_soon_threadsafe(self._heard, rest if data else None, at, answers, context=context)
        except (OSError, RuntimeError, ValueError):
            pass  # the terminal or the loop is gone
        finally:
            self._answers.end()
            os.close(stop)
