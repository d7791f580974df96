# datagrams, IPv6 where there is one, names of the loopback, and a server that a subprocess talks to
# EXPECT: works
import asyncio
import socket
import sys


class Echo(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, address):
        self.transport.sendto(data.upper(), address)


async def handle(reader, writer):
    writer.write(await reader.readline())
    await writer.drain()
    writer.close()


async def main():
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(Echo, local_addr=("127.0.0.1", 0))
    end = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    end.setblocking(False)
    await loop.sock_sendto(end, b"ping", transport.get_extra_info("sockname"))
    assert (await loop.sock_recvfrom(end, 100))[0] == b"PING"
    transport.close()
    server = await asyncio.start_server(handle, "localhost", 0)
    port = server.sockets[0].getsockname()[1]
    code = f"import socket; s = socket.create_connection(('localhost', {port})); s.sendall(b'from a child\\n'); print(s.recv(100).decode().strip())"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE)
    said, _ = await process.communicate()
    assert said == b"from a child\n", said
    server.close()
    print("OK")


asyncio.run(main())
