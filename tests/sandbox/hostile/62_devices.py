# open and make devices
# EXPECT: blocked
def attempt(name, call):
    try:
        result = call()
    except BaseException as error:
        print("BLOCKED", name, type(error).__name__, str(error)[:90])
    else:
        print("ESCAPED", name, repr(result)[:120])


import os
import stat

for path in ("/dev/mem", "/dev/kmem", "/dev/kmsg", "/dev/port", "/dev/sda", "/dev/vda", "/dev/nvme0n1", "/dev/loop0", "/dev/loop-control", "/dev/kvm", "/dev/fuse",
             "/dev/net/tun", "/dev/input/event0", "/dev/uinput", "/dev/console", "/dev/tty", "/dev/tty0", "/dev/tty1", "/dev/vcs", "/dev/userfaultfd", "/dev/vhost-net",
             "/dev/cpu/0/msr", "/dev/mapper/control", "/dev/dri/card0", "/dev/snd/seq"):
    attempt("open " + path, lambda: os.open(path, os.O_RDONLY))
attempt("mknod block", lambda: os.mknod("/tmp/disk", 0o600 | stat.S_IFBLK, os.makedev(254, 0)))
attempt("mknod char", lambda: os.mknod("/tmp/mem", 0o600 | stat.S_IFCHR, os.makedev(1, 1)))
