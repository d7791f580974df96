import asyncio
def run_nested(loop, coro):
    t = asyncio.ensure_future(coro, loop=loop); cur = asyncio.current_task(); asyncio.tasks._leave_task(loop, cur)
    while not t.done(): loop._run_once()
    asyncio.tasks._enter_task(loop, cur); return t.result()
async def inner(n): await asyncio.sleep(0.001); return n * 2
async def main():
    loop = asyncio.get_running_loop(); print(run_nested(loop, inner(4))); print(run_nested(loop, inner(5))); await asyncio.sleep(0); return "outer"
print(asyncio.run(main()))
