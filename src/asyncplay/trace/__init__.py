"""The trace contract: events, wire, codec, snapshot, recording. Standard library only, no I/O.

Nothing is imported here: the runner loads `asyncplay.trace.wire` alone, in the snippet's process.
"""
