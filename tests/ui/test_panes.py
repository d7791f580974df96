"""What the panes draw, cell for cell, without an application: lanes, time bar, loop, ring, tasks with their times."""

from __future__ import annotations

from rich.cells import cell_len

from asyncplay.insight import moves
from asyncplay.insight.axis import whole
from asyncplay.insight.lanes import lanes, totals
from asyncplay.insight.loopview import loop_view
from asyncplay.insight.tree import tree
from asyncplay.insight.waits import Ring, waits
from asyncplay.trace.recording import Recording
from asyncplay.ui.film import Stretch
from asyncplay.ui.frame import Frame
from asyncplay.ui.render import loop, tasks, timebar, timeline
from asyncplay.ui.render.bars import title_row
from asyncplay.ui.render.rows import Row, ascii_row
from asyncplay.ui.render.waits import ring_rows, wait_rows
from tests.ui.runs import run, tea

EMBRACE = """\
import asyncio

async def grab(name, first, second):
    async with first:
        await asyncio.sleep(1)
        async with second:
            print(name)

async def main():
    a, b = asyncio.Lock(), asyncio.Lock()
    await asyncio.gather(grab("red", a, b), grab("blue", b, a))

asyncio.run(main())
"""


def text(row: Row) -> str:
    """What a row says."""
    return "".join(piece for piece, _ in row)


def at(recording: Recording, seq: int | None = None, **more: object) -> Frame:
    """The frame after so many events; live without a number."""
    snap = recording.latest() if seq is None else recording.snapshot_at(seq)
    end = recording.latest().at
    now = end if seq is None else moves.time_of(recording, seq)
    place = recording.seq if seq is None else seq
    return Frame(snap, now, recording, "finished", seq=place, live=seq is None, end=end, **more)  # type: ignore[arg-type]


def fourth_print(recording: Recording) -> int:
    """The playhead of the third mock-up."""
    seq = 0
    for _ in range(4):
        found = moves.find(recording, seq, "print", 1)
        assert found is not None
        seq = found
    return seq


def test_the_lanes_are_those_of_the_third_mock_up() -> None:
    """Axis with playhead, a lane for each task, 68 cells from the 12th on; the bar below them cell for cell."""
    recording = tea()
    frame = at(recording, fourth_print(recording), selected=1)
    window = whole(recording, 68, "time", frame.end)
    axis = text(timeline.axis_row(frame, window, 80, "", "text", False))
    cell = int(frame.now * 68 / frame.end)
    assert axis[:12] == " seconds   ┬"
    assert axis.index("▼") == 11 + cell
    found = lanes(recording, window, [1, 2], 1, frame.end)
    one, two = (text(timeline.lane_row(recording.latest().tasks[lane.task], lane, 80, lane.task == 1, False)) for lane in found)
    assert one == "1▌main     p" + "─" * (cell - 1) + "p" + "─" * (66 - cell) + "√"
    assert two == "2 brew_tea p" + "─" * 66 + "√"
    bar = text(timebar.time_row(frame, 80, False, False))
    assert bar == " BACK  x1 ├" + "─" * cell + "█" + "─" * (67 - cell) + "┤"
    assert bar.index("█") == axis.index("▼") == one.index("p", 12)


def test_the_bar_tells_live_playing_speed_and_stretch() -> None:
    """Words and marks, at any width in exactly so many cells."""
    recording = tea()
    assert text(timebar.time_row(at(recording), 80, False, False)) == " END   x1 ├" + "─" * 67 + "█┤"
    frame = at(recording, 10, playing=True, speed="1/10", stretch=Stretch(2, recording.seq))
    row = text(timebar.time_row(frame, 80, False, False))
    assert row.startswith(" PLAY 1/10├")
    assert row.endswith("]┤")
    for width in (60, 80, 109, 110, 200):
        assert cell_len(text(timebar.time_row(frame, width, False, False))) in (width, width - 1)


def test_the_legend_fills_the_row_of_the_mock_up() -> None:
    """All eight, in 80 cells."""
    assert text(timeline.legend_row(80, False)) == " █ runs  ○ ready  ─ waits  ░ late  B blocks  p printed  t timer rang  √ returned"


