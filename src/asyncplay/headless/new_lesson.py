"""`asyncplay new`: a lesson to begin with. It runs, its facts hold, and it says what goes where. Nothing is ever written over."""

from __future__ import annotations

import os
import re

from asyncplay.headless import console

_TEMPLATE = '''\
"""{title}

Say here in a few plain sentences what to notice, why it is so, and what people wrongly believe.
An empty line begins a new paragraph.

Level: 1
Unit: My lessons
Concepts: create_task, sleep
Ask: What is printed second?
Aha: What one understands after the run. It is hidden until somebody asks for it.
Try: A small change to the program, to predict again.
Make: Something of one's own to write.
"""
import asyncio

async def greet(name):
    await asyncio.sleep(1)
    print("hello", name)        #? when

async def main():
    task = asyncio.create_task(greet("world"))
    print("before")             #? next
    await task                  #: main waits here, and the loop runs greet

asyncio.run(main())
#= prints before "hello world"
#= at hello 1.0
#= took 1.0
#= tasks 2
'''


def new_lesson(path: str) -> int:
    """Write a lesson to that path; the exit code."""
    folder, name = os.path.split(path)
    if not re.fullmatch(r"\w[\w-]*\.py", name):
        raise console.UsageError(f"{path}: a lesson's name ends in .py, and before that has letters, digits, - and _ only")
    try:
        with open(path, "x", encoding="utf-8") as file:
            file.write(_TEMPLATE.format(title=_title(name)))
    except FileExistsError:
        raise console.UsageError(f"{path} is there already, and is left as it is") from None
    except FileNotFoundError:
        raise console.UsageError(f"no such folder: {folder}") from None
    except OSError as error:
        raise console.UsageError(f"{path} cannot be written: {error.strerror}") from None
    console.out(f"wrote {path}")
    console.out(f"  asyncplay {path}                  open it")
    console.out(f"  asyncplay check {path}            hold it against its facts")
    console.out(f"  asyncplay check --write {path}    after a change: put the facts right")
    return console.OK


def _title(name: str) -> str:
    """`07_tea_time.py` is about tea time."""
    words = re.sub(r"^\d+[_-]", "", name.removesuffix(".py")).replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:] if words else "A new lesson"
