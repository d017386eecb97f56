"""A function's code for the local cloud: a zip of two lines that run the built binary where it lies.

The zip names the binary's content, so a rebuilt binary is a new zip (its function is updated and
its warm processes are replaced) and an unchanged one is the same zip, byte for byte.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shlex
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from failure import Failure

CACHE = ".local-cloud-digests.json"
CHUNK = 1 << 20
# A file changed within this many seconds may change again without its time stamp moving.
RACY = 2.0


class Binaries:
    """The built binaries of one directory and their digests."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory.resolve()
        self._digests: dict[str, str] = {}

    def path(self, name: str) -> Path:
        return self.directory / name

    def prepare(self, names: set[str]) -> None:
        """Digest the named binaries; report every missing one at once."""
        missing = sorted(name for name in names if not os.access(self.path(name), os.X_OK))
        if missing:
            raise Failure(
                f"not built: {', '.join(missing)} (looked in {self.directory}). "
                "Build them first: cargo build --bins"
            )
        cache = self._load()
        with ThreadPoolExecutor() as pool:
            found = pool.map(lambda name: (name, *self._digest(name, cache)), sorted(names))
            entries = {name: (stamp, digest) for name, stamp, digest in found}
        self._digests |= {name: digest for name, (_, digest) in entries.items()}
        self._store(cache | {name: list(entry) for name, entry in entries.items()})

    def zip(self, name: str) -> bytes:
        script = (
            f'#!/bin/sh\n# blake2b {self._digests[name]}\nexec {shlex.quote(str(self.path(name)))} "$@"\n'
        )
        entry = zipfile.ZipInfo("bootstrap", (1980, 1, 1, 0, 0, 0))
        entry.external_attr = 0o100755 << 16
        entry.create_system = 3
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr(entry, script)
        return packed.getvalue()

    def _digest(self, name: str, cache: dict[str, list[str]]) -> tuple[str, str]:
        path = self.path(name)
        status = path.stat()
        # The change time is the kernel's and cannot be set back, unlike the modification time.
        stamp = f"{status.st_dev}:{status.st_ino}:{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}"
        if cache.get(name, [""])[0] == stamp:
            return stamp, cache[name][1]
        content = hashlib.blake2b(digest_size=16)
        with path.open("rb", buffering=0) as file:
            while chunk := file.read(CHUNK):
                content.update(chunk)
        fresh = time.time() - max(status.st_mtime, status.st_ctime) < RACY
        return ("" if fresh else stamp), content.hexdigest()

    def _load(self) -> dict[str, list[str]]:
        try:
            found = json.loads((self.directory / CACHE).read_text())
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def _store(self, cache: dict[str, list[str]]) -> None:
        draft = self.directory / f"{CACHE}.{os.getpid()}"
        try:
            draft.write_text(json.dumps(cache))
            os.replace(draft, self.directory / CACHE)
        except OSError:
            # Only a speed-up: a read-only directory of binaries is digested again next time.
            draft.unlink(missing_ok=True)
