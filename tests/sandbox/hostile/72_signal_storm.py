# every signal to everybody, for ever
# EXPECT: killed by the time limit, 0 left, the host unharmed
import os
import signal

me = os.getpid()
for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
children = []
for _ in range(4):
    if os.fork() == 0:
        break
while True:
    for number in range(1, 65):
        for target in (-1, 0, 1, os.getppid(), {HOSTPID}, {ZPID}, {VICTIM}):
            if number == signal.SIGKILL and target in (0, -1):
                continue
            try:
                os.kill(target, number)
            except OSError:
                pass
