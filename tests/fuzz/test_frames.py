"""A short run of the fuzzer, so that it works when somebody needs the long one (`make fuzz`)."""

from __future__ import annotations

import random

import pytest

from tests.fuzz.frames import one_case


@pytest.mark.parametrize("seed", range(8))
def test_frames_of_a_hostile_runner_do_no_harm(seed: int) -> None:
    """Nothing is raised, damage is told once, and no control byte comes out."""
    chance = random.Random(seed)
    for _ in range(20):
        one_case(chance, chance.randrange(1, 200))
