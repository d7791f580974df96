"""Started by file name under any interpreter: finds asyncplay beside itself, for the import only, and becomes the zygote, or one run's first process.

One number: the socket on which the zygote is asked. More: the six descriptors of a single run, whose profile is on standard input.

A runner's process comes back here, out of all that was called, and runs the snippet's code: so this module's frame is the only one of ours below it.
`warnings` counts no frame of a file with these two words in its name when it looks for the caller that a `stacklevel` means: hence this one's.
"""

import os
import sys

if __name__ == "__main__":
    here = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    del sys.path[0]  # this script's own folder: a snippet must not see it
    known = here in sys.path
    if not known:
        sys.path.insert(0, here)
    from asyncplay.sandbox import zygote

    if not known:
        sys.path.remove(here)
    numbers = [int(number) for number in sys.argv[1:]]
    script = (zygote.main(numbers[0]) if len(numbers) == 1 else zygote.single(numbers))()
    if script is not None:
        try:
            exec(script.code, script.names)
            script.finish()
        except BaseException as error:
            script.failed(error)
        script.end()
