"""What the words of asyncio mean, a few plain sentences each: for F1 on a word of the editor. The keys are names as they stand in code."""

from __future__ import annotations

WORDS = {
    "asyncio": "Python's library for programs that wait for many things at once, in one thread: an event loop runs one task at a time.",
    "async": (
        "`async def` makes a coroutine function. Calling it runs nothing: it gives a coroutine object, which a loop or an await "
        "has to run. `async with` and `async for` may suspend the task where they enter, leave or fetch."
    ),
    "await": (
        "Runs what stands behind it, here and now, and goes on with its result. The task suspends only if that has to wait; then "
        "the loop gets control, not the caller."
    ),
    "def": "`async def` makes a coroutine function; a plain `def` a function. Only inside an `async def` may you await.",
    "run": (
        "asyncio.run makes an event loop, runs one coroutine in it to the end, cancels what is left over, and closes the loop. It "
        "cannot be called from inside a running loop."
    ),
    "Runner": ("Keeps one event loop for several calls of run, with the same context; as a context manager it closes the loop at the end."),
    "create_task": (
        "Wraps a coroutine object in a task and puts that at the end of the ready queue. It does not start it: your own code goes "
        "on until it suspends. Keep the task in a variable, or it may be collected before it has ended."
    ),
    "ensure_future": "Makes a task of a coroutine object, as create_task does; a future or task is handed back as it is.",
    "gather": (
        "Runs several awaitables at the same time and gives their results in the order in which you named them. If one raises, "
        "you get its exception at once; the others are not cancelled, they go on."
    ),
    "TaskGroup": (
        "At the end of its `async with` it waits for all its tasks. If one raises, the others are cancelled, and what failed "
        "comes out as an ExceptionGroup."
    ),
    "ExceptionGroup": "Several exceptions in one. `except*` takes those of one type out of it and lets the others go on.",
    "sleep": (
        "asyncio.sleep suspends the task until its timer rings: others run meanwhile. sleep(0) only goes to the end of the ready "
        "queue. time.sleep is another thing: it holds the whole thread, and so every task."
    ),
    "wait_for": (
        "Awaits one thing for so many seconds. Then it cancels it and raises TimeoutError. It acts at a suspension only: code "
        "that blocks is not interrupted."
    ),
    "timeout": (
        "asyncio.timeout cancels what stands in its block when the time is over, and makes TimeoutError of it. It can act only "
        "where the block suspends."
    ),
    "timeout_at": "As asyncio.timeout, with a moment of the loop's clock in place of a number of seconds.",
    "wait": (
        "Waits for a set of tasks, until all or the first of them are done. It raises and cancels nothing: it gives two sets, done and pending."
    ),
    "as_completed": "Gives awaitables in the order in which they are done, whatever the order in which you named them.",
    "shield": "Keeps a cancellation from the inner task. Whoever awaits the shield is cancelled all the same.",
    "cancel": ("Asks a task to stop: the next time it runs, CancelledError is raised where it waits. The task may clean up, and may refuse."),
    "CancelledError": (
        "How a task learns that it is to stop. It is a BaseException, so `except Exception` lets it through. Who catches it "
        "should clean up and raise it again."
    ),
    "cancelled": "Whether a task ended by its cancellation.",
    "cancelling": "How many requests to cancel a task has got and not taken back with uncancel.",
    "uncancel": "Takes one request to cancel back: what structured blocks such as timeout do when they have dealt with it.",
    "Task": ("A coroutine that the loop runs on its own, beside others. It is ready, running, waiting or done; its mark here has state and number."),
    "Future": "A box for a result that comes later. Who awaits it waits until somebody calls set_result or set_exception.",
    "set_result": "Fills a future and wakes who awaits it: he goes to the end of the ready queue.",
    "result": "What a finished task returned; it raises what the task raised, or InvalidStateError while it is not done.",
    "add_done_callback": "Calls a function, by way of the ready queue, once a task or future is done.",
    "Lock": "One task at a time has it; the others queue for it, first come, first served. It helps only where all use the same lock.",
    "Semaphore": "So many tasks at a time get in; the others queue.",
    "Event": "A flag. wait suspends until it is set; set wakes all who wait, and they become ready in their order.",
    "Condition": "A lock and a place to wait: notify wakes some of those who wait, and each has the lock again before it goes on.",
    "Barrier": "Nobody goes on until so many have arrived.",
    "Queue": (
        "Things go in with put and out with get, in order; get waits while it is empty, put while it is full (maxsize). join "
        "waits until as many task_done calls were made as things were put."
    ),
    "task_done": "Tells a queue that one thing that was got is dealt with. Without it join waits for ever.",
    "join": "Of a queue: waits until everything that was put is dealt with (task_done).",
    "to_thread": (
        "Runs a plain function in another thread and suspends the task meanwhile: for code that blocks. It does not make calculations faster."
    ),
    "run_in_executor": "Runs a plain function in a pool of threads or processes and gives a future of its result.",
    "call_soon": "Puts a plain function at the end of the ready queue.",
    "call_later": "Calls a plain function after so many seconds, by a timer of the loop.",
    "call_at": "Calls a plain function at a moment of the loop's own clock, loop.time().",
    "call_soon_threadsafe": "The one way to hand a call to a loop from another thread: it also wakes the loop.",
    "run_coroutine_threadsafe": "Makes a task of a coroutine in another thread's loop, and gives a future that a thread may wait on.",
    "get_running_loop": "The loop that runs this very code; RuntimeError where none does.",
    "current_task": "The task whose step runs now.",
    "all_tasks": "The tasks of a loop that are not done.",
    "start_server": "Listens for connections: for each the loop makes a task of your handler, with a reader and a writer.",
    "open_connection": "Connects and gives a reader and a writer, when the connection stands.",
    "create_subprocess_exec": "Starts another program. Its ends and output are awaited; it runs on beside the loop.",
    "contextvars": "Variables with one value for each context. A task gets a copy of its maker's context when it is made.",
    "aclosing": "Closes an async generator at the end of a block, also after a break.",
}
"""By name."""
SAME = {
    "BoundedSemaphore": "Semaphore", "PriorityQueue": "Queue", "LifoQueue": "Queue", "put": "Queue", "get": "Queue",
    "TimeoutError": "timeout", "acquire": "Lock", "release": "Lock", "ContextVar": "contextvars", "create_subprocess_shell": "create_subprocess_exec",
    "BaseExceptionGroup": "ExceptionGroup", "set_exception": "set_result", "notify": "Condition", "notify_all": "Condition", "set": "Event",
}  # fmt: skip
"""Names that are explained under another one."""


def meaning(word: str) -> tuple[str, str] | None:
    """The name it is explained under, and what it means."""
    name = SAME.get(word, word)
    return (name, WORDS[name].replace("`", "")) if name in WORDS else None
