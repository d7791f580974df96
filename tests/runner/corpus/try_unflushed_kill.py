import os, sys, asyncio
async def main():
    for i in range(3): print(i, end=" "); sys.stdout.write("w"); await asyncio.sleep(0)
    os.kill(os.getpid(), 9)
asyncio.run(main())
