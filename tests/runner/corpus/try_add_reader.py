import asyncio, os, socket
async def main():
    loop = asyncio.get_running_loop(); a, b = socket.socketpair(); a.setblocking(False); b.setblocking(False); e = asyncio.Event()
    def rd(x): print("readable", b.recv(10), x); loop.remove_reader(b); e.set()
    loop.add_reader(b, rd, 5); a.send(b"x"); await e.wait(); print(loop.remove_reader(b), loop.remove_writer(a))
    f = loop.create_future(); loop.add_writer(a.fileno(), lambda: f.done() or f.set_result("w")); print(await f, loop.remove_writer(a.fileno()))
    def bad(): loop.remove_reader(b); raise ValueError("reader")
    loop.add_reader(b, bad); a.send(b"y"); await asyncio.sleep(0.01); a.close(); b.close()
    try: loop.add_reader(-5, print)
    except ValueError as x: print(x)
    try: loop.add_reader("x", print)
    except ValueError as x: print(x)
    rr, ww = await asyncio.open_connection(sock=socket.socketpair()[0]) ; loop.add_reader(ww.get_extra_info("socket").fileno(), print)
asyncio.run(main())
