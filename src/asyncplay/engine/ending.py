"""From a wait status, and what was done to the run, to an outcome and an exit code: the contract's table, and nothing else."""

from __future__ import annotations

import os
import signal
from typing import Any

from asyncplay.late import dataclass
from asyncplay.sandbox import limits

CODES = {"timeout": 124, "stopped": 130, "setup_failed": 125}
DEADLOCK, LIMIT = 75, 137


@dataclass(frozen=True, slots=True)
class Ending:
    outcome: str
    exit_code: int
    signal: str | None = None
    limit: str | None = None
    limit_value: float | None = None


def ending(report: dict[str, Any] | None, cause: str | None, deadlocked: bool) -> Ending:
    """`report` is the warden's word (None: it had none left to say), `cause` what this side did to the run."""
    if cause is not None:
        return Ending(cause, CODES[cause])
    if report is None:
        return Ending("killed", 128 + signal.SIGKILL, "SIGKILL")
    status, limit = report["exit"], report.get("limit")
    if limit in limits.KINDS:
        return Ending("killed", LIMIT, None, str(limit), _number(report.get("value")))
    if os.WIFSIGNALED(status):
        return _signalled(os.WTERMSIG(status))
    code = os.WEXITSTATUS(status)
    if code == DEADLOCK and deadlocked:
        return Ending("deadlock", DEADLOCK)
    return Ending("failed" if code else "finished", code)


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _signalled(number: int) -> Ending:
    try:
        name = signal.Signals(number).name
    except ValueError:
        name = f"SIGRTMIN+{number - signal.SIGRTMIN}"
    return Ending("killed", 128 + number, name)
