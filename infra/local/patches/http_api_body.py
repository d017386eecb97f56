"""The OpenAPI document of an HTTP API makes its routes.

AWS: `Body` of AWS::ApiGatewayV2::Api defines the routes, integrations, name and CORS of the API, on
creation and on every update
(docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigatewayv2-api.html;
extensions: docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html).
MiniStack 1.5.33 ignores `Body`: a SAM HttpApi deploys with no route at all.
Why we need it: the generated gateway document is our whole route table.
"""

from __future__ import annotations

from typing import Any

METHODS = {"get", "put", "post", "delete", "options", "head", "patch", "trace"}
ANY = "x-amazon-apigateway-any-method"
INTEGRATION = "x-amazon-apigateway-integration"
CORS = "x-amazon-apigateway-cors"
AUTHORIZER = "x-amazon-apigateway-authorizer"


def operations(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Route key and operation, in the order of the document."""
    found = []
    for path, item in (document.get("paths") or {}).items():
        for method, operation in item.items():
            if not isinstance(operation, dict) or method not in METHODS | {ANY}:
                continue
            if path.strip("/") == "$default":
                found.append(("$default", operation))
            else:
                found.append((f"{'ANY' if method == ANY else method.upper()} {path}", operation))
    return found


def integration_of(document: dict[str, Any], operation: dict[str, Any]) -> dict[str, Any] | None:
    """The operation's integration; a reference is followed within the document."""
    integration = operation.get(INTEGRATION)
    if isinstance(integration, dict) and "$ref" in integration:
        node: Any = document
        for step in integration["$ref"].removeprefix("#/").split("/"):
            node = node[step]
        return node
    return integration


def refuse_authorizers(document: dict[str, Any]) -> None:
    """An authorizer that were dropped in silence would leave its routes open here and closed on AWS."""
    schemes = (document.get("components") or {}).get("securitySchemes") or {}
    for name, scheme in schemes.items():
        if AUTHORIZER in scheme:
            raise ValueError(
                f"Body declares the gateway authorizer {name!r}; the local cloud has none, "
                "because the functions themselves verify the caller"
            )


def import_body(api_id: str, properties: dict[str, Any]) -> None:
    from ministack.services import apigateway
    from ministack.services.cloudformation import provisioners

    document = properties.get("Body")
    if not isinstance(document, dict):
        return
    refuse_authorizers(document)
    api = apigateway._apis[api_id]
    info = document.get("info") or {}
    api["name"] = properties.get("Name") or info.get("title") or api["name"]
    api["version"] = info.get("version", api.get("version", ""))
    api["description"] = properties.get("Description") or info.get("description", "")
    if document.get(CORS):
        api["corsConfiguration"] = document[CORS]
    apigateway._routes[api_id] = {}
    apigateway._integrations[api_id] = {}
    for route_key, operation in operations(document):
        integration = integration_of(document, operation)
        if not integration:
            continue
        identifier, _ = provisioners._apigw_v2_integration_create(
            "",
            {
                "ApiId": api_id,
                "IntegrationType": str(integration.get("type", "aws_proxy")).upper(),
                "IntegrationUri": integration.get("uri", ""),
                "PayloadFormatVersion": str(integration.get("payloadFormatVersion", "2.0")),
                "TimeoutInMillis": int(integration.get("timeoutInMillis", 30_000)),
            },
            "",
        )
        provisioners._apigw_v2_route_create(
            "",
            {
                "ApiId": api_id,
                "RouteKey": route_key,
                "Target": f"integrations/{identifier}",
                "OperationName": operation.get("operationId", ""),
            },
            "",
        )


def apply() -> None:
    from ministack.services.cloudformation import provisioners

    handlers = provisioners._RESOURCE_HANDLERS["AWS::ApiGatewayV2::Api"]
    create, update = handlers["create"], handlers["update"]

    def create_with_body(logical_id: str, properties: dict, stack_name: str) -> tuple[str, dict]:
        made = create(logical_id, properties, stack_name)
        import_body(made[0], properties)
        return made

    def update_with_body(
        physical_id: str, old: dict, new: dict, stack_name: str, logical_id: str | None = None
    ) -> tuple[str, dict]:
        made = update(physical_id, old, new, stack_name, logical_id)
        import_body(made[0], new)
        return made

    handlers["create"], handlers["update"] = create_with_body, update_with_body


def is_fixed_upstream() -> bool:
    from ministack.services import apigateway
    from ministack.services.cloudformation import provisioners

    body = {
        "openapi": "3.0.1",
        "paths": {"/probe": {"get": {INTEGRATION: {"type": "aws_proxy", "uri": "x"}}}},
    }
    create = provisioners._RESOURCE_HANDLERS["AWS::ApiGatewayV2::Api"]["create"]
    api_id, _ = create("Probe", {"Body": body}, "probe")
    return bool(apigateway._routes[api_id])
