"""The output of a run as the lines that a question speaks of: each line of stdout, and each report on stderr as one line.

A traceback of twenty lines is one thing to predict, and so is a warning with its source line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from asyncplay.insight.clean import visible
from asyncplay.trace.output import OutputLine

TEXT_MAX = 60
_WARNING = re.compile(r".*?:\d+: (\w+: .*)")
_BEGINS = re.compile(r"Exception |Task (exception|was)|.*?:\d+: \w*Warning: ")
_TRACEBACK = "Traceback ("
_ERROR = re.compile(r"[A-Za-z_][\w.]*(?:Error|Exception|Interrupt|Exit|Group|Iteration)\b|[A-Za-z_][\w.]*: ")
_ADDRESS = re.compile(r"0x[0-9a-fA-F]+")


@dataclass(frozen=True, slots=True)
class Printed:
    """One of them."""

    text: str
    stream: str
    seq: int
    """Place of the event that began it."""
    at: float
    task: int | None
    line: int | None


def printed(output: Sequence[OutputLine]) -> list[Printed]:
    """All of a run's output, in order."""
    found: list[Printed] = []
    report: list[OutputLine] = []

    def close() -> None:
        if report:
            found.append(_make(report[0], f"stderr: {_told(report)}"))
            report.clear()

    for line in output:
        if line.stream == "stderr":
            if report and (_BEGINS.match(line.text) or (line.text.startswith(_TRACEBACK) and not _BEGINS.match(report[0].text))):
                close()
            report.append(line)
        elif line.stream == "stdout":
            close()
            found.append(_make(line, line.text))
    close()
    return found


def _told(report: Sequence[OutputLine]) -> str:
    """The line of a report that tells what it is about."""
    first = report[0].text
    if (warning := _WARNING.match(first)) is not None:
        return warning[1]
    if not first.startswith(_TRACEBACK):
        return first
    errors = [line.text for line in report if _ERROR.match(line.text)]
    return errors[-1] if errors else first


def _make(line: OutputLine, text: str) -> Printed:
    shown = visible(_ADDRESS.sub("0x…", text))
    shown = shown if len(shown) <= TEXT_MAX else shown[: TEXT_MAX - 1] + "…"
    return Printed(shown or "(an empty line)", line.stream, line.seq, line.at, line.task, line.line)
