"""The one AWS call of the test functions, signed with the credentials the runtime gives them."""

import datetime
import hashlib
import hmac
import http.client
import json
import os
from urllib.parse import urlsplit

REGION = os.environ.get("AWS_REGION", "us-east-1")


def hmac_sha256(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def authorization(headers, body):
    """Signature version 4 (docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html)."""
    now = headers["x-amz-date"]
    scope = f"{now[:8]}/{REGION}/dynamodb/aws4_request"
    names = ";".join(sorted(headers))
    canonical = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    request = f"POST\n/\n\n{canonical}\n{names}\n{hashlib.sha256(body.encode()).hexdigest()}"
    text = f"AWS4-HMAC-SHA256\n{now}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    key = ("AWS4" + os.environ["AWS_SECRET_ACCESS_KEY"]).encode()
    for part in scope.split("/"):
        key = hmac_sha256(key, part)
    signature = hmac_sha256(key, text).hex()
    credential = f"{os.environ['AWS_ACCESS_KEY_ID']}/{scope}"
    return f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders={names}, Signature={signature}"


def call(operation, request):
    """The answer of DynamoDB, or its error as a dictionary with the HTTP status."""
    endpoint = urlsplit(os.environ["AWS_ENDPOINT_URL"])
    body = json.dumps(request)
    headers = {
        "host": endpoint.netloc,
        "x-amz-date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ"),
        "x-amz-target": f"DynamoDB_20120810.{operation}",
        "content-type": "application/x-amz-json-1.0",
    }
    if os.environ.get("AWS_SESSION_TOKEN"):
        headers["x-amz-security-token"] = os.environ["AWS_SESSION_TOKEN"]
    headers["authorization"] = authorization(headers, body)
    connection = http.client.HTTPConnection(endpoint.hostname, endpoint.port)
    connection.request("POST", "/", body, headers)
    response = connection.getresponse()
    answer = json.loads(response.read() or b"{}")
    return answer if response.status == 200 else {"httpStatus": response.status, **answer}
