"""The warden: the runner's parent. It forks, reaps, watches, kills, and is the one witness of how a run ended.

One warden for one run. Its control socket is its lifeline: when that closes, whoever closed it, everything below dies. At `contained` it is
the first process of a process namespace: when it ends, the kernel ends all others. Elsewhere it is a subreaper, so that a daemon that leaves
its session and its parent becomes the warden's child and is found. It ignores the polite signals and stands in a session of its own.
What it does not stop, at level `open`: a snippet that kills it by number. Then the zygote, a subreaper too, inherits the orphans and ends them.

What is said on the control socket, a line each. From here: ready (the runner is locked down and waits), failed (why not), exit
(a wait status) with memory, cpu, and limit where one ended the run. From the engine: `k` kill, `i` interrupt, or a go: {"path": …} with a
descriptor of the snippet's text, so that its file can be put in its place.
"""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import socket
import time
from collections.abc import Callable
from typing import Any

from asyncplay.sandbox import capabilities, linux, place, watch
from asyncplay.sandbox.becoming import CONTROL, ERR, LINES, OUT, REQUEST, RUNNER_FDS, TRACE, become_runner
from asyncplay.sandbox.channel import Channel
from asyncplay.sandbox.manners import Manners
from asyncplay.sandbox.profile import Profile
from asyncplay.trace import wire


