"""Recording files on disk: written all or nothing and for their owner alone, read within bounds. What the bytes mean is trace.saved's."""

from __future__ import annotations

import contextlib
import os
import pathlib
import stat
import tempfile
from typing import Any

from asyncplay import __version__
from asyncplay.engine.session import RunRequest
from asyncplay.trace.container import FILE_MAX
from asyncplay.trace.recording import Recording
from asyncplay.trace.saved import BadRecording, Saved, dump, load

SUFFIX = ".asyncplay"
_SETTINGS = ("clock", "seed", "argv", "timeout", "python", "detail", "variables", "debug", "level", "limits")


class RecordingError(Exception):
    """A recording that cannot be read or written: one line for the user, without the file's name."""


def is_recording(name: str) -> bool:
    """Whether a name is that of a recording file."""
    return name.endswith(SUFFIX)


def settings_of(request: RunRequest, recording: Recording) -> dict[str, Any]:
    """How a run was made, as its file tells it: plain values, for show and for running it again."""
    found = {name: _plain(getattr(request, name)) for name in _SETTINGS if hasattr(request, name)}
    started = recording.latest().started
    if started is not None:
        found |= {"python": started.python, "interpreter": found.get("python"), "clock": started.clock}
    return {name: value for name, value in found.items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def write(path: str, recording: Recording, settings: dict[str, Any]) -> None:
    """Keep a recording: the file is there whole, or not at all. RecordingError says why not."""
    folder = os.path.dirname(os.path.abspath(path))
    try:
        fd, scratch = tempfile.mkstemp(prefix=".asyncplay-", dir=folder)
    except OSError as error:
        raise RecordingError(_reason(error)) from None
    try:
        with os.fdopen(fd, "wb") as file:
            for piece in dump(recording, settings, f"asyncplay {__version__}"):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        os.replace(scratch, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            os.unlink(scratch)
        raise RecordingError(_reason(error)) from None


def check_writable(path: str) -> None:
    """Refuse before a run what could not be written after it."""
    folder = os.path.dirname(os.path.abspath(path))
    if not is_recording(path):
        raise RecordingError(f"a recording's name ends with {SUFFIX}")
    if os.path.isdir(path):
        raise RecordingError("it is a folder")
    if not os.path.isdir(folder):
        raise RecordingError("there is no such folder")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise RecordingError("its folder cannot be written to")


def read(path: str) -> Saved:
    """What a file holds; RecordingError if it is no recording that can be read. Nothing of it is ever run."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        with os.fdopen(fd, "rb") as file:
            found = os.fstat(fd)
            if not stat.S_ISREG(found.st_mode):
                raise RecordingError("it is no file")
            data = file.read(min(found.st_size, FILE_MAX) + 1)
    except OSError as error:
        raise RecordingError(_reason(error)) from None
    try:
        saved = load(data)
    except BadRecording as bad:
        raise RecordingError(str(bad)) from None
    if not saved.recording.path:
        saved.recording.path = pathlib.Path(path).stem
    if len(data) > LARGE:
        _give_back()
    return saved


LARGE = 4_000_000


def _give_back() -> None:
    """Have the C library return to the system what reading took and left: it keeps megabytes in small holes."""
    try:
        import ctypes

        ctypes.CDLL(None).malloc_trim(0)
    except (ImportError, OSError, AttributeError):
        pass  # not the GNU one


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
