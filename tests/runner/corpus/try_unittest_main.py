import unittest, asyncio, re, sys
class T(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self): self.addAsyncCleanup(asyncio.sleep, 0)
    async def test_ok(self): await asyncio.sleep(0)
    async def test_fail(self): await asyncio.sleep(0); self.assertEqual([1, 2], [1, 3])
    async def test_err(self): await asyncio.create_task(self.bad())
    async def bad(self): raise ValueError("e")
    @unittest.skip("why")
    async def test_skip(self): pass
    @unittest.expectedFailure
    async def test_xf(self): self.fail()
    async def test_sub(self):
        for i in range(3):
            with self.subTest(i=i): self.assertNotEqual(i, 1)
class S:
    def write(s, x): sys.stderr.write(re.sub(r"in \d\.\d+s", "in X", x))
    def flush(s): pass
unittest.main(testRunner=unittest.TextTestRunner(stream=S(), verbosity=2))
