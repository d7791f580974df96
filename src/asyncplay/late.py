"""`dataclass` whose methods are made when the first of them is called: the standard one compiles half a millisecond's worth of code for each class
while it is imported, and a start imports more than a hundred of them for a first picture that needs ten. Type checkers see the standard one.

Not for `sandbox/`, `runner/` and `trace.wire`: these stand alone.
"""

from __future__ import annotations

import dataclasses
import importlib
import types
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

__all__ = ["dataclass", "functions", "module"]

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

    def complete(name: str) -> None:
        """Put `__init__` into its place, or have the standard library make the others, for a class of the same fields."""
        if name == "__init__":
            found = {name: _init(made, frozen)}
        else:
            fields = [(field.name, field.type, field) for field in dataclasses.fields(made)]
            found = dict(vars(dataclasses.make_dataclass(made.__name__, fields, init=False, eq=eq, unsafe_hash=hashes)))
        for each in missing:
            method = found.get(each)
            if method is not None:
                method.__qualname__ = f"{made.__qualname__}.{each}"
                setattr(made, each, method)

    for name in missing:
        setattr(made, name, None if name == "__hash__" and not hashes else _stub(made, name, complete))
    if frozen:
        made.__setattr__, made.__delattr__ = _refuse_set, _refuse_delete
    result: type = made
    return result


def _init(made: Any, frozen: bool) -> Callable[..., None]:
    """What the standard library would make. It takes ten times as long for it, and this is wanted of most classes."""
    space: dict[str, Any] = {"_set": object.__setattr__, "_none": object()}
    takes, does = ["self"], []
    for field in dataclasses.fields(made):
        name = value = field.name
        if not field.init:
            if field.default_factory is not dataclasses.MISSING:
                space[f"_make_{name}"] = field.default_factory
                does.append(f" _set(self, {name!r}, _make_{name}())")
            continue
        if field.default is not dataclasses.MISSING:
            space[f"_default_{name}"] = field.default
            takes.append(f"{name}=_default_{name}")
        elif field.default_factory is not dataclasses.MISSING:
            space[f"_make_{name}"] = field.default_factory
            takes.append(f"{name}=_none")
            value = f"_make_{name}() if {name} is _none else {name}"
        else:
            takes.append(name)
        does.append(f" _set(self, {name!r}, {value})" if frozen else f" self.{name} = {value}")
    if hasattr(made, "__post_init__"):
        does.append(" self.__post_init__()")
    exec(f"def __init__({', '.join(takes)}):\n" + "\n".join(does or [" pass"]), space)
    init: Callable[..., None] = space["__init__"]
    return init


def _stub(made: type, name: str, complete: Callable[[str], None]) -> Callable[..., Any]:
    def stub(self: Any, *args: Any, **named: Any) -> Any:
        if vars(made)[name] is stub:  # another thread may have been here
            complete(name)
        return vars(made)[name](self, *args, **named)

    stub.__name__ = name
    return stub


def _refuse_set(self: Any, name: str, value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_delete(self: Any, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def functions(module: str, *names: str) -> Any:
    """Functions and classes that are called, of a module that is imported with the first call. Written beside the true import, for type checkers."""
    return tuple(_function(module, name) for name in names)


def _function(module: str, name: str) -> Callable[..., Any]:
    def call(*args: Any, **named: Any) -> Any:
        return getattr(importlib.import_module(module), name)(*args, **named)

    return call


class module(types.ModuleType):
    """A module that is imported when something of it is asked for."""

    def __getattr__(self, name: str) -> Any:
        found = getattr(importlib.import_module(self.__name__), name)
        if not name.startswith("__"):
            setattr(self, name, found)
        return found
