"""Pure drawing: from snapshots and plain values to rows of styled text. No application is needed to test it."""
