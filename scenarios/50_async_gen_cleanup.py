"""Who closes the generator?

Leaving an `async for` with `break` does not close the generator. It lies there, suspended at its
`yield`, until it is collected; then the loop closes it in a task of its own, later.

`aclosing` closes it at the end of the block, where you can see it.

Level: 4
Unit: Context
Concepts: async generator, break, aclose, aclosing
Ask: After the break, when does the generator's finally run?
Aha: Not at the break. The loose one is tidied up after main has gone on; the tight one before
  main goes on.
Try: Delete the sleep after "left the loose one". Is it still tidied up?
Make: A generator over the lines of a slow source, which must be closed exactly once.
Next: echo_server
"""
import asyncio
from contextlib import aclosing

async def ticker(name):
    try:
        while True:
            yield name
            await asyncio.sleep(0.1)
    finally:
        await asyncio.sleep(0)
        print(name, "tidied up")

async def main():
    async for name in ticker("loose"):
        break                         #: it is not closed here
    print("left the loose one")       #? next
    await asyncio.sleep(0.5)
    async with aclosing(ticker("tight")) as ticks:
        async for name in ticks:
            break
    print("left the tight one")

asyncio.run(main())
#= prints "left the loose one" "loose tidied up" "tight tidied up" "left the tight one"
#= tasks 1
#= silent
