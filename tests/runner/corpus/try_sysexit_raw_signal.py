import asyncio, sys, os, signal
def h(num, frame):
    f = frame
    names = []
    while f: names.append(f.f_code.co_name); f = f.f_back
    print(num, names[-1])
    sys.exit(11)
signal.signal(signal.SIGTERM, h)
async def main():
    try:
        os.kill(os.getpid(), signal.SIGTERM)
        for i in range(100): await asyncio.sleep(0.001)
    except SystemExit as e: print("exit seen", e.code); raise
asyncio.run(main())
