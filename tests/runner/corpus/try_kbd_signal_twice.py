import asyncio, os, signal
async def main():
    os.kill(os.getpid(), signal.SIGINT)
    try: await asyncio.sleep(5)
    except asyncio.CancelledError:
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.sleep(5)
try: asyncio.run(main())
except KeyboardInterrupt as e: print("kbd", e.args, type(e.__context__))
