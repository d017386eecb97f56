"""Invoke a function with the payload on stdin and print how it answered."""

from __future__ import annotations

import argparse
import base64
import json
import sys

from failure import Failure

FAILED = 1


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--endpoint", required=True, metavar="URL")
    parser.add_argument("function", metavar="FUNCTION")


def error_name(payload: object) -> str:
    kind = payload.get("errorType") if isinstance(payload, dict) else None
    return str(kind or "Unhandled")


def run(options: argparse.Namespace) -> int:
    from botocore.exceptions import ClientError

    from aws import connected

    cloud = connected(options.endpoint)
    event = sys.stdin.buffer.read() or b"null"
    try:
        json.loads(event)
    except ValueError as error:
        raise Failure(f"the payload on stdin is not JSON: {error}") from None
    try:
        answer = cloud.lambda_.invoke(FunctionName=options.function, Payload=event, LogType="Tail")
    except ClientError as error:
        raise Failure(f"{options.function} was not invoked: {error.response['Error']['Message']}") from None
    if log := base64.b64decode(answer.get("LogResult", "")).decode("utf-8", "replace").strip():
        print(log, file=sys.stderr)
    raw = answer["Payload"].read().decode()
    try:
        payload = json.loads(raw) if raw else None
    except ValueError:
        payload = raw
    error = error_name(payload) if answer.get("FunctionError") else None
    print(json.dumps({"status": answer["StatusCode"], "error": error, "payload": payload}))
    return FAILED if error else 0
