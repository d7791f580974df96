"""Values as JSON and back, for recording files: numbers, text, tuples, dicts, sets and the dataclasses of the trace, and nothing else.

Reading makes only objects of classes that are named here, and only from fields that fit their annotations; whatever else is in the
text is Misfit. No code of the file's is run.
"""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from typing import Any, Union, get_args, get_origin, get_type_hints

from asyncplay.trace import event, events, events_loop, snapshot, world

CLASSES: dict[str, type] = {
    cls.__name__: cls
    for module in (event, events, events_loop, snapshot, world)
    for cls in vars(module).values()
    if isinstance(cls, type) and is_dataclass(cls) and cls.__module__ == module.__name__
}
"""The classes whose objects a file may hold, by name."""
HINTS: dict[type, dict[str, Any]] = {cls: get_type_hints(cls) for cls in CLASSES.values()}
_FIELDS = {cls: tuple(field.name for field in fields(cls)) for cls in CLASSES.values()}
DEPTH_MAX = 12
_ATOMS = (str, int, float, bool, type(None))


class Misfit(ValueError):
    """A value that cannot be meant."""


def plain(value: Any) -> Any:
    """The value as JSON has it: lists begin with a word that says what they are."""
    if value is None or type(value) in (str, int, bool):
        return value
    if type(value) is float:
        return value if value - value == 0 else ["f", repr(value)]
    if isinstance(value, tuple):
        return ["(", *map(plain, value)]
    if isinstance(value, list):
        return ["[", *map(plain, value)]
    if isinstance(value, set | frozenset):
        return ["{", *map(plain, sorted(value))]
    if isinstance(value, dict):
        return [":", [[plain(k), plain(v)] for k, v in value.items()]]
    cls = type(value)
    if cls not in _FIELDS:
        raise Misfit(f"{cls.__name__} has no place in a file")
    return [cls.__name__, *(plain(getattr(value, name)) for name in _FIELDS[cls])]


def value_of(data: Any, depth: int = 0) -> Any:
    """The value that `plain` made this of; Misfit if nothing could have."""
    if isinstance(data, str):
        return data if data.isascii() else data.encode("utf-8", "backslashreplace").decode()
    if isinstance(data, _ATOMS):
        return data
    if not isinstance(data, list) or not data or not isinstance(data[0], str) or depth > DEPTH_MAX:
        raise Misfit("no value")
    word, *rest = data
    if word == "f" and rest and rest[0] in ("nan", "inf", "-inf"):
        return float(rest[0])
    try:
        if word == ":":
            return {value_of(k, depth + 1): value_of(v, depth + 1) for k, v in rest[0]}
        values = [value_of(one, depth + 1) for one in rest]
        if word in _MADE:
            return _MADE[word](values)
        return made(CLASSES[word], values)
    except (TypeError, KeyError, IndexError, ValueError) as error:
        raise Misfit(f"no {word[:40]}") from error


_MADE: dict[str, Any] = {"(": tuple, "[": list, "{": set}


def made(cls: type, values: list[Any]) -> Any:
    """An object of that class, if each value fits its field."""
    names = _FIELDS[cls]
    if len(values) > len(names) or not all(fits(value, HINTS[cls][name]) for name, value in zip(names, values, strict=False)):
        raise Misfit(f"no {cls.__name__}")
    return cls(*values)


def fits(value: Any, hint: Any) -> bool:
    """Whether a value is of an annotated type."""
    if hint is Any:
        return True
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return any(fits(value, one) for one in get_args(hint))
    if origin is None:
        if hint is float:
            return type(value) in (float, int)
        if hint is None or hint is type(None):
            return value is None
        return type(value) is hint
    parts = get_args(hint)
    if origin is tuple:
        if len(parts) == 2 and parts[1] is Ellipsis:
            return isinstance(value, tuple) and all(fits(one, parts[0]) for one in value)
        return isinstance(value, tuple) and len(value) == len(parts) and all(map(fits, value, parts))
    if origin in (list, set):
        return type(value) is origin and all(fits(one, parts[0]) for one in value)
    return isinstance(value, dict) and all(fits(k, parts[0]) and fits(v, parts[1]) for k, v in value.items())
