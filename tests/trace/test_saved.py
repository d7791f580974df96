"""Recording files: what was saved is read again, and no bytes can hurt the reader."""

from __future__ import annotations

import json
import struct
import tracemalloc
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asyncplay.insight.axis import whole
from asyncplay.insight.lanes import lanes, totals
from asyncplay.insight.loopview import loop_view
from asyncplay.insight.moves import KINDS, find
from asyncplay.insight.note import note
from asyncplay.insight.task_why import task_why
from asyncplay.insight.tree import tree
from asyncplay.insight.trouble import advice
from asyncplay.insight.waits import waits
from asyncplay.insight.why import sentence
from asyncplay.insight.words import wait_words
from asyncplay.trace import container, saved, saved_states
from asyncplay.trace import events as ev
from asyncplay.trace.fold import CONTRADICTS, IllegalEvent
from asyncplay.trace.keyframes import REST
from asyncplay.trace.recording import KEYFRAME_EVERY, Recording
from asyncplay.trace.saved import BadRecording, dump, load
from tests.trace.builder import crowd, event_lists

SETTINGS = {"clock": "real", "seed": 7, "python": "3.11.7", "argv": ["a", "ü"]}


def busy(steps: int = 3000, tasks: int = 40) -> Recording:
    recording = Recording("import asyncio\n# é\n", "crowd.py")
    recording.extend(crowd(tasks, steps))
    return recording


def saved_bytes(recording: Recording) -> bytes:
    return b"".join(dump(recording, SETTINGS, "test"))


def same(a: Recording, b: Recording, *moments: int) -> None:
    assert list(a.events) == list(b.events)
    assert (a.source, a.path, a.seq) == (b.source, b.path, b.seq)
    assert a.output == b.output
    assert a.latest() == b.latest()
    for n in moments:
        assert a.snapshot_at(n) == b.snapshot_at(n)
    assert a.index.times == b.index.times
    for name in ("steps", "switches", "prints", "trouble", "blocks", "iterations"):
        assert getattr(a.index, name) == getattr(b.index, name)
    for task, track in a.index.tracks.items():
        other = b.index.tracks[task]
        assert (track.seqs, track.codes, track.prints) == (other.seqs, other.codes, other.prints)
        assert (track.until, track.begun, track.early) == (other.until, other.begun, other.early)
        assert (list(track.lates.begins), list(track.blocks.lasts)) == (list(other.lates.begins), list(other.blocks.lasts))


def test_what_was_saved_is_read_again():
    """Source, settings, every event, every state and the index."""
    recording = busy()
    assert recording.seq > 3 * KEYFRAME_EVERY
    found = load(saved_bytes(recording))
    assert (found.damage, found.settings) == (None, SETTINGS)
    same(recording, found.recording, *range(0, recording.seq, 501))


def test_a_long_recording_is_opened_without_folding_it(monkeypatch):
    """The states in the file are used: no more events are folded than lie between two of them."""
    data = saved_bytes(busy(3000, 200))
    folded = []
    real = Recording.extend
    monkeypatch.setattr(Recording, "extend", lambda self, events: (folded.append(1), real(self, events))[1])
    assert load(data).recording.seq
    assert not folded


def test_a_recording_that_was_read_goes_on():
    """It can be saved again, and more can be added."""
    recording = busy()
    again = load(saved_bytes(load(saved_bytes(recording)).recording)).recording
    same(recording, again, 5, 5000)
    again.append(ev.NoteMade(again.latest().at, "more"))
    assert again.snapshot_at(again.seq - 1) == recording.latest()
    assert again.output[-1].text == "more"


def test_every_part_of_a_state_has_its_type():
    """Else no keyframe would be kept in a file, and opening would be slow."""
    assert set(REST) == saved_states.PARTS.keys()


@settings(max_examples=60, deadline=None)
@given(event_lists)
def test_any_recording_can_be_saved_and_read(events):
    """Odd times, empty ones, all kinds of events."""
    recording = Recording("x", "y")
    for event in events:
        try:
            recording.append(event)
        except IllegalEvent:
            pass
    found = load(saved_bytes(recording))
    assert found.damage is None
    assert repr(list(found.recording.events)) == repr(list(recording.events))
    assert repr(found.recording.latest()) == repr(recording.latest())


def test_of_a_file_cut_off_all_that_is_whole_is_shown():
    """Marked as damaged, in one line."""
    recording = busy()
    data = saved_bytes(recording)
    for share in (0.3, 0.6, 0.95, 0.999):
        found = load(data[: int(len(data) * share)])
        assert found.damage == "it is damaged or cut off"
        kept = found.recording.seq - 1
        assert isinstance(found.recording.events[-1], ev.TraceDamaged)
        assert found.recording.latest().damaged == found.damage
        assert found.recording.events[:kept] == recording.events[:kept]
        assert kept % KEYFRAME_EVERY == 0 or kept == recording.seq
    assert kept == recording.seq


