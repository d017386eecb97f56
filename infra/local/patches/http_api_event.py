"""What a function receives from an HTTP API, and what its failure looks like from outside.

AWS: payload format 2.0 carries request cookies in `cookies`, and leaves out what is absent
(docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html); a function
that fails answers 500 {"message":"Internal Server Error"}
(docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-lambda.html); a body of more
than 10 MB answers 413 (docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html).
MiniStack 1.5.33 sends no `cookies`, sends `pathParameters: null`, answers 502 with the function's own
error, and takes bodies of any size.
Why we need it: sessions are cookies; an error's text must not reach a caller here when it cannot on AWS.
"""

from __future__ import annotations

import asyncio
import json
from typing import Any

LARGEST_BODY = 10 * 1024 * 1024
FAILED = {
    "statusCode": 500,
    "headers": {"content-type": "application/json"},
    "body": json.dumps({"message": "Internal Server Error"}),
}
TOO_LARGE = (413, {"Content-Type": "application/json"}, b'{"message":"Request Entity Too Large"}')


def as_sent_by_aws(event: dict[str, Any]) -> dict[str, Any]:
    headers = dict(event.get("headers") or {})
    cookies = [part.strip() for part in headers.pop("cookie", "").split(";") if part.strip()]
    sent = {**event, "headers": headers}
    if cookies:
        sent["cookies"] = cookies
    if not sent.get("pathParameters"):
        sent.pop("pathParameters", None)
    context = sent["requestContext"]
    context["domainPrefix"] = context.get("apiId", "")
    return sent


def apply() -> None:
    from ministack.services import apigateway, lambda_svc

    run, execute = apigateway.run_reentrant, apigateway._handle_execute_in_scope

    async def run_for_api(work, *arguments: Any, **options: Any) -> Any:
        if work is not lambda_svc._execute_function_with_config_scope or len(arguments) != 2:
            return await run(work, *arguments, **options)
        record, event = arguments
        if not (
            isinstance(event, dict) and event.get("version") == "2.0" and "http" in event["requestContext"]
        ):
            return await run(work, *arguments, **options)
        result = await run(work, record, as_sent_by_aws(event), **options)
        return {"body": FAILED} if result.get("error") and not result.get("throttle") else result

    async def execute_limited(api_id, stage, path, method, headers, body, *rest: Any, **options: Any) -> Any:
        if body and len(body) > LARGEST_BODY:
            return TOO_LARGE
        return await execute(api_id, stage, path, method, headers, body, *rest, **options)

    apigateway.run_reentrant = run_for_api
    apigateway._handle_execute_in_scope = execute_limited


def is_fixed_upstream() -> bool:
    """Whether a failing function, called with a cookie, gets `cookies` and answers 500."""
    from ministack.services import apigateway, lambda_svc

    seen: dict[str, Any] = {}

    def fail(record: dict, event: dict) -> dict:
        seen.update(event)
        return {"error": True, "body": {"errorType": "Defect"}}

    kept = lambda_svc._execute_function_with_config_scope, lambda_svc._get_func_record_for_ref_in_scope
    lambda_svc._execute_function_with_config_scope = fail
    lambda_svc._get_func_record_for_ref_in_scope = lambda *_, **__: ({}, {"FunctionName": "probe"}, "probe")
    call = apigateway._invoke_lambda_proxy(
        {"integrationUri": "probe"}, "api", "$default", "/", "GET", {"cookie": "a=1"}, b"", {}
    )
    try:
        status, _, _ = asyncio.run(call)
    finally:
        lambda_svc._execute_function_with_config_scope, lambda_svc._get_func_record_for_ref_in_scope = kept
    return "cookies" in seen and status == 500
