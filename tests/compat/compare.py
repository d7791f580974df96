"""What differs between the bare and the traced run of a module: what is worse, and what is known and explained."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.compat.explained import EXPLAINED
from tests.compat.runs import Run

LOOPLESS = frozenset({"test_protocols", "test_transports", "test_log"})
"""Modules in which no loop runs: no events are expected of them."""
ABSENT = "absent"


@dataclass
class Verdict:
    """Each by test; texts for people."""

    worse: dict[str, str] = field(default_factory=dict)
    explained: dict[str, str] = field(default_factory=dict)
    once: dict[str, str] = field(default_factory=dict)
    """Worse in one run, and not when the module was run again."""
    either: dict[str, str] = field(default_factory=dict)
    """What fails with and without the runner."""

    @property
    def good(self) -> bool:
        return not self.worse


def short(test: str) -> str:
    return test.removeprefix("test.test_asyncio.")


def compare(module: str, mode: str, before: Run, after: Run) -> Verdict:
    """`before` is the bare run."""
    found = Verdict()
    for test in sorted(before.results.keys() | after.results.keys()):
        old, new = before.results.get(test, ABSENT), after.results.get(test, ABSENT)
        if _kind(old) == _kind(new) or (before.broken and old == ABSENT):
            if old not in ("ok", "skip", ABSENT):
                found.either[test] = old[:200]
            continue
        text = f"{old[:60]} -> {new[:200]}"
        why = reason(mode, test)
        if why:
            found.explained[test] = f"{text}\n{why}"
        elif new not in ("ok", "skip") or old == "ok":
            found.worse[test] = text
    if after.broken and not before.broken:
        found.worse[module] = after.broken
    if not after.broken and not after.events and module not in LOOPLESS:
        found.worse[module] = "no events, though loops ran"
    if after.lost:
        found.worse[module] = f"{after.lost} happenings could not be recorded"
    return found


def again(first: Verdict, second: Verdict) -> Verdict:
    """What is worse both times; what was so once, as on a busy machine tests of timing are, is told apart."""
    both = {test: text for test, text in first.worse.items() if test in second.worse}
    once = {test: text for test, text in {**first.worse, **second.worse}.items() if test not in both}
    return Verdict(both, {**first.explained, **second.explained}, once, second.either)


def reason(mode: str, test: str) -> str | None:
    """Why this test may differ in that mode."""
    return next((text for modes, name, text in EXPLAINED if mode in modes and test.endswith(name)), None)


def _kind(result: str) -> str:
    return result.split(maxsplit=1)[0]
