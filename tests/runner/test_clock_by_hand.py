"""The virtual clock outside of asyncio: selects of the program's own jump, alarms ring in time, and waits in C code take the time they take."""

from __future__ import annotations

import pathlib
import threading
import time

import pytest

from tests.runner.test_clock import HEAD, at

BY_HAND = """\
import heapq, select, selectors, socketserver
def now(): return round(time.monotonic() - t0, 1)
print(select.select([], [], [], 3600), now())
near, far = socket.socketpair()
chooser = selectors.PollSelector()
chooser.register(near, selectors.EVENT_READ)
print(chooser.select(60), now())
def send():
    time.sleep(30)
    far.send(b"x")
threading.Thread(target=send).start()
print(len(chooser.select(60)), near.recv(1), now())
threading.Thread(target=send).start()
print(select.select([near], [], [], 60)[0] == [near], near.recv(1), now())
try: select.select([], [-1], [], 1)
except ValueError as error: print(error)
timers = [(time.monotonic() + 10 * n, n) for n in range(3)]
while timers:
    if (left := timers[0][0] - time.monotonic()) > 0: chooser.select(left)
    else: print("rings", heapq.heappop(timers)[1], now())
server = socketserver.TCPServer(("127.0.0.1", 0), socketserver.BaseRequestHandler)
thread = threading.Thread(target=server.serve_forever)
thread.start()
time.sleep(100)
server.shutdown()
thread.join()
print("served", 3840 <= now() <= 3841)
"""


def test_a_select_of_the_programs_own_jumps(python: str) -> None:
    """`select.select`, a selector beside threads, a loop written by hand, a socketserver: each after the time it asked for."""
    assert [text for text, _ in at(HEAD + BY_HAND, python)] == [
        "([], [], []) 3600.0", "[] 3660.0", "1 b'x' 3690.0", "True b'x' 3720.0", "file descriptor cannot be a negative integer (-1)",
        "rings 0 3720.0", "rings 1 3730.0", "rings 2 3740.0", "served True",
    ]  # fmt: skip


def says_where_it_waits() -> bool:
    """Whether this machine's kernel tells where a thread waits."""
    lock = threading.Lock()
    lock.acquire()
    thread = threading.Thread(target=lock.acquire)
    thread.start()
    folder = pathlib.Path(f"/proc/self/task/{thread.native_id}")
    end, found = time.monotonic() + 10, False
    while not found and time.monotonic() < end:
        try:
            found = "futex" in (folder / "wchan").read_text() and len((folder / "schedstat").read_text().split()) == 3
        except OSError:
            break
    lock.release()
    thread.join()
    return found


IN_C = """\
import signal
def alarm(*_): raise InterruptedError
signal.signal(signal.SIGALRM, alarm)
signal.setitimer(signal.ITIMER_REAL, 0.2)
try: time.sleep(3600)
except InterruptedError: print("rang", at() < 3000)
lock = threading.Lock()
lock.acquire()
before = time.monotonic()
lock.acquire(timeout=1)
print("waited", 0.3 < time.monotonic() - before < 60)
before = time.monotonic()
end = time.process_time() + 0.3
while time.process_time() < end: pass
print("computed", time.monotonic() - before < 0.1)
"""


def test_what_waits_in_c_code_takes_its_time(python: str) -> None:
    """An alarm ends a sleep; `acquire` with a timeout takes real time, and what computes still takes none."""
    if not says_where_it_waits():
        pytest.skip("the kernel does not tell where threads wait")
    assert [text for text, _ in at(HEAD + IN_C, python)] == ["rang True", "waited True", "computed True"]
