import sys, io
for op in (lambda: sys.stdout.tell(), lambda: sys.stdout.seek(0), lambda: sys.stdout.read(), lambda: sys.stdin.write("x"), lambda: sys.stdout.truncate(), lambda: sys.stdout.detach() and None, lambda: sys.stdout.write("x")):
    try: print(op(), file=sys.stderr)
    except Exception as e: print(type(e).__name__, e, file=sys.stderr)
