"""The decoder: what the bytes mean, and that no bytes can hurt."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from asyncplay.trace import events as ev
from asyncplay.trace import wire
from asyncplay.trace.codec import Decoder, OutputClaim
from asyncplay.trace.events import Frame, Wait
from asyncplay.trace.recording import Recording
from tests.trace.builder import Wire, cut, line_objects, packed, record_words

S = 10**9


def decode(source: Wire) -> list:
    """All that comes out of these bytes."""
    decoder = Decoder()
    decoder.lines(source.lines)
    return decoder.records(source.records) + decoder.finish()


def fold(events: list) -> Recording:
    """They can all be folded."""
    recording = Recording()
    for event in events:
        if isinstance(event, OutputClaim):
            event = ev.OutputWritten(event.at, event.task, event.stream, "x\n", event.line)
        recording.append(event)
    return recording


@settings(max_examples=150, deadline=None)
@given(st.lists(st.binary(max_size=80) | st.binary(max_size=30).map(lambda b: b + b"\n"), max_size=10), st.binary(max_size=400))
@example([b"[" * 3000 + b"\n"], b"")
@example([b'{"k": {}}\n'], b"")
@example([b'{"k": "str", "id": 1' + b"0" * 3000 + b', "s": ""}\n'], b"")
@example([b'{"k":"warn","n":0,"t":0,"cat":"\\ud800","msg":"\\udfff"}\n'], b"")
@example([b"x" * 5000], b"")
def test_arbitrary_bytes_do_no_harm(lines, records):
    """Whatever comes, nothing is raised, and damage is told at most once."""
    decoder = Decoder()
    for data in lines:
        decoder.lines(data)
    events = decoder.records(records) + decoder.records(b"") + decoder.finish()
    assert sum(isinstance(e, ev.TraceDamaged) for e in events) <= 1
    assert not decoder.broken or isinstance(events[-1], ev.TraceDamaged)
    fold(events)
    assert repr(events).encode()


@settings(max_examples=250, deadline=None)
@given(st.lists(line_objects, max_size=12), st.lists(record_words, max_size=40))
def test_what_is_decoded_can_always_be_folded(objects, rows):
    """Records that are well made but lie give only events that are legal."""
    decoder = Decoder()
    decoder.lines(b"".join(json.dumps(o).encode() + b"\n" for o in objects[:6]))
    events = decoder.records(packed(rows))
    decoder.lines(b"".join(json.dumps(o).encode() + b"\n" for o in objects[6:]))
    recording = fold(events + decoder.finish())
    assert sum(isinstance(e, ev.TraceDamaged) for e in recording.events) <= 1


@settings(max_examples=100, deadline=None)
@given(st.lists(line_objects, max_size=8), st.lists(record_words, max_size=15), st.lists(st.integers(0, 900)), st.lists(st.integers(0, 900)))
@example([{"k": "run", "n": 0}], [(0, 0, 0, 0, 0, 0, 0, 0, 0, 0)], [], [1])
def test_the_cuts_between_chunks_mean_nothing(objects, rows, here, there):
    """The same bytes in other pieces give the same events."""
    lines, records = b"".join(json.dumps(o).encode() + b"\n" for o in objects), packed(rows)
    whole, pieces = Decoder(), Decoder()
    whole.lines(lines)
    expected = whole.records(records) + whole.finish()
    for piece in cut(lines, here):
        pieces.lines(piece)
    found = [event for piece in cut(records, there) for event in pieces.records(piece)] + pieces.finish()
    assert repr(found) == repr(expected)


def test_a_steps_begin_is_told_once_before_what_happens_in_it():
    """The first record of a step brings it, however the step goes on."""
    w = Wire().snippet().record(wire.CREATED, S, task=1, c=1).record(wire.OUT, 3 * S, 2 * S, 1, a=1, b=1, c=4, d=99)
    w.record(wire.CREATED, 3 * S, 2 * S, 2, a=1, b=1, c=1).record(wire.STEP, 4 * S, 2 * S, 1, a=1, b=2)
    assert decode(w) == [
        ev.TaskCreated(1.0, 1, None, "main", None, 3, False, 1),
        ev.StepStarted(2.0, 1),
        OutputClaim(3.0, 1, "stdout", 5, 4, 99),
        ev.TaskCreated(3.0, 2, 1, "main", 5, 3, False, 1),
        ev.StepEnded(4.0, 1, Wait("sleep", 5), (Frame("main", "a.py", 5, True), Frame("sleep", "tasks.py", 600, False)), 5, 2.0),
    ]


def test_a_sleep_knows_when_it_ends():
    """By the last timer of its step; the next step has none."""
    w = Wire().snippet().record(wire.CREATED, 0, task=1, c=1).record(wire.TIMER, 1, 5 * S, 1, c=1, e=1).record(wire.STEP, 2, 0, 1, a=1, b=2)
    w.record(wire.WOKEN, 5 * S, task=1).record(wire.STEP, 5 * S, 5 * S, 1, a=1, b=2)
    assert [e.wait.until for e in decode(w) if isinstance(e, ev.StepEnded)] == [5.0, None]


def test_a_descriptor_that_is_watched_no_more_wakes_nobody():
    """The address of its handle may be anybody's then; but a handle may let go of it and wake somebody in the same run."""
    w = Wire().snippet().record(wire.CREATED, 0, task=1, c=1).record(wire.WATCH, 1, 64, a=1, c=5).record(wire.WOKEN, 2, 64, 1, e=1)
    w.record(wire.WATCH, 3, a=3, c=5, e=2).record(wire.WOKEN, 4, 64, 1, e=2).record(wire.WOKEN, 5, 64, 1, e=3).record(wire.CALLBACK, 6, 6, a=3 << 8, b=64)
    w.record(wire.WATCH, 7, 64, a=1, c=6, e=4).record(wire.WATCH, 7, 80, a=1, c=6, e=4).record(wire.WOKEN, 8, 64, 1, e=5).record(wire.WOKEN, 8, 80, 1, e=5)
    assert [e.fd for e in decode(w) if isinstance(e, ev.TaskWoken | ev.CallbackRan)] == [5, 5, None, None, None, 6]


