import asyncio
async def f(): pass
def make(): f()
async def sub(): make()
async def main():
    await asyncio.create_task(sub())
    make()
asyncio.run(main(), debug=True)
