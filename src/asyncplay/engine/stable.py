"""Zygotes by interpreter, and the level that works with each: found once, by setting up a whole run at one level after another.

A level that worked is never left for a lower one: a later set-up that fails is that run's end. Nor is a level that was named.
"""

from __future__ import annotations

import dataclasses
import os

from asyncplay.engine.process import SetupError, Warden, work_folder
from asyncplay.engine.request import here
from asyncplay.engine.zygote import Spawned, Zygote
from asyncplay.sandbox import levels
from asyncplay.sandbox.profile import Profile


def at_level(profile: Profile, level: str) -> Profile:
    """The profile as it is at that level: the open one has the user's environment."""
    environment = tuple(sorted(os.environ.items())) if level == "open" else ()
    return dataclasses.replace(profile, level=level, environment=environment)


class Stable:
    """All zygotes of an engine."""

    def __init__(self) -> None:
        self._zygotes: dict[tuple[str, Profile | None], Zygote | Spawned] = {}
        self._levels: dict[str, str] = {}
        self.whys: dict[str, str] = {}
        """Why a level that was tried did not work."""

    def known(self, python: str) -> str | None:
        """The level that was found to work."""
        return self._levels.get(python)

    def hidden(self, python: str) -> list[str]:
        zygote = self._zygotes.get((python, None))
        if zygote is None:
            return []
        zygote.listen()
        return zygote.hidden

    async def fetch(self, python: str, level: str, profile: Profile) -> Warden:
        """A warden at a level. `auto`: at the one that works, which takes a moment the first time."""
        if level == "auto" and python in self._levels:
            level = self._levels[python]
        if level != "auto":
            why = levels.possible(level)
            if why is not None:
                raise SetupError(f"sandbox {level}: {why} ({levels.cure(why)})")
            return self._start(python, level, profile)
        return await self._find(python, profile)

    async def examine(self, python: str) -> dict[str, str | None]:
        """Why each level does not work, by setting up a whole run at it; None where it does."""
        found: dict[str, str | None] = {}
        for level in levels.LEVELS:
            found[level] = why = levels.possible(level)
            if why is None:
                warden = self._start(python, level, Profile(cwd=here()))
                await warden.settled()
                found[level] = None if warden.ready else warden.failure or "it ended while it was set up"
                warden.dispose()
        return found

    async def _find(self, python: str, profile: Profile) -> Warden:
        for level in levels.LEVELS:
            why = levels.possible(level)
            if why is None:
                warden = self._start(python, level, profile)
                await warden.settled()
                if warden.ready:
                    self._levels[python] = level
                    return warden
                why = warden.failure or "it ended while it was set up"
                warden.dispose()
                self._check_interpreter(python)
            self.whys[level] = why
        raise SetupError("no sandbox could be set up: " + "; ".join(f"{level}: {why}" for level, why in self.whys.items()))

    def _check_interpreter(self, python: str) -> None:
        """A zygote that died at once says that the interpreter is wrong, not the level."""
        zygote = self._zygotes.get((python, None))
        if zygote is not None and (words := zygote.last_words()):
            del self._zygotes[python, None]
            zygote.close()
            raise SetupError(words)

    def _start(self, python: str, level: str, profile: Profile) -> Warden:
        profile = at_level(profile, level)
        if level == "restricted":
            profile = dataclasses.replace(profile, work=work_folder())
        wrapped = dataclasses.replace(profile, work="") if level == "contained-bwrap" else None
        try:
            return Warden(self._zygote(python, wrapped), profile)
        except SetupError:
            if profile.work:
                os.rmdir(profile.work)
            raise

    def _zygote(self, python: str, wrapped: Profile | None) -> Zygote | Spawned:
        key = (python, wrapped)
        zygote = self._zygotes.get(key)
        if zygote is None or not zygote.is_alive():
            if zygote is not None:
                zygote.close()
            zygote = Spawned(python) if levels.spawns() else Zygote(python, wrapped)
            self._zygotes[key] = zygote
        return zygote

    def zygotes(self) -> list[int]:
        """Their process numbers."""
        return [zygote.pid for zygote in self._zygotes.values() if isinstance(zygote, Zygote)]

    def rest(self) -> None:
        """End all zygotes; what was found out stays known."""
        for zygote in self._zygotes.values():
            zygote.close()
        self._zygotes.clear()