def test_the_loop_is_the_running_task_the_queue_and_the_timers() -> None:
    """At the fourth line printed main runs, nobody is ready, and the other's timer rings in a second."""
    recording = tea()
    snap = recording.snapshot_at(fourth_print(recording))
    rows = [text(row).rstrip() for row in loop.loop_rows(loop_view(snap), snap, 3, 8, False)]
    assert rows[0].startswith(" RUNNING  ►1 main   line 13, since 1.000 s")
    assert rows[1] == " READY    nobody"
    assert rows[3].startswith(" TIMERS   ║2 brew_tea   rings in 1.000 s (line 5)")


def test_a_ring_of_three_leads_from_each_to_the_next_and_back() -> None:
    """The arrow on the right goes down, the one on the left up; in ASCII too."""
    ring = Ring((1, 2, 3), ("1 waits", "2 waits", "3 waits"), (), "", "")
    rows = [text(row.row) for row in ring_rows(ring, 30, False)]
    assert rows == [" ┌► 1 waits                ─┐ ", " │  2 waits                ◄┤ ", " └─ 3 waits                ◄┘ "]
    assert {len(row) for row in rows} == {30}
    assert all(text(row.row).isascii() for row in ring_rows(ring, 30, True))


def test_the_waits_of_a_deadlock_name_the_ring_its_victim_and_the_cure_once_each() -> None:
    """main waits for both and cannot go on: it is said once."""
    snap = run(EMBRACE).latest()
    rows = [text(row.row) for row in wait_rows(waits(snap), snap, 80, False)]
    assert rows[0].startswith(" RING OF 2")
    assert sum("1 main" in row for row in rows) == 1
    assert sum("CURE" in row for row in rows) == 1


def test_tasks_have_columns_for_their_times_where_there_is_room() -> None:
    """49 cells as in the wide mock-up: name, state, line, busy, ready, wait."""
    recording = tea()
    frame = at(recording, fourth_print(recording), selected=2)
    place = tree(frame.snap)[1]
    times = totals(recording, frame.snap, 2, frame.now)
    row = text(tasks.wide_row(frame.snap.tasks[2], place, frame.snap, frame.now, 49, True, False, times, "ms"))
    assert len(row) == 49 == len(text(tasks.columns_row(49)))
    assert row.startswith("▌║2 └ brew_t» sleep 1.00 s   L5")
    assert row.endswith("  1000")


def test_sorted_by_waiting_the_one_that_waited_longest_is_first() -> None:
    """And ties keep their order."""
    recording = tea()
    frame = at(recording)
    rows = tasks.sorted_rows(tree(frame.snap), frame.snap, "waiting", frame.now)
    waited = [frame.snap.tasks[place.task].suspended_s for place in rows]
    assert waited == sorted(waited, reverse=True)


def test_nothing_but_ascii_where_the_terminal_has_no_more() -> None:
    """Lanes, bar, legend, loop: every row of them."""
    recording = tea()
    frame = at(recording, fourth_print(recording), selected=1)
    window = whole(recording, 68, "time", frame.end)
    rows = [timeline.axis_row(frame, window, 80, "", "text", True), timebar.time_row(frame, 80, True, False), timeline.legend_row(80, True)]
    rows += [timeline.lane_row(frame.snap.tasks[lane.task], lane, 80, False, True) for lane in lanes(recording, window, [1, 2], 1, frame.end)]
    rows += loop.loop_rows(loop_view(frame.snap), frame.snap, 3, 8, True)
    assert all(text(ascii_row(row)).isascii() for row in rows)


def test_the_star_of_text_that_is_not_saved_stays_beside_a_toast() -> None:
    """An error stands until the next key; until then it must not hide that the text is not saved."""
    for width in (60, 80, 120):
        row = title_row("05 create_task schedules", "IDLE   press F5 to run", False, width, toast="Not saved: the disk is full. The text is safe", dirty=True)
        text = "".join(words for words, _ in row)
        assert "Not saved" in text
        assert " * " in text, text
        assert len(text) == width


def test_the_selected_task_tells_who_cancelled_it_and_through_whom() -> None:
    """Below the tasks, beside who made it; before it has met its cancellation, too."""
    source = """\
import asyncio
async def inner(): await asyncio.sleep(9)
async def outer(): await asyncio.create_task(inner())
async def main():
    t = asyncio.create_task(outer())
    await asyncio.sleep(1)
    t.cancel()
    await asyncio.wait([t])
asyncio.run(main())
"""
    snap = run(source).latest()
    said = " ".join(text(row).strip() for row in tasks.details(snap.tasks[3], snap, 100))
    assert said.endswith("made by 2 outer on line 3; was cancelled by 1 main on line 7, through 2 outer, which waited for it")
