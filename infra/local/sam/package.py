"""Resolve everything in a template that is a local path, as `sam package` does for the cloud.

Functions become bootstrap zips, state machines and nested templates become artifacts, includes
are put in place. Artifacts are named by their content, so what did not change is not uploaded.
"""

from __future__ import annotations

import copy
import hashlib
import json
import platform
from pathlib import Path
from typing import Any

from failure import Failure
from sam import document, expand
from sam.bootstrap import Binaries

BUCKET = "local-cloud-artifacts"
FUNCTION = "AWS::Serverless::Function"
MACHINE = "AWS::Serverless::StateMachine"
APIS = ("AWS::Serverless::HttpApi", "AWS::Serverless::Api")
# Type of a nested stack and the property that locates its template.
NESTED = {"AWS::Serverless::Application": "Location", "AWS::CloudFormation::Stack": "TemplateURL"}


def host_architecture() -> str:
    return "arm64" if platform.machine().lower() in ("arm64", "aarch64") else "x86_64"


def is_local(location: Any) -> bool:
    return isinstance(location, str) and "://" not in location


class Package:
    """A template made ready, the artifacts it refers to, and how many resources it has."""

    def __init__(self, binaries: Binaries | None, endpoint: str = "http://127.0.0.1") -> None:
        self.binaries = binaries
        self.endpoint = endpoint
        self.artifacts: dict[str, bytes] = {}
        self.declared = 0
        self.transformed = 0
        self.template = b""
        self._read: dict[Path, dict[str, Any]] = {}

    def build(self, path: Path, parameters: dict[str, str]) -> Package:
        path = path.resolve()
        unknown = set(parameters) - set(self._template(path).get("Parameters") or {})
        if unknown:
            raise Failure(f"{path} has no parameter {', '.join(sorted(unknown))}")
        if self.binaries:
            self.binaries.prepare(self._binaries(path))
        self.template = dump(self._ready(path, parameters))
        return self

    def _template(self, path: Path) -> dict[str, Any]:
        if path not in self._read:
            self._read[path] = include(document.read_template(path), path.parent)
        return self._read[path]

    def _binaries(self, path: Path) -> set[str]:
        """The binaries of a template and of the local templates nested in it."""
        names = set()
        for resource in self._template(path)["Resources"].values():
            kind, properties = resource.get("Type"), resource.get("Properties") or {}
            if kind == FUNCTION and is_local(properties.get("CodeUri")):
                names.add(Path(properties["CodeUri"]).name)
            elif kind in NESTED and is_local(properties.get(NESTED[kind])):
                names |= self._binaries((path.parent / properties[NESTED[kind]]).resolve())
        return names

    def _ready(self, path: Path, parameters: dict[str, str]) -> dict[str, Any]:
        template = copy.deepcopy(self._template(path))
        self.declared += len(template["Resources"])
        set_architecture(template)
        for resource in template["Resources"].values():
            self._resolve(resource, path.parent)
        expanded = expand.transform(template, parameters, path)
        self.transformed += len(expanded["Resources"])
        return expanded

    def _resolve(self, resource: dict[str, Any], base: Path) -> None:
        kind, properties = resource.get("Type"), resource.get("Properties") or {}
        if kind == FUNCTION and is_local(properties.get("CodeUri")):
            properties["CodeUri"] = self._code(properties["CodeUri"])
        elif kind == MACHINE and is_local(properties.get("DefinitionUri")):
            definition = document.read_definition(base / properties["DefinitionUri"])
            properties["DefinitionUri"] = self._keep(definition, ".asl.json")
        elif kind in APIS and is_local(properties.get("DefinitionUri")):
            properties["DefinitionBody"] = document.read_include(base / properties.pop("DefinitionUri"))
        elif kind in NESTED and is_local(properties.get(NESTED[kind])):
            path = (base / properties[NESTED[kind]]).resolve()
            nested = dump(self._ready(path, literals(properties.get("Parameters"))))
            place = self._keep(nested, ".template.json")
            properties[NESTED[kind]] = f"{self.endpoint}/{place['Bucket']}/{place['Key']}"

    def _code(self, code_uri: str) -> dict[str, str]:
        binary = Path(code_uri).name
        # Without binaries the template is only looked at: the place of the code says nothing then.
        data = self.binaries.zip(binary) if self.binaries else binary.encode()
        return self._keep(data, ".zip")

    def _keep(self, data: bytes, suffix: str) -> dict[str, str]:
        key = content_key(data, suffix)
        self.artifacts[key] = data
        return {"Bucket": BUCKET, "Key": key}


def content_key(data: bytes, suffix: str) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest() + suffix


def include(node: Any, base: Path) -> Any:
    """Put every local AWS::Include in place. AWS processes includes before the SAM transform too."""
    if isinstance(node, list):
        return [include(item, base) for item in node]
    if not isinstance(node, dict):
        return node
    call = node.get("Fn::Transform")
    if isinstance(call, dict) and call.get("Name") == "AWS::Include":
        location = (call.get("Parameters") or {}).get("Location")
        if is_local(location):
            found = include(document.read_include(base / location), base)
            siblings = {key: include(value, base) for key, value in node.items() if key != "Fn::Transform"}
            if siblings and not isinstance(found, dict):
                raise Failure(f"{base / location} is included beside other keys, so it must be a mapping")
            return {**found, **siblings} if siblings else found
    return {key: include(value, base) for key, value in node.items()}


def set_architecture(template: dict[str, Any]) -> None:
    """Functions run on this machine, so they are of its architecture."""
    here = [host_architecture()]
    shared = (template.get("Globals") or {}).get("Function")
    if shared and "Architectures" in shared:
        shared["Architectures"] = here
    for resource in template["Resources"].values():
        if resource.get("Type") == FUNCTION:
            resource.setdefault("Properties", {})["Architectures"] = here


def literals(parameters: Any) -> dict[str, str]:
    """Those of a nested stack's parameters that are known before it is deployed."""
    if not isinstance(parameters, dict):
        return {}
    return {key: str(value) for key, value in parameters.items() if not isinstance(value, (dict, list))}


def dump(template: dict[str, Any]) -> bytes:
    return json.dumps(template, separators=(",", ":")).encode()
