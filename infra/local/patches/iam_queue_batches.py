"""IAM asks for the action of one message when a request has a batch of them.

AWS: `SendMessageBatch`, `DeleteMessageBatch` and `ChangeMessageVisibilityBatch` are allowed by
`sqs:SendMessage`, `sqs:DeleteMessage` and `sqs:ChangeMessageVisibility`; there are no actions of their own
(docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html).
MiniStack 1.5.33 asks for `sqs:SendMessageBatch`, which no policy of AWS can grant.
Why we need it: parts of a fan-out are sent ten at a time.
"""

from __future__ import annotations

from typing import Any

SUFFIX = "Batch"


def apply() -> None:
    from ministack.core import iam_actions

    named = iam_actions.extract_iam_action

    def iam_action(*request: Any, **options: Any) -> Any:
        action = named(*request, **options)
        if isinstance(action, str) and action.startswith("sqs:"):
            return action.removesuffix(SUFFIX)
        return action

    iam_actions.extract_iam_action = iam_action


def is_fixed_upstream() -> bool:
    from ministack.core import iam_actions

    headers = {"x-amz-target": "AmazonSQS.SendMessageBatch"}
    return iam_actions.extract_iam_action("sqs", "POST", "/", headers, b"{}", {}) == "sqs:SendMessage"
