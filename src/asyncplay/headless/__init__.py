"""The front ends without a screen: `run`, `check`, `scenarios`, `doctor`. `console` owns stdout, stderr and exit codes."""
