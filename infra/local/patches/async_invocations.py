"""An asynchronous invocation is retried, survives throttling, and ends in its queue or destination.

AWS: events from EventBridge, schedules and Event invocations are retried as MaximumRetryAttempts says
(default 2); a throttled one is tried again for up to MaximumEventAgeInSeconds and does not use up attempts;
a dead-letter queue receives the event itself with RequestID, ErrorCode and ErrorMessage, an OnFailure
destination receives the invocation record
(docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html).
MiniStack 1.5.33 calls an EventBridge target once and forgets it, counts throttles as failures, drops
DeadLetterConfig of a template (see function_properties) and sends the record to a dead-letter queue too.
Why we need it: `ops-reap` and the schedules are invoked this way, and their failures must be seen.
"""

from __future__ import annotations

import contextvars
import inspect
import json
import threading
import time
from typing import Any

MOST_AGE = 21_600
MOST_ATTEMPTS = 2


def settings(function: dict[str, Any]) -> dict[str, Any]:
    return (
        function.get("event_invoke_config")
        or (function.get("event_invoke_configs") or {}).get("$LATEST")
        or {}
    )


def pause(failures: int) -> float:
    """Seconds before the next attempt: AWS waits minutes, the engine's settings scale that down."""
    from ministack.services import lambda_svc

    return min(
        lambda_svc._LAMBDA_ASYNC_RETRY_BASE_SECONDS * 2 ** (failures - 1),
        lambda_svc._LAMBDA_ASYNC_RETRY_MAX_SECONDS,
    )


def as_it_is_now(function: dict[str, Any]) -> dict[str, Any]:
    """The function's record again: its code and limits may have changed since the last attempt."""
    from ministack.services import lambda_svc

    record, config, _ = lambda_svc._get_func_record_for_ref(function["config"]["FunctionArn"])
    return lambda_svc._execution_record_for_config(record, config) if record and config else function


def run(function: dict[str, Any], event: Any) -> None:
    """Invoke until it succeeds, the attempts are used up or the event is too old."""
    from ministack.services import lambda_svc

    rules = settings(function)
    attempts = rules.get("MaximumRetryAttempts")
    left = MOST_ATTEMPTS if attempts is None else int(attempts)
    expires = time.monotonic() + int(rules.get("MaximumEventAgeInSeconds") or MOST_AGE)
    invoked = failures = 0
    while True:
        function = as_it_is_now(function)
        result = lambda_svc._execute_function_with_config_scope(function, event)
        if not result.get("error"):
            break
        failures += 1
        if not result.get("throttle"):
            invoked += 1
            if left == 0:
                give_up(function, event, result, "RetriesExhausted", invoked)
                break
            left -= 1
        wait = pause(failures)
        if time.monotonic() + wait > expires:
            give_up(function, event, result, "EventAgeExceeded", invoked)
            break
        time.sleep(wait)


def give_up(
    function: dict[str, Any], event: Any, result: dict[str, Any], condition: str, invoked: int
) -> None:
    from ministack.services import lambda_svc

    config = function["config"]
    on_failure = (settings(function).get("DestinationConfig") or {}).get("OnFailure") or {}
    dead_letters = (config.get("DeadLetterConfig") or {}).get("TargetArn")
    lambda_svc.logger.warning("%s gave up on an event: %s", config.get("FunctionName"), condition)
    if dead_letters:
        message = str((result.get("body") or {}).get("errorMessage", ""))[:1024]
        send(
            dead_letters,
            event,
            {"RequestID": lambda_svc.new_uuid(), "ErrorCode": "200", "ErrorMessage": message},
        )
    if on_failure.get("Destination"):
        send(on_failure["Destination"], record_of(config, event, result, condition, invoked), {})


def record_of(config: dict, event: Any, result: dict, condition: str, invoked: int) -> dict[str, Any]:
    """The invocation record that a destination receives."""
    from ministack.services import lambda_svc

    return {
        "version": "1.0",
        "timestamp": time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime()),
        "requestContext": {
            "requestId": lambda_svc.new_uuid(),
            "functionArn": f"{config.get('FunctionArn', '')}:$LATEST",
            "condition": condition,
            "approximateInvokeCount": invoked,
        },
        "requestPayload": event,
        "responseContext": {
            "statusCode": 200,
            "executedVersion": "$LATEST",
            "functionError": "Unhandled",
        },
        "responsePayload": result.get("body"),
    }


def send(arn: str, body: Any, attributes: dict[str, str]) -> None:
    from ministack.services import lambda_svc

    try:
        deliver(arn, body, attributes)
    except Exception:
        lambda_svc.logger.exception("an event was lost on its way to %s", arn)


def deliver(arn: str, body: Any, attributes: dict[str, str]) -> None:
    """Give the body to a queue, a topic or a function."""
    from ministack.services import lambda_svc, sns, sqs

    service, name = arn.split(":")[2], arn.rsplit(":", 1)[-1]
    text = json.dumps(body)
    if service == "sqs":
        described = {
            key: {"DataType": "String", "StringValue": value} for key, value in attributes.items() if value
        }
        sqs._act_send_message({"MessageBody": text, "MessageAttributes": described}, sqs._queue_url(name))
    elif service == "sns":
        sns._fanout(arn, lambda_svc.new_uuid(), text, "Lambda asynchronous invocation", "", attributes)
    elif service == "lambda":
        record, config, _ = lambda_svc._get_func_record_for_ref(arn)
        if record and config:
            invoke(lambda_svc._execution_record_for_config(record, config), body)
    else:
        lambda_svc.logger.warning("an event was lost: %s is not a supported destination", arn)


def invoke(function: dict[str, Any], event: Any) -> None:
    """Begin on a thread of its own, in the function's account and region."""
    from ministack.services import lambda_svc

    scope = contextvars.copy_context()
    threading.Thread(
        target=scope.run,
        daemon=True,
        name="async-invocation",
        args=(lambda_svc._run_with_function_config_scope, function, run, function, event),
    ).start()


def apply() -> None:
    from ministack.services import eventbridge, lambda_svc

    def to_lambda(arn: str, payload: str) -> None:
        record, config, name = lambda_svc._get_func_record_for_ref(arn)
        if not record or not config:
            eventbridge.logger.warning("EventBridge: there is no function %s", name)
            return
        invoke(lambda_svc._execution_record_for_config(record, config), json.loads(payload))

    eventbridge._dispatch_to_lambda = to_lambda
    lambda_svc.invoke_async_with_retry = invoke


def is_fixed_upstream() -> bool:
    from ministack.services import eventbridge

    return "invoke_async_with_retry" in inspect.getsource(eventbridge._dispatch_to_lambda)
