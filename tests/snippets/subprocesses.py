import asyncio, sys
async def main():
    p = await asyncio.create_subprocess_exec(sys.executable, "-c", "print('child')", stdout=-1)
    out, _ = await p.communicate()
    print(out, p.returncode)
    p = await asyncio.create_subprocess_exec(sys.executable, "-c", "print('direct')")
    await p.wait()
    print(await asyncio.to_thread(lambda: 7))
asyncio.run(main())
