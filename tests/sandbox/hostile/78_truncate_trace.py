# shrink, grow, punch and unmap the shared trace
# EXPECT: blocked; exit code 3
def attempt(name, call):
    try:
        result = call()
    except BaseException as error:
        print("BLOCKED", name, type(error).__name__, str(error)[:90])
    else:
        print("ESCAPED", name, repr(result)[:120])


import ctypes
import mmap
import os

libc = ctypes.CDLL(None, use_errno=True)


def syscall(number, *args):
    result = libc.syscall(number, *args)
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
    return result


def truncated(fd, size):
    before = os.fstat(fd).st_size
    os.ftruncate(fd, size)
    if os.fstat(fd).st_size == before:
        raise PermissionError("as before")


for fd in range(3, 64):
    try:
        size = os.fstat(fd).st_size
    except OSError:
        continue
    if size < 4096:
        continue
    attempt(f"shrink {fd}", lambda: truncated(fd, 0))
    attempt(f"grow {fd}", lambda: truncated(fd, size * 4))
    try:
        print("punch", syscall(285, fd, 3, 0, size))
    except OSError as error:
        print("punch", error.strerror)
    try:
        os.lseek(fd, 0, 2)
        attempt(f"append {fd}", lambda: os.write(fd, b"x" * 100))
    except OSError as error:
        print("seek", error.strerror)
os._exit(3)
