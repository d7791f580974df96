# stopped processes cannot be told anything
# EXPECT: killed by the time limit, 0 left
import os
import signal
import time

for _ in range(5):
    if os.fork() == 0:
        os.setsid()
        os.kill(os.getpid(), signal.SIGSTOP)
        time.sleep(600)
print("stopping myself", flush=True)
os.kill(os.getpid(), signal.SIGSTOP)
time.sleep(600)
