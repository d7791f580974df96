"""Runs one module of CPython's own asyncio tests and prints each test's result as one line of JSON, last of all. A snippet, and a script."""

import io
import json
import signal
import sys
import unittest

if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # what a background job inherits would make tests of Ctrl+C run for ever
    signal.signal(signal.SIGINT, signal.default_int_handler)

results = {}


class Result(unittest.TextTestResult):
    def addSuccess(self, test):
        super().addSuccess(test)
        results.setdefault(test.id(), "ok")

    def addFailure(self, test, err):
        super().addFailure(test, err)
        results[test.id()] = "FAIL " + str(err[1])[:300]

    def addError(self, test, err):
        super().addError(test, err)
        results[test.id()] = "ERROR " + repr(err[1])[:300]

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        results[test.id()] = "skip"

    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        results.setdefault(test.id(), "ok")

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err:
            results[test.id()] = "FAIL sub " + str(err[1])[:300]


suite = unittest.defaultTestLoader.loadTestsFromName("test.test_asyncio." + sys.argv[1])
unittest.TextTestRunner(stream=io.StringIO(), verbosity=0, resultclass=Result).run(suite)
print("\nRESULTS " + json.dumps(results), flush=True)
