# children that nobody waits for, as many as there may be
# EXPECT: 0 left
import os
import time

made = 0
try:
    while made < 300:
        if os.fork() == 0:
            if os.fork() == 0:
                os._exit(0)
            os._exit(0)
        made += 1
except OSError as error:
    print("stopped at", made, error.strerror)
print("zombies", made)
time.sleep(0.3)
