"""Deploy a template by a CloudFormation change set; functions run the built binaries in place."""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from failure import Failure


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--endpoint", required=True, metavar="URL")
    parser.add_argument("--template", type=Path, required=True)
    parser.add_argument("--stack", required=True, metavar="NAME")
    parser.add_argument(
        "--bins", type=Path, required=True, metavar="DIR", help="where cargo puts the binaries"
    )
    parser.add_argument("--parameter", action="append", default=[], metavar="K=V")


def key_values(pairs: list[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not key or not equals:
            raise Failure(f"--parameter {pair!r} is not of the form Key=Value")
        found[key] = value
    return found


def upload(cloud, bucket: str, artifacts: dict[str, bytes]) -> None:
    """Put what the bucket does not have yet; a name stands for a content, so nothing is overwritten."""
    from botocore.exceptions import ClientError

    present: set[str] = set()
    try:
        for page in cloud.s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
            present |= {item["Key"] for item in page.get("Contents", [])}
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchBucket":
            raise
        cloud.s3.create_bucket(Bucket=bucket)
    missing = [key for key in artifacts if key not in present]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda key: cloud.s3.put_object(Bucket=bucket, Key=key, Body=artifacts[key]), missing))


def revisions(cloud) -> dict[str, str]:
    """Name and revision of every function."""
    pages = cloud.lambda_.get_paginator("list_functions").paginate()
    return {found["FunctionName"]: found["RevisionId"] for page in pages for found in page["Functions"]}


def updated(before: dict[str, str], after: dict[str, str], of_stack: Iterable[str]) -> list[str]:
    return sorted(name for name in of_stack if name in after and before.get(name) != after[name])


def run(options: argparse.Namespace) -> int:
    import stack
    from aws import connected
    from sam.bootstrap import Binaries
    from sam.package import BUCKET, Package, content_key

    started = time.monotonic()
    parameters = key_values(options.parameter)
    cloud = connected(options.endpoint)
    package = Package(Binaries(options.bins), cloud.endpoint).build(options.template, parameters)
    template = content_key(package.template, ".template.json")
    upload(cloud, BUCKET, package.artifacts | {template: package.template})
    before = revisions(cloud)
    status, changes = stack.deploy(cloud, options.stack, f"{cloud.endpoint}/{BUCKET}/{template}", parameters)
    functions: list[str] = []
    if changes:
        of_stack = [
            found["PhysicalResourceId"]
            for found in stack.resources(cloud, options.stack)
            if found["ResourceType"] == "AWS::Lambda::Function"
        ]
        functions = updated(before, revisions(cloud), of_stack)
    seconds = round(time.monotonic() - started, 2)
    stack.say(f"{options.stack} {status}: {changes} changes, {len(functions)} functions, {seconds} s")
    print(
        json.dumps(
            {
                "stack": options.stack,
                "status": status,
                "changes": changes,
                "updated_functions": functions,
                "outputs": stack.outputs(stack.describe(cloud, options.stack) or {}),
                "resources": {"declared": package.declared, "transformed": package.transformed},
                "seconds": seconds,
            }
        )
    )
    return 0
