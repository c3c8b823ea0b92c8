"""Holds each exchange against the vendor's own document, so connector and twin cannot agree on a mistake.

Success answers must be documented; undocumented refusals (429, 5xx) are let through, for vendors rarely list them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qsl

import httpx
import msgspec
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from hub.sdk.testing.schemas import as_json_schema

Json = Any
_DOCUMENT = "urn:contract"
_formats = FormatChecker(formats=())


@_formats.checks("date", raises=ValueError)
def _is_date(value: object) -> bool:
    return not isinstance(value, str) or bool(date.fromisoformat(value))


@_formats.checks("date-time", raises=ValueError)
def _is_date_time(value: object) -> bool:
    return not isinstance(value, str) or bool(datetime.fromisoformat(value))


class ContractMismatchError(AssertionError):
    """An exchange that the vendor's document does not allow."""


class Contract:
    """An OpenAPI 3 or Swagger 2 document. `base_path` stands before its paths in our addresses ("/iv")."""

    def __init__(self, document: Json, *, base_path: str = "", closed: bool = True) -> None:
        self._document = as_json_schema(document, closed=closed)
        self._base_path = base_path.rstrip("/")
        resource = Resource.from_contents(self._document, default_specification=DRAFT202012)
        self._registry: Registry[Json] = Registry().with_resource(_DOCUMENT, resource)
        templates = sorted(self._document.get("paths", ()), key=lambda template: template.count("{"))
        self._paths = [(_path_pattern(template), template) for template in templates]

    def knows(self, path: str) -> bool:
        """Whether the document describes this path."""
        return self._template(path) is not None

    def check_request(
        self, method: str, path: str, *, query: str = "", headers: Iterable[str] = (), body: bytes = b""
    ) -> None:
        """Raises `ContractMismatchError` where the vendor would not know this request."""
        where = f"{method} {path}"
        operation, pointer = self._operation(method, path)
        self._check_parameters(where, operation, query, {name.lower() for name in headers})
        schema = self._body_schema(operation, pointer)
        if body and schema is not None and body[:1] in b"{[":
            self._check(where + " request", schema, msgspec.json.decode(body))
        elif body and schema is None:
            raise ContractMismatchError(f"{where}: the document knows no body here")
        elif not body and self._is_body_required(operation):
            raise ContractMismatchError(f"{where}: a body is required")

    def check_response(self, method: str, path: str, status: int, body: bytes) -> None:
        """Raises `ContractMismatchError` where the vendor would not answer so."""
        where = f"{method} {path} answer {status}"
        operation, pointer = self._operation(method, path)
        responses = operation["responses"]
        key = next((key for key in (str(status), f"{status // 100}XX", "default") if key in responses), None)
        if key is None or (key == "default" and status >= 400):
            if status < 400:
                raise ContractMismatchError(f"{where}: documented are {', '.join(responses)}")
            return
        schema = self._schema_under(self._resolved(responses[key], f"{pointer}/responses/{key}"))
        if schema is not None and body:
            self._check(where, schema, msgspec.json.decode(body))
        elif schema is not None:
            raise ContractMismatchError(f"{where}: a body is missing")

    def _template(self, path: str) -> str | None:
        if not path.startswith(self._base_path):
            return None
        short = path[len(self._base_path) :]
        return next((template for pattern, template in self._paths if pattern.fullmatch(short)), None)

    def _operation(self, method: str, path: str) -> tuple[Json, str]:
        template = self._template(path)
        if template is None:
            raise ContractMismatchError(f"{method} {path}: the document has no such path")
        item = self._document["paths"][template]
        if method.lower() not in item:
            raise ContractMismatchError(f"{method} {path}: the document has only {', '.join(item)}")
        operation = dict(item[method.lower()])
        operation["parameters"] = [*item.get("parameters", ()), *operation.get("parameters", ())]
        return operation, f"/paths/{_escaped(template)}/{method.lower()}"

    def _resolved(self, node: Json, pointer: str) -> tuple[Json, str]:
        while "$ref" in node:
            pointer = node["$ref"].removeprefix("#")
            node = self._at(pointer)
        return node, pointer

    def _at(self, pointer: str) -> Json:
        node = self._document
        for key in pointer.strip("/").split("/"):
            node = node[key.replace("~1", "/").replace("~0", "~")]
        return node

    def _check_parameters(self, where: str, operation: Json, query: str, headers: set[str]) -> None:
        known = {(one["in"], one["name"]): one for one in (self._resolved(p, "")[0] for p in operation["parameters"])}
        sent = parse_qsl(query, keep_blank_values=True)
        for name, value in sent:
            parameter = known.get(("query", name)) or known.get(("query", name.removesuffix("[]") + "[]"))
            if parameter is None:
                raise ContractMismatchError(f"{where}: the document knows no parameter {name!r}")
            self._check_parameter(f"{where} ?{name}", parameter, value)
        there = {("query", name) for name, _ in sent} | {("header", name) for name in headers}
        for (place, name), parameter in known.items():
            wanted = (place, name.lower() if place == "header" else name)
            if parameter.get("required") and place in {"query", "header"} and wanted not in there:
                raise ContractMismatchError(f"{where}: the parameter {name!r} is required")

    def _check_parameter(self, where: str, parameter: Json, text: str) -> None:
        schema = parameter.get("schema", parameter if "type" in parameter else {})
        resolved, _ = self._resolved(schema, "")
        kind = resolved.get("type")
        if kind == "array":
            inner, _ = self._resolved(resolved.get("items", {}), "")
            values = [_typed(one, inner.get("type")) for one in text.split(",")]
            self._check(where, _only_schema(resolved), values)
        else:
            self._check(where, _only_schema(resolved), _typed(text, kind))

    def _body_schema(self, operation: Json, pointer: str) -> Json:
        for parameter in operation["parameters"]:
            resolved, _ = self._resolved(parameter, "")
            if resolved["in"] == "body":
                return resolved.get("schema")
        if "requestBody" not in operation:
            return None
        body, _ = self._resolved(operation["requestBody"], f"{pointer}/requestBody")
        return self._schema_under((body, pointer)) or {}

    def _is_body_required(self, operation: Json) -> bool:
        return bool(self._resolved(operation.get("requestBody", {}), "")[0].get("required", False))

    def _schema_under(self, holder: tuple[Json, str]) -> Json:
        """The JSON schema of a body or an answer; None where it has no content."""
        node, _ = holder
        if "schema" in node:
            return node["schema"]
        content = node.get("content", {})
        kind = next((kind for kind in content if "json" in kind or kind == "*/*"), None)
        return content[kind].get("schema", {}) if kind is not None else None

    def _check(self, where: str, schema: Json, value: Json) -> None:
        wrapped = {"$schema": "https://json-schema.org/draft/2020-12/schema", **_absolute(schema)}
        validator = Draft202012Validator(wrapped, registry=self._registry, format_checker=_formats)
        found = next(iter(validator.iter_errors(value)), None)
        if found is not None:
            place = "".join(f"[{key!r}]" for key in found.absolute_path)
            raise ContractMismatchError(f"{where}{place}: {found.message[:500]}")


