"""What every trace event is, and the two values that several of them carry: a frame of an await chain, and a wait."""

from __future__ import annotations

import re
from typing import ClassVar, TypeVar, dataclass_transform

from asyncplay.late import dataclass

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def fact(cls: type[T]) -> type[T]:
    """A class whose objects are never changed: the type checker sees to that. One frozen at run time takes five times as long to make, and
    a hundred thousand of these are made a second."""
    return dataclass(slots=True, unsafe_hash=True)(cls)


@fact
class Frame:
    """One frame of an await chain. `snippet` tells the user's own code from a library's."""

    name: str
    file: str
    line: int
    snippet: bool
    generator: bool = False
    """It is an async generator's."""


@fact
class Wait:
    """What a suspended task waits for, in the contract's words (`sleep`, `lock`, `queue.get`, `gather`, …)."""

    kind: str
    line: int | None = None
    obj: int | None = None
    """Id of the lock, queue, future … waited on."""
    object: str | None = None
    """The object's type and number, as in `Lock 1`."""
    until: float | None = None
    """When the wait ends by itself: seconds on the run's clock."""
    tasks: tuple[int, ...] = ()
    """The tasks waited for, where that is known."""
    fd: int | None = None
    """The descriptor whose readiness ends it, where that is known."""
    signal: str | None = None
    """The signal whose handler ends it (sets that event or future, puts into that queue …), as far as the handler shows it."""


@fact
class Event:
    kind: ClassVar[str] = "event"
    at: float

    def __init_subclass__(cls) -> None:
        cls.kind = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
