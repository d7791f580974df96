# long and odd file names, deep folders, and tracebacks that show them
# EXPECT: finished or failed; no control byte reaches a terminal
import os

name = "\x1b]0;owned\x07\x1b[2J\r\n" + "n" * 200
open(name, "w").close()
depth = 0
try:
    for depth in range(3000):
        os.mkdir("d" * 250)
        os.chdir("d" * 250)
except OSError as error:
    print("deep", depth, error.strerror)
exec(compile("raise ValueError('\x1b[31m' + 'x' * 100000)", name, "exec"))
