# close, replace and unblock every descriptor, then go on
# EXPECT: finished or failed, exit reported, 0 left
import asyncio
import os

for fd in range(0, 64):
    try:
        os.set_blocking(fd, False)
    except OSError:
        pass
read, write = os.pipe()
for fd in range(3, 64):
    if fd in (read, write):
        continue
    try:
        os.dup2(write, fd)
    except OSError:
        pass


async def main():
    for _ in range(50):
        await asyncio.gather(*(asyncio.sleep(0) for _ in range(20)))
    os.closerange(0, 256)
    await asyncio.sleep(0)


asyncio.run(main())
