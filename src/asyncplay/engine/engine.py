"""Starts runs, and keeps one spare pair waiting so that a start costs nothing."""

from __future__ import annotations

import asyncio
import os
import signal

from asyncplay.engine.process import SetupError, Warden
from asyncplay.engine.session import RunRequest, Session
from asyncplay.sandbox import linux

CALM_S = 0.3
"""So long after a start the next spare is made: first the run, then the comfort."""


class Engine:
    """One for a front end. Sessions are independent of each other: each has a pair of processes of its own. `spares`: more runs will follow."""

    def __init__(self, spare_idle_s: float = 300.0, spares: bool = True) -> None:
        self._spares = spares
        self._spare: Warden | None = None
        self._sessions: set[Session] = set()
        self._idle_s = spare_idle_s
        self._timer: asyncio.TimerHandle | None = None
        self._strangers = set(linux.children(os.getpid()))
        linux.become_subreaper()

    def warm(self) -> None:
        """Have a spare wait for the next run. A spare that nobody wants for long is let go."""
        if self._spare is None:
            try:
                self._spare = Warden()
            except SetupError:
                return
        self._in(self._idle_s, self._let_go)

    async def start(self, request: RunRequest) -> Session:
        """A running session; one that could not be set up ends at once, with `error` saying why."""
        warden, error = self._take(request), None
        if warden is None:
            try:
                warden = Warden(request.python)
            except SetupError as failure:
                error = str(failure)
        if warden is not None:
            warden.give(
                {
                    "source": request.source, "path": request.path, "argv": list(request.argv), **request.settings(),
                    "cwd": request.cwd or os.getcwd(),
                }
            )  # fmt: skip
        session = Session(request, warden, error)
        self._sessions.add(session)
        session.on_orphans = self._end_strangers
        session.on_over(self._sessions.discard)
        if self._spares:
            self._in(CALM_S, self.warm)
        return session

    def _end_strangers(self) -> None:
        """A snippet killed its warden: what is left of the run is a child of this process now, since this is a subreaper."""
        own = self._strangers | {session.warden_pid for session in self._sessions} | ({self._spare.pid} if self._spare else set())
        for _ in range(200):
            left = [pid for pid in linux.children(os.getpid()) if pid not in own]
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

    def _take(self, request: RunRequest) -> Warden | None:
        spare, self._spare = self._spare, None
        if spare is None:
            return None
        spare.listen()
        if spare.hung_up or not spare.is_alive() or request.python not in (None, spare.python):
            spare.dispose()
            return None
        return spare

    def _in(self, seconds: float, what: object) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(seconds, what)  # type: ignore[arg-type]

    def _let_go(self) -> None:
        spare, self._spare = self._spare, None
        if spare is not None:
            spare.dispose()

    async def close(self) -> None:
        """Stop every run, let the spare go; when this returns nothing is left."""
        if self._timer is not None:
            self._timer.cancel()
        sessions = list(self._sessions)
        for session in sessions:
            session.stop()
        for session in sessions:
            await session.wait()
        self._let_go()
        self._sessions.clear()
