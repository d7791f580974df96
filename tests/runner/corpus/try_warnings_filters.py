import warnings, asyncio
def dep(): warnings.warn("old", DeprecationWarning, stacklevel=2)
def user(): warnings.warn("u", stacklevel=1); warnings.warn("u2", UserWarning, stacklevel=2); warnings.warn("far", UserWarning, stacklevel=3); warnings.warn("beyond", UserWarning, stacklevel=50)
dep(); user(); user()
async def main(): dep(); user(); await asyncio.create_task(sub())
async def sub(): user(); warnings.warn("s", stacklevel=2); warnings.warn("s3", stacklevel=3); warnings.warn("s4", stacklevel=4); warnings.warn("s5", stacklevel=5); warnings.warn("s6", stacklevel=6)
asyncio.run(main())
with warnings.catch_warnings(record=True) as w: warnings.simplefilter("always"); dep(); user(); print([(str(x.message), x.lineno, x.filename[-10:]) for x in w])
warnings.showwarning = lambda m, c, f, l, file=None, line=None: print("SHOW", m, c.__name__, l); user(); dep()
