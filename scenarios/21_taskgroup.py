"""TaskGroup waits at the door

A task group starts tasks inside its block, and nobody leaves the block before all of them are
done. Where you see the block end, you know that nothing is left behind.

Starting does not wait: `create_task` returns at once. The waiting happens at the end of the
`async with`.

Level: 2
Unit: Failing
Concepts: TaskGroup, structured concurrency, result
Ask: Where does main wait: at create_task, or at the end of the block?
Aha: At the end of the block. "leaving the block" is printed before either task has begun.
Try: Put `await asyncio.sleep(3)` at the end of the block. Does that add up to 5 s?
Make: Ten jobs in a group, made in a loop; print the sum of their results.
Next: taskgroup_failure
Needs: 3.11
"""
import asyncio

async def job(seconds):
    await asyncio.sleep(seconds)
    print("job", seconds)
    return seconds * 10

async def main():
    async with asyncio.TaskGroup() as group:
        long = group.create_task(job(2))
        short = group.create_task(job(1))
        print("leaving the block")  #? next
    print(long.result(), short.result())  #? when

asyncio.run(main())
#= prints "leaving the block" "job 1" "job 2" "20 10"
#= took 2.0
#= tasks 3
#= done 3
#= silent
