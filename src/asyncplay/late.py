"""`dataclass` whose methods are made when the first of them is called: the standard one compiles half a millisecond's worth of code for each class
while it is imported, and a start imports more than a hundred of them for a first picture that needs ten. Type checkers see the standard one.

Not for `sandbox/`, `runner/` and `trace.wire`: these stand alone.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls=None, /, **wanted):
        """As `dataclasses.dataclass`: its options `frozen`, `slots`, `eq` and `unsafe_hash`."""
        return _late(cls, **wanted) if cls is not None else lambda one: _late(one, **wanted)


def _late(cls: type, frozen: bool = False, slots: bool = False, eq: bool = True, unsafe_hash: bool = False) -> type:
    """The class, with fields and slots as ever, and for methods some that put the true ones into their place."""
    own = set(vars(cls))
    made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(cls)
    wanted = {"__init__", "__repr__"} | ({"__eq__", "__hash__"} if eq else set())
    missing = sorted(wanted - own - ({"__hash__"} if "__eq__" in own else set()))
    hashes = (eq and frozen) or unsafe_hash

    def complete() -> None:
        """Have the standard library make them, for a class of the same fields."""
        fields = [(field.name, field.type, field) for field in dataclasses.fields(made)]
        space = {"__post_init__": made.__post_init__} if hasattr(made, "__post_init__") else {}
        full = dataclasses.make_dataclass(made.__name__, fields, namespace=space, frozen=frozen, eq=eq, unsafe_hash=unsafe_hash)
        for name in missing:
            method = vars(full)[name]
            if method is not None:
                method.__qualname__ = f"{made.__qualname__}.{name}"
            setattr(made, name, method)

    for name in missing:
        setattr(made, name, None if name == "__hash__" and not hashes else _stub(made, name, complete))
    if frozen:
        made.__setattr__, made.__delattr__ = _refuse_set, _refuse_delete
    result: type = made
    return result


def _stub(made: type, name: str, complete: Callable[[], None]) -> Callable[..., Any]:
    def stub(self: Any, *args: Any, **named: Any) -> Any:
        if vars(made)[name] is stub:  # another thread may have been here
            complete()
        return vars(made)[name](self, *args, **named)

    stub.__name__ = name
    return stub


def _refuse_set(self: Any, name: str, value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_delete(self: Any, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
