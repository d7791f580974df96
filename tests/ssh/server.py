"""A real OpenSSH server of our own on the loopback, with keys of its own; nothing of the machine's or the person's configuration is used."""

from __future__ import annotations

import getpass
import os
import pathlib
import shlex
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from typing import IO

ROOT = pathlib.Path(__file__).parent.parent.parent
SSHD = shutil.which("sshd", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
MISSING = next((name for name, found in (("sshd", SSHD), ("ssh", shutil.which("ssh")), ("ssh-keygen", shutil.which("ssh-keygen"))) if not found), None)
KBIT_64 = 8000.0


class Server:
    """One server, and slow lines to it. A context manager: everything it started ends with it, by process id."""

    def __init__(self, folder: pathlib.Path) -> None:
        self._folder = folder
        self._started: list[subprocess.Popen[str]] = []
        self.port = 0

    def __enter__(self) -> Server:
        folder = self._folder
        for name in ("host", "user"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)], check=True)
        shutil.copy(folder / "user.pub", folder / "authorized")
        if os.geteuid() == 0:
            os.makedirs("/run/sshd", exist_ok=True)  # what the service would make at its start
        self.port = _free_port()
        config = folder / "sshd_config"
        config.write_text(
            f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {folder / 'host'}\nAuthorizedKeysFile {folder / 'authorized'}\nPidFile {folder / 'pid'}\n"
            "StrictModes no\nUsePAM no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\nPermitRootLogin yes\nPermitUserEnvironment no\n"
            "AcceptEnv *\nPrintMotd no\nPrintLastLog no\nLogLevel ERROR\n"
        )
        self._start([str(SSHD), "-D", "-e", "-f", str(config)], stderr=(folder / "log").open("w"))
        end = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                if time.monotonic() > end:
                    raise AssertionError(f"sshd did not start: {(folder / 'log').read_text()}") from None
                time.sleep(0.05)

    def __exit__(self, *_: object) -> None:
        for process in reversed(self._started):
            process.terminate()
            process.wait(10)

    def _start(self, command: list[str], stdout: int | None = None, stderr: IO[str] | None = None) -> subprocess.Popen[str]:
        process = subprocess.Popen(command, stdout=stdout, stderr=stderr, stdin=subprocess.DEVNULL, text=True, cwd=ROOT)
        self._started.append(process)
        return process

    def slow_line(self, rate: float = KBIT_64, round_trip: float = 0.15) -> int:
        """The port of a line that takes so many bytes a second and so long there and back."""
        line = self._start([sys.executable, "-m", "tests.ssh.line", str(self.port), str(rate), str(round_trip)], stdout=subprocess.PIPE)
        assert line.stdout is not None
        return int(line.stdout.readline())

    def login(self, command: Sequence[str], port: int | None = None, env: dict[str, str] | None = None) -> list[str]:
        """What to start in a terminal to have this run at the other end of the line."""
        folder = self._folder
        options = {
            "IdentityFile": folder / "user", "IdentitiesOnly": "yes", "UserKnownHostsFile": folder / "known", "StrictHostKeyChecking": "no",
            "LogLevel": "ERROR", "Compression": "no", "IdentityAgent": "none", "EscapeChar": "none",
        }  # fmt: skip
        remote = " ".join(f"{name}={shlex.quote(value)}" for name, value in (env or {}).items())
        words = [part for name, value in options.items() for part in ("-o", f"{name}={value}")]
        line = f"cd {shlex.quote(os.getcwd())} && exec env {remote} {shlex.join(command)}"
        return ["ssh", "-F", "none", "-tt", *words, "-p", str(port or self.port), f"{getpass.getuser()}@127.0.0.1", line]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
