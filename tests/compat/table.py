"""What `make compat` prints: a row for each run while it goes on, a line of progress below it on a terminal, and the sums at the end."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from dataclasses import dataclass

from tests.compat.compare import Verdict, short
from tests.compat.runs import Run, Watched

HEAD = f"{'python':<8}{'module':<24}{'mode':<8}{'tests':>6}{'ok':>6}{'skip':>6}{'events':>8}{'bare s':>7}{'traced':>7}"
SUMS = f"{'python':<8}{'mode':<8}{'modules':>8}{'tests':>6}{'ok':>6}{'skip':>6}{'events':>8}{'worse':>6}{'explained':>10}{'bare s':>7}{'traced':>7}"


@dataclass
class Sum:
    """Of one interpreter and mode."""

    modules: int = 0
    tests: int = 0
    ok: int = 0
    skipped: int = 0
    events: int = 0
    worse: int = 0
    explained: int = 0
    once: int = 0
    bare_s: float = 0.0
    traced_s: float = 0.0


class Table:
    """Everything that is written."""

    def __init__(self) -> None:
        self.sums: dict[tuple[str, str], Sum] = {}
        self.alone: list[str] = []
        """What no comparison was possible for: that is no proof."""
        self._shown = 0

    def say(self, text: str) -> None:
        self._clear()
        print(text, flush=True)

    def progress(self, what: list[tuple[str, Watched]], left: int) -> None:
        """Where the runs are that go on now."""
        if not sys.stdout.isatty():
            return
        parts = []
        for label, watched in what:
            watched.read()
            parts.append(f"{label}: {len(watched.results)} tests, {short(watched.begun) or 'starting'}")
        line = "  " + " | ".join([*parts, f"{left} runs to go"])
        line = line[: shutil.get_terminal_size().columns - 1]
        self._clear()
        sys.stdout.write(line)
        sys.stdout.flush()
        self._shown = len(line)

    def _clear(self) -> None:
        if self._shown:
            sys.stdout.write("\r" + " " * self._shown + "\r")
            self._shown = 0

    def row(self, version: str, module: str, mode: str, before: Run, after: Run, verdict: Verdict) -> None:
        count = Counter(result.split()[0] for result in after.results.values())
        one = self.sums.setdefault((version, mode), Sum())
        one.modules += 1
        one.tests += len(before.results)
        one.ok += count["ok"]
        one.skipped += count["skip"]
        one.events += after.events
        one.worse += len(verdict.worse)
        one.explained += len(verdict.explained)
        one.once += len(verdict.once)
        one.bare_s += before.seconds
        one.traced_s += after.seconds
        mark = f"   {len(verdict.worse)} WORSE" if verdict.worse else f"   {len(verdict.explained)} explained" if verdict.explained else ""
        self.say(
            f"{version:<8}{module:<24}{mode:<8}{len(before.results):>6}{count['ok']:>6}{count['skip']:>6}{after.events:>8}"
            f"{before.seconds:>7.1f}{after.seconds:>7.1f}{mark}"
        )
        if before.broken:
            self.say(f"      bare python itself: {before.broken}; only the tests before that are compared")
        for title, tests in (
            ("worse", verdict.worse),
            ("once, not again", verdict.once),
            ("explained", verdict.explained),
            ("fails without the runner, too", verdict.either),
        ):
            for test, text in tests.items():
                self.say(f"      {title}: {short(test)}: " + text.replace("\n", "\n        "))

    def cannot(self, version: str, module: str, why: str) -> None:
        self.alone.append(f"{version} {module}: {why}")
        self.say(f"{version:<8}{module:<24}nothing to compare: {why}")

    def end(self) -> bool:
        """The sums and the last sentence; whether all is well."""
        self.say("\n" + SUMS)
        for (version, mode), one in sorted(self.sums.items(), key=lambda item: (item[0][0], item[0][1] != "traced", item[0][1])):
            self.say(
                f"{version:<8}{mode:<8}{one.modules:>8}{one.tests:>6}{one.ok:>6}{one.skipped:>6}{one.events:>8}{one.worse:>6}{one.explained:>10}"
                f"{one.bare_s:>7.0f}{one.traced_s:>7.0f}"
            )
        worse, once = (sum(getattr(one, name) for one in self.sums.values()) for name in ("worse", "once"))
        explained = sum(one.explained for one in self.sums.values())
        if not self.sums:
            self.say("Nothing was compared: no interpreter here has the `test` package with such a module in such a mode.")
            return False
        tests = sum(one.tests for (_, mode), one in self.sums.items() if mode == "traced")
        more = f" Differences with the gate or the virtual clock, each explained above: {explained}." if explained else ""
        more += f" Unsteady, worse once and not when repeated: {once}." if once else ""
        more += f" Not compared: {'; '.join(self.alone)}." if self.alone else ""
        if worse:
            self.say(f"{worse} REGRESSION{'S' if worse > 1 else ''}: see `worse` above.{more}")
        else:
            self.say(
                f"No regression: {tests or sum(one.tests for one in self.sums.values())} of CPython's own tests say the same with and without the runner.{more}"
            )
        return not worse and not self.alone
