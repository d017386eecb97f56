"""Events between services: status changes, asynchronous retries and their last stop."""

import json
import time
import unittest
from datetime import datetime, timedelta, timezone
from typing import Any

from tests import cloud


class Events(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.engine = cloud.shared()

    def item(self, pk: str, sk: str) -> dict[str, Any] | None:
        return (
            self.engine.client("dynamodb")
            .get_item(TableName="probe-table", Key={"pk": {"S": pk}, "sk": {"S": sk}})
            .get("Item")
        )

    def status_event(self, definition: dict[str, Any], stop: bool = False) -> dict[str, Any]:
        flows = self.engine.client("stepfunctions")
        arn = flows.create_state_machine(
            name=f"status-{time.time_ns()}",
            definition=json.dumps(definition),
            roleArn="arn:aws:iam::000000000000:role/flow",
        )["stateMachineArn"]
        execution = flows.start_execution(stateMachineArn=arn, input='{"job": 1}')["executionArn"]
        if stop:
            flows.stop_execution(executionArn=execution)
        found = cloud.eventually(lambda: self.item("ENDED", execution))
        event = json.loads(found["event"]["S"])
        self.assertEqual(event["detail"]["stateMachineArn"], arn)
        self.assertEqual(event["detail"]["name"], execution.rsplit(":", 1)[-1])
        self.assertEqual(json.loads(event["detail"]["input"]), {"job": 1})
        return event["detail"]

    def test_status_changes_reach_the_rule(self) -> None:
        fail = {"StartAt": "F", "States": {"F": {"Type": "Fail", "Error": "Defect", "Cause": "broken"}}}
        wait = {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 30, "End": True}}}
        done = {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": True}}}
        failed = self.status_event(fail)
        self.assertEqual((failed["status"], failed["error"]), ("FAILED", "Defect"))
        self.assertEqual(self.status_event(done)["status"], "SUCCEEDED")
        self.assertEqual(self.status_event(wait, stop=True)["status"], "ABORTED")
        self.assertEqual(self.status_event({**wait, "TimeoutSeconds": 1})["status"], "TIMED_OUT")

    def told(self, pk: str) -> list[str]:
        """The sort keys that the stream's reader was told, in order."""
        found = self.engine.client("dynamodb").query(
            TableName="probe-table",
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": f"TOLD#{pk}"}},
        )
        return [item["sk"]["S"].split(" ")[1] for item in found["Items"]]

    def test_a_reported_record_of_the_tables_stream_comes_again_with_all_after_it(self) -> None:
        pk = f"NEWS#{time.time_ns()}"
        table = self.engine.client("dynamodb")
        for sk in ("E#1", "S#1", "E#2#once", "E#3"):
            table.put_item(TableName="probe-table", Item={"pk": {"S": pk}, "sk": {"S": sk}})
        # Written over, it is no insertion, and nobody is told.
        table.put_item(TableName="probe-table", Item={"pk": {"S": pk}, "sk": {"S": "E#1"}, "a": {"S": "b"}})
        told = cloud.eventually(lambda: (told := self.told(pk)).count("E#2#once") == 2 and "E#3" in told and told)
        self.assertEqual(told[-2:], ["E#2#once", "E#3"])
        self.assertEqual((told[0], told.count("E#1"), told.count("S#1")), ("E#1", 1, 0))

    def test_failing_event_is_retried_and_ends_in_its_destination(self) -> None:
        event = {"do": "fail", "name": "Defect", "message": f"at {time.time_ns()}"}
        self.engine.client("events").put_rule(Name="probe-failing", EventPattern='{"source": ["probe"]}')
        task = self.engine.client("lambda").get_function_configuration(FunctionName="probe-probe-task")[
            "FunctionArn"
        ]
        self.engine.client("events").put_targets(
            Rule="probe-failing", Targets=[{"Id": "1", "Arn": task, "InputPath": "$.detail"}]
        )
        self.engine.client("events").put_events(
            Entries=[{"Source": "probe", "DetailType": "probe", "Detail": json.dumps(event)}]
        )
        record = cloud.eventually(lambda: self.dead_letter(event), 20)
        self.assertEqual(record["requestContext"]["condition"], "RetriesExhausted")
        self.assertEqual(record["requestContext"]["approximateInvokeCount"], 2)
        self.assertEqual(record["responsePayload"]["errorType"], "Defect")

    def dead_letter(self, event: dict[str, Any]) -> dict[str, Any] | None:
        queue = self.engine.client("sqs")
        got = queue.receive_message(
            QueueUrl=self.engine.outputs["DeadLetters"], MaxNumberOfMessages=10, WaitTimeSeconds=1
        ).get("Messages", [])
        records = [json.loads(message["Body"]) for message in got]
        return next((record for record in records if record["requestPayload"] == event), None)

    def test_queue_reaches_its_function_at_once(self) -> None:
        event = {"do": "note", "pk": "QUEUED", "sk": str(time.time_ns())}
        self.engine.client("sqs").send_message(
            QueueUrl=self.engine.outputs["Work"], MessageBody=json.dumps(event)
        )
        cloud.eventually(lambda: self.item("QUEUED", event["sk"]), 3)

    def test_throttled_event_is_not_lost(self) -> None:
        function, functions = "probe-probe-nested", self.engine.client("lambda")
        functions.put_function_event_invoke_config(FunctionName=function, MaximumRetryAttempts=0)
        functions.put_function_concurrency(FunctionName=function, ReservedConcurrentExecutions=0)
        event = {"do": "note", "pk": "THROTTLED", "sk": str(time.time_ns())}
        functions.invoke(FunctionName=function, InvocationType="Event", Payload=json.dumps(event))
        cloud.eventually(lambda: self.throttles(function))
        functions.delete_function_concurrency(FunctionName=function)
        cloud.eventually(lambda: self.item("THROTTLED", event["sk"]), 20)

    def throttles(self, function: str) -> float:
        now = datetime.now(timezone.utc)
        points = self.engine.client("cloudwatch").get_metric_statistics(
            Namespace="AWS/Lambda",
            MetricName="Throttles",
            Dimensions=[{"Name": "FunctionName", "Value": function}],
            StartTime=now - timedelta(minutes=5),
            EndTime=now + timedelta(minutes=1),
            Period=60,
            Statistics=["Sum"],
        )["Datapoints"]
        return sum(point["Sum"] for point in points)
