"""A `.waitForTaskToken` task fails with its function, misses heartbeats, and closes its token.

AWS: when the call that carries the token fails, the task fails with that error; `HeartbeatSeconds` without
a heartbeat is States.HeartbeatTimeout; each attempt of a Retry has a token of its own; a token whose task
is closed answers TaskTimedOut
(docs.aws.amazon.com/step-functions/latest/dg/connect-to-resource.html#connect-wait-token).
MiniStack 1.5.33 swallows a function's error and hangs until the time-out (27 hours without one), ignores
HeartbeatSeconds, repeats the token in every attempt, waits on after the execution ended, and answers
TaskDoesNotExist for a closed token.
Why we need it: waiting for a provider is one such state; a stale token must look as it does on AWS.
"""

from __future__ import annotations

import inspect
import json
import time
from collections import OrderedDict
from threading import Event
from typing import Any

from patches import flow_walk

SUFFIX = ".waitForTaskToken"
FOREVER = 99_999_999
LOOK = 0.2
KEPT_TOKENS = 10_000

_closed: OrderedDict[str, None] = OrderedDict()
_machines: OrderedDict[str, str] = OrderedDict()


def remember(token: str, execution: dict | None) -> None:
    if execution is not None:
        _machines[token] = execution["stateMachineArn"]
    while len(_machines) > KEPT_TOKENS:
        _machines.popitem(last=False)


def machine_of(token: str | None) -> str | None:
    """The state machine whose task was given this token, closed or not."""
    return _machines.get(token or "")


def close(token: str) -> None:
    from ministack.services import stepfunctions as flows

    flows._task_tokens.pop(token, None)
    _closed[token] = None
    while len(_closed) > KEPT_TOKENS:
        _closed.popitem(last=False)


def call_and_wait(resource: str, arguments: Any, token: str, state: dict) -> Any:
    """Hand out the token, then wait for whoever has it, the time-out or the end of the execution."""
    from ministack.services import stepfunctions as flows

    called = time.monotonic()
    info = {"event": Event(), "result": None, "error": None, "heartbeat": None}
    flows._task_tokens[token] = info
    remember(token, flow_walk.current.get())
    try:
        hand_out(resource.replace(SUFFIX, ""), arguments, info)
        wait(info, called, state)
    finally:
        close(token)
    if info["error"]:
        raise flows._ExecutionError(
            info["error"].get("Error") or "TaskFailed", info["error"].get("Cause") or ""
        )
    try:
        return json.loads(info["result"])
    except (TypeError, ValueError):
        return info["result"]


def hand_out(resource: str, arguments: Any, info: dict) -> None:
    from ministack.services import stepfunctions as flows

    try:
        if resource.startswith("arn:aws:states:::states:startExecution"):
            flows._invoke_nested_start_execution(resource, arguments)
        else:
            flows._invoke_resource(resource, arguments)
    except flows._ExecutionError:
        # Whoever got the token may have answered before the call itself failed: that answer stands.
        if not info["event"].is_set():
            raise


def wait(info: dict, called: float, state: dict) -> None:
    from ministack.services import stepfunctions as flows

    execution = flow_walk.current.get()
    limit, heartbeat = state.get("TimeoutSeconds", FOREVER), state.get("HeartbeatSeconds", FOREVER)
    beat = called
    while not info["event"].wait(LOOK):
        now = time.monotonic()
        if info["heartbeat"] is not None:
            info["heartbeat"], beat = None, now
        if execution is not None and execution["status"] != "RUNNING":
            raise flow_walk.Ended
        if now - called > limit:
            raise flows._ExecutionError("States.Timeout", "")
        if now - beat > heartbeat:
            raise flows._ExecutionError("States.HeartbeatTimeout", "")


def apply() -> None:
    from ministack.services import stepfunctions as flows

    evaluate = flows._apply_jsonata_arguments

    def arguments_with_token(state: dict, given: Any, context: dict | None = None) -> Any:
        if context is not None and SUFFIX in state.get("Resource", ""):
            context["Task"] = {"Token": flows.new_uuid()}
        return evaluate(state, given, context)

    def refusing_closed(handler):
        def handle(data: dict) -> tuple:
            if data.get("taskToken") in _closed:
                return flows.error_response_json(
                    "TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'", 400
                )
            return handler(data)

        return handle

    flows._invoke_with_callback = call_and_wait
    flows._apply_jsonata_arguments = arguments_with_token
    for name in ("_send_task_success", "_send_task_failure", "_send_task_heartbeat"):
        setattr(flows, name, refusing_closed(getattr(flows, name)))


def is_fixed_upstream() -> bool:
    from ministack.services import stepfunctions as flows

    source = inspect.getsource(flows._invoke_with_callback)
    return "HeartbeatSeconds" in source and "except _ExecutionError:\n            pass" not in source
