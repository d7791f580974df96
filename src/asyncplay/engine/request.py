"""What the engine is asked to run, and within which limits."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import field

from asyncplay.late import dataclass
from asyncplay.sandbox.limits import LOCAL, Limits

MiB = 1 << 20


@dataclass(frozen=True)
class RunRequest:
    """What to run, and within which limits. `output_rate` is in bytes a second; None: as fast as it comes."""

    source: str
    path: str
    argv: tuple[str, ...] = ()
    clock: str = "real"
    """real, virtual, or xN."""
    seed: int | None = None
    """Shuffle the steps of tasks that are ready together, by this number."""
    debug: bool = False
    """asyncio's debug mode."""
    detail: bool = False
    """Trace every line of the snippet, not only where tasks stop."""
    variables: bool = False
    """Show what the snippet's variables hold when a task suspends."""
    timeout: float = 300.0
    python: str | None = None
    keep_output: int = 2 * MiB
    output_rate: int | None = None
    pass_output: Callable[[str, bytes], None] | None = None
    cwd: str | None = None
    paused: bool = False
    """Stand still before the first step."""
    breakpoints: Mapping[int, int | None] = field(default_factory=dict)
    """Lines to pause at from the start, each for one task or for all (None)."""
    errors: str = "strict"
    """What the streams do with characters that have no bytes: python decides that by the user's locale."""
    unbuffered: bool = False
    """No line waits for its end: PYTHONUNBUFFERED."""
    called: str | None = None
    """What `sys.argv` begins with, if not with the path."""
    blocks: bool = False
    """Stdout leaves in blocks, as python writes to what is no terminal: then nobody can say which task printed what."""
    level: str = "auto"
    """A sandbox level; a named one never becomes a lower one."""
    limits: Limits = LOCAL
    shares: tuple[str, ...] = ()
    """Files and folders of the host that the run sees, read-only."""

    def settings(self) -> dict[str, object]:
        """What the runner is told of how to run."""
        lines = {str(line): task or 0 for line, task in self.breakpoints.items()}
        return {
            "clock": self.clock, "seed": self.seed, "debug": self.debug, "detail": self.detail, "variables": self.variables, "paused": self.paused,
            "breakpoints": lines, "errors": self.errors, "unbuffered": self.unbuffered,
            "blocks": self.blocks, "called": self.called,
        }  # fmt: skip


def here() -> str:
    """Where the user stands; "" in a folder that was removed meanwhile."""
    try:
        return os.getcwd()
    except OSError:
        return ""
