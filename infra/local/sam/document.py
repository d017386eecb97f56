"""Read templates and the files they include, with every intrinsic in its long form."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from failure import Failure

Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class IncludeLoader(Loader):  # type: ignore[misc, valid-type]
    """YAML as CloudFormation reads it: dates stay strings, a repeated key is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict:
        seen = set()
        for key, _ in node.value:
            if isinstance(key.value, str) and key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key.value!r} is repeated", key.start_mark
                )
            seen.add(key.value if isinstance(key.value, str) else id(key))
        return super().construct_mapping(node, deep)


IncludeLoader.yaml_implicit_resolvers = {
    first: [rule for rule in rules if rule[0] != "tag:yaml.org,2002:timestamp"]
    for first, rules in Loader.yaml_implicit_resolvers.items()
}


class TemplateLoader(IncludeLoader):
    """The same, with the short form of intrinsics (`!Ref`, `!Sub`, ...)."""


def long_form(loader: TemplateLoader, name: str, node: yaml.Node) -> dict[str, Any]:
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    if name in ("Ref", "Condition"):
        return {name: value}
    if name == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {f"Fn::{name}": value}


TemplateLoader.add_multi_constructor("!", long_form)


def read(path: Path, loader: type, purpose: str) -> Any:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise Failure(f"cannot read the {purpose} {path}: {error.strerror}") from None
    try:
        return yaml.load(text, loader)  # noqa: S506 (both loaders derive from the safe one)
    except yaml.YAMLError as error:
        raise Failure(f"the {purpose} {path} is not valid: {error}") from None


def read_template(path: Path) -> dict[str, Any]:
    template = read(path, TemplateLoader, "template")
    if not isinstance(template, dict) or not isinstance(template.get("Resources"), dict):
        raise Failure(f"{path} is not a template: it has no Resources")
    return template


def read_include(path: Path) -> Any:
    """A file named by AWS::Include. Short forms are refused, because AWS refuses them there too."""
    return read(path, IncludeLoader, "included file")


def read_definition(path: Path) -> bytes:
    """The bytes of a state machine's definition, checked to be JSON."""
    try:
        data = path.read_bytes()
        json.loads(data)
    except OSError as error:
        raise Failure(f"cannot read the state machine {path}: {error.strerror}") from None
    except ValueError as error:
        raise Failure(f"the state machine {path} is not JSON: {error}") from None
    return data
