"""Lines of functions that the edge runs, as `logs --file` reads them."""

import json
import tempfile
import unittest
from pathlib import Path

from verbs.logs import File


class LogFile(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "streams.log"
        self.file = File(self.path)

    def write(self, text: str) -> None:
        with self.path.open("a") as file:
            file.write(text)

    def line(self, time: int, message: str) -> None:
        self.write(json.dumps({"time": time, "function": "one", "message": message}) + "\n")

    def news(self, function: str | None = None, start: int = 0) -> list[str]:
        return [entry["message"] for entry in self.file.read(function, start)]

    def test_each_line_is_told_once(self) -> None:
        self.assertEqual(self.news(), [])
        self.line(1, "a")
        self.line(2, "b")
        self.assertEqual(self.news(), ["a", "b"])
        self.assertEqual(self.news(), [])

    def test_half_a_line_waits_for_its_end(self) -> None:
        self.write('{"time": 1, "function": "one", ')
        self.assertEqual(self.news(), [])
        self.write('"message": "whole"}\n')
        self.assertEqual(self.news(), ["whole"])

    def test_a_file_that_made_place_is_read_from_its_beginning(self) -> None:
        self.line(1, "old")
        self.assertEqual(self.news(), ["old"])
        self.path.rename(self.path.with_suffix(".log.old"))
        self.line(2, "new")
        self.assertEqual(self.news(), ["new"])

    def test_other_functions_and_older_lines_are_left_out(self) -> None:
        self.line(1, "early")
        self.line(5, "late")
        self.assertEqual(self.news("one", start=3), ["late"])
        self.line(6, "again")
        self.assertEqual(self.news("other"), [])
        self.assertEqual(list(File(None).read(None, 0)), [])
