"""What is left to do when this side of a run fails: end everything of it, and keep the warden's word."""

from __future__ import annotations

import asyncio
import time

from asyncplay.engine.process import Warden

HOPE_S = 0.4
"""So long a warden may take to do what it was told, before it is killed itself."""
LOOK_S = 0.01


async def end_all(warden: Warden) -> None:
    """Returns once the warden is gone, and all below it."""
    try:
        warden.command(b"k")
        end = time.monotonic() + HOPE_S
        while not warden.hung_up and time.monotonic() < end:
            await asyncio.sleep(LOOK_S)
            warden.listen()
    finally:
        if not warden.hung_up:
            warden.kill()


def told(error: BaseException) -> str:
    """The failure in one line."""
    text = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    return f"asyncplay failed to take in what the program told ({text}); the run was ended"
