import sys, os
print(os.fsdecode(b"caf\xe9"))
