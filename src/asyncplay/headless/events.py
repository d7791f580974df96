"""`run --events`: the trace as JSON lines, while it happens."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from typing import Any, BinaryIO

from asyncplay.headless.console import UsageError, to_json
from asyncplay.trace.events import Event

AT_ONCE = 5000
"""Lines between two looks at whether the run is over."""


class EventLines:
    """Writes events to a file or, for `-`, to stdout. Each has its number: the snapshot after it has the same."""

    def __init__(self, path: str) -> None:
        self.gone = False
        """Nobody reads them any more."""
        self.trouble = ""
        """Why they cannot be written."""
        self._written = 0
        try:
            fd = os.dup(1) if path == "-" else os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
            self._file: BinaryIO = open(fd, "wb")  # noqa: SIM115
        except OSError as error:
            raise UsageError(f"{path} cannot be written: {error.strerror}") from None

    def write(self, events: Sequence[Event]) -> bool:
        """Write the next of these events, all of the recording; whether none is left."""
        upto = min(len(events), self._written + AT_ONCE)
        text = "".join(event_line(seq + 1, events[seq]) for seq in range(self._written, upto))
        self._written = upto
        if text and not self.gone and not self.trouble:
            try:
                self._file.write(text.encode())
                self._file.flush()
            except BrokenPipeError:
                self.gone = True
            except OSError as error:
                self.trouble = error.strerror or str(error)
        return upto == len(events)

    def close(self) -> None:
        try:
            self._file.close()
        except OSError:  # the last lines; `write` has met the same trouble
            pass


def event_line(seq: int, event: Event) -> str:
    """One event as one line of JSON."""
    return to_json({"seq": seq, "at": event.at, "kind": event.kind} | {f.name: _plain(getattr(event, f.name)) for f in fields(event)}) + "\n"


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
