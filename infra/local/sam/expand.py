"""The SAM transform with the pinned translator: what CloudFormation itself does on AWS."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from failure import Failure

TRANSFORM = "AWS::Serverless-2016-10-31"


def transform(template: dict[str, Any], parameters: dict[str, str], path: Path) -> dict[str, Any]:
    """The template in plain CloudFormation; one without the SAM transform comes back unchanged."""
    declared = template.get("Transform", [])
    declared = declared if isinstance(declared, list) else [declared]
    if TRANSFORM not in declared:
        return template
    # The translator asks boto3 for the region, which decides the partition of policy ARNs.
    os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
    logging.getLogger("samtranslator").setLevel(logging.ERROR)
    from samtranslator.model.exceptions import InvalidDocumentException
    from samtranslator.translator.transform import transform as translate

    # Managed policies come from the translator's own table; asking IAM would need an account.
    no_account = SimpleNamespace(load=dict)
    try:
        expanded = translate(template, dict(parameters), no_account)
    except InvalidDocumentException as error:
        causes = "\n".join(f"  {cause.message}" for cause in error.causes)
        raise Failure(f"{path} is not a valid SAM template:\n{causes}") from None
    kept = [name for name in declared if name != TRANSFORM]
    expanded.pop("Transform", None)
    if kept:
        expanded["Transform"] = kept
    return expanded
