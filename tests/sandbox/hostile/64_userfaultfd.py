# userfaultfd helps to win races inside the kernel
# EXPECT: blocked
def attempt(name, call):
    try:
        result = call()
    except BaseException as error:
        print("BLOCKED", name, type(error).__name__, str(error)[:90])
    else:
        print("ESCAPED", name, repr(result)[:120])


import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)


def syscall(number, *args):
    result = libc.syscall(number, *args)
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
    return result


for flags in (0, 1, os.O_CLOEXEC, os.O_CLOEXEC | os.O_NONBLOCK | 1):
    attempt(f"userfaultfd {flags:#x}", lambda: syscall(323, flags))
