"""Warnings of the compiler, whichever way the snippet is compiled."""

from __future__ import annotations

from asyncplay.trace.events import WarningIssued
from tests.runner.programs import of, play


def test_a_warning_is_given_once_where_await_stands_outside_of_functions(python: str) -> None:
    """Such a text is compiled twice: what the first attempt warned of is not said again, and what it did not come to is."""
    recording = play('import asyncio\nif "x" is "y": pass\ns = "\\d"\nawait asyncio.sleep(0)\n', python)
    told = sorted((event.line, event.category) for event in of(recording, WarningIssued) if event.category == "SyntaxWarning")
    assert set(told) >= {(2, "SyntaxWarning")}
    assert len(told) == len(set(told))
    assert len([line for line in recording.output if "SyntaxWarning" in line.text]) == len(told)
