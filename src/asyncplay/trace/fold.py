"""Events in, snapshots out: the one place where a run's state comes from, live and in replay.

`apply` takes the next event. One that cannot follow raises IllegalEvent and changes nothing. Time that runs backwards is not illegal
(clocks of several threads meet here): such an event counts as happening at the latest time known. `freeze` is cheap, and gives the same
object again when nothing has happened since.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from asyncplay.trace.events import Event
from asyncplay.trace.rules_detail import DETAIL_RULES
from asyncplay.trace.rules_loop import LOOP_RULES
from asyncplay.trace.rules_run import RUN_RULES
from asyncplay.trace.rules_task import TASK_RULES
from asyncplay.trace.snapshot import Snapshot
from asyncplay.trace.state import READY_MAX, IllegalEvent, State

__all__ = ["READY_MAX", "Fold", "IllegalEvent"]

LATEST = 1e12
"""No run lasts that many seconds, not even on a virtual clock."""

CONTRADICTS = "its states and its events contradict each other"

RULES: dict[type[Event], Callable[[State, Any, float], None]] = {**TASK_RULES, **LOOP_RULES, **RUN_RULES, **DETAIL_RULES}


class Fold:
    """Adds up events. One writer; the snapshots may go anywhere."""

    __slots__ = ("_frozen", "_halted", "_state")

    def __init__(self, state: State | None = None) -> None:
        self._state = state or State()
        self._frozen: Snapshot | None = None
        self._halted = False

    @property
    def seq(self) -> int:
        """How many events are folded in."""
        return self._state.seq

    @property
    def at(self) -> float:
        """Time of the last of them."""
        return self._state.at

    @property
    def state(self) -> State:
        """What is added up so far. To be read, not changed."""
        return self._state

    def apply(self, event: Event) -> None:
        """Take the next event, or raise IllegalEvent and stay as before."""
        self.extend((event,))

    def extend(self, events: Iterable[Event], each: Callable[[Event, float], None] | None = None) -> None:
        """Take the next events, as `apply` does, and tell each with its time; at one that is illegal those before it are taken."""
        state, rule_of = self._state, RULES.get
        for event in events:
            rule = rule_of(type(event))
            if rule is None:
                raise IllegalEvent(f"{type(event).__name__} is not an event")
            at = event.at
            if not at >= state.at:  # "not >=": a NaN is never later
                at = state.at
            elif at > LATEST:
                raise IllegalEvent(f"no event happens at {at}")
            rule(state, event, at)  # checks all before it changes anything
            state.at = at
            state.seq += 1
            if each is not None:
                each(event, at)

    def go_on(self, events: Sequence[Event]) -> None:
        """Take the next events of a recording that was read from a file: where they contradict its states, the state stands still and says so.

        A file is not folded whole when it is opened, so a forged one may show it only here, where nobody can refuse it any more."""
        before = self._state.seq
        if not self._halted:
            try:
                self.extend(events)
                return
            except Exception:  # whatever a state that is a lie leads to
                self._halted = True
                self._state.damaged = CONTRADICTS
        self._state.seq = before + len(events)

    def freeze(self) -> Snapshot:
        """The state now; immutable."""
        if self._frozen is None or self._frozen.seq != self._state.seq:
            self._frozen = self._state.snapshot()
        return self._frozen

    def copy(self) -> Fold:
        """A fold that goes on from here by itself."""
        other = Fold()
        other._state = self._state.copy()
        other._frozen = self._frozen
        other._halted = self._halted
        return other
