"""Runs one module of CPython's own asyncio tests; each test's begin and result go to a file at once. A snippet, and a script.

    suite.py MODULE RESULTS

What was written survives whatever ends this process: the last test that began and has no result is the one that hung or crashed. Under the
runner the tests' own lines are made the snippet's, so that the tracer names lines, sites and owners as it does for a user's code.
"""

import asyncio
import fcntl
import importlib.util
import io
import json
import os
import signal
import sys
import unittest

_write, _pid, _encode = os.write, os.getpid(), json.JSONEncoder().encode


def tell(*what):
    if os.getpid() == _pid:
        _write(RESULTS, _encode(what).encode() + b"\n")


class Result(unittest.TextTestResult):
    worst = None

    def startTest(self, test):  # not called for a test that is skipped as a whole (3.12.1)
        super().startTest(test)
        tell("begin", test.id())

    def stopTest(self, test):
        super().stopTest(test)
        tell("end", test.id(), self.worst or "ok")
        self.worst = None

    def _bad(self, test, result):
        if hasattr(test, "_testMethodName"):
            self.worst = self.worst or result
        else:  # a class or a module that could not be set up
            tell("end", test.id(), result)

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._bad(test, "FAIL " + str(err[1])[:300])

    def addError(self, test, err):
        super().addError(test, err)
        self._bad(test, "ERROR " + repr(err[1])[:300])

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._bad(test, "skip")

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self._bad(test, "FAIL unexpected success")

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err:
            self._bad(test, "FAIL in a part: " + str(err[1])[:300])


def main():
    runner = asyncio.Handle._run.__globals__.get("sites")  # the runner's modules are no modules of a program's
    if runner is not None:
        runner.snippet = importlib.util.find_spec(NAME).origin
        tell("lines")
    unittest.TextTestRunner(stream=io.StringIO(), verbosity=0, resultclass=Result).run(unittest.defaultTestLoader.loadTestsFromName(NAME))
    tell("over")


if __name__ == "__main__":  # else a process that multiprocessing starts imports it
    NAME = "test.test_asyncio." + sys.argv[1]
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # what a background job inherits would make tests of Ctrl+C run for ever
        signal.signal(signal.SIGINT, signal.default_int_handler)
    low = os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    RESULTS = fcntl.fcntl(low, fcntl.F_DUPFD_CLOEXEC, 150)  # out of the way of the numbers that the tests' own files get
    os.close(low)
    main()
