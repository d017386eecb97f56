"""A nested stack can be updated.

AWS: what an update of a nested stack does not change keeps its attributes for Fn::GetAtt
(docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-nested-stacks.html).
MiniStack 1.5.33 forgets the attributes of every unchanged resource of a nested stack, so the update fails
with "Requested attribute Arn does not exist in schema" as soon as one resource refers to another.
Why we need it: a domain that has moved to infra/stacks/ is updated each time one of its functions is
rebuilt.
"""

from __future__ import annotations

import inspect
from typing import Any


def attributes(stack_name: str, logical_id: str | None) -> dict[str, Any]:
    from ministack.services.cloudformation import _stacks

    resource = (_stacks.get(stack_name) or {}).get("_resources", {}).get(logical_id) or {}
    return resource.get("Attributes") or {}


def apply() -> None:
    from ministack.services.cloudformation import provisioners

    update = provisioners._update_resource

    def update_resource(
        kind: str,
        physical_id: str,
        old: dict,
        new: dict,
        stack_name: str,
        logical_id: str | None = None,
        old_attributes: dict | None = None,
    ) -> tuple[str, dict]:
        known = attributes(stack_name, logical_id) if old_attributes is None else old_attributes
        updated, found = update(kind, physical_id, old, new, stack_name, logical_id, known)
        return updated, {**known, **(found or {})} if updated == physical_id else found

    provisioners._update_resource = update_resource


def is_fixed_upstream() -> bool:
    from ministack.services.cloudformation import provisioners

    source = inspect.getsource(provisioners._cfn_nested_stack_deploy)
    call = source.split("_update_resource(")[1].split("name_seed =")[0]
    return "Attributes" in call
