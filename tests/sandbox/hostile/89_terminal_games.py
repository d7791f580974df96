# terminals: open, inject, take over
# EXPECT: blocked
def attempt(name, call):
    try:
        result = call()
    except BaseException as error:
        print("BLOCKED", name, type(error).__name__, str(error)[:90])
    else:
        print("ESCAPED", name, repr(result)[:120])


import fcntl
import os
import termios

for path in ("/dev/tty", "/dev/pts/0", "/dev/pts/1", "{PTS}", "/dev/console", "/proc/{HOSTPID}/fd/0", "/proc/{HOSTPID}/fd/1"):
    attempt("open " + path, lambda: os.open(path, os.O_RDWR | os.O_NOCTTY))
for fd in (0, 1, 2):
    attempt(f"TIOCSTI on {fd}", lambda: fcntl.ioctl(fd, termios.TIOCSTI, b"x"))
    attempt(f"TIOCSCTTY on {fd}", lambda: fcntl.ioctl(fd, termios.TIOCSCTTY, 1))
    attempt(f"TIOCCONS on {fd}", lambda: fcntl.ioctl(fd, termios.TIOCCONS))
    attempt(f"TIOCLINUX on {fd}", lambda: fcntl.ioctl(fd, 0x541C, b"\x03"))
    attempt(f"window size of {fd}", lambda: fcntl.ioctl(fd, termios.TIOCSWINSZ, b"\x01\x00\x01\x00\x00\x00\x00\x00"))
