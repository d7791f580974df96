import asyncio
async def main():
    loop = asyncio.get_running_loop(); fs = [loop.create_future() for _ in range(5)]
    for a, b in zip(fs, fs[1:]): a.add_done_callback(lambda f, b=b: b.set_result(f.result() + 1))
    loop.call_soon(fs[0].set_result, 0); print(await fs[-1], [f.done() for f in fs])
    f = loop.create_future(); f.set_exception(ValueError("direct")); 
    try: await f
    except ValueError as e: print(e, e.__traceback__.tb_next is None, len(str(e.__traceback__)) > 0)
    f = loop.create_future(); f.set_exception(TimeoutError); 
    try: f.result()
    except TimeoutError as e: print(repr(e))
    f = loop.create_future(); f.cancel("msg"); 
    try: await f
    except asyncio.CancelledError as e: print(e.args); raise ValueError from e
asyncio.run(main())
