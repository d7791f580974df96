"""An exception that a signal handler raises reaches the program wherever it comes, in the tracer's own code, too."""

from __future__ import annotations

from tests.runner.programs import out, play

SOURCE = '''
import asyncio, dis, functools, inspect, os, selectors, signal, sys, threading

class Alarm(TimeoutError): ...
class Key(KeyError): ...
fired = []
def gives_up(signum, frame):  # no handler any more when its exception arrives
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    fired.append(Alarm("x"))
    raise fired[-1]
def raises(kind, *_):
    fired.append(kind("x"))
    raise fired[-1]
class Callable:
    def __call__(self, *_): raises(Key)
HANDLERS = gives_up, functools.partial(raises, Alarm), Callable(), lambda *_: raises(BaseException)

LOOKS = [n for n, name in enumerate(dis.opname)
         if name == "RESUME" or name.startswith(("CALL", "JUMP_BACKWARD", "POP_JUMP_BACKWARD")) and "INTRINSIC" not in name]
def checkpoints(code):
    """The places in some code at which Python looks for signals."""
    found, before = set(), None
    for one in dis.get_instructions(code):
        if before is not None and before.opcode in LOOKS and not (before.opname == "RESUME" and before.arg & 3 >= 2):
            found.add(one.offset)
        before = one
    return found

known, places, target, MAIN = {}, {}, None, threading.get_ident()
def of_tracer(frame):
    code = frame.f_code
    if code not in known:
        name = frame.f_globals.get("__name__")
        ours = isinstance(name, str) and name.startswith("asyncplay.") and "watchdog" not in name
        known[code] = checkpoints(code) if ours else ()
    return known[code]
def at(code, offset):
    if threading.get_ident() != MAIN:
        return  # a look of the watchdog's, on a busy machine: what comes then is handled in the main thread, anywhere
    if target is None:
        places[code, offset] = None
    elif (code, offset) == target:
        off()
        signal.raise_signal(signal.SIGALRM)
if sys.version_info < (3, 12):
    def called(frame, event, arg):
        code, found = frame.f_code, of_tracer(frame)
        if not found:
            return None
        frame.f_trace_lines, frame.f_trace_opcodes = False, True
        def local(frame, event, arg):
            if event == "opcode" and frame.f_lasti in found:
                at(code, frame.f_lasti)
            return local
        return local
    def on(): sys.settrace(called)
    def off(): sys.settrace(None)
else:
    mon, events = sys.monitoring, sys.monitoring.events
    mon.use_tool_id(3, "alarms")
    def begun(code, offset):
        if code not in known and of_tracer(sys._getframe(1)):
            mon.set_local_events(3, code, events.INSTRUCTION)
        return mon.DISABLE
    def reached(code, offset):
        return at(code, offset) if offset in known[code] else mon.DISABLE
    def on():
        mon.register_callback(3, events.PY_START, begun)
        mon.register_callback(3, events.INSTRUCTION, reached)
        mon.set_events(3, events.PY_START)
        mon.restart_events()
    def off():
        mon.set_events(3, 0)
        mon.register_callback(3, events.INSTRUCTION, None)

seen, tasks, swallowed = [], [], []
def unraisable(one):
    what = getattr(one.object, "__self__", one.object)
    if isinstance(what, asyncio.Future | asyncio.AbstractEventLoop) or inspect.iscoroutine(what):
        seen.append(one.exc_value)  # a finalizer complains, or closes, by Python code without a tracer, too
    else:
        swallowed.append(repr(one.object))
sys.unraisablehook = unraisable
async def use_lock(lock, sem, queue, cond):
    async with lock: await asyncio.sleep(0)
    async with sem: await asyncio.sleep(0.00001)
    await queue.put(1)
    async with cond: await cond.wait()
async def serve(queue, event, cond):
    for _ in range(2): await queue.get()
    event.set()
    await asyncio.sleep(0)
    async with cond: cond.notify_all()
async def forever(): await asyncio.get_running_loop().create_future()
async def scenario():
    loop, make = asyncio.get_running_loop(), asyncio.create_task
    lock, event, queue, sem, cond = asyncio.Lock(), asyncio.Event(), asyncio.Queue(1), asyncio.Semaphore(1), asyncio.Condition()
    some = [make(use_lock(lock, sem, queue, cond)), make(use_lock(lock, sem, queue, cond), name="two"), make(serve(queue, event, cond)), make(forever())]
    tasks.extend(some)
    loop.call_soon(len, "")
    loop.call_later(5, print).cancel()
    loop.call_soon(some[3].cancel)
    await event.wait()
    await asyncio.gather(*some, return_exceptions=True)
    a = make(forever())
    tasks.append(a)
    await asyncio.sleep(0)
    ask = a.cancel
    ask()
    await asyncio.wait({a})
    async with asyncio.TaskGroup() as group: tasks.append(group.create_task(asyncio.sleep(0)))
    for one in asyncio.as_completed([asyncio.sleep(0)]): await one
    lost = make(forever())
    await asyncio.sleep(0)
    lost.cancel()
    lost = None
    loop.add_signal_handler(signal.SIGUSR2, event.set)
    r, w = os.pipe()
    loop.add_reader(r, print)
    loop.remove_reader(r)
    os.close(r), os.close(w)
    print(end="", flush=True)
    loop.call_exception_handler({"message": "m"})
def attempt(loop, what):
    try:
        what()
    except BaseException as error:
        seen.append(error)
    finally:
        off()
class Selector(selectors.DefaultSelector):
    """A loop for which there is nothing more to do ends."""
    def select(self, timeout=None):
        if timeout is None or timeout > 1:
            asyncio.get_running_loop().stop()
            timeout = 0
        return super().select(timeout)
def run():
    loop = asyncio.SelectorEventLoop(Selector())
    loop.set_exception_handler(lambda _, context: seen.append(context.get("exception")))
    main = loop.create_task(scenario())
    tasks.append(main)
    attempt(loop, lambda: (on(), loop.run_until_complete(main)))
    for _ in range(2):
        for task in asyncio.all_tasks(loop): task.cancel()
        attempt(loop, lambda: loop.run_until_complete(asyncio.sleep(0)))
    attempt(loop, loop.close)
def reached_somebody(alarm, errors, been):
    for error in errors:
        if error is alarm: return True
        if isinstance(error, BaseException) and id(error) not in been:
            been.add(id(error))
            if reached_somebody(alarm, (error.__context__, *getattr(error, "exceptions", ())), been): return True
    return False
run()
assert not any(seen), seen
lost, count = [], 0
for number, target in enumerate(sorted(places, key=lambda one: (one[0].co_filename, one[0].co_firstlineno, one[1]))):
    if number % 3 != sys.version_info.minor % 3:  # each interpreter has its third
        continue
    signal.signal(signal.SIGALRM, HANDLERS[number // 3 % len(HANDLERS)])
    seen.clear(), tasks.clear(), fired.clear(), swallowed.clear()
    run()
    if fired:
        count += 1
        seen += [task.exception() for task in tasks if task.done() and not task.cancelled()]
        if swallowed or not reached_somebody(fired[0], seen, set()):
            lost.append((target[0].co_filename.rpartition("/")[2], target[0].co_qualname, target[1], *swallowed))
print(lost, count > 80)
'''


def test_what_a_signal_handler_raises_is_never_swallowed(python: str) -> None:
    """At each place of the tracer's at which Python looks for signals one comes, and its handler raises: the program gets that, and the trace stays true."""
    recording = play(SOURCE, python, timeout=250)
    assert out(recording) == ["[] True"]
    assert recording.snapshot_at(recording.seq).damaged is None
