import asyncio, os, resource
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
held = []
async def main():
    try:
        while True: held.append(os.open("/dev/null", os.O_RDONLY))
    except OSError as error:
        print(error.strerror)
    await asyncio.sleep(0.01)
    try:
        await asyncio.open_connection("127.0.0.1", 1)
    except OSError as error:
        print(type(error).__name__)
    try:
        asyncio.new_event_loop()
    except OSError as error:
        print(error.strerror)
    for fd in held: os.close(fd)
    print(await asyncio.gather(asyncio.sleep(0, 1), asyncio.sleep(0, 2)))
asyncio.run(main())
