import os, asyncio, multiprocessing as mp, warnings
def job(x): return x*2
async def main():
    print("in")
    pid = os.fork()
    if pid == 0: os._exit(0)
    os.waitpid(pid, 0)
if __name__ == "__main__":
    asyncio.run(main())
    with mp.get_context("fork").Pool(2) as p: print(p.map(job, [1,2,3]))
    with mp.get_context("spawn").Pool(1) as p: print(p.map(job, [1,2,3]))
