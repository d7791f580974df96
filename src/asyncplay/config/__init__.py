"""The settings file and the remembered state: where they lie, what may stand in them, how they are read and written.

Standard library and platformdirs only.
"""

from asyncplay.config.reading import Config, load

__all__ = ["Config", "load"]
