# write over the shared trace: records, commit words, header
# EXPECT: the host keeps its own truth: exit code 3, and no crash
import mmap
import os
import random
import struct

random.seed(1)
print("before", flush=True)
for fd in range(3, 64):
    try:
        size = os.fstat(fd).st_size
        memory = mmap.mmap(fd, size) if size else None
    except (OSError, ValueError):
        continue
    if memory is None:
        continue
    print("descriptor", fd, "holds", size, flush=True)
    for _ in range(20000):
        place = random.randrange(0, min(size, 1 << 20) - 8)
        memory[place : place + 8] = random.randbytes(8)
    for index in range(5000):
        memory[4096 + index * 48 + 44 : 4096 + index * 48 + 48] = struct.pack("<I", index + 1)
    memory[0:64] = b"\xff" * 64
print("after", flush=True)
os._exit(3)
