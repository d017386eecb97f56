"""A function sees its own variables and those of the runtime, not the engine's.

AWS: the environment holds the reserved variables and the function's own
(docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html).
MiniStack 1.5.33 hands its whole environment to every function.
Why we need it: settings such as STATE_DIR or AUTH must not change what a function does.
"""

from __future__ import annotations

import os

# PATH, HOME and TMPDIR have no AWS value that would work on a laptop; the AWS_* ones point to the engine.
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "AWS_ENDPOINT_URL", "AWS_EC2_METADATA_DISABLED")

extra: dict[str, str] = {}


def apply() -> None:
    from ministack.services import lambda_svc

    build = lambda_svc._provided_worker_env

    def provided_worker_env(config: dict, code_dir: str, port: int) -> dict:
        built = build(config, code_dir, port)
        inherited = set(os.environ)
        own = (config.get("Environment") or {}).get("Variables") or {}
        kept = {
            name: value
            for name, value in built.items()
            if name not in inherited or name in KEPT or name in own or name.startswith("AWS_")
        }
        kept["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand"
        kept["AWS_EXECUTION_ENV"] = f"AWS_Lambda_{config.get('Runtime', '')}"
        return extra | kept

    lambda_svc._provided_worker_env = provided_worker_env


def is_fixed_upstream() -> bool:
    from ministack.services import lambda_svc

    os.environ["LOCAL_CLOUD_PROBE"] = "leaks"
    try:
        config = {
            "FunctionName": "probe",
            "Runtime": "provided.al2023",
            "FunctionArn": "arn:aws:lambda:us-east-1:000000000000:function:probe",
        }
        return "LOCAL_CLOUD_PROBE" not in lambda_svc._provided_worker_env(config, "/", 1)
    finally:
        del os.environ["LOCAL_CLOUD_PROBE"]
