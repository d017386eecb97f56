"""IAM knows whose wait a task token ends.

AWS: `states:SendTaskSuccess`, `SendTaskFailure` and `SendTaskHeartbeat` are granted on the ARN of the state
machine whose task waits, although the request names a token only; `StateMachine.grantTaskResponse` of AWS's
CDK makes such a policy (docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_stepfunctions.StateMachine.html).
MiniStack 1.5.33 finds no ARN in the request and asks for `*`, so every policy that names a machine denies.
Why we need it: a worker may end the waits of our flow and of no other.
"""

from __future__ import annotations

import json
from typing import Any

from patches import flow_callback


def token_in(body: Any) -> str | None:
    try:
        request = json.loads(body or b"{}")
    except (TypeError, ValueError):
        return None
    return request.get("taskToken") if isinstance(request, dict) else None


def apply() -> None:
    from ministack.core import iam_actions

    named = iam_actions.extract_resource_arn

    def resource_arn(service: str, method: str, path: str, headers: dict, body: Any, *rest: Any) -> str:
        found = named(service, method, path, headers, body, *rest)
        if service == "states" and found == "*":
            return flow_callback.machine_of(token_in(body)) or found
        return found

    iam_actions.extract_resource_arn = resource_arn


def is_fixed_upstream() -> bool:
    from ministack.core import iam_actions
    from ministack.services import stepfunctions as flows

    machine = "arn:aws:states:us-east-1:000000000000:stateMachine:probe"
    flows._task_tokens["probe"] = {"event": None, "result": None, "error": None, "machine": machine}
    flow_callback.remember("probe", {"stateMachineArn": machine})
    body = json.dumps({"taskToken": "probe"}).encode()
    return iam_actions.extract_resource_arn("states", "POST", "/", {}, body, {}, "", "") != "*"