class Warden:
    """One run's. `work`: the folder that the snippet may write to; `first`: this is the first process of a namespace."""

    def __init__(self, profile: Profile, work: str, stand_by: Callable[[int, int, int], Callable[[], Any]]) -> None:
        self.profile = profile
        self.work = work
        self.first = profile.level == "contained"
        self.own_root = profile.level in ("contained", "contained-bwrap")
        self.control = Channel(socket.socket(fileno=CONTROL))
        self._stand_by = stand_by
        self._child = 0
        self._released = False
        self._limit: dict[str, Any] = {}
        self._peak = 0
        self._manners = Manners(0)
        self._started = 0.0

    def live(self) -> Callable[[], Any]:
        """The whole life. Returns in the runner only, when it may begin."""
        linux.become_subreaper()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
            signal.signal(number, signal.SIG_IGN)
        wake, woken = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
        if self.profile.level != "open":
            capabilities.drop_bounding()
        gate, self._gate = os.pipe()
        told, tell = os.pipe()
        self._child = os.fork()
        if self._child == 0:
            self.control.socket.detach()
            os.close(self._gate)
            return self._be_the_runner(gate, tell)
        self._manners = Manners(self._child)
        for fd in (REQUEST, LINES, TRACE, OUT, ERR, gate, tell):
            os.close(fd)
        linux.set_dumpable(False)
        self._watch(wake, told)
        os._exit(0)

    def _be_the_runner(self, gate: int, tell: int) -> Callable[[], Any]:
        """Leave nothing of the warden in this child; lock down; say so; wait at the gate."""
        try:
            become_runner(self.profile, self.work, (gate, tell))
            run = self._stand_by(*RUNNER_FDS)
            os.write(9, b"+")
        except BaseException as error:
            text = str(error) if isinstance(error, OSError) else f"{type(error).__name__}: {error}"
            os.write(9 if _is_open(9) else tell, b"-" + text.encode()[:500])
            os._exit(125)
        os.close(9)
        os.read(8, 1)
        os.close(8)
        return run

    # watching

    def _watch(self, wake: int, told: int) -> None:
        """Reap until the runner is over or must be; report; sweep; end."""
        poll = select.poll()
        for fd in (self.control.fileno(), wake, told):
            poll.register(fd, select.POLLIN)
        status: int | None = None
        pause = None
        while status is None:
            for fd, _ in poll.poll(pause):
                if fd == wake:
                    os.read(wake, 512)
                elif fd == told:
                    poll.unregister(told)
                    self._hear(os.read(told, 600))
                elif not self._obey():
                    self._end_all()
                    os._exit(0)
            status = self._reap()
            if self._released and status is None:
                pause = self._look()
        self._end_all()
        self._report(status)

    def _hear(self, word: bytes) -> None:
        if word[:1] == b"+":
            self.control.send(b'{"ready": true}')
            self._rehearse()
        else:
            self.control.say(failed=word[1:].decode(errors="replace") or "the runner ended while it was set up")

    def _rehearse(self) -> None:
        """A spare waits: go once through what it will have to do at once, so that the pages of memory for that are its own (`runner.main`).

        Where it is no spare, the snippet runs already, and nothing may come between: neither a file in its folder, nor its end."""
        if self._released or select.select([self.control.fileno()], [], [], 0)[0]:
            return
        json.loads(b'{"path": ""}')
        Channel(self.control.socket).take_fd()
        if self.own_root:
            place.rehearse(self.work)

    def _obey(self) -> bool:
        """The engine's commands; False when there will be none any more."""
        for line in self.control.receive():
            if line == b"i":
                os.kill(self._child, signal.SIGINT)
            elif line == b"k":
                self._kill_all()
            elif line[:1] in (b"w", b"W") and line[1:].isdigit():
                self._ask_where(int(line[1:]), line[:1] == b"W")
            elif not self._released:
                self._release(json.loads(line))
        return not self.control.closed

    def _ask_where(self, thread: int, insist: bool) -> None:
        """Have a thread of the runner's (0: its main one) write where it stands; a runner that does not expect the signal would die of it.

        Only one that computes is asked, since a signal can cut a call short; `insist`: one that sleeps, too. Where another one computes, that one
        must hold the interpreter, and is asked instead; of several that may be waiting for a processor the one that gets it.
        """
        if not (self._released and wire.WHERE and linux.catches(self._child, wire.WHERE)):
            return
        thread = thread or self._child
        busy = linux.busy_threads(self._child)
        if busy and busy != {thread}:
            thread = linux.busiest(self._child, busy) or thread
        if thread in busy or (insist and not busy):
            linux.signal_thread(self._child, thread, wire.WHERE)

    def _release(self, go: dict[str, str]) -> None:
        """Open the gate, once the snippet's file is in its place. The last of the warden's own power goes too."""
        text = self.control.take_fd()
        if text >= 0:
            if self.own_root:
                place.place(go["path"], self.work, text)
            os.close(text)
        if self.profile.level != "open":
            capabilities.drop_sets()
        self._released = True
        self._started = time.monotonic()
        os.close(self._gate)

    def _look(self) -> int:
        """Hold the limits that no process can hold for itself; milliseconds until the next look."""
        limits = self.profile.limits
        if not linux.HERE:
            return 100
        pids = watch.everything() if self.first else linux.descendants(os.getpid())
        began = time.monotonic()
        use = watch.look(pids, "/tmp" if self.own_root else None, limits.memory, own_network=self.first)
        took = time.monotonic() - began
        self._peak = max(self._peak, use.memory)
        if not self._limit and use.memory > limits.memory:
            self._reach("memory", limits.memory)
        elif not self._limit and not self.first and self.profile.level != "open" and use.tasks > limits.tasks + 1:
            self._reach("tasks", limits.tasks)
        if self.profile.polite and (len(pids) > 1 or not self._manners.polite):
            self._manners.give_way(pids)
        busy = use.memory * 4 > limits.memory or len(pids) > 8
        return int(1000 * max(watch.POLL_HIGH_S if busy else watch.POLL_S, took * watch.SHARE))

    def _reach(self, name: str, value: float) -> None:
        self._limit = {"limit": name, "value": value}
        self._kill_all()

    # ending

    def _reap(self) -> int | None:
        """Wait for all that ended; the runner's status if it is among them."""
        found: int | None = None
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return found
            if pid == 0:
                return found
            if pid == self._child:
                found = status

    def _kill_all(self) -> None:
        """Kill everything that is there now."""
        if self.first:
            try:
                os.kill(-1, signal.SIGKILL)
            except OSError:
                pass
            return
        for pid in linux.descendants(os.getpid()) if linux.HERE else [self._child]:
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass

    def _end_all(self) -> None:
        """Kill everything below until nothing is left: a fork bomb is outrun, since each pass kills all that it sees."""
        end = time.monotonic() + 10.0
        while time.monotonic() < end:
            self._kill_all()
            self._reap()
            try:
                os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            time.sleep(0.001)

    def _report(self, status: int) -> None:
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = usage.ru_utime + usage.ru_stime
        limits = self.profile.limits
        limit: dict[str, Any] = dict(self._limit)
        if not limit and os.WIFSIGNALED(status):
            number = os.WTERMSIG(status)
            if number == signal.SIGXCPU or (number == signal.SIGKILL and cpu >= limits.cpu):
                limit = {"limit": "cpu", "value": limits.cpu}
            elif number == signal.SIGXFSZ:
                limit = {"limit": "file", "value": limits.file}
        peak = max(self._peak, usage.ru_maxrss * 1024)
        crowded = self.own_root and watch.is_crowded("/tmp")
        self.control.say(exit=status, memory=peak, cpu=cpu, crowded=crowded, **limit)


def _is_open(fd: int) -> bool:
    try:
        os.fstat(fd)
    except OSError:
        return False
    return True
