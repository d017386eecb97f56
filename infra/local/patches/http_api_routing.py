"""The most specific route of an HTTP API wins, whatever its greedy variable is called.

AWS: a full match beats a match with a greedy path variable, which beats `$default`
(docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html).
MiniStack 1.5.33 knows only the name `{proxy+}` as greedy, and compiles every route anew per request (2 ms
for 200 routes).
Why we need it: our greedy variables have names of their own, and the route table is long.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

VARIABLE = re.compile(r"\{([^}]+)\}")


@lru_cache(maxsize=4096)
def compiled(path: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """A pattern for the path and the names of its variables."""
    names, pattern, end = [], "", 0
    for variable in VARIABLE.finditer(path):
        inner = variable.group(1)
        pattern += re.escape(path[end : variable.start()]) + ("(.+)" if inner.endswith("+") else "([^/]+)")
        names.append(inner.removesuffix("+"))
        end = variable.end()
    return re.compile(pattern + re.escape(path[end:])), tuple(names)


def path_parameters(route_path: str, request_path: str) -> dict[str, str] | None:
    pattern, names = compiled(route_path)
    match = pattern.fullmatch(request_path)
    return dict(zip(names, match.groups(), strict=True)) if match else None


@lru_cache(maxsize=4096)
def specificity(method: str, route_path: str) -> tuple[int, int, int]:
    """Higher is more specific: full match, then literal segments, then an explicit method."""
    segments = route_path.strip("/").split("/")
    literal = sum(1 for segment in segments if not segment.startswith("{"))
    return (0 if "+}" in route_path else 1, literal, 0 if method == "ANY" else 1)


def match_route(routes: dict[str, dict[str, Any]], method: str, path: str) -> dict[str, Any] | None:
    best, fallback, rank = None, None, (-1, -1, -1)
    for route in routes.values():
        key = route.get("routeKey", "")
        if key == "$default":
            fallback = route
            continue
        route_method, _, route_path = key.partition(" ")
        if route_method not in ("ANY", method) or not compiled(route_path)[0].fullmatch(path):
            continue
        if (found := specificity(route_method, route_path)) > rank:
            best, rank = route, found
    return best or fallback


def apply() -> None:
    from ministack.services import apigateway

    apigateway._extract_path_params = path_parameters
    apigateway._route_specificity = specificity
    apigateway._match_route = lambda api_id, method, path: match_route(
        apigateway._routes.get(api_id, {}), method, path
    )


def is_fixed_upstream() -> bool:
    from ministack.services import apigateway

    return apigateway._route_specificity("GET", "/a/b/{rest+}") < apigateway._route_specificity(
        "GET", "/a/{id}"
    )
