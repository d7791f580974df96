# run a program from memory that is on no file system, and make files executable
# EXPECT: contained all the same
def attempt(name, call):
    try:
        result = call()
    except BaseException as error:
        print("BLOCKED", name, type(error).__name__, str(error)[:90])
    else:
        print("ESCAPED", name, repr(result)[:120])


import os
import subprocess
import sys

code = "import os\n" + """
try:
    print("ESCAPED", open("{SECRET}").read())
except OSError as error:
    print("BLOCKED", error.strerror)
try:
    os.kill({HOSTPID}, 0)
    print("ESCAPED: sees the host")
except OSError as error:
    print("BLOCKED", error.strerror)
"""
script = f"#!{sys.executable}\n{code}"
open("/tmp/script", "w").write(script)
os.chmod("/tmp/script", 0o4777)
print(subprocess.run(["/tmp/script"], capture_output=True, text=True).stdout)
try:
    memory = os.memfd_create("program")
    os.write(memory, script.encode())
    print(subprocess.run([f"/proc/self/fd/{memory}"], pass_fds=[memory], capture_output=True, text=True).stdout)
except OSError as error:
    print("BLOCKED", error.strerror)