class Checked(httpx.BaseTransport):
    """Around a twin's transport: both sides of every exchange are held against the document.

    Paths under `ignoring` (a token endpoint) and answers that are no JSON (an injected fault) are let through.
    """

    def __init__(self, transport: httpx.BaseTransport, *contracts: Contract, ignoring: Sequence[str] = ()) -> None:
        self._transport = transport
        self._contracts = contracts
        self._ignoring = tuple(ignoring)
        self.checked = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Check, ask, check."""
        path = request.url.path
        if self._ignoring and path.startswith(self._ignoring):
            return self._transport.handle_request(request)
        contract = next((one for one in self._contracts if one.knows(path)), self._contracts[0])
        query = request.url.query.decode("ascii")
        contract.check_request(request.method, path, query=query, headers=request.headers.keys(), body=request.read())
        answer = self._transport.handle_request(request)
        body = answer.read()
        if "json" in answer.headers.get("content-type", "") or not body:
            contract.check_response(request.method, path, answer.status_code, body)
        self.checked += 1
        return httpx.Response(answer.status_code, headers=answer.headers, stream=httpx.ByteStream(body))


def _path_pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"(\{[^}]+\})", template)
    return re.compile("".join("[^/]+" if part[:1] == "{" else re.escape(part) for part in parts))


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _absolute(schema: Json) -> Json:
    """References are into the document, wherever the schema was taken from."""
    if isinstance(schema, list):
        return [_absolute(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: _absolute(value) for key, value in schema.items()}
    if isinstance(made.get("$ref"), str):
        made["$ref"] = _DOCUMENT + made["$ref"]
    return made


_SCHEMA_WORDS = {"type", "enum", "format", "minimum", "maximum", "items", "pattern", "minLength", "maxLength", "anyOf"}


def _only_schema(node: Json) -> Json:
    return {key: value for key, value in node.items() if key in _SCHEMA_WORDS}


def _typed(text: str, kind: str | None) -> Json:
    try:
        if kind == "integer":
            return int(text)
        if kind == "number":
            return float(text)
    except ValueError:
        return text
    return text == "true" if kind == "boolean" and text in {"true", "false"} else text
