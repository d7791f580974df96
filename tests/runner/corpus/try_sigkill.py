import os, signal, asyncio
async def main():
    print("x", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
asyncio.run(main())