def test_a_step_seen_right_after_another_thread_held_the_interpreter_is_not_blamed_for_that():
    """Whichever of them held it longest has the last word; a step that begins later has nothing to do with it."""
    for begun, ended, last in ((1.0, 3.1, (None, 4, True)), (1.0, 9.0, (1, 5, False)), (2.0, 3.1, (1, 5, False))):
        w = Wire().snippet().record(wire.CREATED, 0, task=1, c=1)
        decoder, first = Decoder(), len(w.records)
        decoder.lines(w.lines)
        decoder.records(w.records)
        assert decoder.held(None, 1.2, 4, 1.4, True) == [ev.StepBlocked(1.4, None, 4, 1.2, True)]
        w.record(wire.BLOCKED, 3 * S, int(begun * S), 1, b=1).record(wire.STEP, int(ended * S), int(begun * S), 1, a=1, b=1)
        seen = [e for e in decoder.records(w.records[first:]) if isinstance(e, ev.StepBlocked)]
        assert (seen[-1].task, seen[-1].line, seen[-1].elsewhere) == last


def test_a_wait_names_its_object_and_its_tasks():
    """Objects are numbered by type, in the order in which they were defined."""
    w = Wire().snippet().line("obj", id=8, type="Lock").line("obj", id=9, type="_GatheringFuture", tasks=[1, 44, True])
    w.record(wire.CREATED, 0, task=1, c=1).record(wire.STEP, 1, 1, 1, a=wire.WAITS.index("lock"), b=1, c=8)
    w.record(wire.STEP, 2, 2, 1, a=wire.WAITS.index("gather"), b=1, c=9).record(wire.STEP, 3, 3, 1, a=999)
    waits = [e.wait for e in decode(w) if isinstance(e, ev.StepEnded)]
    assert waits == [Wait("lock", 5, 8, "Lock 2"), Wait("gather", 5, 9, "_GatheringFuture 1", None, (1,)), Wait("unknown")]


