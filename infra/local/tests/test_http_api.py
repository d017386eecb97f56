"""The HTTP API: routes from the included document, payload 2.0, CORS, failures."""

import json
import time
import unittest
from typing import Any

from tests import cloud


class HttpApi(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.engine = cloud.shared()
        cls.api = cls.engine.outputs["Api"]

    def call(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.engine.request(self.api, method, path, body, named)

    def event(self, method: str, path: str, body: bytes | None = None, **headers: str) -> dict[str, Any]:
        response = self.call(method, path, body, **headers)
        self.assertEqual(response.status, 200, response.body)
        return json.loads(response.body)

    def test_payload_is_version_2(self) -> None:
        event = self.event("GET", "/v1/echo/a%20b?x=1&x=2&y=%2F", X_Mixed="Value", Cookie="a=1; b=2")
        self.assertEqual(event["version"], "2.0")
        self.assertEqual(event["routeKey"], "GET /v1/echo/{id}")
        self.assertEqual(event["rawPath"], "/v1/echo/a b")
        self.assertEqual(event["rawQueryString"], "x=1&x=2&y=%2F")
        self.assertEqual(event["queryStringParameters"], {"x": "1,2", "y": "/"})
        self.assertEqual(event["pathParameters"], {"id": "a b"})
        self.assertEqual(event["cookies"], ["a=1", "b=2"])
        self.assertEqual(event["headers"]["x-mixed"], "Value")
        self.assertNotIn("cookie", event["headers"])
        self.assertFalse(event["isBase64Encoded"])
        context = event["requestContext"]
        self.assertEqual((context["http"]["method"], context["stage"]), ("GET", "$default"))
        self.assertTrue(context["requestId"] and context["timeEpoch"] and context["http"]["sourceIp"])

    def test_absent_parts_are_left_out(self) -> None:
        event = self.event("GET", "/v1/echo/1")
        self.assertEqual({"cookies", "body", "queryStringParameters"} & set(event), set())

    def test_text_and_binary_bodies(self) -> None:
        text = self.event("POST", "/v1/echo/1", b'{"a":1}', Content_Type="application/json")
        self.assertEqual((text["body"], text["isBase64Encoded"]), ('{"a":1}', False))
        binary = self.event("POST", "/v1/echo/1", b"\xff\x00", Content_Type="image/png")
        self.assertEqual((binary["body"], binary["isBase64Encoded"]), ("/wA=", True))
        self.assertEqual(self.call("GET", "/v1/echo/binary").body, bytes(range(256)))

    def test_cookies_of_the_answer(self) -> None:
        response = self.call("GET", "/v1/echo/1")
        self.assertEqual(response.headers.get_all("set-cookie"), ["a=1; Path=/", "b=2; Path=/"])

    def test_greedy_route_and_unknown_route(self) -> None:
        self.assertEqual(self.event("GET", "/v1/files/a/b/c")["pathParameters"], {"path": "a/b/c"})
        self.assertEqual(self.event("GET", "/v1/files/fixed")["routeKey"], "GET /v1/files/{name}")
        missing = self.call("GET", "/v1/nowhere")
        self.assertEqual((missing.status, json.loads(missing.body)), (404, {"message": "Not Found"}))

    def test_a_failing_function_answers_500_and_tells_nothing(self) -> None:
        response = self.call("GET", "/v1/echo/fail")
        self.assertEqual(
            (response.status, json.loads(response.body)), (500, {"message": "Internal Server Error"})
        )

    def test_warm_call_takes_milliseconds(self) -> None:
        took = []
        for _ in range(21):
            began = time.perf_counter()
            self.call("GET", "/v1/echo/1")
            took.append(time.perf_counter() - began)
        self.assertLess(sorted(took)[10], 0.04, "upstream waits 50 ms for log lines")

    def test_body_limit_is_10_mb(self) -> None:
        self.assertEqual(
            self.event("POST", "/v1/echo/1", b"a" * 5_000_000, Content_Type="text/plain")["bodyBytes"],
            5_000_000,
        )
        self.assertEqual(self.call("POST", "/v1/echo/1", b"a" * (10 * 1024 * 1024 + 1)).status, 413)

    def test_cors_of_the_document(self) -> None:
        origin = "http://127.0.0.1:4000"
        preflight = self.call("OPTIONS", "/v1/echo/1", Origin=origin, Access_Control_Request_Method="GET")
        self.assertEqual(preflight.status, 204)
        self.assertEqual(preflight.headers["access-control-allow-origin"], origin)
        self.assertEqual(preflight.headers["access-control-allow-methods"], "GET,POST")
        self.assertIsNone(
            self.call("GET", "/v1/echo/1", Origin="http://evil").headers["access-control-allow-origin"]
        )

    def test_path_prefix_reaches_the_same_api(self) -> None:
        response = self.engine.request(
            "unused", "GET", f"/_aws/execute-api/{self.api}/$default/v1/echo/1", headers={"host": "127.0.0.1"}
        )
        self.assertEqual(json.loads(response.body)["rawPath"], "/v1/echo/1")
