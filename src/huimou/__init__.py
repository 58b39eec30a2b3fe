"""Huimou (回眸): ask a year's work report, and see exactly where the answer stands."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("huimou")
except PackageNotFoundError:  # run from a source tree that was never installed
    __version__ = "0.0.0"
