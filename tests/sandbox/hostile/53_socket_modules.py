# Load modules of the kernel by rare protocols, hand it programs, claim a core.
import ctypes
import socket
import struct


def attempt(name, call):
    try:
        result = call()
    except OSError as error:
        print("BLOCKED", name, error.strerror)
    else:
        print("ESCAPED", name, repr(result)[:80])


for family, kind, protocol in ((2, 1, 132), (2, 5, 132), (2, 1, 262), (2, 6, 33), (2, 2, 136), (10, 1, 262), (38, 5, 0), (30, 5, 0), (43, 1, 0)):
    attempt(f"socket {family} {kind} {protocol}", lambda: socket.socket(family, kind, protocol))
attempt("socketpair of TIPC", lambda: socket.socketpair(30))
server = socket.create_server(("127.0.0.1", 0))
one = socket.create_connection(server.getsockname())
attempt("TLS in the kernel", lambda: one.setsockopt(6, 31, b"tls"))
code = ctypes.create_string_buffer(struct.pack("=HBBI", 6, 0, 0, 0xFFFF))
attempt("SO_ATTACH_FILTER", lambda: one.setsockopt(1, 26, struct.pack("=HxxxxxxQ", 1, ctypes.addressof(code))))
libc = ctypes.CDLL(None, use_errno=True)
print("BLOCKED" if libc.prctl(62, 1, 0, 1, 0) else "ESCAPED", "PR_SCHED_CORE")
