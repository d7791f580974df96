# set the clocks of the machine
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
import time

libc = ctypes.CDLL(None, use_errno=True)


def syscall(number, *args):
    result = libc.syscall(number, *args)
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
    return result


room = ctypes.create_string_buffer(512)
room[0] = b"\x02"
attempt("clock_settime", lambda: time.clock_settime(time.CLOCK_REALTIME, time.time()))
attempt("settimeofday", lambda: syscall(164, (ctypes.c_long * 2)(int(time.time()), 0), None))
attempt("adjtimex", lambda: syscall(159, (ctypes.c_long * 64)(1, 1)))
attempt("clock_adjtime", lambda: syscall(305, 0, (ctypes.c_long * 64)(1, 1)))
attempt("sethostname", lambda: syscall(170, b"owned", 5))
attempt("setdomainname", lambda: syscall(171, b"owned", 5))
attempt("sysctl", lambda: open("/proc/sys/kernel/hostname", "w").write("owned"))
attempt("sysrq", lambda: open("/proc/sysrq-trigger", "w").write("h"))
attempt("oom_score_adj", lambda: open("/proc/self/oom_score_adj", "w").write("-1000"))
attempt("cgroup", lambda: open("/sys/fs/cgroup/cgroup.procs", "w").write("0"))
attempt("sysfs", lambda: open("/sys/power/state", "w").write("x"))
attempt("core_pattern", lambda: open("/proc/sys/kernel/core_pattern", "w").write("|/tmp/x"))
