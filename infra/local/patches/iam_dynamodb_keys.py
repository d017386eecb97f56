"""IAM knows which partitions a DynamoDB request touches, item by item in a transaction.

AWS: `dynamodb:LeadingKeys` holds the partition keys that a request names
(docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html); each item of a
transaction is authorised as the action it performs, with `dynamodb:EnclosingOperation`
(docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html).
MiniStack 1.5.33 never sets LeadingKeys: an Allow with `"Null": {"dynamodb:LeadingKeys": "false"}` denies
every call.
Why we need it: least privilege inside our one table is written with it, and `engine --iam` evaluates it.
"""

from __future__ import annotations

import json
import re
from typing import Any

LEADING_KEYS = "dynamodb:LeadingKeys"
EQUALITY = re.compile(r"([#\w.-]+)\s*=\s*(:\w+)")
MEMBERS = ("ConditionCheck", "Put", "Update", "Delete", "Get")


class ItemArn(str):
    """A table's ARN that remembers the partition of the item it was named for."""

    leading_keys: list[str]


def text(value: Any) -> str | None:
    """A key attribute as IAM compares it."""
    if not isinstance(value, dict):
        return None
    return next((str(found) for kind, found in value.items() if kind in ("S", "N", "B")), None)


def partition_key(table_name: Any, index_name: Any = None) -> str:
    """The name of the partition key of a table or of one of its indexes; empty when unknown."""
    from ministack.services import dynamodb

    table = dynamodb._tables.get(str(table_name).rsplit("/", 1)[-1]) or {}
    if not index_name:
        return table.get("pk_name") or ""
    indexes = [*table.get("GlobalSecondaryIndexes", []), *table.get("LocalSecondaryIndexes", [])]
    schema = next((index["KeySchema"] for index in indexes if index["IndexName"] == index_name), [])
    return next((part["AttributeName"] for part in schema if part["KeyType"] == "HASH"), "")


def query_keys(request: dict[str, Any], name: str) -> list[str]:
    names = request.get("ExpressionAttributeNames") or {}
    values = request.get("ExpressionAttributeValues") or {}
    found = [
        text(values.get(value))
        for key, value in EQUALITY.findall(request.get("KeyConditionExpression") or "")
        if names.get(key, key) == name
    ]
    legacy = (request.get("KeyConditions") or {}).get(name) or {}
    found += [text(value) for value in legacy.get("AttributeValueList", [])]
    return [key for key in found if key is not None]


def batch_keys(request_items: dict[str, Any]) -> list[str]:
    """The partitions of a BatchGetItem (`Keys`) or BatchWriteItem (a list of puts and deletes)."""
    found = []
    for table, entry in request_items.items():
        name = partition_key(table)
        items = list(entry.get("Keys", [])) if isinstance(entry, dict) else []
        for write in entry if isinstance(entry, list) else []:
            items.append(
                (write.get("PutRequest") or {}).get("Item")
                or (write.get("DeleteRequest") or {}).get("Key")
                or {}
            )
        found += [text(item.get(name)) for item in items]
    return [key for key in found if key is not None]


def leading_keys(request: dict[str, Any]) -> list[str]:
    """The partitions that one request, or one item of a transaction, names."""
    if isinstance(request.get("RequestItems"), dict):
        return batch_keys(request["RequestItems"])
    name = partition_key(request.get("TableName"), request.get("IndexName"))
    item = request.get("Key") or request.get("Item")
    if isinstance(item, dict):
        key = text(item.get(name))
        return [] if key is None else [key]
    return query_keys(request, name)


def parsed(body: bytes) -> dict[str, Any]:
    try:
        request = json.loads(body or b"{}")
    except (ValueError, UnicodeDecodeError):
        return {}
    return request if isinstance(request, dict) else {}


def transaction_items(body: bytes) -> list[dict[str, Any]]:
    """The details of a transaction's items, in the order in which upstream lists its checks."""
    items = parsed(body).get("TransactItems")
    return [
        item[member]
        for item in (items if isinstance(items, list) else [])
        if isinstance(item, dict)
        for member in MEMBERS
        if isinstance(item.get(member), dict)
        and isinstance(item[member].get("TableName"), str)
        and item[member]["TableName"]
    ]


def apply() -> None:
    from ministack.core import iam_actions, iam_evaluator

    context_of, checks_of = iam_actions.dynamodb_service_context, iam_actions.dynamodb_transaction_checks
    enforce = iam_evaluator.enforce

    def service_context(body: bytes) -> dict:
        found = context_of(body)
        keys = leading_keys(parsed(body))
        return {**found, LEADING_KEYS: keys} if keys else found

    def transaction_checks(action: str, body: bytes, region: str, account: str) -> list[tuple[str, str]]:
        checks = []
        listed = checks_of(action, body, region, account)
        for (item_action, arn), item in zip(listed, transaction_items(body) if listed else [], strict=True):
            marked = ItemArn(arn)
            marked.leading_keys = leading_keys(item)
            checks.append((item_action, marked))
        return checks

    def enforce_per_item(
        access_key: str,
        action: str,
        service: str,
        region: str,
        resource_arn: str = "*",
        service_context: dict | None = None,
    ) -> Any:
        if isinstance(resource_arn, ItemArn) and resource_arn.leading_keys:
            service_context = {**(service_context or {}), LEADING_KEYS: resource_arn.leading_keys}
        return enforce(
            access_key, action, service, region, resource_arn=resource_arn, service_context=service_context
        )

    iam_actions.dynamodb_service_context = service_context
    iam_actions.dynamodb_transaction_checks = transaction_checks
    iam_evaluator.enforce = enforce_per_item


def is_fixed_upstream() -> bool:
    from ministack.core import iam_actions
    from ministack.services import dynamodb

    dynamodb._tables["probe"] = {"pk_name": "pk"}
    body = json.dumps({"TableName": "probe", "Key": {"pk": {"S": "JOB#1"}}}).encode()
    return iam_actions.dynamodb_service_context(body).get(LEADING_KEYS) == ["JOB#1"]
