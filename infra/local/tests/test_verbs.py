"""The verbs that report: `invoke`, `urls` and `logs`, as their callers see them."""

import http.client
import json
import signal
import subprocess
import sys
import unittest
from urllib.parse import urlsplit

from tests import cloud


class Verbs(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.engine = cloud.shared()
        cls.endpoint = ("--endpoint", cls.engine.endpoint)

    def test_invoke_prints_the_answer(self) -> None:
        done = cloud.run_verb("invoke", *self.endpoint, "probe-probe-echo", stdin='{"a": "\u00e9"}')
        self.assertEqual(
            (done.returncode, json.loads(done.stdout)),
            (0, {"status": 200, "error": None, "payload": {"a": "\u00e9"}}),
        )

    def test_invoke_fails_with_the_function(self) -> None:
        event = json.dumps({"do": "fail", "name": "Rejected", "message": "no"})
        done = cloud.run_verb("invoke", *self.endpoint, "probe-probe-echo", stdin=event)
        self.assertEqual(done.returncode, 1)
        self.assertEqual(
            json.loads(done.stdout),
            {"status": 200, "error": "Rejected", "payload": {"errorType": "Rejected", "errorMessage": "no"}},
        )

    def test_invoke_refuses_what_is_not_json_and_names_an_unknown_function(self) -> None:
        self.assertIn(
            "not JSON", cloud.run_verb("invoke", *self.endpoint, "probe-probe-echo", stdin="{").stderr
        )
        unknown = cloud.run_verb("invoke", *self.endpoint, "nobody", stdin="{}")
        self.assertEqual(unknown.returncode, 1)
        self.assertIn("Function not found", unknown.stderr)

    def test_usage_errors_exit_with_2(self) -> None:
        self.assertEqual(cloud.run_verb("deploy").returncode, 2)
        self.assertEqual(cloud.run_verb("nonsense").returncode, 2)

    def test_urls_lead_to_the_api_and_name_what_streams(self) -> None:
        found = json.loads(cloud.run_verb("urls", *self.endpoint, "--stack", "probe").stdout)
        self.assertEqual((found["bucket"], found["table"]), ("probe-bucket", "probe-table"))
        self.assertIn("probe-probe-nested", found["functions"].values())
        url = urlsplit(found["api"]["url"])
        connection = http.client.HTTPConnection(url.hostname, url.port)
        connection.request("GET", url.path + "/v1/echo/1")
        self.assertEqual(connection.getresponse().status, 200)
        connection.close()
        stream = found["streams"]["probe-probe-task"]
        self.assertEqual(stream["invoke_mode"], "RESPONSE_STREAM")
        self.assertEqual(stream["environment"]["TABLE"], "probe-table")

    def test_logs_follow_until_interrupted(self) -> None:
        following = subprocess.Popen(
            [
                sys.executable,
                str(cloud.LOCAL),
                "logs",
                *self.endpoint,
                "--stack",
                "probe",
                "--follow",
                "--since",
                "60",
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.engine.invoke("probe-probe-echo", {"do": "log", "lines": ["followed"]})
        line = next(line for line in following.stdout if "followed" in line)
        self.assertRegex(line, r"^\d\d:\d\d:\d\d\.\d{3} probe-probe-echo followed$")
        following.send_signal(signal.SIGINT)
        _, said = following.communicate(timeout=5)
        self.assertEqual((following.returncode, said), (0, ""))
