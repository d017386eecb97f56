"""CORS that a template gives to an HTTP API is in force.

AWS: `CorsConfiguration` of AWS::ApiGatewayV2::Api answers preflights and adds headers
(docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html).
MiniStack 1.5.33 stores CloudFormation's PascalCase keys and reads camelCase ones, so every preflight is
refused.
Why we need it: the console's origin differs from the API's when someone calls the gateway directly.
"""

from __future__ import annotations

from typing import Any


def camel_case(configuration: dict[str, Any]) -> dict[str, Any]:
    return {key[:1].lower() + key[1:]: value for key, value in configuration.items()}


def apply() -> None:
    from ministack.services import apigateway
    from ministack.services.cloudformation import provisioners

    handlers = provisioners._RESOURCE_HANDLERS["AWS::ApiGatewayV2::Api"]

    def wrap(handler):
        def handle(*arguments: Any, **options: Any) -> tuple[str, dict]:
            made = handler(*arguments, **options)
            api = apigateway._apis.get(made[0]) or {}
            if api.get("corsConfiguration"):
                api["corsConfiguration"] = camel_case(api["corsConfiguration"])
            return made

        return handle

    handlers["create"], handlers["update"] = wrap(handlers["create"]), wrap(handlers["update"])


def is_fixed_upstream() -> bool:
    from ministack.services import apigateway
    from ministack.services.cloudformation import provisioners

    create = provisioners._RESOURCE_HANDLERS["AWS::ApiGatewayV2::Api"]["create"]
    api_id, _ = create("Probe", {"CorsConfiguration": {"AllowOrigins": ["*"]}}, "probe")
    return bool(apigateway._cors_response_headers(apigateway._apis[api_id]["corsConfiguration"], "http://a"))
