"""What a whole run uses: memory of all its processes, shared memory and files in memory included, and how many tasks there are. Read from /proc.

What no process shows as its own, shared pages out of sight and the buffers of sockets, is measured by `unseen`.

Stops nothing itself: the warden asks, and ends a run that is over its limit. Between two looks a run can grow; how far depends on POLL_S.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass

from asyncplay.sandbox import linux, unseen

POLL_S, POLL_HIGH_S = 0.1, 0.01
"""Between two looks; and where a quarter of a limit is used."""
SHARE = 4
"""A look may take one part in so many of the warden's time."""
PLAIN = 128 << 20
"""Address space of a run that is neither private memory nor code and needs no looking into: the trace, files of locales."""
_PRIVATE = (b"VmData:", b"VmStk:", b"VmExe:", b"VmLib:")


@dataclass(frozen=True, slots=True)
class Use:
    memory: int
    tasks: int


def everything() -> list[int]:
    """All processes of this process namespace but its first."""
    return [int(name) for name in os.listdir("/proc") if name.isdigit() and name != "1"]


def look(pids: list[int], disk: str | None, enough: int, own_network: bool = False) -> Use:
    """What these processes use together. Pages that a fork shares are counted once, if counting them often would be too much."""
    anonymous = shared = tables = tasks = 0
    others: dict[int, int] = {}
    for pid in pids:
        data = linux.read(f"/proc/{pid}/status")
        anonymous += _number(data, b"RssAnon:")
        shared += _number(data, b"RssShmem:")
        tables += _number(data, b"VmPTE:")
        tasks += _count(data, b"Threads:")
        others[pid] = max(0, _number(data, b"VmSize:") - sum(_number(data, name) for name in _PRIVATE))
    fixed = _stored(disk) + tables
    if own_network:
        fixed += unseen.in_sockets(enough)
    hidden = 0
    if anonymous + fixed + sum(others.values()) > enough + PLAIN:
        hidden = unseen.mapped(sorted(pids, key=lambda pid: -others[pid]), enough)
    if anonymous + max(shared, hidden) + fixed > enough:
        anonymous, shared = _exact(pids)
    return Use(anonymous + max(shared, hidden) + fixed, tasks)


def _exact(pids: Iterable[int]) -> tuple[int, int]:
    """Bytes of private and of shared pages, each process's own share of them; without leave to ask, all of them."""
    anonymous = shared = 0
    for pid in pids:
        data = linux.read(f"/proc/{pid}/smaps_rollup")
        names = (b"Pss_Anon:", b"Pss_Shmem:")
        if not data:
            data, names = linux.read(f"/proc/{pid}/status"), (b"RssAnon:", b"RssShmem:")
        anonymous += _number(data, names[0])
        shared += _number(data, names[1])
    return anonymous, shared


def _stored(folder: str | None) -> int:
    """Bytes of the files in a private file system in memory."""
    if folder is None:
        return 0
    try:
        found = os.statvfs(folder)
    except OSError:
        return 0
    return (found.f_blocks - found.f_bfree) * found.f_frsize


def is_crowded(folder: str) -> bool:
    """Whether a file system in memory has no room for one more file, whatever its size."""
    try:
        return os.statvfs(folder).f_ffree == 0
    except OSError:
        return False


def _number(data: bytes, name: bytes) -> int:
    """The bytes behind a name. A process chooses its own name in the first line, so it is looked for at the begin of a line."""
    return _count(data, name) << 10


def _count(data: bytes, name: bytes) -> int:
    at = data.find(b"\n" + name)
    if at < 0:
        return 0
    words = data[at + len(name) + 1 : at + len(name) + 40].split(None, 1)
    return int(words[0]) if words and words[0].isdigit() else 0
