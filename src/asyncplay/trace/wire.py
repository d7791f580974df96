"""The bytes between a runner and its parent: record layout, kinds, and the keys of text lines. Laid down here and nowhere else.

Two channels. *Records* have a fixed size and are appended to a shared memory file of fixed, sealed size; the last word of a record is
its commit word (its index + 1), written last. *Lines* are JSON objects, one a line, at most LINE_MAX bytes, on a pipe: what is rare or
textual. A line that defines something (a string, a site, an object) is written before the first record that names it is committed, so a
reader that takes the records' high-water mark first and drains the pipe afterwards always has the definitions. Lines that are facts of
their own carry "n", the index of the next record at that moment, and "t", the time.

Times are unsigned nanoseconds on the run's clock since the snippet's first line. An id of 0 means "none".
"""

from __future__ import annotations

import struct

VERSION = 1
MAGIC = int.from_bytes(b"APTRACE1", "little")
HEADER_SIZE = 4096
HEADER = struct.Struct("<QQQQQQQQQ")
"""magic, capacity in records, heartbeat task, heartbeat since (real monotonic ns; 0: no step runs), records that found no room,
run's clock in ns when its rate last changed, real monotonic ns at the snippet's first line (0: not begun), real monotonic ns when the clock's
rate last changed, that rate in millionths (0: it stands still)."""
MAGIC_AT, CAPACITY_AT, BEAT_TASK_AT, BEAT_SINCE_AT, DROPPED_AT, CLOCK_AT, STARTED_AT, CLOCK_SINCE_AT, CLOCK_RATE_AT = range(0, 72, 8)

RECORD = struct.Struct("<QQIIIIIHHII")
"""t, t0, task, a, b, c, d, kind, loop, e, commit."""
RECORD_SIZE = RECORD.size
LINE_MAX = 4096  # PIPE_BUF on Linux: such a write is never torn apart (pipe(7))
DEFAULT_CAPACITY = 1_000_000
MASK32 = 0xFFFF_FFFF

# kinds of records.  `t0` of a record made inside a task's step is the begin of that step, else 0 (exceptions are named).
CREATED = 1  # task, a: parent, b: site, c: code of its coroutine, d: 1 if eager
NAMED = 2  # task, c: string (made only where the name is not "Task-<id>")
STEP = 3  # t0..t a step of task ended in a suspension; a: wait kind, b: stack (site trie node), c: object, d: awaited task, e: real µs it took
DONE = 4  # t0..t the last step of task; a: outcome, c: string "Type: message" of the exception, e: real µs it took
WOKEN = 5  # task entered the ready queue; a: by task, b: site, c: object (future), d: 1 if by cancellation
TIMER = 6  # t0: when it rings; task: by; b: site, c: timer id, e: 1 if the step's begin is not yet told: then the reader takes t
CALLBACK = 7  # t0..t a plain callback ran; c: string (its name), e: real µs
IDLE = 8  # the loop is about to sleep; t0: until (0: no timer)
OUT = 9  # bytes were written; task, a: 1 stdout, 2 stderr, b: site, c: number of bytes, d: their crc32
GONE = 10  # task was collected while pending
BLOCKED = 11  # the watchdog saw a step that holds the thread; t0: since; task, b: site
LOOP = 12  # loop; a: 1 runs (c: thread number), 2 stopped running, 3 closed
DEADLOCK = 13  # loop: nothing can wake it any more
TAKEN = 14  # task acquired object c; b: site
RELEASED = 15  # task released object c
KINDS = range(CREATED, RELEASED + 1)

OUTCOMES = ("", "returned", "raised", "cancelled")

WAITS = (
    "", "sleep", "future", "task", "lock", "semaphore", "event", "condition", "barrier", "queue.get", "queue.put", "queue.join", "gather",
    "wait", "wait_for", "as_completed", "shield", "timeout", "taskgroup", "thread", "stream.read", "stream.drain", "stream.connect",
    "stream.accept", "stream.close", "socket", "datagram", "subprocess", "signal", "generator", "unknown",
)
"""Wait kinds by number; 0: the task only yielded."""

# "k" of a line, and its other keys.
#   str   id, s                                      an interned string (coroutine-, callback- and exception names)
#   code  id, name, file, line, lib                  a coroutine function; lib: not the snippet's
#   site  id, up, name, file, line, lib              a node of the trie of stacks; up: the caller's node, 0 at the outermost
#   obj   id, type, tasks                            something waited on; tasks: ids known when it was first seen
#   run   path, python, clock                        (n, t) the snippet begins
#   warn  cat, msg, line                             (n, t) a warning was shown
#   error type, msg, line                            (n, t) the uncaught exception that ends the snippet
#   stdin task, line                                 (n, t) standard input was read: end of file
#   fork  pid                                        (n, t)
#   loop  name                                       (n, t) a foreign loop was started
#   note  s                                          (n, t) one sentence for the user
#   paused task, line, reason                       (n, t) the program stands still, before a step of that task (0: none)
#   resumed                                          (n, t) it goes on
#   cancel task                                      (n, t) the user cancelled that task
#   end   t                                          (n, t) the interpreter ends; what comes later is lost
LINE_KINDS = ("str", "code", "site", "obj", "run", "warn", "error", "stdin", "fork", "loop", "note", "paused", "resumed", "cancel", "end")
