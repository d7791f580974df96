import unittest, asyncio, pickle, dataclasses
@dataclasses.dataclass
class D: x: int
print(pickle.loads(pickle.dumps(D(2))), __name__, __file__[-13:])
class T(unittest.IsolatedAsyncioTestCase):
    async def test(self): await asyncio.sleep(0); self.assertEqual(1, 1)
r = unittest.main(exit=False, argv=["x"], testRunner=unittest.TextTestRunner(stream=open("/dev/null","w"))).result
