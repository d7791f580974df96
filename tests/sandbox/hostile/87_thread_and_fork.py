# fork from many threads while tasks run, and exec over oneself
# EXPECT: 0 left, exit reported
import os
import sys
import threading
import time


def forks():
    for _ in range(10):
        try:
            if os.fork() == 0:
                time.sleep(600)
        except OSError:
            return


threads = [threading.Thread(target=forks) for _ in range(8)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("now another program takes the place", flush=True)
os.execv(sys.executable, [sys.executable, "-c", "import sys; sys.exit(5)"])
