# Make others wait for a file that is shown here, or be told what they do in a folder.
import fcntl
import os
import sys

for path, command, value in (
    ("{PYLIB}/os.py", fcntl.F_SETLEASE, fcntl.F_RDLCK),
    (sys.executable, fcntl.F_SETLEASE, fcntl.F_RDLCK),
    ("{PYLIB}", fcntl.F_NOTIFY, fcntl.DN_ACCESS | fcntl.DN_MULTISHOT),
    ("/usr/lib", fcntl.F_NOTIFY, fcntl.DN_MODIFY | fcntl.DN_CREATE | fcntl.DN_MULTISHOT),
):
    try:
        fd = os.open(path, os.O_RDONLY)
        fcntl.fcntl(fd, command, value)
    except OSError as error:
        print("BLOCKED", path, command, error.strerror)
    else:
        print("ESCAPED", path, command)
