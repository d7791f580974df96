import asyncio, logging, traceback
logging.basicConfig(level=logging.INFO, format="%(message)s")
def shout(): traceback.print_stack()
async def inner():
    shout()
    logging.info("here", stack_info=True)
    print("".join(traceback.format_stack()))
    asyncio.current_task().print_stack()
    raise ValueError("x")
async def main():
    try:
        await inner()
    except ValueError:
        traceback.print_exc()
    asyncio.get_running_loop().call_soon(shout)
    await asyncio.sleep(0)
asyncio.run(main())
try:
    asyncio.run(inner())
except ValueError:
    traceback.print_exc()
    logging.exception("logged")
