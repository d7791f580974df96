# memory and descriptors of other processes
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


class Vector(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]


room = ctypes.create_string_buffer(64)
mine = Vector(ctypes.addressof(room), 64)
for who, pid in (("host", {HOSTPID}), ("zygote", {ZPID}), ("victim", {VICTIM}), ("PID 1", 1), ("parent", os.getppid())):
    if pid == os.getpid():
        continue
    for address in (0x400000, 0x555555554000, ctypes.addressof(room)):
        theirs = Vector(address, 64)
        attempt(f"process_vm_readv {who} {address:#x}", lambda: syscall(310, pid, ctypes.byref(mine), 1, ctypes.byref(theirs), 1, 0))
        attempt(f"process_vm_writev {who} {address:#x}", lambda: syscall(311, pid, ctypes.byref(mine), 1, ctypes.byref(theirs), 1, 0))
    attempt(f"pidfd_getfd {who}", lambda: syscall(438, os.pidfd_open(pid), 0, 0))
    attempt(f"ptrace seize {who}", lambda: syscall(101, 0x4206, pid, 0, 0))
    attempt(f"ptrace attach {who}", lambda: syscall(101, 16, pid, 0, 0))
    attempt(f"process_madvise {who}", lambda: syscall(440, os.pidfd_open(pid), ctypes.byref(mine), 1, 21, 0))
    attempt(f"migrate_pages {who}", lambda: syscall(256, pid, 8, room, room))
    for name in ("mem", "environ", "maps", "stack", "syscall", "auxv", "cmdline" if who in ("host", "zygote", "victim") else "mem"):
        attempt(f"/proc of {who}: {name}", lambda: open(f"/proc/{pid}/{name}", "rb").read(10) or 1 / 0)
