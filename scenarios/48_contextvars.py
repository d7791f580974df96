"""Every task gets a copy

A context variable belongs to the flow of work, not to the thread. A task runs in a copy of the
context, taken when the task was created. What it sets is set for itself alone.

A plain `await` makes no task, so it shares the context of whoever awaits.

Level: 4
Unit: Context
Concepts: contextvars, create_task, await
Ask: login sets the variable. Does main see it after the task? And after the plain await?
Aha: Not after the task, which set it in its own copy. After the plain await it does: that was
  main's own context.
Try: Set the variable in main before the task is made. Does the task see it?
Make: A request number that every print of a task shows, without passing it along.
Next: async_context_manager
"""
import asyncio
import contextvars

user = contextvars.ContextVar("user", default="nobody")

async def login(name):
    user.set(name)
    print("inside:", user.get())

async def main():
    await asyncio.create_task(login("Ann"))
    print("main sees", user.get())  #? next
    await login("Ben")     #: the same task, the same context
    print("main sees", user.get())  #? choice: Who? | Ann | Ben*

asyncio.run(main())
#= prints "inside: Ann" "main sees nobody" "inside: Ben" "main sees Ben"
#= tasks 2
#= silent
