import asyncio, os, signal, threading
async def main():
    loop, event = asyncio.get_running_loop(), asyncio.Event()
    loop.add_signal_handler(signal.SIGUSR1, event.set)
    loop.add_signal_handler(signal.SIGUSR2, print, "two")
    os.kill(os.getpid(), signal.SIGUSR2)
    loop.call_later(0.01, os.kill, os.getpid(), signal.SIGUSR1)
    await event.wait()
    print(signal.getsignal(signal.SIGINT).__class__.__name__, threading.active_count(), [t.name for t in threading.enumerate()])
    for number in sorted(signal.valid_signals()):
        if signal.getsignal(number) not in (signal.SIG_DFL, signal.SIG_IGN): print(number)
    await asyncio.to_thread(print, "thread")
    def handler(loop, context): print("handler:", context["message"], type(context.get("exception")).__name__)
    loop.set_exception_handler(handler)
    loop.call_soon(lambda: 1 / 0)
    future = loop.create_future()
    future.set_exception(KeyError("never"))
    del future
    await asyncio.sleep(0.01)
asyncio.run(main())
