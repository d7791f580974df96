import asyncio, unittest
class T(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self): self.queue = asyncio.Queue()
    async def test_a(self):
        await self.queue.put(1)
        self.assertEqual(await self.queue.get(), 1)
    async def test_b(self):
        with self.assertRaises(asyncio.TimeoutError):
            async with asyncio.timeout(0.01): await asyncio.sleep(1)
    async def test_c(self): self.assertEqual(1, 2)
unittest.main(verbosity=0, exit=False, argv=["x"], testRunner=unittest.TextTestRunner(resultclass=type("R", (unittest.TextTestResult,), {}), stream=open("/dev/null", "w")))
print("ran")
