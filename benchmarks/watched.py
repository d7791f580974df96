"""The playground with a heartbeat in its loop: the longest time that the loop was late goes to the file that STALL names."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time

import asyncplay.ui
from asyncplay.ui.app import AsyncplayApp
from asyncplay.ui.document import open_target

BEAT_S = 0.01
AFTER_S = 1.5
"""What the start takes is measured elsewhere."""


class Watched(AsyncplayApp):
    """It knows how late it was."""

    CSS_PATH = os.path.join(os.path.dirname(asyncplay.ui.__file__), "app.tcss")

    def on_ready(self) -> None:
        self.late: list[float] = []
        self._beat = asyncio.create_task(self._count())

    async def _count(self) -> None:
        await asyncio.sleep(AFTER_S)
        while True:
            due = time.perf_counter() + BEAT_S
            await asyncio.sleep(BEAT_S)
            self.late.append(time.perf_counter() - due)


if __name__ == "__main__":
    app = Watched(open_target(sys.argv[1]))
    result = app.run()
    late = sorted(app.late) or [0.0]
    with open(os.environ["STALL"], "w") as file:
        json.dump({"stall": late[-1], "p99": late[int(len(late) * 0.99)]}, file)
    sys.exit(result or 0)