def test_a_signal_ends_the_waits_between_its_handlers_begin_and_end():
    """Also where all that was said of it is read before the first record, as on a busy machine."""
    w, event = Wire().snippet().line("obj", id=8, type="Event").record(wire.CREATED, 0, task=1, c=1), wire.WAITS.index("event")
    w.record(wire.STEP, 1, 1, 1, a=event, b=1, c=8).fact("ends", id=10, name="SIGUSR1", obj=8)
    w.record(wire.STEP, 2, 2, 1, a=event, b=1, c=8).fact("ends", id=10, name="").record(wire.STEP, 3, 3, 1, a=event, b=1, c=8)
    assert [e.wait.signal for e in decode(w) if isinstance(e, ev.StepEnded)] == [None, "SIGUSR1", None]


def test_facts_come_out_where_they_happened():
    """A warning between two records stands between their events; one after all of them comes too."""
    w = Wire().snippet().fact("run", path="a.py", python="3.11.7", clock="real").record(wire.CREATED, 1, task=1, c=1)
    w.fact("warn", 2, cat="RuntimeWarning", msg="oh", line=7).record(wire.DONE, 3, 2, 1, a=1).fact("error", 4, type="ValueError", msg="x", line=2)
    assert [type(e).__name__ for e in decode(w)] == [
        "RunStarted", "TaskCreated", "WarningIssued", "StepStarted", "TaskDone", "ErrorRaised",
    ]  # fmt: skip


def test_facts_that_are_due_need_no_further_record():
    """The engine asks with no bytes, too."""
    decoder, w = Decoder(), Wire().fact("note", s="hello")
    decoder.lines(w.lines)
    assert decoder.records(b"") == [ev.NoteMade(0.0, "hello")]


def test_a_torn_record_is_damage_and_the_end():
    """A wrong commit word: one TraceDamaged, and neither records nor facts after it."""
    w = Wire().snippet().record(wire.CREATED, S, task=1, c=1).record(wire.CREATED, S, task=2, c=1, commit=77).record(wire.CREATED, S, task=3)
    decoder = Decoder()
    decoder.lines(w.fact("warn", cat="W", msg="m").lines)
    events = decoder.records(w.records)
    assert [type(e).__name__ for e in events] == ["TaskCreated", "TraceDamaged"]
    assert decoder.records(w.records) + decoder.finish() == []


def test_a_record_about_nobody_is_left_out():
    """Its being there is told once; what comes after is read."""
    w = Wire().snippet().record(wire.STEP, 1, task=5).record(wire.STEP, 2, task=6).record(wire.CREATED, 3, task=1, c=1)
    assert [type(e).__name__ for e in decode(w)] == ["TraceDamaged", "TaskCreated"]


def test_a_watchdog_that_comes_late_is_not_believed():
    """Its record may follow the end of the step that it saw; a step that it is the first to tell of begins with it."""
    w = Wire().snippet().record(wire.CREATED, 0, task=1, c=1).record(wire.BLOCKED, 2 * S, S, 1, b=1).record(wire.STEP, 3 * S, S, 1, a=1)
    w.record(wire.BLOCKED, 4 * S, S, 1, b=1)
    assert decode(w)[1:3] == [ev.StepStarted(1.0, 1), ev.StepBlocked(2.0, 1, 5, 1.0)]
    assert len(decode(w)) == 4


def test_a_deadlock_names_the_tasks_of_its_loop():
    """Those that are not over."""
    w = Wire().snippet()
    for task, loop in ((1, 1), (2, 1), (3, 2)):
        w.record(wire.CREATED, 0, task=task, c=1, loop=loop)
    w.record(wire.DONE, 1, 1, 2, a=1).record(wire.DEADLOCK, 2).record(wire.DEADLOCK, 2)
    assert decode(w)[-1:] == [ev.Deadlocked(2 / 1e9, 1, (1,))]


