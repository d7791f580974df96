"""Types of the program's with a metaclass of its own: nobody but the program hashes, compares or names them, and one need not be hashable."""

import asyncio, sys
class M(type):
    def __eq__(cls, o): print("META EQ", file=sys.stderr); return True
    def __hash__(cls): print("META HASH", file=sys.stderr); return 5
    def __instancecheck__(cls, o): print("META INST", file=sys.stderr); return False
    def __subclasscheck__(cls, o): print("META SUB", file=sys.stderr); return False
    def __getattribute__(cls, n): 
        print("META GETATTR", n, file=sys.stderr); return super().__getattribute__(n)
class Unhashable(type):
    def __eq__(cls, other): raise ValueError("compared")
class U(list, metaclass=Unhashable):
    def __call__(self, *a): print("called", a)
class UF(asyncio.Future, metaclass=Unhashable): pass
class UT(asyncio.Task, metaclass=Unhashable): pass
class UQ(asyncio.Queue, metaclass=Unhashable): pass
class C(metaclass=M):
    def __call__(self, *a): print("called")
class Aw(metaclass=M):
    def __await__(self): yield from asyncio.sleep(0).__await__()
class Q(asyncio.Queue, metaclass=M): pass
class Lk(asyncio.Lock, metaclass=M): pass
class Sem(asyncio.Semaphore, metaclass=M): pass
class Ev(asyncio.Event, metaclass=M): pass
class F(asyncio.Future, metaclass=M): pass
class T(asyncio.Task, metaclass=M): pass
class E(Exception, metaclass=M): pass
async def main():
    print("main", file=sys.stderr)
    c=C(); l=[c]
    loop=asyncio.get_running_loop()
    loop.call_soon(c); loop.call_later(0,c); 
    await asyncio.sleep(0.01)
    await Aw()
    q=Q(); lk=Lk(); s=Sem(); e=Ev()
    print("prims", file=sys.stderr)
    async def put():
        await asyncio.sleep(0.01); await q.put(c); e.set()
    t=asyncio.create_task(put())
    await q.get(); await e.wait()
    async with lk, s: 
        await asyncio.sleep(0)
    print("fut", file=sys.stderr)
    f=F(); loop.call_later(0.01, f.set_result, c); await f
    t=T(put()); t.add_done_callback(c); await t
    print("exc", file=sys.stderr)
    async def bad(): raise E
    try: await asyncio.create_task(bad())
    except Exception as e: pass
    async def bad2(): await asyncio.sleep(100)
    t=asyncio.create_task(bad2()); await asyncio.sleep(0); t.cancel(c)
    try: await t
    except asyncio.CancelledError: pass
    await loop.run_in_executor(None, c)
    u = U()
    loop.call_soon(u); loop.call_soon(u.append, u); loop.call_soon(U.__call__, u, u); loop.call_later(0, u, 1)
    await asyncio.sleep(0.01)
    f = UF(); f.add_done_callback(u.append); loop.call_soon(f.set_result, u); await f
    q = UQ(); t = UT(q.get()); await asyncio.sleep(0); q.put_nowait(u); await t
    print(len(u))
    print("end", file=sys.stderr)
asyncio.run(main())
