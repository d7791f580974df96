import sys, os, io, contextlib, asyncio
sys.stdout.write("a"); sys.stdout.flush(); os.write(1, b"raw\n"); print("b", file=sys.__stdout__); sys.stdout.buffer.write(b"bytes\n"); sys.stdout.buffer.raw.write(b"rawbuf\n"); print("e", file=sys.stderr); sys.stderr.write("noeol")
with contextlib.redirect_stdout(io.StringIO()) as s: print("captured")
print(repr(s.getvalue())); sys.stdout.reconfigure(errors="replace", line_buffering=True); print("\udc80 é ☃"); print(sys.stdout, sys.stdout.buffer, sys.stdout.buffer.raw.__class__, sys.stdout.buffer.raw.fileno(), sys.stdout.buffer.raw.closefd, sys.stdout.writable(), sys.stdout.seekable())
old = os.dup(1); r, w = os.pipe(); os.dup2(w, 1); print("into pipe", flush=True); os.dup2(old, 1); print(os.read(r, 100)); f = open(1, "w", closefd=False); f.write("other\n"); f.flush(); print("x" * 10000); sys.stdout = io.TextIOWrapper(sys.stdout.detach(), "latin-1"); print("é"); sys.stdout.flush()
print(1, 2, sep="", end="\n\n"); print(); sys.stdout.writelines(["l1\n", "l2\n"]); sys.stdout.close(); sys.stderr.write("\nend\n")
