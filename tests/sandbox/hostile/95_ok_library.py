# parts of the standard library that need files of the system
# EXPECT: works
import ctypes
import decimal
import hashlib
import json
import locale
import sqlite3
import ssl
import tempfile
import zoneinfo

assert hashlib.sha256(b"x").hexdigest().startswith("2d71")
base = sqlite3.connect(":memory:")
assert base.execute("select 1").fetchone() == (1,)
ssl.create_default_context()
with tempfile.NamedTemporaryFile("w+") as file:
    file.write("x")
with tempfile.TemporaryDirectory() as folder:
    open(folder + "/a", "w").write("b")
try:
    zoneinfo.ZoneInfo("UTC")
except zoneinfo.ZoneInfoNotFoundError:
    print("no time zones here")
assert ctypes.CDLL(None).getpid() > 0
print("OK")
