# hand over and receive descriptors on every inherited socket
# EXPECT: blocked
def attempt(name, call):
    try:
        result = call()
    except BaseException as error:
        print("BLOCKED", name, type(error).__name__, str(error)[:90])
    else:
        print("ESCAPED", name, repr(result)[:120])


import array
import os
import socket
import stat

found = 0
for fd in range(3, 256):
    try:
        kind = os.fstat(fd).st_mode
    except OSError:
        continue
    if not stat.S_ISSOCK(kind):
        continue
    found += 1
    end = socket.socket(fileno=os.dup(fd))
    end.setblocking(False)
    rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [os.open("/", os.O_PATH)] * 50))]
    attempt(f"send descriptors on {fd}", lambda: end.sendmsg([b"k"], rights))
    attempt(f"receive descriptors on {fd}", lambda: end.recvmsg(100, socket.CMSG_SPACE(400))[1] or 1 / 0)
print(found, "sockets were inherited")
