# socket families beside the loopback
# EXPECT: blocked
def attempt(name, call):
    try:
        result = call()
    except BaseException as error:
        print("BLOCKED", name, type(error).__name__, str(error)[:90])
    else:
        print("ESCAPED", name, repr(result)[:120])


import socket

for name, family, kind, number in (
    ("netlink", 16, socket.SOCK_RAW, 0), ("packet", 17, socket.SOCK_RAW, 768), ("raw", socket.AF_INET, socket.SOCK_RAW, 1), ("raw6", socket.AF_INET6, socket.SOCK_RAW, 58),
    ("alg", 38, socket.SOCK_SEQPACKET, 0), ("vsock", 40, socket.SOCK_STREAM, 0), ("bluetooth", 31, socket.SOCK_STREAM, 3), ("can", 29, socket.SOCK_RAW, 1), ("tipc", 30, socket.SOCK_STREAM, 0),
    ("x25", 9, socket.SOCK_SEQPACKET, 0), ("rds", 21, socket.SOCK_SEQPACKET, 0), ("smc", 43, socket.SOCK_STREAM, 0), ("xdp", 44, socket.SOCK_RAW, 0), ("key", 15, socket.SOCK_RAW, 2),
):
    attempt(name, lambda: socket.socket(family, kind, number))


def reach(family, address):
    end = socket.socket(family, socket.SOCK_STREAM)
    end.settimeout(1)
    end.connect(address)
    return end.recv(20)


attempt("a server of the host", lambda: reach(socket.AF_INET, ("127.0.0.1", {PORT})))
attempt("by another loopback address", lambda: reach(socket.AF_INET, ("127.1.2.3", {PORT})))
attempt("by address zero", lambda: reach(socket.AF_INET, ("0.0.0.0", {PORT})))
attempt("by IPv6", lambda: reach(socket.AF_INET6, ("::ffff:127.0.0.1", {PORT})))
attempt("a unix socket of the host", lambda: reach(socket.AF_UNIX, "{UNIXSOCK}"))
attempt("an abstract socket of the host", lambda: reach(socket.AF_UNIX, "\0{ABSTRACT}"))
