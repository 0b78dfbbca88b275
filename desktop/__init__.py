"""Một Cửa: the desk program of a Vietnamese one-stop counter (bộ phận một cửa)."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("motcua")
except PackageNotFoundError:  # run from a checkout that was never installed
    __version__ = "0"
