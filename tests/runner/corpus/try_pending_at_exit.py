import asyncio
async def w(): 
    try: await asyncio.sleep(10)
    finally: print("w finally")
loop = asyncio.new_event_loop()
t = loop.create_task(w(), name="w")
loop.run_until_complete(asyncio.sleep(0))
print("end")
