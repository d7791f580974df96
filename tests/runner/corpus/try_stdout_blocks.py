import os, sys, subprocess, asyncio
print("one", sys.stdout.line_buffering, sys.stdout.write_through, sys.stderr.line_buffering)
subprocess.run(["echo", "child"])
pid = os.fork()
if pid == 0:
    print("in child"); sys.exit(0)
os.waitpid(pid, 0)
print("x" * 5000); subprocess.run(["echo", "child2"])
async def main():
    p = await asyncio.create_subprocess_exec("echo", "child3"); await p.wait(); print("y", flush=True); print("lost"); os._exit(3)
asyncio.run(main())
