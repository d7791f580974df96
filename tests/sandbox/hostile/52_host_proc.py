# What /proc tells of the host besides its processes: keys, the kernel's command line, interrupts (which keys are pressed), disks, locks.
for name in ("cmdline", "keys", "key-users", "interrupts", "softirqs", "diskstats", "partitions", "modules", "kallsyms", "locks", "timer_list"):
    try:
        with open("/proc/" + name, "rb") as file:
            data = file.read(4096)
    except OSError as error:
        print("BLOCKED", name, error.strerror)
        continue
    print("ESCAPED" if data else "BLOCKED", name, data[:60])
