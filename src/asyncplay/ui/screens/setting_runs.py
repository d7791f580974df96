"""The screen's part for the next run's settings: the list of them, turned with the arrows and Enter, or typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from textual import on

from asyncplay.ui.next_run import DIALS, Dial
from asyncplay.ui.screens.asking import Asking
from asyncplay.ui.screens.runs import Runs
from asyncplay.ui.widgets.locals import LocalsPane
from asyncplay.ui.widgets.questions import Choice, ChoicePane

LABEL = 13


class SettingRuns(Asking, Runs):
    """The settings of the next run, remembered for each document while the playground is open."""

    def action_next_run(self) -> None:
        """A list of what can be set: the arrows turn a value, Enter asks for one or turns it."""
        self._list(0)

    @on(LocalsPane.Wanted)
    def _record_variables(self) -> None:
        self.playground.next = replace(self.playground.next, variables=True)
        self.playground.on_change()
        self.toast("The next run records variables. @program.run runs it")

    def _list(self, row: int, trouble: str = "") -> None:
        settings = self.playground.next
        choices = [
            Choice("", f"{dial.label:<{LABEL}}{dial.show(settings)}", lambda n=n: self._enter(n), self._turner(n))  # type: ignore[misc]
            for n, dial in enumerate(DIALS)
        ]
        text = trouble or "←→ and Enter change a value; Esc when all is right."
        self.ask("NEXT RUN", [text], [*choices, Choice("", "Run it (@program.run)", self.start_run)])
        self.query_one(ChoicePane).select(row)

    def _turner(self, n: int) -> Callable[[int], object] | None:
        turn = DIALS[n].turn
        return (lambda by: self._turn(n, by)) if turn is not None else None

    def _turn(self, n: int, by: int) -> None:
        turn = DIALS[n].turn
        assert turn is not None
        self.playground.next = turn(self.playground.next, by)
        self._list(n)
        self.playground.on_change()

    def _enter(self, n: int) -> None:
        dial = DIALS[n]
        if dial.read is not None:
            self._type(n, dial)
        else:
            self._turn(n, 1)

    def _type(self, n: int, dial: Dial) -> None:
        self.prompt(dial.hint, dial.typed(self.playground.next), lambda text: self._take_setting(n, text), dial.label.upper())

    def _take_setting(self, n: int, text: str) -> None:
        read = DIALS[n].read
        assert read is not None
        try:
            self.playground.next = read(self.playground.next, text)
        except ValueError as error:
            self._list(n, f"{DIALS[n].label}: not {text[:20]!r}. It is {error}.")
            return
        self._list(n)
        self.playground.on_change()
