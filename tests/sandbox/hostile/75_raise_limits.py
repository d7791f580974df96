# raise limits and priority, take other identities
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
import resource

libc = ctypes.CDLL(None, use_errno=True)


def syscall(number, *args):
    result = libc.syscall(number, *args)
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
    return result


def more(what):
    soft, hard = resource.getrlimit(what)
    if hard == resource.RLIM_INFINITY:
        raise PermissionError("has none")
    resource.setrlimit(what, (hard + 1, hard + 1))
    return resource.getrlimit(what)


for name in ("RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_DATA", "RLIMIT_NPROC", "RLIMIT_NOFILE", "RLIMIT_CORE", "RLIMIT_MEMLOCK"):
    attempt("raise " + name, lambda: more(getattr(resource, name)))
for who in (1, os.getppid(), {HOSTPID}, {VICTIM}):
    if who != os.getpid():
        attempt(f"prlimit of {who}", lambda: resource.prlimit(who, resource.RLIMIT_NOFILE, (20, 20)))
        attempt(f"priority of {who}", lambda: os.setpriority(os.PRIO_PROCESS, who, 19))
        attempt(f"scheduler of {who}", lambda: os.sched_setscheduler(who, os.SCHED_BATCH, os.sched_param(0)))
attempt("negative nice", lambda: os.setpriority(os.PRIO_PROCESS, 0, -10))
attempt("real time", lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50)))
attempt("setuid 0", lambda: os.setuid(0) if os.getuid() else 1 / 0)
attempt("setuid of the victim", lambda: os.setuid(1002) if os.getuid() != 1002 else 1 / 0)
attempt("setgroups", lambda: os.setgroups([0, 999]))
attempt("setgid 0", lambda: os.setgid(0) if os.getgid() else 1 / 0)


def capabilities():
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    data = (ctypes.c_uint32 * 6)(*[0xFFFFFFFF, 0xFFFFFFFF, 0, 0xFFFFFFFF, 0xFFFFFFFF, 0])
    return syscall(126, header, data)


attempt("capset", capabilities)
for line in open("/proc/self/status"):
    if line.startswith(("CapEff", "CapPrm", "CapBnd", "CapAmb")) and int(line.split()[1], 16):
        print("ESCAPED", line.strip())
    if line.startswith("NoNewPrivs") and line.split()[1] != "1":
        print("ESCAPED", line.strip())
    if line.startswith("Seccomp:") and line.split()[1] != "2":
        print("ESCAPED", line.strip())
