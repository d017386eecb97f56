"""Print where a deployed stack is reached: its HTTP API, buckets, tables, queues and functions."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from failure import Failure

TYPES = {
    "buckets": "AWS::S3::Bucket",
    "tables": "AWS::DynamoDB::Table",
    "queues": "AWS::SQS::Queue",
    "state_machines": "AWS::StepFunctions::StateMachine",
    "functions": "AWS::Lambda::Function",
    "urls": "AWS::Lambda::Url",
    "apis": "AWS::ApiGatewayV2::Api",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--endpoint", required=True, metavar="URL")
    parser.add_argument("--stack", required=True, metavar="NAME")


def api(endpoint: str, identifier: str) -> dict[str, str]:
    """Both ways to address an API: any URL of the engine with this `Host` header, or this URL as a prefix.

    The function sees the same `rawPath` either way.
    """
    port = urlsplit(endpoint).port or 80
    return {
        "id": identifier,
        "host": f"{identifier}.execute-api.localhost:{port}",
        "url": f"{endpoint}/_aws/execute-api/{identifier}/$default",
    }


def streams(cloud: Any, functions: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Functions with a URL of their own, and how the template configured each.

    The engine buffers a streamed response, so the edge runs these functions itself.
    """
    from botocore.exceptions import ClientError

    found = {}
    for name in functions:
        try:
            url = cloud.lambda_.get_function_url_config(FunctionName=name)
        except ClientError:
            continue
        configuration = cloud.lambda_.get_function_configuration(FunctionName=name)
        found[name] = {
            "url": url["FunctionUrl"],
            "invoke_mode": url.get("InvokeMode", "BUFFERED"),
            "timeout": configuration["Timeout"],
            "memory": configuration["MemorySize"],
            "environment": configuration.get("Environment", {}).get("Variables", {}),
        }
    return found


def run(options: argparse.Namespace) -> int:
    import stack
    from aws import connected

    cloud = connected(options.endpoint)
    found = stack.describe(cloud, options.stack)
    if found is None:
        raise Failure(f"there is no stack {options.stack} at {cloud.endpoint}; deploy it first")
    by_type: dict[str, dict[str, str]] = {name: {} for name in TYPES}
    for resource in stack.resources(cloud, options.stack):
        for name, kind in TYPES.items():
            if resource["ResourceType"] == kind:
                by_type[name][resource["LogicalResourceId"]] = resource["PhysicalResourceId"]
    by_function = by_type["functions"].values() if by_type.pop("urls") else ()
    apis = [api(cloud.endpoint, identifier) for identifier in by_type.pop("apis").values()]
    print(
        json.dumps(
            {
                "stack": options.stack,
                "status": found["StackStatus"],
                "endpoint": cloud.endpoint,
                "api": apis[0] if apis else None,
                "bucket": next(iter(by_type["buckets"].values()), None),
                "table": next(iter(by_type["tables"].values()), None),
                **by_type,
                "streams": streams(cloud, by_function),
                "outputs": stack.outputs(found),
            }
        )
    )
    return 0
