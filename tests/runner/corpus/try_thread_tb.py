import threading, asyncio
async def bad(): await asyncio.sleep(0); raise ValueError("in a loop in a thread")
def run(): asyncio.run(bad())
t = threading.Thread(target=run, name="loop thread"); t.start(); t.join()
loop = asyncio.new_event_loop(); t = threading.Thread(target=loop.run_forever); t.start()
f = asyncio.run_coroutine_threadsafe(bad(), loop)
try: f.result()
except ValueError as e:
    n, tb = [], e.__traceback__
    while tb: n.append(tb.tb_frame.f_code.co_name); tb = tb.tb_next
    print(n)
loop.call_soon_threadsafe(loop.stop); t.join(); loop.close()
