"""A slow line between two sockets: so many bytes a second each way, and half of the round trip's time. Run it as a process: it prints its port."""

from __future__ import annotations

import asyncio
import socket
import sys

PACKET = 512
ON_THE_WAY = 16
"""Packets that a line holds: what is more waits where it comes from."""


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, rate: float, delay: float) -> None:
    loop = asyncio.get_running_loop()
    packets: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(ON_THE_WAY)

    async def deliver() -> None:
        while True:
            due, data = await packets.get()
            await asyncio.sleep(max(0.0, due - loop.time()))
            if not data:
                writer.close()
                return
            writer.write(data)
            await writer.drain()

    delivery = asyncio.create_task(deliver())
    free_at = loop.time()
    try:
        while data := await reader.read(PACKET):
            free_at = max(free_at, loop.time()) + len(data) / rate
            await asyncio.sleep(free_at - loop.time())
            await packets.put((free_at + delay, data))
    except OSError:
        pass
    await packets.put((loop.time() + delay, b""))
    await delivery


async def _connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int, rate: float, delay: float) -> None:
    there = socket.socket()
    there.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    there.setblocking(False)
    await asyncio.get_running_loop().sock_connect(there, ("127.0.0.1", port))
    back, forth = await asyncio.open_connection(sock=there, limit=PACKET)
    await asyncio.gather(_pump(reader, forth, rate, delay), _pump(back, writer, rate, delay), return_exceptions=True)


async def _serve(port: int, rate: float, delay: float) -> None:
    server = await asyncio.start_server(lambda r, w: _connected(r, w, port, rate, delay), "127.0.0.1", 0, limit=PACKET)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]) / 2))
