"""The zygote: one process for an interpreter, started once, from which every run is forked, so that a run costs no start of Python.

It has imported asyncio and the runner, has one thread and a clean environment, and never sees a snippet's text. The engine asks on a
SEQPACKET socket: a profile, with the run's six descriptors. For each it forks a child that makes the namespaces and the private root
(*outer*), and from that the warden. It is a subreaper: where a run has no namespaces and its warden was killed, what is left comes to the
zygote, which ends it. When its socket closes it ends. The only importer of the runner.

Stops: what a snippet learns from the environment, descriptors and memory of the playground or of an earlier run. Does not stop anything else.
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import gc
import json
import os
import platform
import select
import signal
import socket
import sys
import time
from collections.abc import Callable
from typing import Any, Literal

from asyncplay.runner import main as runner
from asyncplay.sandbox import capabilities, landlock, linux, mounts, namespaces, seccomp, visible
from asyncplay.sandbox.becoming import CONTROL, ERR, OUT
from asyncplay.sandbox.channel import Channel
from asyncplay.sandbox.profile import Profile
from asyncplay.sandbox.root import Root
from asyncplay.sandbox.warden import Warden

INNER = 1000
"""A run's account, where root starts it; it is a number of nobody's outside."""
NOBODYS = 0x7000_0000
"""Account numbers from here on are given to nobody by any system known."""
PROFILE_MAX = 1 << 16
M_ARENA_MAX = -8  # mallopt(3)
LAST_S = 3.0
Ready = Callable[[], Any]
"""In a runner: waits for its request, and gives the script to run, or None if there is none."""


def main(number: int) -> Ready:
    """The zygote's life. Returns in a runner only."""
    ask = socket.socket(fileno=number)
    prepare()
    linux.become_subreaper()
    linux.set_dumpable(False)
    for one in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
        signal.signal(one, signal.SIG_IGN)
    wake, woken = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
    ask.send(json.dumps({"python": platform.python_version(), "hidden": visible.hidden_entries([])}).encode())
    poll = select.poll()
    poll.register(ask, select.POLLIN)
    poll.register(wake, select.POLLIN)
    known: dict[int, bool] = {}
    while True:
        for fd, _ in poll.poll():
            if fd == wake:
                os.read(wake, 512)
                _bury(known)
            elif (ready := _serve(ask, known)) is None:
                _end_strangers({})
                _wait_for_all()
                os._exit(0)
            elif ready is not True:
                return ready


def prepare() -> None:
    """Import what a run needs, and freeze it: a fork's collector then leaves these pages shared."""
    runner.prepare()
    linux.libc()
    landlock.abi()
    seccomp.build(seccomp.Rules())
    visible.of_interpreter()
    with contextlib.suppress(OSError):
        ctypes.CDLL("libgcc_s.so.1")  # a thread's end needs it, and could not load it once the descriptors are used up
    with contextlib.suppress(AttributeError):
        linux.libc().mallopt(M_ARENA_MAX, 1)  # under one lock threads need no heap each, of 64 MiB of addresses
    gc.collect()
    gc.freeze()


def _serve(ask: socket.socket, known: dict[int, bool]) -> Ready | Literal[True] | None:
    """Fork for one request; None when there will be none any more. In the runner that came of it: what `one_run` gives."""
    try:
        data, fds, _, _ = socket.recv_fds(ask, PROFILE_MAX, 8)
    except OSError:
        return None
    if not data:
        return None
    profile = Profile.from_json(data)
    pid = os.fork()
    if pid == 0:
        ask.detach()
        _become_first(fds)
        return one_run(profile)
    known[pid] = profile.level == "contained"
    for fd in fds:
        os.close(fd)
    return True


def _bury(known: dict[int, bool]) -> None:
    """Reap. A warden without a namespace may have left something."""
    bare = False
    while True:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            break
        if pid == 0:
            break
        bare = bare or known.pop(pid, True) is False
    if bare:
        _end_strangers(known)


def _end_strangers(known: dict[int, bool]) -> None:
    """Kill whatever became a child of this process without being a run's."""
    for _ in range(1000):
        left = [pid for pid in linux.children(os.getpid()) if pid not in known and _is_bare(pid)]
        if not left:
            return
        for pid in [*left, *(below for one in left for below in linux.descendants(one))]:
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass
        for pid in left:
            try:
                os.waitpid(pid, 0)
            except OSError:
                pass


