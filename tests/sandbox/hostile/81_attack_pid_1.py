# kill, stop and read the process that watches
# EXPECT: blocked
def attempt(name, call):
    try:
        result = call()
    except BaseException as error:
        print("BLOCKED", name, type(error).__name__, str(error)[:90])
    else:
        print("ESCAPED", name, repr(result)[:120])


import os
import signal
import time

for pid in {1, os.getppid()}:
    for number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM, signal.SIGSEGV, signal.SIGCHLD):
        try:
            os.kill(pid, number)
        except OSError as error:
            print("BLOCKED", pid, number, error.strerror)
    attempt(f"environment of {pid}", lambda: open(f"/proc/{pid}/environ", "rb").read() or 1 / 0)
    attempt(f"descriptors of {pid}", lambda: os.listdir(f"/proc/{pid}/fd") or 1 / 0)
    attempt(f"memory of {pid}", lambda: open(f"/proc/{pid}/mem", "r+b"))
    attempt(f"executable of {pid}", lambda: os.readlink(f"/proc/{pid}/exe"))
time.sleep(0.2)
print("still here")
