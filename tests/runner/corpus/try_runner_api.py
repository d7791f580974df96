import asyncio, contextvars
v = contextvars.ContextVar("v", default=0)
async def s(n): v.set(v.get() + n); return v.get()
with asyncio.Runner(debug=False) as r:
    print(r.run(s(1)), r.run(s(2)), v.get(), r.get_loop().get_debug())
    try: r.run(5)
    except (ValueError, TypeError) as e: print(e)
try: r.run(s(1))
except RuntimeError as e: print(e)
r = asyncio.Runner(); r.close(); r.close()
ctx = contextvars.copy_context()
with asyncio.Runner() as r: print(r.run(s(5), context=ctx), ctx[v])
