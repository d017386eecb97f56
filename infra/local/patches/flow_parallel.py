"""A Parallel state in JSONata has Arguments, Output and Assign, and fails as soon as one branch does.

AWS: `Arguments` is the input of every branch, `Output` and `Assign` see `$states.result`; when a branch
fails the whole state fails and the other branches are stopped
(docs.aws.amazon.com/step-functions/latest/dg/state-parallel.html).
MiniStack 1.5.33 applies only the JSONPath fields, lets branches share one context object (the token of one
branch's task can reach the other), and waits for every branch before it reports a failure.
Why we need it: the render flow analyses the intent and the reference at the same time.
"""

from __future__ import annotations

import contextvars
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from typing import Any


def run_branches(state: dict, given: Any, execution: dict, context: dict) -> tuple[Any, str | None]:
    from ministack.services import stepfunctions as flows

    jsonata = flows._state_query_language(state, context) == "JSONata"
    if jsonata:
        branch_input = flows._apply_jsonata_arguments(state, given, context)
    else:
        branch_input = flows._apply_parameters(state, flows._apply_input_path(state, given, context), context)
    results = all_or_first_error(state.get("Branches", []), branch_input, execution, context)
    if jsonata:
        output = flows._apply_jsonata_output(state, given, context, result=results, default=results)
        flows._apply_state_assign(state, given, context, result=results)
    else:
        selected = flows._apply_result_selector(state, results)
        output = flows._apply_output_path(state, flows._apply_result_path(state, given, selected), context)
    return output, flows._next_or_end(state)


def all_or_first_error(branches: list, branch_input: Any, execution: dict, context: dict) -> list[Any]:
    from ministack.services import stepfunctions as flows

    pool = ThreadPoolExecutor(max(1, len(branches)), thread_name_prefix="branch")
    running: list[Future] = [
        pool.submit(
            contextvars.copy_context().run,
            flows._run_sub_machine,
            branch.get("States", {}),
            branch.get("StartAt"),
            branch_input,
            execution,
            dict(context),
        )
        for branch in branches
    ]
    # A thread cannot be stopped; what a losing branch still returns is not looked at.
    pool.shutdown(wait=False)
    done, _ = wait(running, return_when=FIRST_EXCEPTION)
    for future in done:
        future.result()
    return [future.result() for future in running]


def apply() -> None:
    from ministack.services import stepfunctions as flows

    flows._run_parallel_branches = run_branches


def is_fixed_upstream() -> bool:
    from ministack.services import stepfunctions as flows

    branch = {"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}}
    state = {"Type": "Parallel", "Branches": [branch], "Output": "{% $states.result[0] %}", "End": True}
    context = {"QueryLanguage": "JSONata", "variables": {}, "State": {}}
    output, _ = flows._run_parallel_branches(state, {"n": 1}, {"status": "RUNNING", "events": []}, context)
    return output == {"n": 1}
