import asyncio
async def main():
    try: 1/0
    except ZeroDivisionError as e:
        e.add_note("note one"); e.add_note("note two\nwith a line")
        raise
async def outer():
    try: await asyncio.create_task(main())
    except ZeroDivisionError as e: e.add_note("outer"); raise
asyncio.run(outer())
