import asyncio, os, signal
loop = asyncio.new_event_loop()
async def main():
    await asyncio.sleep(0.01)
    os.kill(os.getpid(), signal.SIGINT)
    await asyncio.sleep(1)
loop.run_until_complete(main())
