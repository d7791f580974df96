"""A recording is as heavy as it says, about: by that old runs are let go."""

from __future__ import annotations

import gc
import tracemalloc

from asyncplay.trace.recording import Recording
from asyncplay.trace.saved import dump, load
from asyncplay.trace.weight import weight
from tests.trace.builder import crowd


def test_a_recording_says_about_how_much_memory_it_takes():
    """Live, and read from a file: within a factor of two of what was allocated for it."""
    events = crowd(400, 12_000)
    data = b"".join(dump(filled(events), {}, "test"))
    for make in (lambda: filled(events), lambda: load(data).recording):
        make()
        gc.collect()
        tracemalloc.start()
        recording = make()
        gc.collect()
        taken = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        assert 0.5 < weight(recording) / taken < 2.0, (weight(recording), taken)


def filled(events):
    recording = Recording()
    recording.extend(events)
    return recording
