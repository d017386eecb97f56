"""Resources that only watch, group or bill are accepted and do nothing.

AWS: the types below are part of CloudFormation
(docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html), and an
alarm may be computed from several metrics.
MiniStack 1.5.33 refuses a whole template for one of them ("Unrecognized resource types") and every alarm with
metric math.
Why we need it: the template that runs here is the one that runs on AWS; nothing local depends on these.
"""

from __future__ import annotations

from typing import Any

TYPES = (
    "AWS::ApplicationInsights::Application",
    "AWS::Budgets::Budget",
    "AWS::CE::AnomalyMonitor",
    "AWS::CE::AnomalySubscription",
    "AWS::CloudFront::KeyGroup",
    "AWS::CloudFront::PublicKey",
    "AWS::CloudWatch::AnomalyDetector",
    "AWS::CloudWatch::CompositeAlarm",
    "AWS::CloudWatch::InsightRule",
    "AWS::Logs::QueryDefinition",
    "AWS::ResourceGroups::Group",
    "AWS::XRay::Group",
    "AWS::XRay::SamplingRule",
)
ALARM = "AWS::CloudWatch::Alarm"


def named(kind: str, identifier: str) -> tuple[str, dict[str, str]]:
    """A physical id and the attributes that a template may ask for."""
    from ministack.core.responses import get_account_id, get_region

    service = kind.split("::")[1].lower()
    arn = f"arn:aws:{service}:{get_region()}:{get_account_id()}:{identifier}"
    return identifier, {"Arn": arn, "Id": identifier}


def inert(kind: str) -> dict[str, Any]:
    return {
        "create": lambda logical_id, properties, stack_name: named(kind, f"{stack_name}-{logical_id}"),
        "update": lambda physical_id, old, new, stack_name: named(kind, physical_id),
        "delete": lambda physical_id, properties: None,
    }


def allow_metric_math(handlers: dict[str, Any]) -> None:
    create, update = handlers["create"], handlers["update"]

    def create_alarm(logical_id: str, properties: dict, stack_name: str) -> tuple[str, dict]:
        if properties.get("Metrics"):
            return named(ALARM, properties.get("AlarmName") or f"{stack_name}-{logical_id}")
        return create(logical_id, properties, stack_name)

    def update_alarm(physical_id: str, old: dict, new: dict, *rest: Any) -> tuple[str, dict]:
        if new.get("Metrics"):
            return named(ALARM, physical_id)
        return update(physical_id, old, new, *rest)

    handlers["create"], handlers["update"] = create_alarm, update_alarm


def apply() -> None:
    from ministack.services.cloudformation import provisioners

    for kind in TYPES:
        provisioners._RESOURCE_HANDLERS.setdefault(kind, inert(kind))
    allow_metric_math(provisioners._RESOURCE_HANDLERS[ALARM])


def is_fixed_upstream() -> bool:
    from ministack.services.cloudformation import provisioners

    return all(kind in provisioners._RESOURCE_HANDLERS for kind in TYPES)
