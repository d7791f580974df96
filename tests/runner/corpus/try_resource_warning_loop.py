import asyncio, warnings, gc
warnings.simplefilter("always", ResourceWarning)
def f():
    loop = asyncio.new_event_loop()
    loop.run_until_complete(asyncio.sleep(0))
f()
gc.collect()
print("end")
