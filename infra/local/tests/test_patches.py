"""Every patch is still needed, does what its own check asks for, and says what and why."""

import json
import os
import subprocess
import sys
import tempfile
import unittest

from tests.cloud import LOCAL

ASK = """
import json, sys, patches
if "patched" in sys.argv:
    patches.apply_all()
print(json.dumps({module.__name__: bool(module.is_fixed_upstream()) for module in patches.modules()}))
"""
# These look at the source that they replace, because trying it would take a whole engine; test_flows,
# test_functions, test_events and test_state have one.
BY_SOURCE = {
    "patches.async_invocations",
    "patches.flow_callback",
    "patches.lambda_failures",
    "patches.nested_stacks",
    "patches.stream_batch_failures",
    "patches.worker_processes",
}


def ask(*arguments: str) -> dict[str, bool]:
    """Each module's check, in an interpreter of its own, so that nothing is patched unless asked for."""
    with tempfile.TemporaryDirectory() as state:
        env = {**os.environ, "PYTHONPATH": str(LOCAL), "STATE_DIR": state, "TMPDIR": state}
        asked = subprocess.run(
            [sys.executable, "-c", ASK, *arguments], capture_output=True, text=True, env=env, check=False
        )
    if asked.returncode:
        raise AssertionError(asked.stderr)
    return json.loads(asked.stdout.splitlines()[-1])


class Patches(unittest.TestCase):
    def test_none_is_fixed_upstream(self) -> None:
        answers = ask()
        self.assertGreater(len(answers), 10)
        fixed = [name for name, done in answers.items() if done]
        self.assertEqual(fixed, [], "upstream has these now: delete the modules")

    def test_each_does_what_its_check_asks_for(self) -> None:
        answers = ask("patched")
        self.assertEqual({name for name, done in answers.items() if not done}, BY_SOURCE)

    def test_each_says_what_and_why(self) -> None:
        import patches

        for module in patches.modules():
            for part in ("AWS:", "MiniStack 1.5.33", "Why we need it:"):
                self.assertIn(part, module.__doc__ or "", module.__name__)
