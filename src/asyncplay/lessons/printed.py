"""The output of a run as the lines that a question speaks of: each line of stdout, and each report on stderr as one line.

A traceback of twenty lines is one thing to predict, and so is a warning with its source line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from asyncplay.insight.clean import visible
from asyncplay.late import dataclass
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
    for group in _grouped(output):
        first = group[0]
        found.append(_make(first, first.text if first.stream == "stdout" else f"stderr: {_told(group)}"))
    return found


def _grouped(output: Sequence[OutputLine]) -> Iterator[list[OutputLine]]:
    """Lines of stdout one by one, and the lines of each report on stderr together."""
    report: list[OutputLine] = []
    for line in output:
        if report and (line.stream == "stdout" or (line.stream == "stderr" and _begins(line.text, report))):
            yield report
            report = []
        if line.stream == "stdout":
            yield [line]
        elif line.stream == "stderr":
            report.append(line)
    if report:
        yield report


def _begins(text: str, report: Sequence[OutputLine]) -> bool:
    """Whether this line begins another report than the one so far."""
    return bool(_BEGINS.match(text)) or (text.startswith(_TRACEBACK) and not _BEGINS.match(report[0].text))


def reports(output: Sequence[OutputLine]) -> list[str]:
    """What each report on stderr is about, as it stands there."""
    return [_told(group) for group in _grouped(output) if group[0].stream == "stderr"]


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
