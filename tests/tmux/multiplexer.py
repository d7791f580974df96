"""A real tmux or GNU screen of our own: its own server, no configuration; keys in, what it shows out."""

from __future__ import annotations

import os
import pathlib
import re
import shlex
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence

ROWS = 24
TMUX, SCREEN = shutil.which("tmux"), shutil.which("screen")


class Tmux:
    """One session with one pane. A context manager: its server ends with it."""

    def __init__(self, command: Sequence[str], folder: pathlib.Path, size: tuple[int, int] = (80, 24), term: str = "tmux-256color") -> None:
        self._socket = str(folder / "tmux")
        self._folder = folder
        self._command, self._size, self._term = command, size, term

    def __enter__(self) -> Tmux:
        config = self._folder / "tmux.conf"
        config.write_text(f"set -g default-terminal {self._term}\nset -g status off\nset -sg escape-time 20\nset -g remain-on-exit on\n")
        line = shlex.join(["env", "-u", "COLORTERM", f"HOME={self._folder}", f"XDG_DATA_HOME={self._folder}", f"XDG_CONFIG_HOME={self._folder}", *self._command])
        size = ["-x", str(self._size[0]), "-y", str(self._size[1])]
        environment = {**os.environ, "LANG": "C.UTF-8", "TERM": "xterm-256color"}
        environment.pop("TMUX", None)
        subprocess.run([str(TMUX), "-S", self._socket, "-f", str(config), "new-session", "-d", *size, line], check=True, env=environment)
        return self

    def __exit__(self, *_: object) -> None:
        subprocess.run([str(TMUX), "-S", self._socket, "kill-server"], check=False, capture_output=True)

    def do(self, *words: str) -> str:
        """A command of tmux's."""
        return subprocess.run([str(TMUX), "-S", self._socket, *words], check=True, capture_output=True, text=True).stdout

    def keys(self, *names: str) -> None:
        """By tmux's names, or text."""
        for name in names:
            self.do("send-keys", name)

    def text(self) -> str:
        return self.do("capture-pane", "-p").rstrip("\n")

    def colours(self) -> str:
        """With the colours as escape sequences."""
        return self.do("capture-pane", "-p", "-e", "-N")

    def wait_for(self, what: str, seconds: float = 60.0) -> str:
        return wait_for(self.text, lambda text: re.search(what, text) is not None, what, seconds)


def wait_for(look: Callable[[], str], test: Callable[[str], bool], what: str, seconds: float = 60.0) -> str:
    """What is shown, once the test holds."""
    end = time.monotonic() + seconds
    while not test(text := look()):
        assert time.monotonic() < end, f"never appeared: {what}\n{text}"
        time.sleep(0.1)  # a look is two processes
    return text


def still(look: Callable[[], str], seconds: float = 1.0) -> str:
    """What is shown, once nothing has changed for so long."""
    text, since = look(), time.monotonic()
    while time.monotonic() - since < seconds:
        time.sleep(0.1)
        if (now := look()) != text:
            text, since = now, time.monotonic()
    return text


class Screen:
    """GNU screen with one window, seen by hardcopy."""

    def __init__(self, command: Sequence[str], folder: pathlib.Path) -> None:
        self._folder, self._command = folder, command
        self._name = f"asyncplay{os.getpid()}"
        (folder / "sockets").mkdir(mode=0o700)
        self._environment = {**os.environ, "SCREENDIR": str(folder / "sockets"), "LANG": "C.UTF-8", "TERM": "xterm-256color", "HOME": str(folder)}

    def __enter__(self) -> Screen:
        config = self._folder / "screenrc"
        config.write_text("startup_message off\ndefutf8 on\nterm screen\nmaptimeout 20\n")
        self._run("-c", str(config), "-U", "-dmS", self._name, "env", "-u", "COLORTERM", f"XDG_DATA_HOME={self._folder}", *self._command)
        return self

    def __exit__(self, *_: object) -> None:
        self._run("-S", self._name, "-X", "quit", check=False)

    def _run(self, *words: str, check: bool = True) -> None:
        subprocess.run([str(SCREEN), *words], check=check, env=self._environment, capture_output=True)

    def stuff(self, text: str) -> None:
        """Type these characters."""
        self._run("-S", self._name, "-p", "0", "-X", "stuff", text)

    def text(self) -> str:
        copy, end = self._folder / "hardcopy", time.monotonic() + 2
        copy.unlink(missing_ok=True)
        self._run("-S", self._name, "-p", "0", "-X", "hardcopy", str(copy), check=False)
        while time.monotonic() < end:  # written by the server, after the command is over
            if copy.exists() and (text := copy.read_text("utf-8", "replace")).count("\n") >= ROWS:
                return text
            time.sleep(0.01)
        return ""  # busy, or not up yet: whoever waits looks again

    def wait_for(self, what: str, seconds: float = 60.0) -> str:
        return wait_for(self.text, lambda text: re.search(what, text) is not None, what, seconds)
