"""Waiting for other programs

Another program runs beside yours anyway. `create_subprocess_exec` starts it, and `communicate`
suspends the task until it is over, while the loop does other things.

The exit code of a program is no exception. You have to look at it.

Level: 3
Unit: Real I/O
Clock: real
Concepts: create_subprocess_exec, communicate, returncode
Ask: Two programs of 1 second each. How long does it take, and does the failing one raise?
Aha: About 1 second: they run side by side. Nothing raises; the second one's code is 3.
Try: Wait for the first before you start the second.
Make: Give a program at most 0.5 s with a timeout, and kill it when the time is over.
Next: signals
"""
import asyncio
import sys

CHILD = """
import sys, time
time.sleep(1)
sys.exit(int(sys.argv[1]))
"""

async def run(code):
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", CHILD, str(code),
    )
    await child.communicate()  #: suspended until it is over
    return child.returncode

async def main():
    print("starting two")      #? next
    codes = await asyncio.gather(run(0), run(3))
    print("exit codes", codes)

asyncio.run(main())
#= prints "starting two" "exit codes [0, 3]"
#= took < 2.0
#= done 3
#= silent
