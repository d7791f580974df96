import unittest, asyncio
class T(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self): print("setup", asyncio.get_running_loop().get_debug()); self.addAsyncCleanup(self.cl)
    async def cl(self): print("cleanup")
    async def test_a(self): await asyncio.sleep(0); self.assertEqual(1, 1)
    async def test_b(self): self.fail("b")
    async def test_c(self):
        async def x(): pass
        x()
    @unittest.expectedFailure
    async def test_d(self): await asyncio.wait_for(asyncio.sleep(5), 0.01)
    async def test_e(self): asyncio.create_task(asyncio.sleep(10)); raise unittest.SkipTest("s")
r = unittest.TextTestRunner(stream=open("/dev/null", "w")).run(unittest.defaultTestLoader.loadTestsFromTestCase(T)); print(r); print(r.failures[0][1])
