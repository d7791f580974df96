import os, sys, asyncio
async def main():
    print("parent", flush=True); pid = os.fork()
    if pid == 0:
        try: asyncio.get_running_loop(); print("child: running", flush=True)
        except RuntimeError as e: print("child:", e, flush=True)
        os._exit(7)
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])); await asyncio.sleep(0.001)
asyncio.run(main())
pid = os.fork()
if pid == 0: 
    async def c(): await asyncio.sleep(0.001); raise ValueError("child fails")
    asyncio.run(c())
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
sys.stdout.flush(); pid = os.fork()
if pid == 0: print("child exits"); sys.exit(6)
print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
