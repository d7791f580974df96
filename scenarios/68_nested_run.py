"""A loop inside a loop

`asyncio.run` starts a loop, and in one thread only one loop can run at a time. Called from inside
a coroutine it refuses.

That is why it fails in a notebook and in an async web framework: there a loop is running already.
Inside async code, `await` is all you need.

Level: 3
Unit: Failing
Concepts: asyncio.run, running loop, notebooks
Ask: What does Python say to a second asyncio.run, and does inner run after all?
Aha: RuntimeError, before anything of inner runs. A plain await does run it.
Try: Delete `coroutine.close()`. What else do you hear then?
Make: A function that works in both worlds: it tells whether a loop runs in this thread.
Next: cancel
"""
import asyncio

async def inner():
    return "inner ran"

async def main():
    coroutine = inner()
    try:
        asyncio.run(coroutine)
    except RuntimeError as error:
        print(error)         #? next
        coroutine.close()    #: it will never be awaited
    print(await inner())

asyncio.run(main())
#= prints "asyncio.run() cannot be called from a running event loop" "inner ran"
#= tasks 1
#= silent
