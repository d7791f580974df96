def f():
    try: 1/0
    except ZeroDivisionError as e: raise KeyError("x") from e
try: f()
except KeyError: raise TypeError("y")
