import asyncio, inspect
class MyTask(asyncio.Task):
    def __eq__(self, other): raise RuntimeError("eq")
    def __hash__(self): return 7
    def __repr__(self): raise RuntimeError("repr")
class MyQueue(asyncio.Queue):
    def __len__(self): raise RuntimeError("len")
    def __eq__(self, other): raise RuntimeError("eq")
    def __hash__(self): raise RuntimeError("hash")
    def __repr__(self): raise RuntimeError("repr")
    def __bool__(self): raise RuntimeError("bool")
class MyLock(asyncio.Lock):
    def __eq__(self, other): raise RuntimeError("eq")
    def __hash__(self): raise RuntimeError("hash")
    def __bool__(self): raise RuntimeError("bool")
class Awaitable:
    def __getattr__(self, name): raise RuntimeError("getattr " + name)
    def __await__(self):
        yield from asyncio.sleep(0).__await__()
        return "custom"
class Callback:
    __self__ = property(lambda self: 1 / 0)
    def __call__(self, *args): print("called")
    def __getattr__(self, name): raise RuntimeError(name)
    def __eq__(self, other): raise RuntimeError("eq")
    def __hash__(self): raise RuntimeError("hash")
def factory(loop, coro, **options): return MyTask(coro, loop=loop, **options)
async def child(lock, queue):
    async with lock: await queue.put(1)
async def main():
    loop = asyncio.get_running_loop()
    print(loop.get_task_factory().__name__)
    lock, queue = MyLock(), MyQueue(1)
    tasks = [asyncio.create_task(child(lock, queue), name=f"t{n}") for n in range(3)]
    for _ in tasks: await queue.get()
    for task in tasks: await task
    print(await Awaitable())
    loop.call_soon(Callback())
    loop.call_later(0, Callback())
    await asyncio.sleep(0.01)
    print(tasks[0].get_name(), len(asyncio.all_tasks()))
    for function in (loop.create_task, loop.call_soon, loop.call_at, loop.run_in_executor, loop.run_forever, loop.close):
        print(function.__name__, function.__qualname__, inspect.signature(function), function.__module__)
with asyncio.Runner() as runner:
    runner.get_loop().set_task_factory(factory)
    runner.run(main())
