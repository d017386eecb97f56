"""The local cloud's command line: `python infra/local <verb>` (see README.md)."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from pathlib import Path

VERBS = ("engine", "deploy", "transform", "invoke", "logs", "urls")
FAILED = 1


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(prog="python infra/local", description="The local cloud of Ferrotype.")
    verbs = top.add_subparsers(dest="verb", required=True, metavar="|".join(VERBS))
    for name in VERBS:
        # Only the chosen verb is imported, because boto3 and the SAM translator are slow to load.
        chosen = name in sys.argv[1:2]
        module = importlib.import_module(f"verbs.{name}") if chosen else None
        summary = (module.__doc__ or "").strip().splitlines()[0] if module else None
        verb = verbs.add_parser(name, description=summary)
        if module:
            module.arguments(verb)
            verb.set_defaults(run=module.run)
    return top


def main() -> int:
    from failure import Failure

    options = parser().parse_args()
    try:
        return options.run(options)
    except Failure as failure:
        print(failure, file=sys.stderr)
    except BrokenPipeError:
        # Whoever read our output has had enough of it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        if not type(error).__module__.startswith("botocore"):
            raise
        print(f"the engine refused or went away: {error}", file=sys.stderr)
    return FAILED


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    raise SystemExit(main())
