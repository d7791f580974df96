# mount, unmount and the newer calls of that kind
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


def flat(number, *args):
    return lambda: syscall(number, *args)


attempt("mount tmpfs", flat(165, b"x", b"/tmp", b"tmpfs", 0, None))
attempt("bind mount", flat(165, b"/", b"/tmp", None, 4096, None))
attempt("mount proc", flat(165, b"proc", b"/tmp", b"proc", 0, None))
attempt("remount writable", flat(165, None, b"/usr", None, 32 | 4096, None))
attempt("umount", flat(166, b"/proc", 2))
attempt("pivot_root", flat(155, b"/tmp", b"/tmp"))
attempt("open_tree", flat(428, -100, b"/", 1))
attempt("fsopen", flat(430, b"tmpfs", 0))
attempt("move_mount", flat(429, -100, b"/proc", -100, b"/tmp", 0))
attempt("mount_setattr", flat(442, -100, b"/", 0, ctypes.create_string_buffer(32), 32))
attempt("swapon", flat(167, b"/tmp/x", 0))
attempt("quotactl", flat(179, 0, b"/", 0, None))
