"""Taking turns

Tasks that could go on stand in the ready queue. It is first in, first out: the loop takes the one
in front and runs it until it suspends. `sleep(0)` means: let the others run, I go to the back.

Control goes back to the loop, not to the one who called or created the task. And the order is
neither random nor a matter of priority: it is the order of arrival.

Level: 2
Unit: Tasks
Concepts: ready queue, FIFO, sleep(0)
Ask: Write down all nine lines before you run it.
Aha: A1 B1 C1, A2 B2 C2, A3 B3 C3. The three were made in that order, and each goes to the back of
  the queue after its line.
Try: Let only B sleep twice in each round. Predict the lines.
Make: A fourth player that joins when A says its second line.
Next: async_without_await
"""
import asyncio

async def player(name):
    for turn in (1, 2, 3):
        print(f"{name}{turn}")
        await asyncio.sleep(0)  #? who

async def main():
    await asyncio.gather(       #? order
        player("A"),
        player("B"),
        player("C"),
    )

asyncio.run(main())
#= prints A1 B1 C1 A2 B2 C2 A3 B3 C3
#= took < 0.3
#= tasks 4
#= done 4
