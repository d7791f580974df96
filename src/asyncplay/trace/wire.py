"""The bytes between a runner and its parent: record layout, kinds, and the keys of text lines. Laid down here and nowhere else.

Two channels. *Records* have a fixed size and are appended to a shared memory file of fixed, sealed size; the last word of a record is
its commit word (its own place), written last. *Lines* are JSON objects, one a line, at most LINE_MAX bytes, on a pipe: what is rare or
textual. A line that defines something (a string, a site, an object) is written before the first record that names it is committed, so a
reader that takes the records' high-water mark first and drains the pipe afterwards always has the definitions. Lines that are facts of
their own carry "n", the index of the next record at that moment, and "t", the time.

Times are nanoseconds on the run's clock since the snippet's first line, in records as doubles, since Python makes and writes those faster
than integers of that size; the reader rounds them. An id of 0 means "none".
"""

from __future__ import annotations

import signal
import struct

VERSION = 3
MAGIC = int.from_bytes(b"APTRACE3", "little")
HEADER_SIZE = 4096
HEADER = struct.Struct("<QQQQQQQQQQQ")
"""magic, capacity in records, heartbeat task, heartbeat since (real monotonic ns; 0: no step runs), records that found no room,
run's clock in ns when its rate last changed, real monotonic ns at the snippet's first line (0: not begun), real monotonic ns when the clock's
rate last changed, that rate in millionths (0: it stands still), real monotonic ns at the watchdog's last look, to which the heartbeat is true
(0: there is none), what else was lost: definitions that found no room or no pipe, and facts that the runner failed to make out."""
(
    MAGIC_AT, CAPACITY_AT, BEAT_TASK_AT, BEAT_SINCE_AT, DROPPED_AT, CLOCK_AT, STARTED_AT, CLOCK_SINCE_AT, CLOCK_RATE_AT, WATCHED_AT, LOST_AT,
) = range(0, 88, 8)  # fmt: skip

RECORD = struct.Struct("<ddIIIIIHHII")
"""t, t0, task, a, b, c, d, kind, loop, e, commit. The commit word is the record's place in the memory, in bytes (its low 32 bits)."""
RECORD_SIZE = RECORD.size
LINE_MAX = 4096  # PIPE_BUF on Linux: such a write is never torn apart (pipe(7))
DEFAULT_CAPACITY = 1_000_000
MASK32 = 0xFFFF_FFFF
ITERATION_MASK = 0xFF_FFFF
"""Iterations travel as their low 24 bits: the reader goes on counting from the last one of that loop."""

# Kinds of records.  `t0` of a record made inside a task's step is the begin of that step (exceptions are named), else 0.
# `iteration` stands shifted left by 8 in the word named, above what the low 8 bits are said to hold.
# A *handle* is an address in the runner, good for what was last told to have it: low 32 bits, then high 32 bits.
CREATED = 1  # task, a: parent, b: site, c: code of its coroutine, d: 1 if eager, e: iteration
NAMED = 2  # task, c: string (made only where the name is not "Task-<id>")
STEP = 3  # t0..t a step of task ended in a suspension; a: wait kind and iteration, b: stack, c: object, d: (below), e: real µs
DONE = 4  # t0..t the last step of task; a: outcome (8 more: cancelled, yet returned) and iteration, c: string "Type: message", d: line, e: real µs
WOKEN = 5  # task entered the ready queue; a: by task (0: then t0 is the handle that runs), b: site, d: 1 if by cancellation, e: iteration
# ... c: the value + 1 that what it waited for has now, 0: none. STEP d: the task awaited; for I/O its descriptor + 1; for a queue its value + 1;
# for a plain future c and d are its address
TIMER = 6  # t0: when it rings; task: by; a: code of what it calls (0: the end of a sleep), b: site, c, d: handle, e: iteration
CALLBACK = 7  # t0..t a plain callback ran; a: iteration, b, d: handle, c: code, e: real µs
IDLE = 8  # the loop is about to sleep; t0: until (0: no timer)
OUT = 9  # bytes were written; task, a: 1 stdout, 2 stderr, b: site, c: number of bytes, d: their crc32
GONE = 10  # task was collected while pending
BLOCKED = 11  # the watchdog saw a step that holds the thread; t0: since; task, b: site
LOOP = 12  # loop; a: 1 runs (c: thread number), 2 stopped running, 3 closed
DEADLOCK = 13  # loop: nothing can wake it any more
TAKEN = 14  # task acquired object c; b: site, d: its value + 1 (0: none), e: iteration; a: 1: task is in no step, it was given to it as it waits
RELEASED = 15  # task released object c; b, d, e: the same
UNTIMED = 16  # a timer was cancelled; task: by, c, d: handle
QUEUED = 17  # a plain callback entered the ready queue; task: by, a: code, b: site, c, d: handle, e: iteration
WATCH = 18  # t0: handle; c: descriptor, a: 1 read, 2 write, 3 read no more, 4 write no more; d: index in IO; task: by, b: site
JOB = 19  # a: 1 begins, 2 ends; c: job; begins: d: index in JOBS, e: string (its name), task: by, b: site; ends: d: return code + 2^31, 0 if none
OBJECT = 20  # c: object, a: string (its type), b: limit + 1, d: value + 1, e: descriptor + 1; 0: none
# ... task: twice the place where it was made, and 1 if more than one was made there; 0: not known
VALUE = 21  # object c has value a; and object d (if not 0) has value b
CANCEL = 22  # the cancellation of task was asked for; a: by (0: then t0 is the handle that runs), b: site, e: iteration
# ... c: the task that was asked and waits for this one, so that it comes to it, d: index in ASKS
LINE = 23  # line detail: task (0: none) reached line a of the snippet
WHERE = signal.SIGRTMAX - 5 if hasattr(signal, "SIGRTMAX") else 0
"""The signal upon which a runner writes its stack among the lines, as C code: it can while the interpreter cannot. 0: there is none."""

