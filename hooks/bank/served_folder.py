"""The folder that a preview is served from; files that stay the same are left alone."""

from __future__ import annotations

from pathlib import Path


class ServedFolder:
    """Writes what is new, and deletes what was not written again.

    Others may write into the folder, too; their files are told by their time.
    """

    def __init__(self) -> None:
        self._before: dict[str, int] = {}
        """When each file was written, when the build began."""
        self._same: set[str] = set()

    def begin(self, directory: str) -> None:
        """Note what is there as a build begins."""
        files = [entry for entry in Path(directory).rglob("*") if entry.is_file()]
        self._before = {str(file): file.stat().st_mtime_ns for file in files}
        self._same = set()

    def write(self, content: bytes, output_path: str) -> None:
        """Write a file, if it is new or has another content."""
        file = Path(output_path)
        if output_path in self._before and file.read_bytes() == content:
            self._same.add(output_path)
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)

    def end(self) -> None:
        """Delete what was there before and was not written."""
        for path, written in self._before.items():
            if path not in self._same and Path(path).stat().st_mtime_ns == written:
                Path(path).unlink()
        self._before = {}
