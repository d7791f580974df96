import asyncio, signal, os
async def main():
    loop = asyncio.get_running_loop(); e = asyncio.Event()
    loop.add_signal_handler(signal.SIGUSR1, lambda: (print("usr1"), e.set())); os.kill(os.getpid(), signal.SIGUSR1); await e.wait()
    print(loop.remove_signal_handler(signal.SIGUSR1), loop.remove_signal_handler(signal.SIGUSR1), signal.getsignal(signal.SIGUSR1))
    for bad in (lambda: loop.add_signal_handler(signal.SIGKILL, print), lambda: loop.add_signal_handler(999, print), lambda: loop.add_signal_handler(signal.SIGUSR1, main), lambda: loop.add_signal_handler("x", print)):
        try: bad()
        except Exception as x: print(type(x).__name__, x)
    print(signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGCHLD), signal.getsignal(signal.SIGPIPE), signal.getsignal(signal.SIGHUP), signal.pthread_sigmask(signal.SIG_BLOCK, []))
    signal.signal(signal.SIGALRM, lambda *a: (_ for _ in ()).throw(ValueError("alarm"))); signal.setitimer(signal.ITIMER_REAL, 0.01)
    await asyncio.sleep(1)
asyncio.run(main())
