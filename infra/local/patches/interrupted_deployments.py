"""A deployment that the engine's end interrupted can be made again.

AWS: a stack operation ends by itself; a stack is never left in progress.
MiniStack 1.5.33 restores a stack as it was saved, in progress for ever: nothing can change it any more.
Why we need it: an engine stopped during `deploy` must not cost the developer the data in the stack.
"""

from __future__ import annotations

from typing import Any

AT_REST = {
    # A creation starts over: the next deployment deletes what there is of it.
    "CREATE_IN_PROGRESS": "CREATE_FAILED",
    "ROLLBACK_IN_PROGRESS": "ROLLBACK_FAILED",
    "DELETE_IN_PROGRESS": "DELETE_FAILED",
}


def settle(stack: dict[str, Any]) -> None:
    status = stack.get("StackStatus", "")
    if not status.endswith("_IN_PROGRESS") or status == "REVIEW_IN_PROGRESS":
        return
    # What an update had not reached yet is still different from the template, so it is updated next time.
    stack["StackStatus"] = AT_REST.get(status, "UPDATE_ROLLBACK_COMPLETE")
    stack["StackStatusReason"] = "The engine was stopped during this operation"


def apply() -> None:
    from ministack.services import cloudformation

    load = cloudformation.load_persisted_state

    def load_at_rest(data: Any) -> Any:
        loaded = load(data)
        for stack in cloudformation._stacks._data.values():
            settle(stack)
        return loaded

    cloudformation.load_persisted_state = load_at_rest


def is_fixed_upstream() -> bool:
    from ministack.services import cloudformation

    cloudformation._stacks["probe"] = {"StackName": "probe", "StackStatus": "CREATE_IN_PROGRESS"}
    saved = cloudformation.get_state()
    cloudformation._stacks.clear()
    cloudformation.load_persisted_state(saved)
    return not cloudformation._stacks["probe"]["StackStatus"].endswith("_IN_PROGRESS")
