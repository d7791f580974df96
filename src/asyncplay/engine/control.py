"""Pause, step, cancel, breakpoints: what a session says to the program while it runs, and what it knows of the program's standing still.

Time at a pause that was asked for here does not count towards the wall limit. A trace that claims a pause nobody asked for changes nothing: a
program cannot get itself more time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping

from asyncplay.engine.process import Warden
from asyncplay.trace.events import Event, ProgramPaused, ProgramResumed


class WallLimit:
    """Calls once so many seconds have passed, those at a pause not counted. Made in a running loop."""

    def __init__(self, seconds: float, call: Callable[[], None]) -> None:
        self._loop = asyncio.get_running_loop()
        self._left = seconds
        self._call = call
        self._began = self._loop.time()
        self._timer: asyncio.TimerHandle | None = self._loop.call_later(seconds, call)

    def hold(self) -> None:
        """The program stands still."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
            self._left -= self._loop.time() - self._began

    def go_on(self) -> None:
        """It runs again."""
        if self._timer is None:
            self._began = self._loop.time()
            self._timer = self._loop.call_later(max(0.0, self._left), self._call)

    def cancel(self) -> None:
        if self._timer is not None:
            self._timer.cancel()


class Controlled:
    """The part of a session by which a program is paused and let go."""

    def __init__(self, warden: Warden | None, paused: bool, watched: bool) -> None:
        self._warden = warden
        self._wall: WallLimit | None = None
        self._asked = paused
        """A pause or a step was asked for, and no `resume` since."""
        self._watched = watched
        """Breakpoints are set."""
        self._stands: ProgramPaused | None = None

    @property
    def over(self) -> bool:
        raise NotImplementedError

    @property
    def paused(self) -> bool:
        """Whether the program stands still now."""
        return self._stands is not None and not self.over

    @property
    def pausing(self) -> bool:
        """A pause was asked for and waits for the end of the step that runs."""
        return self._asked and self._stands is None and not self.over

    @property
    def paused_at(self) -> ProgramPaused | None:
        """Where it stands, and why."""
        return self._stands if not self.over else None

    def pause(self) -> None:
        """Stand still before the next step. A step that is stuck has to end first: until then the session is `pausing`."""
        self._asked = True
        self._say(do="pause")

    def resume(self) -> None:
        """Run on."""
        self._asked = False
        self._go_on()
        self._say(do="resume")

    def step(self) -> None:
        """Let one task step run, and stand still before the one after it. A program that runs is paused so."""
        self._asked = True
        self._go_on()
        self._say(do="step")

    def cancel(self, task: int) -> None:
        """Cancel this task, as its `cancel()` would."""
        self._say(do="cancel", task=task)

    def set_breakpoints(self, lines: Mapping[int, int | None], tasks: Collection[int] = ()) -> None:
        """Pause when a step suspends on one of these lines or resumes from it, in that task or in any (None); and at each step of these tasks.

        These replace the ones before.
        """
        self._watched = bool(lines or tasks)
        self._say(do="breakpoints", lines={str(line): task or 0 for line, task in lines.items()}, tasks=list(tasks))

    def _say(self, **message: object) -> None:
        if self._warden is not None and not self.over:
            self._warden.say(message)

    def _heard(self, event: Event) -> None:
        """The trace tells of a pause, or of its end."""
        if type(event) is ProgramPaused:
            self._stands = event
            if self._wall is not None and (self._asked or self._watched):
                self._wall.hold()
        elif type(event) is ProgramResumed:
            self._go_on()

    def _go_on(self) -> None:
        self._stands = None
        if self._wall is not None:
            self._wall.go_on()