def test_a_flipped_byte_is_noticed():
    """The sections before it are shown; nothing is made up."""
    recording = busy()
    data = bytearray(saved_bytes(recording))
    data[len(data) // 3] ^= 0x40
    found = load(bytes(data))
    assert found.damage == "it is damaged or cut off"
    assert 0 < found.recording.seq < recording.seq


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "it is no recording of asyncplay"),
        (b"import asyncio\n", "it is no recording of asyncplay"),
        (b"asyncplay recording x\n", "it is no recording of asyncplay"),
        (b"asyncplay recording 2\n", "it was made by a newer asyncplay (format 2; this one reads up to 1)"),
        (b"asyncplay recording 1\n", "its beginning is damaged"),
    ],
)
def test_what_cannot_be_read_says_why(data, message):
    """One clear line."""
    with pytest.raises(BadRecording) as caught:
        load(data)
    assert str(caught.value) == message


def test_an_event_that_is_not_known_here_is_told():
    """A file of another version, whatever its number says."""
    head = {"path": "", "events": 0, "settings": {}, "kinds": {"moon_rose": [["at"], "d"]}}
    with pytest.raises(BadRecording, match="it was made by another asyncplay: there is no event 'moon_rose' here"):
        load(b"".join(container.written([(b"HEAD", json.dumps(head).encode())])))


def test_a_section_that_unpacks_to_more_than_it_says_costs_no_memory():
    """Nor does one that claims to be huge."""
    bomb = zlib.compress(bytes(100 << 20), 9)
    for claimed in (10, 1 << 31, 200 << 20):
        data = b"asyncplay recording 1\n" + struct.pack("<4sIII", b"HEAD", len(bomb), claimed, zlib.crc32(bomb)) + bomb
        tracemalloc.start()
        with pytest.raises(BadRecording):
            load(data)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < (210 << 20 if claimed == 200 << 20 else 1 << 20)


def test_states_that_lie_are_not_believed():
    """A keyframe that does not lead to the file's end, or speaks of nobody: everything is made from the events."""
    recording = busy()
    parts = list(container.sections(saved_bytes(recording)))
    for change in (lambda s: s.replace(b'"created"', b'"creates"'), lambda s: s[:-200], lambda s: s.replace(b"[[", b"[[[", 1), lambda s: b"[]"):
        forged = [(name, change(data) if name == b"STAT" else data) for name, data in parts[:-1]]
        found = load(b"".join(container.written(forged)))
        assert found.damage is None
        same(recording, found.recording, 3, 4097)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_arbitrary_bytes_are_read_or_refused(data):
    """Never another error."""
    for one in (data, b"asyncplay recording 1\n" + data):
        try:
            load(one)
        except BadRecording:
            pass


small = {name: data for name, data in container.sections(b"".join(dump(busy(60, 5), SETTINGS))) if name != container.LAST}
big = [(name, data) for name, data in container.sections(b"".join(dump(busy(1500, 9), SETTINGS))) if name != container.LAST]


@settings(max_examples=120, deadline=None)
@given(st.integers(0, len(big) - 1), st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=6), st.booleans())
def test_sections_that_lie_are_read_or_refused(which, changes, short):
    """Whole by their checksums, but with other contents: whatever comes out can be walked through."""
    name, data = big[which]
    changed = bytearray(data)
    for place, byte in changes:
        if changed:
            changed[place % len(changed)] = byte
    forged = [*big]
    forged[which] = (name, bytes(changed[: len(changed) // 2] if short else changed))
    try:
        found = load(b"".join(container.written(forged)))
    except BadRecording:
        return
    walk(found.recording)
    assert saved.load(b"".join(dump(found.recording))).recording.seq == found.recording.seq


def walk(recording: Recording) -> None:
    """Look at it as the panes do: from place to place, back and forth, and at all that is said of a moment."""
    places = sorted({*range(0, recording.seq + 1, 499), recording.seq})
    for n in [*places, *reversed(places)]:
        snap = recording.snapshot_at(n)
        assert snap.seq == n
        assert all(task.id for task in snap.tasks.values())
    for n in places[:: max(1, len(places) // 6)]:
        snap = recording.snapshot_at(n)
        order = [place.task for place in tree(snap)][:8]
        assert repr((waits(snap), loop_view(snap), note(snap), sentence(recording, n), advice(snap, recording.source, recording.output)))
        assert repr([(task_why(recording, snap, task), totals(recording, snap, task), wait_words(snap.tasks[task], snap, snap.at)) for task in order])
        assert repr([find(recording, n, kind, direction, order[0] if order else None) for kind in KINDS for direction in (1, -1)])
        for by in ("time", "step"):
            assert repr(lanes(recording, whole(recording, 60, by), order, order[-1] if order else None))
    assert repr(recording.events[:]).encode("utf-8", "replace")


def test_events_that_contradict_the_states_of_a_file_stop_the_trace_there():
    """A file that lies is found out while it is walked through, as it is not folded when it is opened: the state stands still and says so."""
    parts = list(container.sections(saved_bytes(busy())))[:-1]
    where = next(n for n, (name, _) in enumerate(parts) if name == b"EVNT")
    found = load(b"".join(container.written([*parts[:where], parts[where + 2], *parts[where + 1 :]])))
    recording = found.recording
    assert recording.seq > 3 * KEYFRAME_EVERY
    stands = [recording.snapshot_at(n) for n in (KEYFRAME_EVERY - 1, 40, KEYFRAME_EVERY - 1)]
    assert [snap.damaged for snap in stands] == [CONTRADICTS] * 3
    assert stands[0] == stands[2]
    assert recording.snapshot_at(KEYFRAME_EVERY).damaged is None


