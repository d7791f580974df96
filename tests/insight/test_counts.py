"""How often lines were reached, at any moment."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from asyncplay.insight.counts import LineCounts
from tests.ui.runs import run

LOOP = """\
import asyncio

async def main():
    for n in range(5):
        await asyncio.sleep(0.1)
    print("done")

asyncio.run(main())
"""


def test_a_line_that_is_awaited_five_times_counts_five() -> None:
    """And the print once."""
    recording = run(LOOP)
    counts = LineCounts(recording).at(recording.seq)
    assert counts[5] == 5
    assert counts[6] == 1


@given(st.lists(st.integers(0, 200), min_size=1, max_size=12))
def test_back_and_forth_the_counts_are_those_of_that_moment(seeks: list[int]) -> None:
    """In any order of moments as from the start."""
    recording = run(LOOP)
    counts = LineCounts(recording)
    for seq in seeks:
        seq = min(seq, recording.seq)
        assert counts.at(seq) == LineCounts(recording).at(seq)
