"""The private root: a file system in memory that shows what `visible` names, read-only, and three folders to write in.

Stops: reading or writing any other file of the host, by any path, link or descriptor of a folder; more disk or more files than allowed;
set-uid programs (nosuid) and device nodes (nodev). What is written is in memory, counted, and gone with the run.
Does not stop: reading what is shown: Python, the system's programs and libraries.

The old root stays at /o until the warden has mounted /proc: the kernel allows a new /proc in a user namespace only while a whole one is in sight.
"""

from __future__ import annotations

import contextlib
import os
from collections import deque

from asyncplay.sandbox import mounts, visible

OLD = "/o"
DISK = "/d"
OWN_BYTES, OWN_FILES = 64 << 20, 4096
"""Of the root itself, which only the warden writes to: the snippet's file, and places to mount on."""
LINKS_MAX = 40
SYSTEM = ("usr", "etc", "dev", "lib", "lib64", "lib32", "bin", "sbin", "proc", "tmp", "d", "play")
"""Folders that may be listed. Others are only passed through, and keep the names in them to themselves."""
ETC = {
    "hosts": "127.0.0.1 localhost\n::1 localhost\n",
    "passwd": "user:x:{uid}:{gid}::{work}:/bin/sh\n",
    "group": "user:x:{gid}:\n",
    "resolv.conf": "",
    "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
    "hostname": "asyncplay\n",
}


class Root:
    """Builds it. `owner`: whose the new folders are, where root builds for an account of no power."""

    def __init__(self, work: str, disk: int, inodes: int, owner: tuple[int, int], inner: tuple[int, int]) -> None:
        self.work = work
        self._disk = f"size={disk},nr_inodes={inodes},mode=755"
        self._owner = owner
        self._inner = inner
        self._shown: list[str] = []

    def build(self, read: list[str], shares: list[str]) -> None:
        """In a mount namespace of its own, as root of it: pivot into the new root and fill it."""
        stage = "/tmp" if os.path.isdir("/tmp") else "/mnt"
        mounts.mount(None, "/", None, mounts.REC | mounts.PRIVATE)
        mounts.mount("tmpfs", stage, "tmpfs", mounts.NOSUID | mounts.NODEV, f"size={OWN_BYTES},nr_inodes={OWN_FILES},mode=755")
        os.chdir(stage)
        os.mkdir(OLD[1:])
        mounts.pivot(OLD[1:])
        os.chown("/", *self._owner)
        self.folder("/proc")
        self._writable()
        self._devices()
        self._etc()
        for path in sorted(dict.fromkeys(read), key=len):
            self.show(path)
        for path in sorted(dict.fromkeys(shares), key=len):
            self.show(path)
            with contextlib.suppress(OSError):
                os.chmod(os.path.dirname(path), 0o755)  # imports look for it here

    def leave_old(self) -> None:
        """In the warden, once /proc is mounted: nothing of the host is left but what is shown."""
        for name in visible.MASKED:
            if os.path.exists(f"/proc/{name}"):
                mounts.bind("/dev/null", f"/proc/{name}")
        os.chdir("/")
        mounts.unmount(OLD)
        os.rmdir(OLD)

    def _writable(self) -> None:
        """One file system, and so one quota, for the work folder, /tmp and /dev/shm."""
        self.folder(DISK)
        mounts.mount("tmpfs", DISK, "tmpfs", mounts.NOSUID | mounts.NODEV, self._disk)
        for name, place, mode in (("tmp", "/tmp", 0o1777), ("shm", "/dev/shm", 0o1777), ("work", self.work, 0o755)):
            source = f"{DISK}/{name}"
            self.folder(source)
            os.chmod(source, mode)
            self.folder(place)
            if place == "/tmp" or not place.startswith("/tmp"):
                mounts.mount(source, place, None, mounts.BIND)
                os.chmod(place, mode)
        mounts.unmount(DISK)
        os.rmdir(DISK)

    def _devices(self) -> None:
        for name in visible.DEVICES:
            place = f"/dev/{name}"
            self._file(place)
            mounts.mount(OLD + place, place, None, mounts.BIND)
            mounts.restrict(place, mounts.NOSUID | mounts.NOEXEC)
        for name, target in (("fd", "/proc/self/fd"), ("stdin", "fd/0"), ("stdout", "fd/1"), ("stderr", "fd/2")):
            os.symlink(target, f"/dev/{name}")

    def _etc(self) -> None:
        self.folder("/etc")
        uid, gid = self._inner
        for name, text in ETC.items():
            with open(f"/etc/{name}", "w", encoding="utf-8") as file:
                file.write(text.format(uid=uid, gid=gid, work=self.work))

    def show(self, path: str) -> None:
        """Make a path of the host's visible, read-only, with the links that lead to it. What the host lacks is passed over."""
        place = self._follow(path)
        if place in (None, "") or not os.path.exists(OLD + str(place)) or self._is_shown(str(place)):
            return
        assert place is not None
        try:
            if os.path.isdir(OLD + place):
                self.folder(place)
            else:
                self.folder(os.path.dirname(place))
                self._file(place)
        except OSError:
            return  # below something that is shown already
        mounts.bind(OLD + place, place)
        mounts.restrict(place, mounts.RDONLY | mounts.NOSUID | mounts.NODEV)
        self._shown.append(place)

    def _follow(self, path: str) -> str | None:
        """The real place of a path of the host's; each link on the way is made here too."""
        real, links = "", 0
        parts = deque(path.split("/"))
        while parts:
            name = parts.popleft()
            if name in ("", "."):
                continue
            if name == "..":
                real = os.path.dirname(real)
                continue
            here = f"{real}/{name}"
            if not os.path.islink(OLD + here):
                real = here
                continue
            links += 1
            if links > LINKS_MAX:
                return None
            target = os.readlink(OLD + here)
            self._link(target, here)
            if target.startswith("/"):
                real = ""
            parts.extendleft(reversed(target.split("/")))
        return real

    def _link(self, target: str, here: str) -> None:
        try:
            self.folder(os.path.dirname(here))
            os.symlink(target, here)
        except OSError:
            pass  # it is there, with all of the folder that is shown

    def _is_shown(self, place: str) -> bool:
        return any(place == one or place.startswith(one + "/") for one in self._shown)

    def folder(self, path: str) -> None:
        """Like `mkdir -p`, for the owner."""
        made = ""
        for name in path.split("/"):
            if not name:
                continue
            made += f"/{name}"
            try:
                os.mkdir(made, 0o755 if made.split("/")[1] in SYSTEM else 0o311)
            except FileExistsError:
                continue
            os.chown(made, *self._owner)

    def _file(self, path: str) -> None:
        """An empty file to mount on."""
        if not os.path.lexists(path):
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o644))
