"""Retry waits no longer than it says, with jitter, and never for what cannot be retried.

AWS: `MaxDelaySeconds` caps the wait and `JitterStrategy: FULL` spreads it; States.ALL does not match
States.Runtime or States.DataLimitExceeded; States.Timeout also matches a missed heartbeat
(docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html).
MiniStack 1.5.33 knows none of these.
Why we need it: the canonical Retry of our flows has a cap and jitter, and `Catch States.ALL` must not
promise more here than on AWS.
"""

from __future__ import annotations

import random
from typing import Any

UNCATCHABLE = ("States.Runtime", "States.DataLimitExceeded")


def matches(names: list[str], error: str) -> bool:
    if error in names:
        return True
    if error == "States.HeartbeatTimeout" and "States.Timeout" in names:
        return True
    if error in UNCATCHABLE:
        return False
    return "States.ALL" in names or ("States.TaskFailed" in names and error != "States.Timeout")


def delay(retrier: dict[str, Any], count: int) -> float:
    """Seconds before retry number `count` (from 0)."""
    seconds = retrier.get("IntervalSeconds", 1) * retrier.get("BackoffRate", 2.0) ** count
    seconds = min(seconds, retrier.get("MaxDelaySeconds", seconds))
    return random.uniform(0, seconds) if retrier.get("JitterStrategy") == "FULL" else seconds


def apply() -> None:
    from ministack.services import stepfunctions as flows

    find = flows._find_matching_retrier

    def find_retrier(retriers: list, error: str, counts: dict[int, int]) -> tuple[dict | None, int]:
        retrier, index = find(retriers, error, counts)
        if retrier is None:
            return None, index
        # The caller computes interval * rate ** count: give it the delay itself.
        return {**retrier, "IntervalSeconds": delay(retrier, counts.get(index, 0)), "BackoffRate": 1.0}, index

    flows._error_matches = matches
    flows._find_matching_retrier = find_retrier


def is_fixed_upstream() -> bool:
    from ministack.services import stepfunctions as flows

    return not flows._error_matches(["States.ALL"], "States.Runtime")