def test_stacks_cannot_go_in_circles():
    """A caller has to be defined before; a number keeps its first meaning; deep stacks keep their innermost frames."""
    w = Wire()
    for n in range(1, 300):
        w.line("site", id=n, up=n - 1, name=f"f{n}", file="a.py", line=n, lib=False)
    w.line("site", id=1, up=299, name="again", file="a.py", line=1, lib=False).line("code", id=1, name="main", file="a.py", line=1)
    w.record(wire.CREATED, 0, task=1, c=1).record(wire.STEP, 1, 0, 1, a=1, b=299)
    chain = decode(w)[-1].chain
    assert (len(chain), chain[0].name, chain[-1].name) == (64, "f236", "f299")


def test_a_flood_of_warnings_is_bounded():
    """The rest is left out, which is said once; the error that ends the run still comes."""
    w = Wire()
    for _ in range(3):
        w.lines += b'{"k": "warn", "n": 0, "t": 0, "cat": "W", "msg": "m", "line": 1}\n' * 5000
    events = decode(w.fact("error", type="E", msg="x", line=1))
    kinds = Counter(type(e).__name__ for e in events)
    assert kinds == {"WarningIssued": 10_000, "NoteMade": 1, "ErrorRaised": 1}


def test_the_end_of_the_interpreter_is_known():
    """Its line gives the time."""
    decoder = Decoder()
    assert decoder.ended is None
    decoder.lines(b'{"k": "end", "n": 0, "t": 2500000000}\n')
    assert decoder.ended == 2.5


def test_every_kind_of_record_and_line_is_understood():
    """What the wire lays down, the decoder knows."""
    w = Wire().snippet().line("str", id=1, s="ValueError: x")
    for n, kind in enumerate(wire.LINE_KINDS):
        w.fact(kind, id=100 + n, s="s", name="n", file="f", type="T", path="p", python="3", clock="real", cat="c", msg="m", pid=1, line=1, col=0, task=1, reason="step", loop=1, error="E", count=1, value=1, obj=1, frames=[["main", 3, [["x", "1", True]]]])
    w.record(wire.CREATED, 1, task=1, c=1)
    for kind in wire.KINDS:
        w.record(kind, 2, task=1 if kind != wire.CREATED else 2, a=2 if kind == wire.DONE else 1, b=1, c=1)
    events = decode(w)
    assert not any(isinstance(e, ev.TraceDamaged) for e in events), events
    assert ev.TaskDone(2 / 1e9, 1, "raised", "ValueError: x", 2 / 1e9) in events
    fold(events)


def test_a_stack_may_have_frames_without_a_line_or_a_file() -> None:
    """C code writes ??? for what it does not know at that moment: a busy machine's trace was called damaged."""
    decoder = Decoder()
    decoder.lines(b'Current thread 0x1 (most recent call first):\n  File "a.py", line ??? in f\n  File ???, line 7 in ???\n')
    assert not decoder.broken
    assert decoder.dump.pop().frames == (("a.py", 0, "f"), ("", 7, "???"))


STACK = b"Current thread 0x00007f1 (most recent call first):\n  File \"snippet.py\", line 3 in work\n  File \"/x/sandbox/importlib_bootstrap.py\", line 25 in <module>\n\n"
LINE = b'{"k":"str","id":1,"s":"named"}\n'


@pytest.mark.parametrize("place", range(1, len(STACK)))
def test_a_line_in_the_middle_of_a_stack_harms_neither(place: int) -> None:
    """C code writes a stack in pieces while another thread writes lines, whole ones."""
    decoder = Decoder()
    decoder.lines(STACK[:place] + LINE + STACK[place:])
    decoder.lines(b'{"k":"code","id":1,"name":"f","file":"snippet.py","line":1,"lib":false}\n')
    assert not decoder.broken
    assert decoder.dump.pop().frames == (("snippet.py", 3, "work"), ("/x/sandbox/importlib_bootstrap.py", 25, "<module>"))
    assert decoder._names.string(1) == "named"
