"""Cancelled before it began

A new task stands in the ready queue. If it is cancelled before its first step, its body never
runs: not the first line, and not the `finally` that was to tidy up.

What must be undone in any case belongs outside the task, where it was opened.

Level: 3
Unit: Stopping
Concepts: cancel, ready queue, finally
Ask: worker begins with a print, inside a try with finally. Which of its lines appear?
Aha: None. The CancelledError meets the coroutine before its first line, and a `try` that was
  never entered has no finally to run.
Try: Put `await asyncio.sleep(0)` before the cancel. What is printed now?
Make: Open "the file" in main, close it in main's finally, and let the worker only use it.
Next: swallowed_cancel
"""
import asyncio

async def worker():
    try:
        print("worker begins")
        await asyncio.sleep(1)
    finally:
        print("worker tidies up")

async def main():
    task = asyncio.create_task(worker())
    task.cancel()
    print("cancelled at once")   #? next
    try:
        await task
    except asyncio.CancelledError:
        print("it never began")  #? ends

asyncio.run(main())
#= prints "cancelled at once" "it never began"
#= took < 0.3
#= cancelled 1
#= silent
