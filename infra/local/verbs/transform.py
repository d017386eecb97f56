"""Print the SAM-transformed template as JSON; needs no engine and no binaries."""

from __future__ import annotations

import argparse
from pathlib import Path


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--template", type=Path, required=True)


def run(options: argparse.Namespace) -> int:
    from sam.package import Package

    print(Package(None).build(options.template, {}).template.decode())
    return 0
