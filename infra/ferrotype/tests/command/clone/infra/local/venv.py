"""Stands in for the real tool of the same name: this interpreter needs no packages."""

import json
import sys

print("nothing to install", file=sys.stderr)
print(json.dumps({"python": sys.executable, "env": {"TOOL": "stand-in"}}))
