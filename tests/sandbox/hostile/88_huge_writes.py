# sparse files, large truncates, fallocate and shared memory beyond the limits
# EXPECT: bounded by the limits
import mmap
import os

for path in ("/tmp/a", "/dev/shm/b", "c"):
    try:
        fd = os.open(path, os.O_RDWR | os.O_CREAT)
        try:
            os.ftruncate(fd, 1 << 40)
            print("ESCAPED a sparse file of a terabyte at", path)
        except OSError as error:
            print("BLOCKED", path, error.strerror)
        try:
            os.posix_fallocate(fd, 0, 1 << 30)
            print("ESCAPED a gigabyte at", path)
        except OSError as error:
            print("BLOCKED", path, error.strerror)
    except OSError as error:
        print("BLOCKED", path, error.strerror)
total = 0
maps = []
try:
    while total < 4 << 30:
        page = mmap.mmap(-1, 64 << 20)
        for place in range(0, 64 << 20, 4096):
            page[place] = 1
        maps.append(page)
        total += 64 << 20
    print("ESCAPED 4 GiB of shared memory")
except (OSError, MemoryError) as error:
    print("BLOCKED at", total >> 20, "MiB", error)
