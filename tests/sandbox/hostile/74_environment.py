# LD_*, PYTHON*, PATH and locale before an exec
# EXPECT: blocked
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

open("/tmp/evil.py", "w").write("print('loaded')")
environment = {
    "LD_PRELOAD": "/tmp/evil.so", "LD_LIBRARY_PATH": "/tmp", "LD_AUDIT": "/tmp/evil.so", "LD_DEBUG": "all", "PYTHONSTARTUP": "/tmp/evil.py", "PYTHONPATH": "/tmp",
    "PATH": "/tmp:/usr/bin:/bin", "LC_ALL": "tr_TR.UTF-8", "LANG": "x" * 5000, "LOCPATH": "/tmp", "GCONV_PATH": "/tmp", "MALLOC_CHECK_": "3",
}
code = """
def tell(what, call):
    try:
        print("ESCAPED", what, call())
    except BaseException as error:
        print("BLOCKED", what, type(error).__name__)
tell("secret", lambda: open("{SECRET}").read())
tell("home", lambda: __import__("os").listdir("{HOME}") or 1 / 0)
tell("host", lambda: __import__("os").kill({HOSTPID}, 0))
tell("victim", lambda: __import__("os").kill({VICTIM}, 0))
"""
done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
print(done.stdout)
for name, value in os.environ.items():
    if "CANARY" in name or "CANARY" in value or name in ("SSH_AUTH_SOCK", "SSH_CONNECTION", "AWS_SECRET_ACCESS_KEY", "DBUS_SESSION_BUS_ADDRESS"):
        print("ESCAPED", name)
