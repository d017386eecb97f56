"""Create or update a stack by a change set, and say what happened to it."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from typing import Any

from botocore.exceptions import ClientError

from aws import Cloud
from failure import Failure

POLL = 0.05
CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
# A first creation that failed leaves a stack that can only be deleted; a review has no resources.
DEAD = ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED")
UNCHANGED = ("didn't contain changes", "No updates are to be performed")


def say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def describe(cloud: Cloud, name: str) -> dict[str, Any] | None:
    try:
        return cloud.cloudformation.describe_stacks(StackName=name)["Stacks"][0]
    except ClientError as error:
        if "does not exist" in str(error):
            return None
        raise


def resources(cloud: Cloud, name: str) -> Iterator[dict[str, Any]]:
    """Every resource of a stack and of the stacks nested in it."""
    pages = cloud.cloudformation.get_paginator("list_stack_resources").paginate(StackName=name)
    for page in pages:
        for resource in page["StackResourceSummaries"]:
            yield resource
            if resource["ResourceType"] == "AWS::CloudFormation::Stack":
                yield from resources(cloud, resource["PhysicalResourceId"])


def outputs(stack: dict[str, Any]) -> dict[str, str]:
    return {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}


def deploy(cloud: Cloud, name: str, template_url: str, parameters: dict[str, str]) -> tuple[str, int]:
    """Bring the stack to the template; its status and the number of changes (0: nothing to do)."""
    kind = prepare(cloud, name)
    changes = request(cloud, name, kind, template_url, parameters)
    if changes == 0:
        found = describe(cloud, name)
        return (found or {}).get("StackStatus", "UNKNOWN"), 0
    before = {event["EventId"] for event in events(cloud, name)}
    cloud.cloudformation.execute_change_set(StackName=name, ChangeSetName="deploy")
    status = settle(cloud, name)
    if status not in ("CREATE_COMPLETE", "UPDATE_COMPLETE"):
        raise Failure(explain(cloud, name, status, before))
    return status, changes


def prepare(cloud: Cloud, name: str) -> str:
    """The kind of change set to make, once the stack is in a state that permits one."""
    found = describe(cloud, name)
    status = found["StackStatus"] if found else ""
    if status.endswith("_IN_PROGRESS") and status != "REVIEW_IN_PROGRESS":
        say(f"{name} is {status}; waiting for it")
        status = settle(cloud, name)
    if status == "UPDATE_ROLLBACK_FAILED":
        status = leave_rollback(cloud, name)
    if status in DEAD:
        say(f"{name} is {status} after an earlier failure; deleting it first")
        cloud.cloudformation.delete_stack(StackName=name)
        status = settle(cloud, name)
        if status not in ("", "DELETE_COMPLETE"):
            raise Failure(f"{name} could not be deleted ({status}); see its events in the engine's log")
        return "CREATE"
    return "CREATE" if status in ("", "REVIEW_IN_PROGRESS", "DELETE_COMPLETE") else "UPDATE"


def leave_rollback(cloud: Cloud, name: str) -> str:
    """Let a failed rollback rest as it is: the deployment that follows sets every resource anyway."""
    say(f"{name} could not roll back an earlier update; going on from where it stands")
    failed = [
        found["LogicalResourceId"]
        for found in cloud.cloudformation.describe_stack_resources(StackName=name)["StackResources"]
        if found["ResourceStatus"].endswith("_FAILED")
    ]
    cloud.cloudformation.continue_update_rollback(StackName=name, ResourcesToSkip=failed)
    return settle(cloud, name)


def request(cloud: Cloud, name: str, kind: str, template_url: str, parameters: dict[str, str]) -> int:
    """Make the change set `deploy`; the number of changes in it."""
    client = cloud.cloudformation
    given = [{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()]
    try:
        if describe(cloud, name):
            client.delete_change_set(StackName=name, ChangeSetName="deploy")
        client.create_change_set(
            StackName=name,
            ChangeSetName="deploy",
            ChangeSetType=kind,
            TemplateURL=template_url,
            Parameters=given,
            Capabilities=CAPABILITIES,
        )
    except ClientError as error:
        raise Failure(f"CloudFormation refuses the template: {error.response['Error']['Message']}") from None
    while True:
        found = client.describe_change_set(StackName=name, ChangeSetName="deploy")
        if found["Status"] == "CREATE_COMPLETE":
            return count_changes(cloud, name, found)
        if found["Status"] == "FAILED":
            reason = found.get("StatusReason", "")
            if any(text in reason for text in UNCHANGED):
                return 0
            raise Failure(f"CloudFormation refuses the change set: {reason}")
        time.sleep(POLL)


def count_changes(cloud: Cloud, name: str, page: dict[str, Any]) -> int:
    count = len(page["Changes"])
    while token := page.get("NextToken"):
        page = cloud.cloudformation.describe_change_set(
            StackName=name, ChangeSetName="deploy", NextToken=token
        )
        count += len(page["Changes"])
    return count


def settle(cloud: Cloud, name: str) -> str:
    """Wait until the stack is at rest; its status, empty when it is gone."""
    shown = ""
    while True:
        found = describe(cloud, name)
        status = found["StackStatus"] if found else ""
        if not status.endswith("_IN_PROGRESS"):
            return status
        if status != shown:
            say(f"{name} {status}")
            shown = status
        time.sleep(POLL)


def events(cloud: Cloud, name: str) -> list[dict[str, Any]]:
    try:
        pages = cloud.cloudformation.get_paginator("describe_stack_events").paginate(StackName=name)
        return [event for page in pages for event in page["StackEvents"]]
    except ClientError:
        return []


def explain(cloud: Cloud, name: str, status: str, before: set[str]) -> str:
    """One line for each resource that failed in this deployment, in nested stacks too, first first."""
    lines = [f"{name} is {status}:"]
    stacks = [
        name,
        *(
            resource["PhysicalResourceId"]
            for resource in resources(cloud, name)
            if resource["ResourceType"] == "AWS::CloudFormation::Stack"
        ),
    ]
    for stack in stacks:
        for event in reversed(events(cloud, stack)):
            reason = event.get("ResourceStatusReason", "")
            if event["EventId"] not in before and event["ResourceStatus"].endswith("_FAILED"):
                lines.append(f"  {event['LogicalResourceId']} ({event['ResourceType']}): {reason}")
    lines += validation_errors(cloud, name)
    return "\n".join(lines)


def validation_errors(cloud: Cloud, name: str) -> list[str]:
    """What a deployment was refused for before anything was made; stack events only point here."""
    found = cloud.cloudformation.describe_events(StackName=name).get("OperationEvents", [])
    return [
        f"  {event['LogicalResourceId']} ({event['ResourceType']}): {event['ValidationStatusReason']}"
        for event in found
        if event.get("ValidationStatus") == "FAILED"
    ]
