"""What the source calls the things that are made in it."""

from __future__ import annotations

import pytest

from asyncplay.trace.names import made_names


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("a = Lock()", {(1, 4): "a"}),
        ("a, b = Lock(), x.Lock()", {(1, 7): "a", (1, 15): "b"}),
        ("self.lock = asyncio.Lock()", {(1, 12): "self.lock"}),
        ("lock: Lock = Lock()", {(1, 13): "lock"}),
        ("(q := Queue())", {(1, 6): "q"}),
        ("é = Lock()", {(1, 5): "é"}),
        ("a, *b = Lock(), Lock()", {}),
        ("locks = [Lock() for _ in range(5)]", {}),
        ("locks[0] = Lock()", {}),
        ("def (", {}),
        ("\0", {}),
    ],
)
def test_a_name_is_what_a_call_is_given_to(source, names):
    """By the place of the call; where it is not certain there is none."""
    assert made_names(source) == names
