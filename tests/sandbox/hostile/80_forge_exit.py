# say on every descriptor that the run ended well
# EXPECT: failed with exit code 3
import json
import os
import socket
import stat

for fd in range(3, 256):
    try:
        mode = os.fstat(fd).st_mode
    except OSError:
        continue
    for word in (json.dumps({"exit": 0, "memory": 1, "cpu": 0}), json.dumps({"started": 1}), json.dumps({"kind": "run_finished", "outcome": "finished", "exit_code": 0})):
        try:
            if stat.S_ISSOCK(mode):
                socket.socket(fileno=os.dup(fd)).sendall(word.encode() + b"\n")
            else:
                os.write(fd, word.encode() + b"\n")
        except OSError:
            pass
os._exit(3)
