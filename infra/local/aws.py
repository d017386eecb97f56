"""Clients of the local cloud. They never look at the caller's profile, region or credentials."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import urlsplit

from failure import Failure

REGION = "us-east-1"


class Cloud:
    """boto3 clients for one endpoint, made when first used: `cloud.s3`, `cloud.lambda_`."""

    def __init__(self, endpoint: str) -> None:
        parts = urlsplit(endpoint)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Failure(f"--endpoint {endpoint!r} is not a URL such as http://127.0.0.1:4566")
        self.endpoint = endpoint.rstrip("/")
        self._clients: dict[str, Any] = {}
        for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
            os.environ[name] = os.devnull
        for name in ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_CA_BUNDLE"):
            os.environ.pop(name, None)
        os.environ["NO_PROXY"] = "*"

    def __getattr__(self, service: str) -> Any:
        if service.startswith("_"):
            raise AttributeError(service)
        if service not in self._clients:
            # A trailing underscore makes a Python name of `lambda`.
            self._clients[service] = self._make(service.rstrip("_"))
        return self._clients[service]

    def _make(self, service: str) -> Any:
        import boto3
        from botocore.config import Config

        config = Config(
            s3={"addressing_style": "path"},
            connect_timeout=5,
            read_timeout=960,
            retries={"total_max_attempts": 1},
            inject_host_prefix=False,
        )
        return boto3.client(
            service,
            endpoint_url=self.endpoint,
            region_name=REGION,
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=config,
        )


def connected(endpoint: str) -> Cloud:
    """A cloud that answers; a clear failure otherwise."""
    import socket

    cloud = Cloud(endpoint)
    parts = urlsplit(cloud.endpoint)
    try:
        socket.create_connection((parts.hostname, parts.port or 80), timeout=5).close()
    except OSError as error:
        raise Failure(
            f"nothing answers at {cloud.endpoint} ({error.strerror or error}); start the engine first"
        ) from None
    return cloud
