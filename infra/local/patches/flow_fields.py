"""Fields of a JSONata state that may be expressions, and the order in which they are evaluated.

AWS: `TimeoutSeconds` and `HeartbeatSeconds` of a Task may be JSONata
(docs.aws.amazon.com/step-functions/latest/dg/state-task.html); a Choice state's own `Output` applies when
no rule matches (docs.aws.amazon.com/step-functions/latest/dg/state-choice.html); every expression of
`Assign` sees the values from before the state
(docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html).
MiniStack 1.5.33 takes the time-outs as numbers only, ignores the Choice state's `Output`, and lets one
assignment see another's new value.
Why we need it: the deadline of an attempt is data.
"""

from __future__ import annotations

from typing import Any

SECONDS = ("TimeoutSeconds", "HeartbeatSeconds")


def with_seconds(state: dict, given: Any, context: dict) -> dict:
    """The state with its time-outs evaluated."""
    from ministack.services import stepfunctions as flows

    found = {}
    for field in SECONDS:
        if isinstance(state.get(field), str):
            found[field] = flows._jsonata_state_field(state, field, "number", given, context)
            if found[field] <= 0 or found[field] != int(found[field]):
                raise flows._ExecutionError(
                    "States.QueryEvaluationError", f"{field} must be a positive integer, not {found[field]}"
                )
    return {**state, **found}


def choose(state: dict, given: Any, context: dict) -> tuple[Any, str]:
    """A JSONata Choice state: the first rule that holds, else the default."""
    from ministack.services import stepfunctions as flows

    for rule in state.get("Choices", []):
        if flows._evaluate_jsonata_choice_rule(rule, given, context):
            break
    else:
        rule = {**state, "Next": state.get("Default")}
    if not rule["Next"]:
        raise flows._ExecutionError("States.NoChoiceMatched", "No rule of the Choice state matched")
    output = flows._apply_jsonata_output(rule, given, context, default=given)
    flows._apply_state_assign(rule, given, context)
    return output, rule["Next"]


def assign(state: dict, given: Any, context: dict, result: Any = None, error_output: Any = None) -> None:
    from ministack.services import stepfunctions as flows

    fields = state.get("Assign")
    if isinstance(fields, dict) and flows._state_query_language(state, context) == "JSONata":
        values = {
            name: flows._apply_jsonata_template(
                value, given, context, result=result, error_output=error_output
            )
            for name, value in fields.items()
        }
        context.setdefault("variables", {}).update(values)


def apply() -> None:
    from ministack.services import stepfunctions as flows

    task, choice = flows._execute_task, flows._execute_choice

    def execute_task(state: dict, given: Any, execution: dict, context: dict) -> tuple[Any, str | None]:
        return task(with_seconds(state, given, context), given, execution, context)

    def execute_choice(state: dict, given: Any, context: dict | None = None) -> tuple[Any, str]:
        if flows._state_query_language(state, context) == "JSONata":
            return choose(state, given, context or {})
        return choice(state, given, context)

    flows._execute_task, flows._execute_choice = execute_task, execute_choice
    flows._apply_state_assign = assign


def is_fixed_upstream() -> bool:
    from ministack.services import stepfunctions as flows

    context = {"QueryLanguage": "JSONata", "variables": {"a": 1}, "State": {}}
    flows._apply_state_assign({"Assign": {"a": "{% $a + 1 %}", "b": "{% $a %}"}}, {}, context)
    output, _ = flows._execute_choice({"Choices": [], "Default": "X", "Output": {"n": 1}}, {}, context)
    return context["variables"]["b"] == 1 and output == {"n": 1}
