# symbolic and hard links, renames and relative climbs out of the private root
# EXPECT: blocked
def attempt(name, call):
    try:
        result = call()
    except BaseException as error:
        print("BLOCKED", name, type(error).__name__, str(error)[:90])
    else:
        print("ESCAPED", name, repr(result)[:120])


import os


def read(path):
    with open(path, "rb") as file:
        return file.read(40)


def through(target, rest=""):
    os.symlink(target, "out")
    try:
        return read("out" + rest)
    finally:
        os.unlink("out")


def relative():
    root = os.open("/", os.O_PATH)
    return os.read(os.open("../../../../.." + "{SECRET}", os.O_RDONLY, dir_fd=root), 40)


attempt("symlink to the secret", lambda: through("{SECRET}"))
attempt("symlink to the home", lambda: os.listdir("{HOME}") and through("{HOME}", "/.profile"))
attempt("hard link", lambda: os.link("{SECRET}", "hard") or read("hard"))
attempt("rename", lambda: os.rename("{SECRET}", "mine"))
attempt("climb", relative)
attempt("root of PID 1", lambda: read("/proc/1/root" + "{SECRET}"))
attempt("root of the host", lambda: read("/proc/{HOSTPID}/root" + "{SECRET}"))
attempt("cwd of PID 1", lambda: read("/proc/1/cwd/../../../../.." + "{SECRET}"))
attempt("chroot", lambda: os.chroot("/tmp"))
