"""`python -m asyncplay` is the command `asyncplay`."""

import sys

from asyncplay.cli import main

sys.exit(main())
