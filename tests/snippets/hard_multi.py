import asyncio, multiprocessing, os, sys
def square(n): return n * n
async def main():
    print("before", flush=True)
    pid = os.fork()
    if pid == 0:
        print("child", flush=True)
        os._exit(0)
    os.waitpid(pid, 0)
    child = await asyncio.create_subprocess_exec(sys.executable, "-c", "print('grandchild')", stdout=asyncio.subprocess.PIPE)
    print((await child.communicate())[0], child.returncode)
    await asyncio.sleep(0)
    print("after")
if __name__ == "__main__":
    asyncio.run(main())
    pid = os.fork()
    if pid == 0:
        asyncio.run(asyncio.sleep(0))
        print("a loop in the child", flush=True)
        os._exit(5)
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