def _wait_for_all() -> None:
    """Bury the wardens, whose lifelines are cut too: nobody else is left with their corpses."""
    end = time.monotonic() + LAST_S
    try:
        while os.waitpid(-1, os.WNOHANG)[0] or time.monotonic() < end:
            time.sleep(0.001)
    except ChildProcessError:
        pass


def _is_bare(pid: int) -> bool:
    """Whether a process is in no namespace of its own; a warden that is first in one needs no looking after."""
    try:
        return os.readlink(f"/proc/{pid}/ns/pid") == os.readlink("/proc/self/ns/pid")
    except OSError:
        return False  # a warden does not let itself be looked at


def single(fds: list[int]) -> Ready:
    """Without a zygote, where there are no Linux descriptors over sockets: this process is one run's first. Returns in its runner only."""
    runner.prepare()
    profile = Profile.from_json(sys.stdin.buffer.read(PROFILE_MAX))
    _become_first(fds)
    return one_run(profile)


def _become_first(fds: list[int]) -> None:
    """The run's six descriptors get their numbers; all others are closed."""
    high = [fcntl.fcntl(fd, fcntl.F_DUPFD, 100) for fd in fds]
    for place, fd in enumerate(high, CONTROL):
        os.dup2(fd, place)
    os.closerange(ERR + 1, 4096)
    signal.set_wakeup_fd(-1)


def one_run(profile: Profile) -> Ready:
    """The first process of a run. Returns in its runner only."""
    try:
        linux.set_dumpable(True)  # else /proc/self is not its own, and the maps of a user namespace cannot be written
        work = _outer(profile) if profile.level == "contained" else _plain(profile)
        warden = Warden(profile, work, runner.stand_by)
    except Exception as error:
        text = str(error) if isinstance(error, OSError) else f"{type(error).__name__}: {error}"
        _say(failed=text)
        os._exit(125)
    return warden.live()


def _plain(profile: Profile) -> str:
    """No namespaces: this process is the warden."""
    if os.getsid(0) != os.getpid():
        os.setsid()
    _tell_warden(os.getpid())
    if profile.level == "contained-bwrap":
        return "/tmp"
    return profile.work


def _outer(profile: Profile) -> str:
    """Make the namespaces, fork the warden into them, and make the private root around it. Returns in the warden.

    What this process writes to in all that, which are copies of the zygote's pages, goes with it: the warden stays small.
    """
    root_started = os.geteuid() == 0
    uid, gid = (NOBODYS + int.from_bytes(os.urandom(3), "little"),) * 2 if root_started else (os.geteuid(), os.getegid())
    inner = (INNER, INNER) if root_started else (uid, gid)
    os.setsid()
    if root_started:
        for fd in (OUT, ERR):
            os.fchown(fd, uid, gid)  # /dev/stdout and /dev/stderr are opened anew by name
        namespaces.unshare(namespaces.WORLD)
    else:
        namespaces.enter_user(namespaces.WORLD, *inner)
    namespaces.loopback_up()
    socket.sethostname("asyncplay")
    work = visible.work_folder(profile.cwd)
    root = Root(work, profile.limits.disk, profile.limits.inodes, (uid, gid) if root_started else inner, inner)
    built, tell = os.pipe()
    pid = os.fork()
    if pid:
        root.build([*visible.SYSTEM, *visible.of_interpreter()], list(profile.shares))  # pivot_root(2) takes the warden along
        _tell_warden(pid)
        os.write(tell, b"+")
        os._exit(0)  # the zygote, a subreaper, inherits the warden: a process less for each run
    os.close(tell)
    if not os.read(built, 1):
        os._exit(125)  # the other one has said why
    os.close(built)
    os.setsid()
    mounts.mount("proc", "/proc", "proc", mounts.NOSUID | mounts.NODEV | mounts.NOEXEC)
    root.leave_old()
    if root_started:
        capabilities.become(uid, gid)
        namespaces.enter_user(namespaces.MOUNT, *inner)
    mounts.set_root_read_only(True)
    return work


def _tell_warden(pid: int) -> None:
    """Let the engine have the warden's number, and a descriptor that means it and no later process of that number."""
    if not hasattr(os, "pidfd_open"):
        _say(warden=pid)
        return
    pidfd = os.pidfd_open(pid)
    _say((pidfd,), warden=pid)
    os.close(pidfd)


def _say(fds: tuple[int, ...] = (), **values: object) -> None:
    control = Channel(socket.socket(fileno=CONTROL))
    control.say(fds, **values)
    control.socket.detach()
