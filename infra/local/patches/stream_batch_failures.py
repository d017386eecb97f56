"""A record of a table's stream that the function reports as failed comes again, with all that follow it.

AWS: with ReportBatchItemFailures the lowest reported sequence number becomes the shard's checkpoint, and records are
sent again from there (docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html).
MiniStack 1.5.33 does so for queues; for a table's stream it takes every answer without an error as success.
Why we need it: what `events-sequence` could not feed would be lost to the feed until the job's next event.
"""

from __future__ import annotations

import inspect
import json
import time
from typing import Any


def failures(result: dict[str, Any]) -> set[str]:
    """The sequence numbers that a function's answer reports."""
    body = result.get("body")
    if isinstance(body, (str, bytes)):
        try:
            body = json.loads(body)
        except ValueError:
            return set()
    reported = body.get("batchItemFailures") if isinstance(body, dict) else None
    return {str(one.get("itemIdentifier", "")) for one in reported or [] if isinstance(one, dict)}


def place_of(numbers: set[str], records: list[dict[str, Any]], start: int) -> int | None:
    """Where in the stream the first of these records is; `records` begin at `start`."""
    for offset, record in enumerate(records):
        if (record.get("dynamodb") or {}).get("SequenceNumber") in numbers:
            return start + offset
    return None


def apply() -> None:
    from ministack.services import dynamodb, lambda_svc

    execute, poll = lambda_svc._execute_function, lambda_svc._poll_dynamodb_streams
    # The poller is one thread; what a function reported is taken up as soon as its round is over.
    reported: list[tuple[str, str, set[str]]] = []

    def execute_and_note(func: dict[str, Any], event: Any, *rest: Any, **options: Any) -> dict[str, Any]:
        result = execute(func, event, *rest, **options)
        records = event.get("Records") if isinstance(event, dict) else None
        if records and records[0].get("eventSource") == "aws:dynamodb" and not result.get("error"):
            numbers = failures(result)
            if numbers:
                reported.append((func["config"]["FunctionName"], records[0]["eventSourceARN"], numbers))
        return result

    def poll_and_go_back() -> bool:
        reported.clear()
        processed = poll()
        for name, source, numbers in reported:
            go_back(lambda_svc, dynamodb, name, source, numbers)
        return processed and not reported

    lambda_svc._execute_function = execute_and_note
    lambda_svc._poll_dynamodb_streams = poll_and_go_back


def go_back(lambda_svc: Any, dynamodb: Any, name: str, source: str, numbers: set[str]) -> None:
    for account, region, mapping in lambda_svc._iter_all_esms():
        ours = mapping.get("EventSourceArn") == source and mapping.get("FunctionName") == name
        if not ours or "ReportBatchItemFailures" not in (mapping.get("FunctionResponseTypes") or []):
            continue
        table = source.split(":table/", 1)[1].split("/", 1)[0]
        tokens = (
            lambda_svc._request_account_id.set(account),
            lambda_svc._request_region.set(region),
        )
        try:
            place = place_of(
                numbers, dynamodb.stream_live_records(table), dynamodb.stream_start_position(table)
            )
            if place is not None:
                with lambda_svc._dynamodb_stream_positions_lock:
                    lambda_svc._dynamodb_stream_positions[mapping["UUID"]] = place
            backoff = time.time() + lambda_svc._ESM_BACKOFF_SECONDS
            lambda_svc._esm_backoff_until[mapping["UUID"]] = backoff
        finally:
            lambda_svc._request_account_id.reset(tokens[0])
            lambda_svc._request_region.reset(tokens[1])


def is_fixed_upstream() -> bool:
    from ministack.services import lambda_svc

    return "batchItemFailures" in inspect.getsource(lambda_svc._poll_dynamodb_streams)
