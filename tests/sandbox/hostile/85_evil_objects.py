# names, texts and exceptions made to harm who shows them
# EXPECT: finished or failed; no control byte reaches a terminal, no crash
import asyncio
import sys
import warnings


class Evil(str):
    def __repr__(self):
        while True:
            pass

    __str__ = __len__ = __hash__ = __eq__ = __format__ = __repr__


class Bomb(Exception):
    def __str__(self):
        return "\x1b[2J" * 10_000_000

    __repr__ = __str__


async def worker(name):
    await asyncio.sleep(0)
    raise Bomb(Evil("x"))


async def main():
    for index in range(20):
        task = asyncio.create_task(worker(Evil("y")))
        task.set_name("\x1b]0;owned\x07\u202e\u2066\x9b31m" + "n" * 5000)
    warnings.warn("\x1b]52;c;b3duZWQ=\x07" + "w" * 100000)
    print("\x1b]52;c;b3duZWQ=\x07\x1bP+q544e\x1b\\\x1b[6n\x1b[?1049l\x1bc\x9b2J\x00\x08\x7f")
    await asyncio.sleep(0.05)
    Bomb.__qualname__ = "\x1b[31mred" * 100
    sys.stderr.write("\x1b[?1000h\x1b[c\n")
    raise Bomb("end")


asyncio.run(main())
