"""What survives a stop, and what does not survive the engine."""

import json
import signal
import unittest

from tests import cloud
from tests.test_functions import alive


class State(unittest.TestCase):
    def setUp(self) -> None:
        self.engine = cloud.Engine("--env", "FFMPEG=/somewhere/ffmpeg")
        self.addCleanup(self.engine.remove)
        self.engine.start()

    def pid(self) -> int:
        return self.engine.invoke("kept-probe-echo", {"do": "pid"})[0]["pid"]

    def test_stop_saves_everything_and_the_next_start_is_quick(self) -> None:
        first = self.engine.deploy("kept")
        key = {"pk": {"S": "KEPT"}, "sk": {"S": "1"}}
        self.engine.client("dynamodb").put_item(TableName="kept-table", Item=key)
        self.engine.client("s3").put_object(Bucket="kept-bucket", Key="a/b", Body=b"bytes")
        self.engine.client("sqs").send_message(QueueUrl=first["outputs"]["DeadLetters"], MessageBody="kept")
        found, _ = self.engine.invoke("kept-probe-echo", {"do": "environment"})
        self.assertEqual(found["FFMPEG"], "/somewhere/ffmpeg")
        worker = self.pid()
        stopped = self.engine.end(signal.SIGTERM)
        self.assertEqual(self.engine.process.returncode, 0)
        self.assertLess(stopped, 5)
        self.assertFalse(alive(worker))
        self.assertLess(self.engine.start(), 5)
        self.assertNotEqual(self.pid(), worker)
        again = self.engine.deploy("kept")
        self.assertEqual((again["changes"], again["outputs"]), (0, first["outputs"]))
        self.assertEqual(
            self.engine.client("dynamodb").get_item(TableName="kept-table", Key=key)["Item"], key
        )
        body = self.engine.client("s3").get_object(Bucket="kept-bucket", Key="a/b")["Body"].read()
        self.assertEqual(body, b"bytes")
        got = self.engine.client("sqs").receive_message(QueueUrl=first["outputs"]["DeadLetters"])
        self.assertEqual(got["Messages"][0]["Body"], "kept")
        self.assertEqual(self.engine.request(first["outputs"]["Api"], "GET", "/v1/echo/1").status, 200)

    def test_kill_leaves_no_function_process(self) -> None:
        self.engine.deploy("kept")
        idle, note = self.pid(), self.engine.state / "child"
        event = {"do": "child", "seconds": 30, "file": str(note)}
        self.engine.client("lambda").invoke(
            FunctionName="kept-probe-task", InvocationType="Event", Payload=json.dumps(event)
        )
        busy = int(cloud.eventually(lambda: note.exists() and note.read_text().strip()))
        self.assertTrue(alive(idle) and alive(busy))
        self.engine.end(signal.SIGKILL)
        cloud.eventually(lambda: not alive(idle) and not alive(busy), 2)

    def test_stop_while_functions_and_executions_run(self) -> None:
        outputs = self.engine.deploy("kept")["outputs"]
        flows = self.engine.client("stepfunctions")
        execution = flows.start_execution(
            stateMachineArn=outputs["Flow"], input='{"do": "sleep", "seconds": 2}'
        )["executionArn"]
        cloud.eventually(
            lambda: any(
                event["type"] == "TaskScheduled"
                for event in flows.get_execution_history(executionArn=execution)["events"]
            )
        )
        self.assertLess(self.engine.end(signal.SIGTERM), 5)
        self.engine.start()
        found = flows.describe_execution(executionArn=execution)
        self.assertEqual((found["status"], found["error"]), ("FAILED", "States.ServiceRestart"))

    def test_two_engines_never_share_state(self) -> None:
        second = cloud.run_verb("engine", "--port", str(cloud.free_port()), "--state", str(self.engine.state))
        self.assertEqual(second.returncode, 1)
        self.assertIn("another engine uses", second.stderr)

    def test_taken_port_is_named(self) -> None:
        second = cloud.run_verb(
            "engine", "--port", str(self.engine.port), "--state", str(self.engine.state / "other")
        )
        self.assertEqual(second.returncode, 1)
        self.assertIn(f"cannot listen on 127.0.0.1:{self.engine.port}", second.stderr)
