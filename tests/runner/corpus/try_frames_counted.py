import asyncio, sys, threading, traceback
async def f(): pass
async def main():
    asyncio.get_running_loop().slow_callback_duration = 99
    print(len(list(traceback.walk_stack(None))), sys.get_coroutine_origin_tracking_depth())
    print(len(sys._current_frames()), len(sys._current_exceptions()), threading.active_count())
    def cb(): print(len(list(traceback.walk_stack(None))), len(traceback.extract_stack()), len(traceback.StackSummary.extract(traceback.walk_stack(None))))
    asyncio.get_running_loop().call_soon(cb); await asyncio.sleep(0); f()
asyncio.run(main(), debug=True); print(sys.get_coroutine_origin_tracking_depth()); asyncio.run(main())
