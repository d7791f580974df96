"""Starts runs at a level that is settled once, and keeps one spare waiting so that a start costs nothing."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from asyncplay.engine.process import SetupError, Warden
from asyncplay.engine.request import here
from asyncplay.engine.stable import Stable, at_level
from asyncplay.sandbox import linux
from asyncplay.sandbox.profile import Profile

if TYPE_CHECKING:
    from asyncplay.engine.session import RunRequest, Session

CALM_S = 0.3
"""So long after a start the next spare is made: first the run, then the comfort."""


class Engine:
    """One for a front end. Sessions are independent of each other: each has processes of its own. `spares`: more runs will follow."""

    def __init__(self, spare_idle_s: float = 300.0, spares: bool = True) -> None:
        self._spares = spares
        self._stable = Stable()
        self._spare: Warden | None = None
        self._wanted = (sys.executable, "auto", Profile(cwd=here(), polite=spares))
        """What the next run will probably be: as the last one was."""
        self._sessions: set[Session] = set()
        self._idle_s = spare_idle_s
        self._timer: asyncio.TimerHandle | None = None
        self._warming: asyncio.Task[None] | None = None
        self.on_level: Callable[[], None] = lambda: None
        """Called when it becomes known at which level snippets run."""
        linux.become_subreaper()
        with contextlib.suppress(OSError):
            linux.set_dumpable(False)

    @property
    def level(self) -> str | None:
        """The level of runs that name none, with the interpreter of the last run; None until it is known."""
        python, level, _ = self._wanted
        return level if level != "auto" else self._stable.known(python)

    def hidden(self, python: str | None = None) -> list[str]:
        """The entries of an interpreter's `sys.path` that a contained run does not see."""
        return self._stable.hidden(python or sys.executable)

    def warm(self) -> None:
        """Have a spare wait for the next run. A spare that nobody wants for long is let go, and its zygote with it."""
        if self._spare is None and self._warming is None:
            self._warming = asyncio.get_running_loop().create_task(self._warm())
        self._in(self._idle_s, self._let_go)

    async def _warm(self) -> None:
        try:
            spare = await self._stable.fetch(*self._wanted)
            await spare.settled()
        except SetupError:
            spare = None
        finally:
            self._warming = None
        self.on_level()
        if spare is None or self._spare is not None or not spare.ready:
            if spare is not None:
                spare.dispose()
            return
        self._spare = spare

    async def start(self, request: RunRequest) -> Session:
        """A running session; one that could not be set up ends at once, with `error` saying why."""
        python = request.python or sys.executable
        shares = tuple(dict.fromkeys(map(os.path.abspath, request.shares)))
        profile = Profile(limits=request.limits, shares=shares, cwd=request.cwd or here(), polite=self._spares)
        self._wanted = (python, request.level, profile)
        error = None
        warden = self._take()
        if warden is None:
            try:
                warden = await self._stable.fetch(python, request.level, profile)
            except SetupError as failure:
                error = str(failure)
        if warden is not None:
            warden.give(
                {
                    "source": request.source, "path": request.path, "argv": list(request.argv), **request.settings(),
                    "cwd": "" if warden.has_own_folder else profile.cwd,
                }
            )  # fmt: skip
        from asyncplay.engine.session import Session

        session = Session(request, warden, error)
        self._sessions.add(session)
        session.on_over(self._sessions.discard)
        if self._spares:
            self._in(CALM_S, self.warm)
        return session

    def _take(self) -> Warden | None:
        """The spare, if it is what is wanted."""
        spare, self._spare = self._spare, None
        if spare is None:
            return None
        python, level, profile = self._wanted
        level = self._stable.known(python) or "" if level == "auto" else level
        spare.listen()
        if spare.python != python or spare.profile != at_level(profile, level) or not spare.is_alive():
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
        if not self._sessions:
            self._stable.rest()

    async def close(self) -> None:
        """Stop every run, let the spare go; when this returns nothing is left."""
        if self._timer is not None:
            self._timer.cancel()
        if self._warming is not None:
            with contextlib.suppress(asyncio.CancelledError):
                await self._warming
        sessions = list(self._sessions)
        for session in sessions:
            session.stop()
        for session in sessions:
            await session.wait()
        self._let_go()
        self._stable.rest()
        self._sessions.clear()