KINDS = range(CREATED, LINE + 1)

IO = ("", "accept", "read", "write", "connect", "exit", "loop")
JOBS = ("", "executor", "thread", "subprocess")
OUTCOMES = ("", "returned", "raised", "cancelled")

ASKS = ("", "callback", "timeout", "wait_for", "taskgroup", "gather", "interrupt", "run", "outside", "thread", "user", "unknown")
"""What asked for a cancellation, where it was no line of a task's own step; gather is told of by `c` alone."""

WAITS = (
    "", "sleep", "future", "task", "lock", "semaphore", "event", "condition", "barrier", "queue.get", "queue.put", "queue.join", "gather",
    "wait", "wait_for", "as_completed", "shield", "taskgroup", "thread", "stream.read", "stream.drain", "stream.connect",
    "stream.accept", "stream.close", "socket", "datagram", "subprocess", "unknown",
)
"""Wait kinds by number; 0: the task only yielded. A timeout around a wait, and a signal that ends it, are no kinds of their own: what is waited
for there is something else."""

# "k" of a line, and its other keys.
#   str   id, s                                      an interned string (coroutine-, callback- and exception names)
#   code  id, name, file, line, lib                  a coroutine function; lib: not the snippet's
#   site  id, up, name, file, line, lib, gen         a node of the trie of stacks; up: the caller's, 0 at the outermost; gen: of an async generator
#   obj   id, type, tasks                            something waited on that consists of tasks: ids known when it was first seen
#   made  id, line, col                              a place of the snippet's where locks, queues … are made
#   kids  id, tasks                                  the tasks of such an object now
#   ends  id, name, obj, future                      the handler of that signal (name "": it is gone) has that object, or future (its address)
#   run   path, python, clock, seed, debug           (n, t) the snippet begins
#   warn  cat, msg, line                             (n, t) a warning was shown
#   error type, msg, line                            (n, t) the uncaught exception that ends the snippet
#   stdin task, line                                 (n, t) standard input was read: end of file
#   fork  pid                                        (n, t)
#   loop  name                                       (n, t) a foreign loop was started
#   note  s                                          (n, t) one sentence for the user
#   paused task, line, reason                       (n, t) the program stands still, before a step of that task (0: none)
#   resumed                                          (n, t) it goes on
#   cancel task                                      (n, t) the user cancelled that task
#   agen  name, line                                 (n, t) an async generator was left open
#   moan  loop, msg, error, task, line               (n, t) a loop's exception handler was called, or (msg: REFUSED) a second loop refused
#   vars  task, frames                               (n, t) a suspended task's variables: for each frame [name, line, [[name, text, changed], …]]
#   limit name, value, line                          (n, t) a budget of the run's clock is spent: the runner ends
#   end   t                                          (n, t) the interpreter ends; what comes later is lost
LINE_KINDS = (
    "str", "code", "site", "obj", "made", "kids", "ends", "run", "warn", "error", "stdin", "fork", "loop", "note", "paused", "resumed", "cancel",
    "agen", "moan", "limit", "vars", "end",
)  # fmt: skip
REFUSED = "A second loop was refused"
REFUSALS = (
    "asyncio.run() cannot be called", "Runner.run() cannot be called", "This event loop is already running", "Cannot run the event loop while",
)  # fmt: skip
"""How asyncio says that a loop cannot run inside a running one."""
