# bpf, perf and other windows into the kernel
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


room = ctypes.create_string_buffer(256)
for command in range(0, 20):
    attempt(f"bpf {command}", lambda: syscall(321, command, room, 72))
attempt("perf_event_open", lambda: syscall(298, room, 0, -1, -1, 0))
attempt("syslog", lambda: syscall(103, 3, room, 256))
attempt("kexec_load", lambda: syscall(246, 0, 0, None, 0))
attempt("init_module", lambda: syscall(175, room, 16, b""))
attempt("delete_module", lambda: syscall(176, b"x", 0))
attempt("lookup_dcookie", lambda: syscall(212, 0, room, 256))
attempt("fanotify_init", lambda: syscall(300, 0, 0))
attempt("open_by_handle_at", lambda: syscall(304, -100, room, 0))
attempt("acct", lambda: syscall(163, b"/tmp/acct"))
attempt("reboot", lambda: syscall(169, 0, 0, 0, None))
attempt("iopl", lambda: syscall(172, 3))
attempt("ioperm", lambda: syscall(173, 0x80, 1, 1))
attempt("modify_ldt", lambda: syscall(154, 1, room, 16))
