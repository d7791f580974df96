import asyncio, threading
def work(): raise ValueError("in a thread")
async def fails(): raise KeyError("in a task")
def run():
    try: asyncio.run(fails())
    except KeyError as error: print(repr(error))
    raise RuntimeError("end of thread")
for target in (work, run):
    thread = threading.Thread(target=target, name="T")
    thread.start()
    thread.join()
async def main():
    try: await asyncio.to_thread(work)
    except ValueError as error: print(error)
    asyncio.get_running_loop().call_soon(work)
    await asyncio.sleep(0)
asyncio.run(main())
