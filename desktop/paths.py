"""Where things lie on this computer: shipped resources and the office's own data."""

import os
import sys
from pathlib import Path

import platformdirs


def resources() -> Path:
    """Return the folder of shipped data: beside the package in a checkout, inside it once installed or frozen."""
    frozen = getattr(sys, "_MEIPASS", None)
    package = Path(__file__).resolve().parent
    candidates = [Path(frozen) / "resources"] if frozen else [package.parent / "resources", package / "_resources"]
    return next((folder for folder in candidates if (folder / "procedures").is_dir()), candidates[0])


def data_dir() -> Path:
    """Return the folder of this office's store: MOTCUA_DATA_DIR, else the platform's data folder."""
    chosen = os.environ.get("MOTCUA_DATA_DIR")
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir("motcua", appauthor=False))
