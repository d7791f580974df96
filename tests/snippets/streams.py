import asyncio
async def h(r, w):
    w.write((await r.readline()).upper()); await w.drain(); w.close()
async def main():
    s = await asyncio.start_server(h, "127.0.0.1", 0)
    r, w = await asyncio.open_connection(*s.sockets[0].getsockname())
    w.write(b"hi\n"); print(await r.readline()); w.close(); await w.wait_closed(); s.close()
asyncio.run(main())
