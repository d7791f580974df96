# daemons that left their session, their parent and their descriptors, and ignore everything
# EXPECT: 0 left
import os
import signal
import time

for _ in range(20):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            for number in range(1, 65):
                try:
                    signal.signal(number, signal.SIG_IGN)
                except (OSError, ValueError):
                    pass
            os.closerange(0, 256)
            os.chdir("/")
            while True:
                time.sleep(600)
        os._exit(0)
for _ in range(20):
    os.wait()
print("daemons are out")
