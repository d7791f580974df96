# forged, deep, endless and broken lines on the descriptor that carries definitions
# EXPECT: the host keeps its own truth: exit code 3, bounded memory
import json
import os

print("before", flush=True)
lines = [
    b'{"k":"str","id":' + b"9" * 400 + b',"s":"x"}\n',
    b'{"k":"str","id":1e308,"s":"x"}\n',
    b'{"k":"str","id":-1,"s":"x"}\n',
    b"[" * 3000 + b"\n",
    b'{"k":' * 800 + b"\n",
    b'{"k":"note","n":0,"t":0,"s":"\\u001b]52;c;b3duZWQ=\\u0007\\ud800"}\n',
    b'{"k":"error","type":"X","msg":"\\u009b2J","line":99999999999999999999,"n":0,"t":0}\n',
    b'{"k":"site","id":1,"up":1,"name":"a","file":"b","line":1,"lib":false}\n',
    b'{"k":"end","t":0,"n":0}\n',
    b"\xff\xfe\x00" * 100 + b"\n",
    b"NaN\n", b"Infinity\n", b"\n", b"{}\n", b"null\n",
    json.dumps({"k": "run", "n": 0, "t": 0, "path": "/etc/passwd", "python": "9.9", "clock": "real"}).encode() + b"\n",
]
for fd in range(3, 16):
    try:
        for line in lines:
            os.write(fd, line)
        for number in range(20000):
            os.write(fd, b'{"k":"str","id":%d,"s":"%s"}\n' % (number, b"y" * 500))
        os.write(fd, b"z" * 60000)
        os.write(fd, b"z" * 60000)
    except OSError:
        continue
print("after", flush=True)
os._exit(3)
