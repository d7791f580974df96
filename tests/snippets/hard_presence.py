"""Looks for whoever watches."""
import asyncio, gc, inspect, os, sys, threading, time, traceback, types, warnings

def name(frame): return f"{os.path.basename(frame.f_code.co_filename)}:{frame.f_code.co_name}"
def depth(n=1):
    try: return depth(n + 1)
    except RecursionError: return n
def listed(tb):
    while tb: yield name(tb.tb_frame); tb = tb.tb_next
def look(what, value): print(what, value)

look("depth", depth())
look("limit", sys.getrecursionlimit())
sys.setrecursionlimit(300)
look("depth, limited", (depth(), sys.getrecursionlimit()))
for wrong in (0, -1, 2**31, "x"):
    try: sys.setrecursionlimit(wrong)
    except Exception as error: look("wrong limit", (type(error).__name__, str(error) if type(wrong) is str or wrong < 2 else ""))
sys.setrecursionlimit(1000)
look("modules", [one for one in sys.modules if "play" in one])
look("main", (list(vars(sys.modules["__main__"]))[:9], type(__loader__).__name__, __spec__, __loader__.name, __loader__.path == __file__))
look("arguments", (sys.orig_argv[1:] == sys.argv, sys.orig_argv[0] == sys.executable))
look("stdout", (sys.stdout.name, sys.stdout.mode, sys.stdout.encoding, sys.stdout.fileno(), sys.stdout.isatty()))
look("stdout itself", (sys.stdout, repr(sys.stdout.buffer.raw) if hasattr(sys.stdout.buffer, "raw") else "<_io.FileIO name='<stdout>' mode='wb' closefd=False>"))
look("threads", (threading.active_count(), len(sys._current_frames()), [name(frame) for frame in sys._current_frames().values()]))
for thing in (asyncio.BaseEventLoop.call_soon, asyncio.BaseEventLoop.call_at, asyncio.BaseEventLoop.create_task, asyncio.BaseEventLoop.run_forever, asyncio.Handle._run,
              asyncio.Queue.get, asyncio.Lock.acquire, asyncio.sleep, traceback.walk_stack, inspect.stack, inspect.getouterframes, threading.Thread._bootstrap_inner, warnings._showwarnmsg):
    look(thing.__qualname__, (thing.__module__, thing.__name__, inspect.signature(thing), len(inspect.getsource(thing)), type(thing).__name__))
look("recursion limit", (sys.setrecursionlimit.__name__, str(inspect.signature(sys.setrecursionlimit))))

async def main():
    task, loop = asyncio.current_task(), asyncio.get_running_loop()
    look("stack", [f"{os.path.basename(one.filename)}:{one.function}" for one in inspect.stack()])
    look("outer", [one.function for one in inspect.getouterframes(inspect.currentframe())])
    look("extracted", [one.name for one in traceback.extract_stack()])
    look("task's stack", [name(frame) for frame in task.get_stack()])
    async def child(): await asyncio.sleep(0.01)
    one = asyncio.create_task(child())
    await asyncio.sleep(0)
    look("child", (one._callbacks, sys.getrefcount(one), [name(f) for f in one.get_stack()], sorted(type(r).__name__ for r in gc.get_referrers(one))))
    look("loop", (sorted(vars(loop)), loop.get_task_factory(), loop.get_exception_handler(), len(asyncio.all_tasks()), sorted(vars(loop._selector))))
    look("hooks", (sys.gettrace(), sys.getprofile(), threading._trace_hook, sys.excepthook is sys.__excepthook__, sys.unraisablehook is sys.__unraisablehook__))
    look("lock", (sorted(vars(asyncio.Lock())), sorted(vars(asyncio.Event())), sorted(vars(asyncio.Semaphore())), sorted(vars(asyncio.Queue())) ))
    await one
    def leave(): raise KeyboardInterrupt
    loop.call_soon(leave)
    await asyncio.sleep(1)
try: asyncio.run(main())
except KeyboardInterrupt as error: look("frames", [*listed(error.__traceback__), "behind", *listed(error.__context__.__traceback__ if error.__context__ else None)])
def fails():
    raise SystemExit(3)
async def leaves(): asyncio.get_running_loop().call_soon(fails); await asyncio.sleep(1)
def run():
    try: asyncio.run(leaves())
    except SystemExit as error: look("frames in a thread", [*listed(error.__traceback__)]); look("stack in a thread", [one.function for one in inspect.stack()])
thread = threading.Thread(target=run)
thread.start()
thread.join()
