"""A function that times out or exits says so in AWS's words.

AWS: the error payload of a time-out is {"errorType": "Sandbox.Timedout", "errorMessage": "RequestId: <id>
Error: Task timed out after 3.00 seconds"}, that of an exit {"errorType": "Runtime.ExitError",
"errorMessage": "RequestId: <id> Error: Runtime exited with error: exit status 7"}, during INIT too, and the
line is in the function's log (docs.aws.amazon.com/lambda/latest/dg/troubleshooting-invocation.html). Step
Functions takes errorType as the error.
MiniStack 1.5.33 has other messages, no exit status, and names an exit during INIT Runtime.Unknown.
Why we need it: Retry and Catch of our flows select by these names; the message is what someone reads first.
"""

from __future__ import annotations

import re
import signal
from typing import Any

INIT_EXIT = re.compile(r"bootstrap exited during init with code (-?\d+)(?:: (.*))?", re.DOTALL)


def exit_reason(code: int | None) -> str:
    if not code:
        return "Runtime exited without providing a reason"
    if code < 0:
        name = signal.strsignal(-code) or str(-code)
        return f"Runtime exited with error: signal: {name.lower()}"
    return f"Runtime exited with error: exit status {code}"


def failed(request_id: str, kind: str, text: str, log: str, cold: bool) -> dict[str, Any]:
    message = f"RequestId: {request_id} Error: {text}"
    lines = [log, f"{message}\n{kind}"] if log else [f"{message}\n{kind}"]
    return {
        "status": "error",
        "error": message,
        "cold_start": cold,
        "log": "\n".join(lines),
        "error_payload": {"errorType": kind, "errorMessage": message},
    }


def in_aws_words(result: dict[str, Any], request_id: str, exit_code: int | None) -> dict[str, Any]:
    kind = (result.get("error_payload") or {}).get("errorType") if result.get("status") == "error" else None
    text = str(result.get("error", ""))
    if kind == "Sandbox.Timedout" and text.startswith("Task timed out"):
        return failed(request_id, kind, text, result.get("log", ""), result["cold_start"])
    if kind == "Runtime.ExitError" and text.startswith("Runtime exited"):
        return failed(request_id, kind, exit_reason(exit_code), result.get("log", ""), result["cold_start"])
    return result


def apply() -> None:
    from ministack.core import lambda_runtime

    worker = lambda_runtime.ProvidedWorker
    invoke, teardown = worker.invoke, worker._teardown

    def invoke_in_aws_words(self: Any, event: Any, request_id: str, **options: Any) -> dict:
        try:
            result = invoke(self, event, request_id, **options)
        except RuntimeError as error:
            exited = INIT_EXIT.match(str(error))
            if not exited:
                raise
            return failed(request_id, "Runtime.ExitError", exit_reason(int(exited[1])), exited[2] or "", True)
        return in_aws_words(result, request_id, getattr(self, "exit_code", None))

    def teardown_noting_exit(self: Any) -> None:
        process = self._proc
        if process is not None:
            self.exit_code = process.poll()
        teardown(self)

    worker.invoke, worker._teardown = invoke_in_aws_words, teardown_noting_exit


def is_fixed_upstream() -> bool:
    import inspect

    from ministack.core import lambda_runtime

    return "RequestId: " in inspect.getsource(lambda_runtime.ProvidedWorker.invoke)
