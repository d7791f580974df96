"""
>>> asyncio.run(f(2))
4
>>> asyncio.run(f("x"))
Traceback (most recent call last):
    ...
TypeError: can't multiply
>>> 1 + 1
3
"""
import asyncio
async def f(x): await asyncio.sleep(0); return x * x
if __name__ == "__main__":
    import doctest; print(doctest.testmod())
