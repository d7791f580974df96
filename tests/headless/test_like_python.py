"""What beginners paste gives the same output, in the same order, with the same exit code and warnings, as under plain python."""

from __future__ import annotations

import pathlib
import re
import subprocess
import sys

import pytest

SNIPPETS = {
    "misspelt": """
        import asyncio
        async def brew_tea(): print("tea")
        async def main():
            print("morning")
            await brew_te()
        asyncio.run(main())
    """,
    "misspelt-method": """
        import asyncio
        asyncio.slep(1)
    """,
    "prints-a-coroutine": """
        async def main(): print("never")
        print(main())
    """,
    "only-calls": """
        import asyncio
        async def work(): print("never")
        async def main():
            work()
            print("main is over")
        asyncio.run(main())
    """,
    "creates-and-forgets": """
        import asyncio
        async def work(n):
            print("begin", n)
            await asyncio.sleep(0.05)
            print("end", n)
        async def main():
            for n in range(3): asyncio.create_task(work(n))
            await asyncio.sleep(0)
            print("main is over")
        asyncio.run(main())
    """,
    "a-task-fails-unseen": """
        import asyncio
        async def bad(): raise ValueError("unseen")
        async def main():
            task = asyncio.create_task(bad())
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            print("main is over")
        asyncio.run(main())
    """,
    "gathers": """
        import asyncio
        async def work(n):
            await asyncio.sleep(0.03 * (3 - n))
            print("done", n)
            return n * n
        async def main(): print(await asyncio.gather(*map(work, range(3))))
        asyncio.run(main())
    """,
    "iterates": """
        import asyncio
        async def numbers():
            for n in range(3):
                yield n
                await asyncio.sleep(0.01)
        async def main():
            async for n in numbers(): print(n)
            for n in numbers(): print(n)
        asyncio.run(main())
    """,
    "sleeps-for-real": """
        import asyncio, time
        async def work(n):
            time.sleep(0.05)
            print("slept", n)
        async def main(): await asyncio.gather(work(1), work(2))
        asyncio.run(main())
    """,
    "runs-inside-a-run": """
        import asyncio
        async def inner(): pass
        async def main(): asyncio.run(inner())
        asyncio.run(main())
    """,
    "awaits-outside": """
        import asyncio
        def main(): await asyncio.sleep(1)
    """,
    "a-group-fails": """
        import asyncio
        async def bad(n):
            await asyncio.sleep(0)
            raise ValueError(n)
        async def main():
            async with asyncio.TaskGroup() as group:
                group.create_task(bad(1))
                group.create_task(bad(2))
        asyncio.run(main())
    """,
    "asks": """
        name = input("name? ")
    """,
    "cancels": """
        import asyncio
        async def work():
            try: await asyncio.sleep(9)
            except asyncio.CancelledError: print("cancelled"); raise
        async def main():
            task = asyncio.create_task(work())
            await asyncio.sleep(0)
            task.cancel("enough")
            await task
        asyncio.run(main())
    """,
}


def told(command: list[str]) -> tuple[int, str, str]:
    """Exit code, stdout and stderr, addresses masked."""
    done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, timeout=120, text=True, check=False)
    stdout, stderr = (re.sub("0x[0-9a-f]+", "0x", text) for text in (done.stdout, done.stderr))
    return done.returncode, stdout, stderr


@pytest.mark.parametrize("name", SNIPPETS)
def test_a_snippet_behaves_as_under_python(name: str, python: str, tmp_path: pathlib.Path) -> None:
    """Word for word, tracebacks included."""
    path = tmp_path / f"{name}.py"
    path.write_text("".join(line.removeprefix("        ") for line in SNIPPETS[name].lstrip("\n").splitlines(keepends=True)))
    ours = [sys.executable, "-m", "asyncplay", "run", "--python", python, str(path)]
    assert told(ours) == told([python, str(path)])
