import atexit, threading, time, sys
atexit.register(print, "atexit")
def work():
    time.sleep(.1); print("thread", file=sys.stderr)
threading.Thread(target=work).start()
class A:
    def __del__(self): print("del")
a = A()
sys.exit("bye")
