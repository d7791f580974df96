"""Where asyncplay keeps what is the user's: settings, state (journals, crash reports, the last session), data (own versions of lessons). XDG.

What is written there is private: folders 0700, files 0600, and a name that nobody can guess before it exists, put into its place whole.
"""

from __future__ import annotations

import contextlib
import errno
import os
import pathlib
import tempfile

import platformdirs

NAME = "asyncplay"
SETTINGS = "asyncplay.toml"


def settings_file() -> pathlib.Path:
    """The settings: `~/.config/asyncplay/asyncplay.toml`, or where $ASYNCPLAY_CONFIG says."""
    named = os.environ.get("ASYNCPLAY_CONFIG")
    return pathlib.Path(named) if named else pathlib.Path(platformdirs.user_config_dir(NAME), SETTINGS)


def state_folder(*below: str) -> pathlib.Path:
    """What the program remembers by itself: `~/.local/state/asyncplay`."""
    return pathlib.Path(platformdirs.user_state_dir(NAME), *below)


def data_folder(*below: str) -> pathlib.Path:
    """What the user made: `~/.local/share/asyncplay`."""
    return pathlib.Path(platformdirs.user_data_dir(NAME), *below)


def make_private(folder: pathlib.Path) -> pathlib.Path:
    """The folder, for its owner alone. OSError where that cannot be, or where it is somebody else's."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        if os.fstat(fd).st_uid not in (os.geteuid(), 0) and os.geteuid() != 0:
            raise PermissionError(errno.EPERM, "the folder is another user's", str(folder))
        if os.fstat(fd).st_uid == os.geteuid():
            os.fchmod(fd, 0o700)
    finally:
        os.close(fd)
    return folder


def write_private(path: pathlib.Path, data: bytes, sync: bool = True) -> None:
    """All or nothing, 0600. Without `sync` it is on the disk a little later, and nobody waits for that."""
    folder = make_private(path.parent)
    fd, scratch = tempfile.mkstemp(prefix=".asyncplay-", dir=folder)
    try:
        with os.fdopen(fd, "wb") as file:
            file.write(data)
            file.flush()
            if sync:
                os.fsync(file.fileno())
        os.replace(scratch, path)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(scratch)
        raise
