"""Functions: their environment, failures, concurrency, updates, logs, and what is left of them."""

import json
import os
import shutil
import tempfile
import time
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests import cloud


def alive(pid: int) -> bool:
    """Whether a process runs; one that waits to be collected by its parent does not."""
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except ProcessLookupError:
        return False
    except OSError:
        return True


class Functions(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.engine = cloud.shared()
        cls.echo, cls.task = "probe-probe-echo", "probe-probe-task"

    def lines(self, function: str) -> list[str]:
        shown = cloud.run_verb(
            "logs", "--endpoint", self.engine.endpoint, "--stack", "probe", "--json", function
        )
        self.assertEqual(shown.returncode, 0, shown.stderr)
        return [json.loads(line)["message"] for line in shown.stdout.splitlines()]

    def test_environment_is_the_functions_own(self) -> None:
        found, _ = self.engine.invoke(self.echo, {"do": "environment"})
        self.assertEqual(found["GREETING"], "hello")
        self.assertEqual(found["AWS_ENDPOINT_URL"], self.engine.endpoint)
        self.assertEqual(found["AWS_REGION"], "us-east-1")
        self.assertEqual({"STATE_DIR", "AUTH", "GATEWAY_PORT", "DOCKER_HOST"} & set(found), set())

    def test_time_out(self) -> None:
        began = time.monotonic()
        payload, error = self.engine.invoke(self.echo, {"do": "sleep", "seconds": 30})
        self.assertEqual(error, "Sandbox.Timedout")
        self.assertRegex(
            payload["errorMessage"], r"^RequestId: \S+ Error: Task timed out after 3\.00 seconds$"
        )
        self.assertLess(time.monotonic() - began, 4)

    def test_time_out_ends_the_whole_process_tree(self) -> None:
        _, error = self.engine.invoke(self.task, {"do": "child", "seconds": 30})
        self.assertEqual(error, "Sandbox.Timedout")
        child = next(line for line in reversed(self.lines(self.task)) if line.startswith("child "))
        cloud.eventually(lambda: not alive(int(child.split()[1])), 3)

    def test_exit(self) -> None:
        payload, error = self.engine.invoke(self.echo, {"do": "exit"})
        self.assertEqual(error, "Runtime.ExitError")
        self.assertIn("Runtime exited with error: exit status 7", payload["errorMessage"])
        self.assertEqual(self.engine.invoke(self.echo, {"n": 1}), ({"n": 1}, None))

    def test_error_of_the_handler(self) -> None:
        payload, error = self.engine.invoke(self.echo, {"do": "fail", "name": "Rejected", "message": "no"})
        self.assertEqual((error, payload["errorMessage"]), ("Rejected", "no"))

    def test_every_line_is_logged_before_the_answer(self) -> None:
        for number in range(20):
            self.engine.invoke(self.echo, {"do": "log", "lines": [f"first {number}", f"last {number}"]})
        lines = self.lines(self.echo)
        self.assertTrue(all(f"last {number}" in lines for number in range(20)))
        self.assertTrue(any(line.startswith("REPORT RequestId: ") for line in lines))

    def test_twenty_at_once_run_at_the_same_time(self) -> None:
        self.engine.invoke("probe-probe-nested", {})
        began = time.monotonic()
        with ThreadPoolExecutor(20) as pool:
            found = list(
                pool.map(
                    lambda _: self.engine.invoke("probe-probe-nested", {"do": "pid", "seconds": 1.5}),
                    range(20),
                )
            )
        took = time.monotonic() - began
        self.assertEqual([error for _, error in found if error], [])
        self.assertEqual(len({answer["pid"] for answer, _ in found}), 20)
        self.assertLess(took, 15, "one after the other they would take 30 s")

    def test_reserved_concurrency_throttles(self) -> None:
        reserved = self.engine.client("lambda").get_function_concurrency(FunctionName=self.task)
        self.assertEqual(reserved["ReservedConcurrentExecutions"], 20)

    def test_logs_of_a_shared_group_name_the_function(self) -> None:
        cloud.eventually(
            lambda: self.lines("probe-probe-nested") or self.engine.invoke("probe-probe-nested", {}) and None
        )
        streams = self.engine.client("logs").describe_log_streams(logGroupName="/probe/shared")["logStreams"]
        self.assertEqual(len(streams), 1)
        self.assertIn("/probe-probe-nested[$LATEST]", streams[0]["logStreamName"])


class Updates(unittest.TestCase):
    """On a stack of its own, because its binaries change."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.engine = cloud.shared()
        cls.bins = Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.bins)
        shutil.copytree(cls.engine.bins, cls.bins, dirs_exist_ok=True)
        cls.first = cls.engine.deploy("changing", bins=cls.bins)

    def pid(self, function: str) -> int:
        return self.engine.invoke(function, {"do": "pid"})[0]["pid"]

    def test_only_the_rebuilt_function_is_updated_and_restarted(self) -> None:
        echo, task = self.pid("changing-probe-echo"), self.pid("changing-probe-task")
        same = self.engine.deploy("changing", bins=self.bins)
        self.assertEqual((same["changes"], same["updated_functions"]), (0, []))
        self.assertLess(same["seconds"], 2)
        self.assertEqual((self.pid("changing-probe-echo"), self.pid("changing-probe-task")), (echo, task))
        with (self.bins / "probe-task").open("a") as binary:
            binary.write("# rebuilt\n")
        changed = self.engine.deploy("changing", bins=self.bins)
        self.assertEqual(changed["updated_functions"], ["changing-probe-task"])
        self.assertEqual(self.pid("changing-probe-echo"), echo)
        self.assertNotEqual(self.pid("changing-probe-task"), task)
        cloud.eventually(lambda: not alive(task), 3)

    def test_rebuilt_function_of_a_nested_stack(self) -> None:
        self.engine.deploy("changing", bins=self.bins)
        before = self.pid("changing-probe-nested")
        with (self.bins / "probe-nested").open("a") as binary:
            binary.write("# rebuilt\n")
        changed = self.engine.deploy("changing", bins=self.bins)
        self.assertEqual(changed["updated_functions"], ["changing-probe-nested"])
        self.assertNotEqual(self.pid("changing-probe-nested"), before)

    def test_parameter_update_keeps_data(self) -> None:
        dynamodb, s3 = self.engine.client("dynamodb"), self.engine.client("s3")
        key = {"pk": {"S": "KEPT"}, "sk": {"S": "1"}}
        dynamodb.put_item(TableName="changing-table", Item=key)
        s3.put_object(Bucket="changing-bucket", Key="kept", Body=b"bytes")
        changed = self.engine.deploy("changing", bins=self.bins, Greeting="changed")
        self.assertGreater(changed["changes"], 0)
        self.assertEqual(self.engine.invoke("changing-probe-echo", {"do": "pid"})[0]["version"], "changed")
        self.assertEqual(dynamodb.get_item(TableName="changing-table", Key=key)["Item"], key)
        self.assertEqual(s3.get_object(Bucket="changing-bucket", Key="kept")["Body"].read(), b"bytes")
        self.assertEqual(changed["outputs"], self.first["outputs"])


if __name__ == "__main__":
    unittest.main()
