import asyncio, textwrap, types
ns = {}
exec(compile("async def f(x):\n    await asyncio.sleep(0)\n    if x: raise ValueError('in exec')\n    return 'exec'\n", "<generated>", "exec"), {"asyncio": asyncio}, ns)
async def main():
    print(await ns["f"](0)); t = asyncio.create_task(ns["f"](0)); await asyncio.sleep(0); print(t)
    print(await eval("f(0)", ns)); code = compile("await asyncio.sleep(0, 5)", "<x>", "eval", 8192); print(await eval(code))
    await ns["f"](1)
asyncio.run(main())
