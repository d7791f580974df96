"""Two errors at once

Several tasks can fail before anybody looks. An ExceptionGroup carries all the errors, and each
`except*` clause takes those of its kind. More than one clause can run.

A plain `except ValueError` would catch none of them: what is raised is the group.

Level: 3
Unit: Failing
Concepts: ExceptionGroup, except*
Ask: Two tasks fail in the same turn of the loop. Which of the two handlers runs?
Aha: Both. The group holds a ValueError and a KeyError, and each clause takes its share.
Try: Delete the second clause. What does main raise now?
Make: A third task that raises OSError, and a clause that catches whatever is left.
Next: never_retrieved
Needs: 3.11
"""
import asyncio

async def fail(error):
    raise error

async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail(ValueError(1)))
            group.create_task(fail(KeyError(2)))
    except* ValueError as errors:
        print("values", errors.exceptions)  #? next
    except* KeyError as errors:
        print("keys", errors.exceptions)   #? ends

asyncio.run(main())
#= prints "values (ValueError(1),)" "keys (KeyError(2),)"
#= done 1
#= failed 2
#= silent
