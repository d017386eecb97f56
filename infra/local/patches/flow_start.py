"""Starting an execution is idempotent, and its input is checked.

AWS: StartExecution with the name and the input of a running execution answers as the first call did; another
input, or a closed execution, is ExecutionAlreadyExists; an input that is not JSON or exceeds 256 KiB is
InvalidExecutionInput (docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html).
MiniStack 1.5.33 answers ExecutionAlreadyExists to every repeat and takes any input.
Why we need it: admission starts `<job>-<run>` and may repeat the call after a lost answer.
"""

from __future__ import annotations

import json
from typing import Any

from patches.flow_walk import DATA_LIMIT


def running(data: dict[str, Any]) -> dict[str, Any] | None:
    """The open execution that this request repeats."""
    from ministack.services import stepfunctions as flows

    machine = flows._resolve_state_machine_arn(data.get("stateMachineArn", ""))
    if machine is None or not data.get("name"):
        return None
    arn = machine.replace(":stateMachine:", ":execution:") + f":{data['name']}"
    execution = flows._executions.get(arn)
    same = execution and execution["status"] == "RUNNING" and execution["input"] == data.get("input", "{}")
    return execution if same else None


def problem(text: str) -> str | None:
    if len(text.encode()) > DATA_LIMIT:
        return "Input exceeds the maximum number of bytes service limit."
    try:
        json.loads(text)
    except ValueError as error:
        return f"Invalid State Machine Execution Input: '{error}'"
    return None


def apply() -> None:
    from ministack.services import stepfunctions as flows

    start = flows._start_execution

    def start_once(data: dict[str, Any]) -> tuple:
        if found := problem(data.get("input", "{}")):
            return flows.error_response_json("InvalidExecutionInput", found, 400)
        if execution := running(data):
            return flows.json_response(
                {"executionArn": execution["executionArn"], "startDate": execution["startDate"]}
            )
        return start(data)

    flows._start_execution = start_once


def is_fixed_upstream() -> bool:
    from ministack.services import stepfunctions as flows

    arn = "arn:aws:states:us-east-1:000000000000:stateMachine:probe"
    flows._state_machines[arn] = {"name": "probe", "roleArn": "", "definition": "{}"}
    execution = arn.replace(":stateMachine:", ":execution:") + ":again"
    flows._executions[execution] = {
        "executionArn": execution,
        "status": "RUNNING",
        "input": "{}",
        "startDate": "2026-01-01T00:00:00.000Z",
    }
    return flows._start_execution({"stateMachineArn": arn, "name": "again", "input": "{}"})[0] == 200
