import logging, asyncio, sys
logging.basicConfig(level=logging.DEBUG, stream=sys.stdout, format="%(levelname)s:%(name)s:%(module)s:%(funcName)s:%(lineno)d:%(taskName)s:%(threadName)s:%(processName)s:%(message)s" if sys.version_info >= (3, 12) else "%(levelname)s:%(name)s:%(module)s:%(funcName)s:%(lineno)d:%(message)s")
log = logging.getLogger("mine")
async def w(): log.info("in task"); await asyncio.sleep(0); log.warning("stack", stack_info=True)
async def main():
    await asyncio.create_task(w(), name="W"); log.debug("x"); asyncio.get_running_loop().call_soon(log.error, "cb"); await asyncio.sleep(0)
    try: 1/0
    except ZeroDivisionError: log.exception("exc")
    await asyncio.to_thread(log.info, "thread")
asyncio.run(main())
logging.warning("last")
