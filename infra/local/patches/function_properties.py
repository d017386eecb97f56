"""What a template says about a function is kept, and a deleted function leaves no process.

AWS: AWS::Lambda::Function has ReservedConcurrentExecutions and DeadLetterConfig
(docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html).
MiniStack 1.5.33 drops both when CloudFormation makes or updates a function, and keeps the processes of a
deleted one.
Why we need it: a consumer's concurrency is a promise about the table; dead letters are watched by an alarm.
"""

from __future__ import annotations

from typing import Any


def keep(name: str, properties: dict[str, Any]) -> None:
    from ministack.services import lambda_svc

    function = lambda_svc._functions.get(name)
    if function is None:
        return
    reserved = properties.get("ReservedConcurrentExecutions")
    function["concurrency"] = None if reserved is None else int(reserved)
    target = (properties.get("DeadLetterConfig") or {}).get("TargetArn")
    if target:
        function["config"]["DeadLetterConfig"] = {"TargetArn": target}
    else:
        function["config"].pop("DeadLetterConfig", None)


def apply() -> None:
    from ministack.core import lambda_runtime
    from ministack.core.responses import get_account_id, get_region
    from ministack.services.cloudformation import provisioners

    handlers = provisioners._RESOURCE_HANDLERS["AWS::Lambda::Function"]
    create, update, delete = handlers["create"], handlers["update"], handlers["delete"]

    def create_keeping(logical_id: str, properties: dict, stack_name: str) -> tuple[str, dict]:
        made = create(logical_id, properties, stack_name)
        keep(made[0], properties)
        return made

    def update_keeping(
        physical_id: str, old: dict, new: dict, *rest: Any, **options: Any
    ) -> tuple[str, dict]:
        made = update(physical_id, old, new, *rest, **options)
        keep(made[0], new)
        return made

    def delete_with_processes(physical_id: str, properties: dict) -> Any:
        done = delete(physical_id, properties)
        lambda_runtime.invalidate_worker(physical_id, account=get_account_id(), region=get_region())
        return done

    handlers.update(create=create_keeping, update=update_keeping, delete=delete_with_processes)


def is_fixed_upstream() -> bool:
    from ministack.services import lambda_svc
    from ministack.services.cloudformation import provisioners

    create = provisioners._RESOURCE_HANDLERS["AWS::Lambda::Function"]["create"]
    name, _ = create("Probe", {"FunctionName": "probe", "ReservedConcurrentExecutions": 3}, "probe")
    return lambda_svc._functions[name]["concurrency"] is not None
