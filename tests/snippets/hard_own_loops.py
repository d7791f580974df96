import asyncio, selectors, threading
class Loop(asyncio.SelectorEventLoop):
    def call_soon(self, callback, *args, context=None): return super().call_soon(callback, *args, context=context)
    def _run_once(self): super()._run_once()
async def child(n):
    await asyncio.sleep(0.001 * n)
    return n
async def main(): return await asyncio.gather(*(child(n) for n in range(3)))
loop = Loop(selectors.SelectSelector())
print(loop.run_until_complete(main()))
print(loop.run_until_complete(main()))
loop.call_later(0.01, loop.stop)
loop.run_forever()
loop.close()
print(loop)
with asyncio.Runner(loop_factory=Loop) as runner:
    print(runner.run(main()))
    print(runner.run(main()))
results = []
threads = [threading.Thread(target=lambda: results.append(asyncio.run(main()))) for _ in range(3)]
for t in threads: t.start()
for t in threads: t.join()
print(results)
async def nested():
    coro = main()
    try: asyncio.run(coro)
    except RuntimeError as error: print(error)
    finally: coro.close()
    try: asyncio.get_running_loop().run_until_complete(child(1))
    except RuntimeError as error: print(error)
asyncio.run(nested())
asyncio.run(main())
