import sys, asyncio
calls = []
def tr(frame, ev, arg):
    if frame.f_code.co_filename == __file__: calls.append((ev, frame.f_code.co_name)); return tr
async def f(): await asyncio.sleep(0); return 1
async def main(): await f()
sys.settrace(tr); asyncio.run(main()); sys.settrace(None); print(calls)
import threading
threading.settrace(tr); calls.clear(); t = threading.Thread(target=lambda: 5); t.start(); t.join(); print(calls, threading.gettrace() is tr)
