# new namespaces by clone, clone3, unshare and setns
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
import signal

libc = ctypes.CDLL(None, use_errno=True)


def syscall(number, *args):
    result = libc.syscall(number, *args)
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
    return result


NAMES = {"user": 0x10000000, "pid": 0x20000000, "net": 0x40000000, "mount": 0x20000, "ipc": 0x8000000, "uts": 0x4000000, "cgroup": 0x2000000, "time": 0x80}


def cloned(flags):
    pid = syscall(56, flags | signal.SIGCHLD, 0, 0, 0, 0)
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return pid


def cloned3(flags):
    args = (ctypes.c_uint64 * 11)(flags, 0, 0, 0, signal.SIGCHLD)
    pid = syscall(435, args, ctypes.sizeof(args))
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    return pid


for name, flag in NAMES.items():
    attempt("unshare " + name, lambda: syscall(272, flag))
    attempt("clone3 " + name, lambda: cloned3(flag))
    if name != "time":
        attempt("clone " + name, lambda: cloned(flag))
for name in ("user", "pid", "net", "mnt", "ipc", "uts"):
    attempt("setns " + name, lambda: syscall(308, os.open(f"/proc/1/ns/{name}", os.O_RDONLY), 0))
