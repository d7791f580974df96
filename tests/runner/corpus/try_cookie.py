# -*- coding: latin-1 -*-
"""Doc of the module."""
print(__doc__)
import asyncio
async def main(): "doc main"; print(main.__doc__, __doc__); raise ValueError("é")
asyncio.run(main())
