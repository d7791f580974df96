"""Where wardens come from: a zygote for an interpreter, or, off Linux, a process started for each run. No asyncio here."""

from __future__ import annotations

import json
import os
import pathlib
import socket
import subprocess
from typing import Any

from asyncplay.engine import bwrap
from asyncplay.sandbox import linux
from asyncplay.sandbox.profile import Profile

BOOT = pathlib.Path(linux.__file__).with_name("importlib_bootstrap.py")
KEPT = ("TZ", "PYTHONASYNCIODEBUG", "PYTHONHASHSEED", "PYTHONWARNINGS")
"""Variables that tell nothing of the user, and that change what a program does."""
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
END_S = 5.0


class SetupError(Exception):
    """A run could not be set up; one line that says why."""


def clean_environment() -> dict[str, str]:
    """What a zygote is born with: /proc/self/environ shows it for ever, so nothing of the user's may be in it."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {"PATH": PATH, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1", **kept}


class Zygote:
    """A running one. `wrapped`: in bubblewrap, for a session without namespaces of its own making."""

    def __init__(self, python: str, wrapped: Profile | None = None) -> None:
        self.python = python
        self.version = ""
        self.hidden: list[str] = []
        """Entries of its `sys.path` that a contained run does not see."""
        self._ask, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [python, str(BOOT), str(theirs.fileno())]
        if wrapped is not None:
            command = [*bwrap.command(python, wrapped), *command]
        try:
            self._process = subprocess.Popen(
                command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                cwd="/", env=clean_environment(), start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            self._ask.close()
            raise SetupError(f"{python} could not be started: {error.strerror}. Name a CPython 3.11 or newer.") from error
        finally:
            theirs.close()

    @property
    def pid(self) -> int:
        return self._process.pid

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def listen(self) -> None:
        """Take its first and only word, what it is, if it is there."""
        try:
            data = self._ask.recv(1 << 16, socket.MSG_DONTWAIT)
            word: dict[str, Any] = json.loads(data) if data else {}
        except (OSError, ValueError):
            return
        self.version = str(word.get("python", self.version))
        self.hidden = [str(entry) for entry in word.get("hidden", self.hidden)]

    def start(self, profile: Profile, fds: list[int]) -> None:
        """Have it fork a run with these descriptors."""
        try:
            socket.send_fds(self._ask, [profile.to_json()], fds)
        except OSError as error:
            raise SetupError(self.last_words() or f"the zygote is gone: {error.strerror}") from error

    def last_words(self) -> str:
        """The last line that a dead one wrote."""
        stderr = self._process.stderr
        if self._process.poll() is None or stderr is None or stderr.closed:
            return ""
        lines = stderr.read().decode(errors="replace").strip().splitlines()
        return f"{self.python}: {lines[-1]}" if lines else f"{self.python} ended with code {self._process.returncode}"

    def close(self) -> None:
        """It ends what is left of runs that have no namespace, and itself."""
        self._ask.close()
        try:
            self._process.wait(END_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stderr is not None:
            self._process.stderr.close()


class Spawned:
    """In the place of a zygote, where there is none: each run is a process started from nothing."""

    def __init__(self, python: str) -> None:
        self.python = python
        self.version = ""
        self.hidden: list[str] = []
        self._processes: list[subprocess.Popen[bytes]] = []

    def is_alive(self) -> bool:
        return True

    def listen(self) -> None:
        """Nothing to hear."""

    def last_words(self) -> str:
        return ""

    def start(self, profile: Profile, fds: list[int]) -> None:
        """A new interpreter with these descriptors."""
        self._bury()
        try:
            process = subprocess.Popen(
                [self.python, str(BOOT), *map(str, fds)], pass_fds=fds, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL, env=clean_environment(), start_new_session=True,
            )  # fmt: skip
        except OSError as error:
            raise SetupError(f"{self.python} could not be started: {error.strerror}. Name a CPython 3.11 or newer.") from error
        assert process.stdin is not None
        with process.stdin as pipe:
            pipe.write(profile.to_json())
        self._processes.append(process)

    def _bury(self) -> None:
        self._processes = [process for process in self._processes if process.poll() is None]

    def close(self) -> None:
        """Wait for those that are ending."""
        for process in self._processes:
            try:
                process.wait(END_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self._processes.clear()
