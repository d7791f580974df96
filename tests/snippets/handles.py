"""Steps, sleeps and callbacks of asyncio's own that fail, or are run twice; what stands on the stack in a step; debug mode that is switched in between."""

import asyncio
import contextvars
import sys
import traceback
from asyncio import futures


async def kid():
    await asyncio.sleep(0)
    print("kid")


def shown(loop, context):
    print(context["message"], type(context["exception"]).__name__, sorted(context))
    print("".join(traceback.format_exception(context["exception"])))


async def main():
    loop = asyncio.get_running_loop()
    first = asyncio.create_task(kid())
    step = loop._ready[-1]._callback
    print(loop._ready[-1], type(loop._ready[-1]).__name__, isinstance(loop._ready[-1], asyncio.Handle))
    await first
    loop.call_soon(step, context=contextvars.copy_context())  # a step too many
    await asyncio.sleep(0)
    loop.set_exception_handler(shown)
    loop.call_soon(step, context=contextvars.copy_context())
    timer = loop.call_later(0, futures._set_result_unless_cancelled, 5, 1)
    print(timer.when() > 0, timer.cancelled(), isinstance(timer, asyncio.TimerHandle), type(timer).__name__)
    await asyncio.sleep(0.01)
    late = asyncio.ensure_future(asyncio.sleep(5))
    await asyncio.sleep(0)
    handle = loop._scheduled[0]
    print(handle.cancelled(), handle == handle, handle < handle)
    late.cancel()
    await asyncio.wait([late])
    print(handle.cancelled())
    loop.set_debug(True)
    await asyncio.gather(kid(), kid())
    loop.set_debug(False)
    await asyncio.gather(kid(), kid())
    traceback.print_stack(file=sys.stdout)
    for frame, line in traceback.walk_stack(sys._getframe()):
        print(frame.f_code.co_qualname, line)

    async def leaves():
        await asyncio.sleep(0.001)
        raise KeyboardInterrupt("now")

    await asyncio.gather(leaves(), kid())


asyncio.run(main())
