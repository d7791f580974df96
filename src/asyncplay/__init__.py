"""asyncplay: a terminal playground for asyncio. This module runs in the snippet's process too, so it holds the version and nothing else."""

__version__ = "0.1.0"
