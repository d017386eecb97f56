"""The log streams of functions are few and say whose they are.

AWS: an environment writes to one stream; in a group that several functions share, its name is
YYYY/MM/DD/<function>[<version>]<id>
(docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html).
MiniStack 1.5.33 makes a stream per invocation, named without the function.
Why we need it: our log groups are one per domain, and thousands of streams would be saved at every stop.
"""

from __future__ import annotations

import time
from datetime import datetime, timezone
from typing import Any
from uuid import uuid4

KEPT_LINES = 5_000

_ids: dict[str, str] = {}


def stream_name(config: dict[str, Any], shared: bool) -> str:
    function = config.get("FunctionName", "unknown")
    version = config.get("Version", "$LATEST")
    identifier = _ids.setdefault(f"{function}:{version}", uuid4().hex)
    day = datetime.now(timezone.utc).strftime("%Y/%m/%d")
    return f"{day}/{function if shared else ''}[{version}]{identifier}"


def stream_of(group_name: str, name: str, now: int) -> dict[str, Any]:
    from ministack.services import cloudwatch_logs as logs

    if group_name not in logs._log_groups:
        logs._log_groups[group_name] = {
            "arn": logs._make_group_arn(group_name),
            "creationTime": now,
            "retentionInDays": None,
            "tags": {},
            "subscriptionFilters": {},
            "streams": {},
        }
    return logs._log_groups[group_name]["streams"].setdefault(
        name,
        {
            "events": [],
            "uploadSequenceToken": "1",
            "creationTime": now,
            "firstEventTimestamp": None,
            "lastEventTimestamp": None,
            "lastIngestionTime": None,
        },
    )


def emit(
    function: dict,
    request_id: str,
    text: str,
    error: bool,
    duration_ms: int,
    *,
    log_source: str | None = None,
) -> None:
    """Write one invocation's lines; a failure to log never fails the invocation."""
    from ministack.services import cloudwatch_logs as logs
    from ministack.services import lambda_svc

    config = function.get("config") or function
    default = f"/aws/lambda/{config.get('FunctionName', 'unknown')}"
    group = (config.get("LoggingConfig") or {}).get("LogGroup") or default
    name = stream_name(config, shared=group != default)
    now = int(time.time() * 1000)
    lines = [
        f"START RequestId: {request_id} Version: {config.get('Version', '$LATEST')}",
        *(text.splitlines() if text else []),
        f"END RequestId: {request_id}",
        f"REPORT RequestId: {request_id}\tDuration: {duration_ms} ms\tBilled Duration: {duration_ms} ms\t"
        f"Memory Size: {config.get('MemorySize', 128)} MB",
    ]
    try:
        stream = stream_of(group, name, now)
        logs._append_log_events(
            stream, [{"timestamp": now, "message": line, "ingestionTime": now} for line in lines]
        )
        with logs._log_events_lock:
            del stream["events"][:-KEPT_LINES]
        logs._fanout_to_subscription_filters(
            group, name, [{"timestamp": now, "message": line} for line in lines]
        )
    except Exception:
        lambda_svc.logger.warning("the log of %s was lost", config.get("FunctionName"), exc_info=True)


def apply() -> None:
    from ministack.services import lambda_svc

    lambda_svc._emit_lambda_logs = emit


def is_fixed_upstream() -> bool:
    from ministack.services import cloudwatch_logs as logs
    from ministack.services import lambda_svc

    function = {"config": {"FunctionName": "probe", "LoggingConfig": {"LogGroup": "shared"}}}
    for request_id in ("1", "2"):
        lambda_svc._emit_lambda_logs(function, request_id, "", False, 1)
    streams = list(logs._log_groups["shared"]["streams"])
    return len(streams) == 1 and "probe" in streams[0]
