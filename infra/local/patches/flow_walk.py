"""An execution starts at once, ends once, times out, and keeps AWS's rules on the way.

AWS: `TimeoutSeconds` of a state machine ends an execution as TIMED_OUT
(docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html); a terminal status is final; a
JSONata Succeed state has an `Output` (docs.aws.amazon.com/step-functions/latest/dg/state-succeed.html); an
output of more than 256 KiB fails with States.DataLimitExceeded
(docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html); branches have a scope of variables of
their own (docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html).
MiniStack 1.5.33 sleeps 150 ms before the first state, has no execution time-out, lets a failing task turn
ABORTED into FAILED, ignores `Output` of Succeed, has no size limit, keeps no history inside branches, and
goes on with the states of a branch after the execution ended.
Why we need it: `ops-reap` acts on these statuses, and 150 ms is most of a seven-step execution.
"""

from __future__ import annotations

import contextvars
import inspect
import json
import threading
from typing import Any

DATA_LIMIT = 256 * 1024

# The execution that this thread walks; callbacks look at it to stop waiting when it has ended.
current: contextvars.ContextVar[dict[str, Any] | None] = contextvars.ContextVar("execution", default=None)


class Ended(Exception):
    """The execution was stopped or timed out while a state ran: nothing more may happen to it."""


def parse(execution: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The definition and the context object of an execution."""
    from ministack.services import stepfunctions as flows

    machine = flows._state_machines.get(execution["stateMachineArn"])
    if not machine:
        raise flows._ExecutionError("States.Runtime", "The state machine no longer exists")
    definition = json.loads(machine["definition"])
    context = {
        "QueryLanguage": definition.get("QueryLanguage", "JSONPath"),
        "Execution": {
            "Id": execution["executionArn"],
            "Input": json.loads(execution["input"]),
            "Name": execution["name"],
            "RoleArn": machine["roleArn"],
            "StartTime": execution["startDate"],
        },
        "StateMachine": {"Id": execution["stateMachineArn"], "Name": machine["name"]},
        "variables": {},
    }
    return definition, context


def run_execution(arn: str) -> None:
    """Walk an execution to its end, on the thread made for it."""
    from ministack.services import stepfunctions as flows

    execution = flows._executions.get(arn)
    if not execution:
        return
    current.set(execution)
    timer = None
    try:
        definition, context = parse(execution)
        timer = start_timer(execution, definition.get("TimeoutSeconds"))
        output = walk(definition, context["Execution"]["Input"], execution, context)
        finish(execution, "SUCCEEDED", output=json.dumps(output))
    except Ended:
        pass
    except flows._ExecutionError as error:
        finish(execution, "FAILED", error=error.error, cause=error.cause)
    except Exception as error:
        flows.logger.exception("execution %s failed", arn)
        finish(execution, "FAILED", error="States.Runtime", cause=str(error))
    finally:
        if timer:
            timer.cancel()


def start_timer(execution: dict[str, Any], seconds: Any) -> threading.Timer | None:
    from ministack.services import stepfunctions as flows

    if not isinstance(seconds, int | float):
        return None
    # The scope of account and region is in context variables, which threads do not inherit.
    scope = contextvars.copy_context()
    timer = threading.Timer(
        seconds * flows._SFN_WAIT_SCALE, lambda: scope.run(finish, execution, "TIMED_OUT")
    )
    timer.daemon = True
    timer.start()
    return timer


_ending = threading.Lock()
ENDINGS = {
    "SUCCEEDED": ("ExecutionSucceeded", "executionSucceededEventDetails"),
    "FAILED": ("ExecutionFailed", "executionFailedEventDetails"),
    "TIMED_OUT": ("ExecutionTimedOut", "executionTimedOutEventDetails"),
}


def finish(execution: dict[str, Any], status: str, **details: Any) -> None:
    """Give a running execution its terminal status; one that has ended keeps the status it has."""
    from ministack.services import stepfunctions as flows

    with _ending:
        if execution["status"] != "RUNNING":
            return
        execution.update(details)
        execution["stopDate"] = flows.now_iso()
        execution["status"] = status
    event, key = ENDINGS[status]
    flows._add_event(execution, event, {key: details})
    flows._emit_execution_status_event(execution)


def walk(machine: dict[str, Any], given: Any, execution: dict[str, Any], context: dict[str, Any]) -> Any:
    """Run the states of a machine, a branch or an item processor from its start to its end."""
    from ministack.services import stepfunctions as flows

    states, name = machine.get("States", {}), machine.get("StartAt")
    while name:
        if execution["status"] != "RUNNING":
            raise Ended
        state = states.get(name)
        if not state:
            raise flows._ExecutionError("States.Runtime", f"The state {name!r} is not defined")
        kind = state.get("Type")
        context["State"] = {"Name": name, "EnteredTime": flows.now_iso(), "RetryCount": 0}
        flows._add_event(
            execution,
            f"{kind}StateEntered",
            {"stateEnteredEventDetails": {"name": name, "input": json.dumps(given)}},
        )
        given, following = step(kind, state, given, execution, context)
        output = json.dumps(given)
        if len(output.encode()) > DATA_LIMIT:
            raise flows._ExecutionError(
                "States.DataLimitExceeded",
                f"The state {name!r} returned a result with a size exceeding the "
                "maximum number of bytes service limit.",
            )
        flows._add_event(
            execution, f"{kind}StateExited", {"stateExitedEventDetails": {"name": name, "output": output}}
        )
        name = following
    return given


def step(kind: str, state: dict, given: Any, execution: dict, context: dict) -> tuple[Any, str | None]:
    from ministack.services import stepfunctions as flows

    if kind == "Succeed":
        return succeed(state, given, context), None
    if kind == "Fail":
        raise flows._ExecutionError(*flows._fail_state_error(state, given, context))
    if kind in ("Task", "Parallel", "Map"):
        run = {"Task": flows._execute_task, "Parallel": flows._execute_parallel, "Map": flows._execute_map}[
            kind
        ]
        return run(state, given, execution, context)
    if kind in ("Pass", "Choice", "Wait"):
        run = {"Pass": flows._execute_pass, "Choice": flows._execute_choice, "Wait": flows._execute_wait}[
            kind
        ]
        return run(state, given, context)
    raise flows._ExecutionError("States.Runtime", f"Unknown state type: {kind}")


def succeed(state: dict, given: Any, context: dict) -> Any:
    from ministack.services import stepfunctions as flows

    if flows._state_query_language(state, context) == "JSONata":
        return flows._apply_jsonata_output(state, given, context, default=given)
    return flows._apply_output_path(state, flows._apply_input_path(state, given, context), context)


def run_sub_machine(states: dict, start: str, given: Any, execution: dict, context: dict) -> Any:
    """A branch or an item, with the outer variables readable and its own ones invisible outside."""
    scope = {**context, "variables": dict(context.get("variables", {}))}
    return walk({"States": states, "StartAt": start}, given, execution, scope)


def apply() -> None:
    from ministack.services import stepfunctions as flows

    flows._run_execution = run_execution
    flows._run_sub_machine = run_sub_machine


def is_fixed_upstream() -> bool:
    from ministack.services import stepfunctions as flows

    source = inspect.getsource(flows._run_execution)
    return "time.sleep(0.15)" not in source and "TimeoutSeconds" in source
