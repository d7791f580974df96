import asyncio, sys
async def c(): await asyncio.sleep(0.01)
async def b(): await c()
async def a(): await b()
async def cur():
    t = asyncio.current_task(); t.print_stack(file=sys.stdout); t.print_stack(limit=1, file=sys.stdout); print([f.f_code.co_name for f in t.get_stack()])
    print([f.f_code.co_name for f in t.get_stack(limit=2)], len(t.get_stack(limit=0) if sys.version_info < (3, 10) else []))
async def bad(): await c(); raise ValueError("x")
async def main():
    t = asyncio.create_task(a()); t.print_stack(file=sys.stdout); await asyncio.sleep(0); t.print_stack(file=sys.stdout)
    print([f.f_lineno for f in t.get_stack()]); await t; t.print_stack(file=sys.stdout)
    await cur(); await asyncio.create_task(cur())
    t = asyncio.create_task(bad()); await asyncio.wait([t]); t.print_stack(); print([f.f_code.co_name for f in t.get_stack()])
asyncio.run(main())
