# io_uring goes round a filter of system calls
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


params = ctypes.create_string_buffer(120)
attempt("io_uring_setup", lambda: syscall(425, 4, params))
attempt("io_uring_enter", lambda: syscall(426, 3, 1, 0, 0, None, 0))
attempt("io_uring_register", lambda: syscall(427, 3, 0, None, 0))
