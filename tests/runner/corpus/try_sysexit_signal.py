import asyncio, sys, os, signal
async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, sys.exit, 9)
    os.kill(os.getpid(), signal.SIGUSR1)
    try: await asyncio.sleep(5)
    except asyncio.CancelledError: print("cancelled"); raise
asyncio.run(main())
