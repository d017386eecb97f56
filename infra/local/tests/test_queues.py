"""Queues and their consumers: what comes again, how often, and what ends in the dead-letter queue."""

import json
import time
import unittest
from pathlib import Path
from typing import Any

from tests import cloud

MOST_RECEIVES = 3


class Queues(unittest.TestCase):
    """Each test has queues of its own, with a visibility of a second: `Work` of the stack waits for twenty."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.engine = cloud.shared()
        cls.sqs = cls.engine.client("sqs")

    def setUp(self) -> None:
        name = f"{self._testMethodName}-{time.time_ns()}"[-60:]
        self.dead = self.sqs.create_queue(QueueName=f"{name}-dead")["QueueUrl"]
        policy = {"deadLetterTargetArn": self.arn(self.dead), "maxReceiveCount": MOST_RECEIVES}
        self.queue = self.sqs.create_queue(
            QueueName=name, Attributes={"VisibilityTimeout": "1", "RedrivePolicy": json.dumps(policy)}
        )["QueueUrl"]

    def arn(self, queue: str) -> str:
        answer = self.sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])
        return answer["Attributes"]["QueueArn"]

    def count(self, queue: str) -> int:
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        answer = self.sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=names)
        return sum(int(answer["Attributes"][name]) for name in names)

    def consume(self, batch: int) -> None:
        """Let `probe-echo` take from the queue until the test ends."""
        functions = self.engine.client("lambda")
        made = functions.create_event_source_mapping(
            EventSourceArn=self.arn(self.queue),
            FunctionName="probe-probe-echo",
            BatchSize=batch,
            FunctionResponseTypes=["ReportBatchItemFailures"],
        )
        self.addCleanup(functions.delete_event_source_mapping, UUID=made["UUID"])

    def send(self, *orders: dict[str, Any]) -> None:
        entries = [
            {"Id": str(number), "MessageBody": json.dumps(order)} for number, order in enumerate(orders)
        ]
        self.sqs.send_message_batch(QueueUrl=self.queue, Entries=entries)

    def note_of(self, name: str) -> Path:
        """A file to which the consumer adds a line for each time that it is told to."""
        return self.engine.state / f"{self._testMethodName}-{name}"

    def lines(self, name: str) -> list[str]:
        path = self.note_of(name)
        return path.read_text().splitlines() if path.exists() else []

    def order(self, name: str, then: str = "") -> dict[str, Any]:
        return {"do": "line", "file": str(self.note_of(name)), "then": then}

    def the_dead(self) -> list[dict[str, Any]]:
        got = self.sqs.receive_message(
            QueueUrl=self.dead, MaxNumberOfMessages=10, VisibilityTimeout=0, AttributeNames=["All"]
        )
        return got.get("Messages", [])

    def test_only_the_message_that_failed_comes_again_and_it_alone_ends_with_the_dead(self) -> None:
        self.send(self.order("before"), self.order("poison", "report"), self.order("after"))
        self.consume(10)
        (message,) = cloud.eventually(self.the_dead, 20)
        self.assertEqual(json.loads(message["Body"])["then"], "report")
        receives = self.lines("poison")
        self.assertEqual(receives, [str(number) for number in range(1, MOST_RECEIVES + 1)])
        self.assertEqual((self.lines("before"), self.lines("after")), (["1"], ["1"]))
        self.assertEqual(self.count(self.queue), 0)
        self.assertEqual(message["Attributes"]["DeadLetterQueueSourceArn"], self.arn(self.queue))

    def test_a_batch_whose_process_is_killed_comes_again_whole_and_ends_with_the_dead_whole(self) -> None:
        self.send(self.order("neighbour"), self.order("killer", "kill"))
        self.consume(10)
        cloud.eventually(lambda: len(self.the_dead()) == 2, 20)
        receives = [str(number) for number in range(1, MOST_RECEIVES + 1)]
        self.assertEqual((self.lines("killer"), self.lines("neighbour")), (receives, receives))

    def test_alone_in_its_batch_a_message_that_kills_its_process_harms_no_other(self) -> None:
        self.send(self.order("before"), self.order("killer", "kill"), self.order("after"))
        self.consume(1)
        (message,) = cloud.eventually(self.the_dead, 20)
        self.assertEqual(json.loads(message["Body"])["then"], "kill")
        self.assertEqual((self.lines("before"), self.lines("after")), (["1"], ["1"]))
        self.assertEqual(self.count(self.queue), 0)

    def test_a_message_that_is_sent_back_begins_to_be_counted_anew(self) -> None:
        self.send(self.order("poison", "report"))
        self.consume(1)
        (message,) = cloud.eventually(self.the_dead, 20)
        seen = self.sqs.receive_message(QueueUrl=self.dead, VisibilityTimeout=30)["Messages"][0]
        self.assertEqual(self.the_dead(), [], "a message that somebody looks at is out of sight")
        self.sqs.send_message(QueueUrl=self.queue, MessageBody=message["Body"].replace("report", ""))
        self.sqs.delete_message(QueueUrl=self.dead, ReceiptHandle=seen["ReceiptHandle"])
        cloud.eventually(lambda: self.lines("poison")[MOST_RECEIVES:] == ["1"], 10)
        self.assertEqual((self.count(self.queue), self.count(self.dead)), (0, 0))

    def test_what_is_invisible_comes_back_when_its_time_is_over(self) -> None:
        self.send(self.order("nobody"))
        first = self.sqs.receive_message(QueueUrl=self.queue, AttributeNames=["All"])["Messages"][0]
        self.assertNotIn("Messages", self.sqs.receive_message(QueueUrl=self.queue))
        again = self.sqs.receive_message(QueueUrl=self.queue, AttributeNames=["All"], WaitTimeSeconds=5)
        counts = [part["Attributes"]["ApproximateReceiveCount"] for part in (first, again["Messages"][0])]
        self.assertEqual(counts, ["1", "2"])
