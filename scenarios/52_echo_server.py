"""A server and three clients in one thread

A server makes a task for each connection and runs your handler in it. While one handler waits for
its client, the others go on. There is no thread for each client, and no lock.

Reading waits for the network in the same way as sleep waits for a timer: the task suspends, and
the loop watches.

Level: 3
Unit: Real I/O
Clock: real
Concepts: start_server, open_connection, streams
Ask: Each answer takes 1 s. Three clients at once: 1 s or 3 s?
Aha: 1 s. Three handlers wait side by side. Seven tasks: main, three clients and three handlers,
  which the server made.
Try: Replace the sleep in answer by time.sleep(1). How long does it take now?
Make: A client that sends three lines on one connection, and a handler that answers each of them.
Next: subprocess
"""
import asyncio

HOME = "127.0.0.1"

async def answer(reader, writer):
    line = await reader.readline()
    await asyncio.sleep(1)
    writer.write(line.upper())
    writer.close()

async def client(port, word):
    streams = await asyncio.open_connection(HOME, port)
    reader, writer = streams
    writer.write(f"{word}\n".encode())
    line = await reader.readline()
    print(line.decode().strip())  #? when
    writer.close()

async def main():
    server = await asyncio.start_server(answer, HOME, 0)
    port = server.sockets[0].getsockname()[1]
    words = ["one", "two", "three"]
    clients = [client(port, word) for word in words]
    async with server:
        await asyncio.gather(*clients)

asyncio.run(main())
#= has ONE
#= has TWO
#= has THREE
#= took 1.0
#= tasks 7
#= silent
