"""Where the site keeps its data on this machine, and its secret key there.

In: the environment variable AFTERGLOW_DATA, else the user's own data folder. Nothing is written
before it is needed, so that reading the settings leaves no trace.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from platformdirs import user_data_path


def data_folder() -> Path:
    """The folder of the database, the secret key and the collected static files."""
    chosen = os.environ.get("AFTERGLOW_DATA")
    return Path(chosen).expanduser().resolve() if chosen else user_data_path("afterglow", False)


def made(folder: Path) -> Path:
    """Make the folder, for its owner's eyes only: health data lie in it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def secret_key(folder: Path) -> str:
    """The secret key of this machine; made on first use, in a file that only its owner reads."""
    file = made(folder) / "secret-key"
    try:
        # O_EXCL: of two processes that start at once, one writes and the other reads
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return file.read_text(encoding="ascii")
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        key = secrets.token_urlsafe(50)
        stream.write(key)
    return key
