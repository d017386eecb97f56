"""`engine --iam`: functions act as their own roles, down to the partition of each item."""

import unittest
from typing import Any

from tests import cloud

TABLE = {"TableName": "probe-table"}


def item(pk: str) -> dict[str, Any]:
    return {"pk": {"S": pk}, "sk": {"S": "a"}}


class Iam(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.engine = cloud.shared("--iam")

    def call(self, operation: str, request: dict[str, Any]) -> str:
        """`ok`, or the error that the function gets from DynamoDB."""
        answer, error = self.engine.invoke(
            "probe-probe-echo", {"do": "dynamo", "operation": operation, "request": request}
        )
        self.assertIsNone(error, answer)
        return answer.get("__type", "ok").rsplit("#", 1)[-1]

    def assert_allowed(self, operation: str, request: dict[str, Any]) -> None:
        self.assertEqual(self.call(operation, request), "ok")

    def assert_denied(self, operation: str, request: dict[str, Any]) -> None:
        self.assertEqual(self.call(operation, request), "AccessDeniedException")

    def test_single_items(self) -> None:
        self.assert_allowed("PutItem", {**TABLE, "Item": item("JOB#1")})
        self.assert_allowed("GetItem", {**TABLE, "Key": item("JOB#1")})
        self.assert_denied("GetItem", {**TABLE, "Key": item("KEY#1")})
        self.assert_denied("DeleteItem", {**TABLE, "Key": item("JOB#1")})

    def test_query_names_its_partition(self) -> None:
        def query(pk: str) -> dict[str, Any]:
            return {
                **TABLE,
                "KeyConditionExpression": "#p = :p AND sk > :s",
                "ExpressionAttributeNames": {"#p": "pk"},
                "ExpressionAttributeValues": {":p": {"S": pk}, ":s": {"S": "0"}},
            }

        self.assert_allowed("Query", query("JOB#1"))
        self.assert_denied("Query", query("LED#1"))

    def test_scan_names_no_partition(self) -> None:
        self.assert_denied("Scan", TABLE)

    def test_every_key_of_a_batch_counts(self) -> None:
        def batch(*partitions: str) -> dict[str, Any]:
            return {"RequestItems": {"probe-table": {"Keys": [item(pk) for pk in partitions]}}}

        self.assert_allowed("BatchGetItem", batch("JOB#1", "JOB#2"))
        self.assert_denied("BatchGetItem", batch("JOB#1", "KEY#1"))

    def test_each_item_of_a_transaction_counts_by_itself(self) -> None:
        def transaction(*partitions: str) -> dict[str, Any]:
            return {"TransactItems": [{"Put": {**TABLE, "Item": item(pk)}} for pk in partitions]}

        self.assert_allowed("TransactWriteItems", transaction("JOB#1", "LED#1"))
        self.assert_denied("TransactWriteItems", transaction("JOB#1", "KEY#1"))
        self.assert_denied("PutItem", {**TABLE, "Item": item("LED#1")})
