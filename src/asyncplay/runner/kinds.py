"""Types, told apart by what they are and named by C code: a type of the program's may have a metaclass that hashes, compares or names in its own way.

Its methods are the program's, and a comparison without a hash makes a type that no set takes. So nothing here or elsewhere in the tracer hashes or
compares such a type, nor reads an attribute of it.
"""

from __future__ import annotations

from typing import Any

from asyncplay.runner.private import BUILTINS as __builtins__  # type: ignore[no-redef]  # noqa: F401

_name, _qualname, _module, _vars = (type.__dict__[name].__get__ for name in ("__name__", "__qualname__", "__module__", "__dict__"))
_id, _str, _type = id, str, type
MOST = 10_000


def ids(*kinds: type) -> frozenset[int]:
    """For `id(type(x)) in …`. These types have to live as long as the program does."""
    return frozenset(map(_id, kinds))


def name(kind: type) -> str:
    """Its name, whatever its metaclass says."""
    return str(_name(kind))


def qualname(kind: type) -> str:
    """Its name, and where it stands."""
    return str(_qualname(kind))


def module(kind: type) -> str:
    """The module that it names, if that is a text; else nothing."""
    found = _module(kind)
    return found if _type(found) is _str else ""


def is_from_c(kind: type, *modules: str) -> bool:
    """Whether this is a type of one of these modules, with no metaclass."""
    return _type(kind) is _type and module(kind) in modules


def has(kind: type, attribute: str) -> bool:
    """Whether the type itself has that attribute."""
    return attribute in _vars(kind)


def method(function: Any) -> str:
    """The qualified name of a method in C, which asks the type of its object for its own."""
    owner = function.__self__
    its = _type(owner)
    if its is _type or (_type(its) is _type and not issubclass(its, _type)):
        return str(function.__qualname__)
    return f"{qualname(owner if issubclass(its, _type) else its)}.{function.__name__}"


class Known:
    """What was found out about types, by their addresses; they are kept, so that no other gets one of these."""

    def __init__(self) -> None:
        self.found: dict[int, bool] = {}
        self._kept: list[type] = []

    def note(self, kind: type, what: bool) -> bool:
        if len(self._kept) < MOST:
            self._kept.append(kind)
            self.found[_id(kind)] = what
        return what


def of(thing: Any) -> str:
    """The name of its type."""
    return name(_type(thing))
