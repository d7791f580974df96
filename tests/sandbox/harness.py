"""Runs hostile snippets at a level, for real, and tells what came of each: `python harness.py LEVEL PYTHON UID FILE…`, a JSON object a line.

A program of its own, of the standard library and asyncplay's engine alone: root hands it over to an ordinary account (UID other than 0). It
is a subreaper, so whatever a run leaves becomes its child and is counted; names and process groups would not find a daemon.
"""

from __future__ import annotations

import asyncio
import contextlib
import dataclasses
import json
import os
import pathlib
import pty
import re
import socket
import subprocess
import sys
import tempfile
import threading
from typing import Any

WALL_S = dict.fromkeys(("01", "02", "09", "32"), 0.5) | dict.fromkeys(("03", "05", "16", "50", "70", "71", "73", "85", "88"), 1.0)
"""What goes on until its time is up: the first just go on, the others get somewhere. Whatever ends by itself is given as long as a busy machine takes."""
PATIENT_S = 30.0
SECRET = "a secret of the host"
TAG = f"asyncplay-{os.getpid()}"


class Host:
    """What a snippet might attack: a process, files, servers, sockets and a terminal of this account, and a file of another's."""

    def __init__(self, folder: str) -> None:
        self.home = os.path.join(folder, "home")
        os.mkdir(self.home, 0o700)
        self.secret = os.path.join(self.home, "id_rsa")
        pathlib.Path(self.secret).write_text(SECRET)
        os.chmod(self.secret, 0o600)
        self.public = os.path.join(folder, "public.txt")
        pathlib.Path(self.public).write_text(SECRET)
        os.chmod(self.public, 0o644)
        self.tcp = socket.create_server(("127.0.0.1", 0))
        self.port = self.tcp.getsockname()[1]
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind(("127.0.0.1", self.port))
        self.path = os.path.join(folder, "host.sock")
        self.unix, self.abstract = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
        self.unix.bind(self.path)
        self.abstract.bind("\0" + TAG)
        for server in (self.unix, self.abstract):
            server.listen(50)
        for server in (self.tcp, self.unix, self.abstract):
            threading.Thread(target=self._serve, args=(server,), daemon=True).start()
        threading.Thread(target=self._echo, daemon=True).start()
        self.terminal, self._slave = pty.openpty()
        self.pts = os.ttyname(self._slave)
        self.victim = self.new_victim()

    def new_victim(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(["sleep", "900"], stdin=subprocess.DEVNULL)

    def _serve(self, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = server.accept()
                with client:
                    client.sendall(SECRET.encode())

    def _echo(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                _, sender = self.udp.recvfrom(100)
                self.udp.sendto(SECRET.encode(), sender)

    def fill(self, text: str, zygote: int) -> str:
        """A snippet with the host's own names in it."""
        values = {
            "HOSTPID": os.getpid(), "ZPID": zygote, "VICTIM": self.victim.pid, "PORT": self.port, "UNIXSOCK": self.path, "ABSTRACT": TAG,
            "SECRET": self.secret, "HOME": self.home, "OTHERSECRET": self.public, "PTS": self.pts, "TAG": TAG, "PYLIB": os.path.dirname(os.__file__),
        }  # fmt: skip
        return re.sub(r"\{([A-Z]+)\}", lambda match: str(values.get(match[1], match[0])), text)


def children_but(known: set[int]) -> list[int]:
    """Live children of this process; corpses are buried."""
    from asyncplay.sandbox import linux

    left = []
    for pid in linux.children(os.getpid()):
        if pid in known:
            continue
        with contextlib.suppress(OSError):
            if os.waitpid(pid, os.WNOHANG)[0] == pid:
                continue
        left.append(pid)
    return left


def read(path: pathlib.Path) -> str:
    return path.read_text("utf-8")


async def gone(known: set[int]) -> int:
    """How many processes are left, once nothing more ends by itself."""
    for _ in range(500):
        if not (left := children_but(known)):
            return 0
        await asyncio.sleep(0.01)
    return len(left)


async def one(engine: Any, host: Host, path: pathlib.Path, level: str, python: str, cwd: str) -> dict[str, Any]:
    """One snippet, from the click to nothing left."""
    from asyncplay.engine.session import RunRequest
    from asyncplay.sandbox.limits import LOCAL

    zygotes = engine._stable.zygotes()
    source = host.fill(read(path), zygotes[0] if zygotes else 0)
    got = {"stdout": bytearray(), "stderr": bytearray()}

    def take(stream: str, data: bytes) -> None:
        got[stream] += data[: max(0, (1 << 20) - len(got[stream]))]

    limits = dataclasses.replace(LOCAL, wall=WALL_S.get(path.stem[:2], PATIENT_S))
    request = RunRequest(
        source, str(path.name), timeout=limits.wall, python=python, level=level, limits=limits, cwd=cwd,
        keep_output=1 << 20, pass_output=take,
    )  # fmt: skip
    session = await engine.start(request)
    finished = await session.wait()
    known = {host.victim.pid, *engine._stable.zygotes()}
    left = await gone(known)
    dead = host.victim.poll() is not None
    if dead:
        host.victim = host.new_victim()
    text = (got["stdout"] + got["stderr"]).decode("utf-8", "backslashreplace")
    return {
        "name": path.stem, "outcome": finished.outcome, "code": finished.exit_code, "signal": finished.signal, "limit": finished.limit,
        "line": finished.limit_line, "error": session.error, "escaped": re.findall(r"^ESCAPED.*", text, re.M) + ["the victim is dead"] * dead,
        "blocked": len(re.findall(r"^BLOCKED", text, re.M)), "left": left, "text": text[:4000], "peak": finished.peak_memory,
        "damaged": session.recording.latest().damaged, "wall": round(finished.wall_seconds, 2),
    }  # fmt: skip


def open_the_way(*paths: str) -> None:
    """For root, before it becomes another account: folders that root alone may pass are passed by anybody and show nothing but these paths.

    In mounts of this process's own. So an interpreter under root's home is tried by an ordinary account, too.
    """
    from asyncplay.sandbox import mounts, namespaces

    closed: dict[str, list[str]] = {}
    for path in paths:
        for parent in reversed(pathlib.Path(path).parents):
            if not os.stat(parent).st_mode & 1:
                closed.setdefault(str(parent), []).append(path)
                break
    if not closed:
        return
    namespaces.unshare(0x20000)  # CLONE_NEWNS
    mounts.mount(None, "/", None, mounts.REC | mounts.PRIVATE)
    for parent_path, shown in closed.items():
        kept = [(tempfile.mkdtemp(), path) for path in shown]
        for place, path in kept:
            mounts.bind(path, place)
        mounts.mount("tmpfs", parent_path, "tmpfs", mounts.NOSUID | mounts.NODEV, "mode=755")
        for place, path in kept:
            os.makedirs(path)
            mounts.bind(place, path)
            mounts.unmount(place)
            os.rmdir(place)


async def main(level: str, python: str, files: list[str]) -> None:
    """All of them, one after another, in one engine as in one playground."""
    from asyncplay.engine.engine import Engine

    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        os.chmod(folder, 0o755)
        host = Host(folder)
        stack.callback(lambda: host.victim.kill())
        engine = Engine(spares=False)
        for number, file in enumerate(files):
            cwd = os.path.join(folder, f"work{number}")
            os.mkdir(cwd)
            os.environ["CANARY_TOKEN"] = SECRET
            print(json.dumps(await one(engine, host, pathlib.Path(file), level, python, cwd)), flush=True)
        await engine.close()


if __name__ == "__main__":
    _, wanted, interpreter, uid, *names = sys.argv
    sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "src"))
    if int(uid) != os.getuid():
        open_the_way(os.path.realpath(sys.base_prefix), str(pathlib.Path(__file__).parents[2]))
        os.setgroups([])
        os.setgid(int(uid))
        os.setuid(int(uid))
        os.environ["HOME"] = "/nonexistent"
    asyncio.run(main(wanted, interpreter, names))
