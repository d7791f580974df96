"""`asyncplay.late.dataclass` against the standard one: the same classes, made later."""

from __future__ import annotations

import dataclasses
import sys
from dataclasses import field
from typing import Any

import pytest

from asyncplay import late

MAKERS = [dataclasses.dataclass, late.dataclass]


def make(maker: Any, **wanted: Any) -> Any:
    """A class with a default, a factory, and a subclass."""

    @maker(**wanted)
    class Base:
        """A base."""

        name: str
        parts: list[int] = field(default_factory=list, compare=not wanted.get("frozen"))

    @maker(**wanted)
    class Sub(Base):
        """With one more."""

        size: int = 3
        later: list[str] = field(init=False, default_factory=list)

        def __post_init__(self) -> None:
            if self.size < 0:
                raise ValueError("too small")

    return Base, Sub


def failure(call: Any, *args: Any, **named: Any) -> Any:
    """How a call fails, if it does. The class's name is not compared, nor how freezing is worded."""
    try:
        call(*args, **named)
    except Exception as error:
        return type(error), "" if isinstance(error, AttributeError) else str(error).rpartition(".")[2]
    return None


@pytest.mark.parametrize("wanted", [{}, {"slots": True}, {"frozen": True}, {"frozen": True, "slots": True}, {"eq": False}, {"unsafe_hash": True}])
def test_it_makes_what_the_standard_one_makes(wanted: dict[str, bool]) -> None:
    """Text, equality, hash, defaults, replacing, fields, wrong calls: nobody can tell them apart."""
    told = []
    for maker in MAKERS:
        base, sub = make(maker, **wanted)
        one, other = sub("a", [1], size=2), sub("a", [1], 2)
        said: list[Any] = [repr(base("b")), repr(one), one == other, one == base("a", [1]), sub("a") != sub("b"), sub.__match_args__]
        said += [dataclasses.asdict(dataclasses.replace(one, name="z")), [each.name for each in dataclasses.fields(sub)], base.__hash__ is None]
        said += [hasattr(one, "__dict__"), sub.__init__.__qualname__.endswith("Sub.__init__"), sub.__doc__]
        said += [failure(sub), failure(sub, "a", [], 1, 2), failure(sub, "a", size=-1), failure(setattr, one, "name", "c"), failure(hash, one)]
        told.append(said)
    assert told[0] == told[1]


def test_what_a_class_says_itself_is_kept() -> None:
    """A `__repr__` or `__eq__` of its own is not written over."""

    @late.dataclass(frozen=True)
    class Own:
        """Says all itself."""

        name: str

        def __repr__(self) -> str:
            return "mine"

        def __eq__(self, other: object) -> bool:
            return True

    assert (repr(Own("a")), Own("a") == Own("b")) == ("mine", True)


def test_nothing_is_compiled_before_the_first_call() -> None:
    """Which is what it is for; and the first call of any method puts the standard library's own into the class."""
    _, sub = make(late.dataclass, slots=True)
    assert sub.__init__.__code__.co_filename == late.__file__
    sub("a")
    assert sub.__eq__.__code__.co_filename == late.__file__
    assert sub("a") == sub("a")
    assert sub.__init__.__code__.co_filename != late.__file__
    assert sub.__eq__.__code__.co_filename != late.__file__


def test_a_module_and_its_functions_are_imported_with_the_first_use() -> None:
    """And not before: a name stands for what will be there."""
    sys.modules.pop("colorsys", None)
    colours, (convert,) = late.module("colorsys"), late.functions("colorsys", "rgb_to_hsv")
    assert "colorsys" not in sys.modules
    assert convert(1.0, 0.0, 0.0) == colours.rgb_to_hsv(1.0, 0.0, 0.0) == (0.0, 1.0, 1.0)
