import asyncio, traceback, sys, io
async def inner(): await asyncio.sleep(0); raise ValueError("x")
async def main():
    try: await inner()
    except ValueError as e:
        traceback.print_exception(e); traceback.print_tb(e.__traceback__); print(traceback.format_exc(limit=1)); print(traceback.format_exc(limit=-1)); traceback.print_stack(limit=3); print(traceback.format_exception_only(e))
        te = traceback.TracebackException.from_exception(e, capture_locals=True); print([(f.name, f.lineno, sorted(f.locals or {})) for f in te.stack]); print(len(traceback.extract_tb(e.__traceback__)), traceback.extract_stack()[-1].name)
        print([f.name for f in traceback.StackSummary.extract(traceback.walk_stack(sys._getframe()), limit=3)], [f.f_code.co_name for f, l in traceback.walk_tb(e.__traceback__)])
        traceback.clear_frames(e.__traceback__)
    traceback.print_exc(); traceback.print_last() if hasattr(sys, "last_value") else print("no last")
    print(traceback.format_list(traceback.extract_stack())[-1], traceback.format_stack(limit=-2))
asyncio.run(main())
