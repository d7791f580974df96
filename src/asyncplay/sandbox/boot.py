"""Started by file name under any interpreter: finds asyncplay beside itself, for the import only, and becomes the warden."""

import os
import sys

if __name__ == "__main__":
    here = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    del sys.path[0]  # this script's own folder: a snippet must not see it
    sys.path.insert(0, here)
    from asyncplay.sandbox import zygote

    sys.path.remove(here)
    zygote.main([int(number) for number in sys.argv[1:]])
