"""Allegro's published description, cut down to what the market builds, for validating its answers.

The files belong to Allegro and are no part of this repository: without them these tests skip.
"""

from __future__ import annotations

import copy
import functools
import json
import pickle
import warnings
from pathlib import Path
from typing import Any

import pytest
import yaml
from openapi_core import Config, OpenAPI

from kontuar.practice_market.allegro.api import BUILT

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT.parent / "shared" / "specs" / "allegro"
OFFICIAL = FOLDER / "allegro-2026-07-18.yaml"
MERGED = FOLDER / "allegro-2026-10-merged-unofficial.yaml"
PUBLIC = "application/vnd.allegro.public.v1+json"
BETA = "application/vnd.allegro.beta.v1+json"

DEVIATIONS: dict[str, str] = {
    "MessageOrder is null when a message is about no order": (
        "relatesTo.order null is what tells a question before the purchase apart (#13208); MessageOrderVBeta1 says nullable"
    ),
    "trackingDetails is null when the carrier tells nothing": "#11513, #12985, #13928",
    "null where a nullable value has a list of values": (
        "the file says nullable and leaves null out of the list: subType of a COMMON thread, endedBy of a live offer"
    ),
    "a task of a bulk command is any of two shapes": (
        "the file says one of CommandTaskWithStockSubject and …PriceSubject, which no object can tell apart"
    ),
    "count and totalCount may be 0": "minimum 1 in the file cannot hold for an empty list",
}
"""Where the market follows what the real API does and the file does not allow; each is patched below."""


def _apply_deviations(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    schemas["MessageOrder"]["nullable"] = True
    schemas["ParcelTrackingHistory"]["properties"]["trackingDetails"]["nullable"] = True
    _let_null_be_listed(schemas)
    if "TaskWithSubjectReport" in schemas:
        task = schemas["TaskWithSubjectReport"]["properties"]["tasks"]["items"]
        task["anyOf"] = task.pop("oneOf")
    for name in ("count", "totalCount"):
        schemas["CheckoutForms"]["properties"][name]["minimum"] = 0


def _let_null_be_listed(node: Any) -> None:
    if isinstance(node, dict):
        if node.get("nullable") is True and isinstance(node.get("enum"), list) and None not in node["enum"]:
            node["enum"].append(None)
        for value in node.values():
            _let_null_be_listed(value)
    elif isinstance(node, list):
        for value in node:
            _let_null_be_listed(value)


def _references(node: Any) -> set[str]:
    if isinstance(node, dict):
        found = {node["$ref"].rpartition("/")[2]} if isinstance(node.get("$ref"), str) else set()
        mapping = node.get("mapping")
        if isinstance(mapping, dict):
            found |= {value.rpartition("/")[2] for value in mapping.values() if isinstance(value, str)}
        return found.union(*(_references(value) for value in node.values()))
    if isinstance(node, list):
        return set().union(*(_references(value) for value in node))
    return set()


def _cut(document: dict[str, Any]) -> dict[str, Any]:
    """Only the built paths and the schemas they reach."""
    wanted: dict[str, Any] = {}
    for operation in BUILT:
        item = document["paths"][operation.path]
        kept = wanted.setdefault(operation.path, {"parameters": item.get("parameters", [])})
        kept[operation.method.lower()] = item[operation.method.lower()]
    schemas = document["components"]["schemas"]
    reached: set[str] = set()
    waiting = _references(wanted)
    while waiting:
        reached |= waiting
        waiting = set().union(*(_references(schemas[name]) for name in waiting)) - reached
    cut = {
        "openapi": "3.0.0",
        "info": document["info"],
        "servers": [{"url": "http://localhost"}],
        "paths": wanted,
        "components": {
            "schemas": {name: schemas[name] for name in sorted(reached)},
            "securitySchemes": document["components"]["securitySchemes"],
        },
    }
    return copy.deepcopy(cut)


def load(path: Path) -> dict[str, Any]:
    """The whole description as data, kept parsed under .cache; skips the test when the file is not here."""
    if not path.exists():
        pytest.skip(f"Allegro's description is not at ../shared/specs/allegro/{path.name}")
    cache = ROOT / ".cache" / f"{path.stem}-{path.stat().st_size}.pickle"
    if cache.exists():
        found: dict[str, Any] = pickle.loads(cache.read_bytes())
        return _inline_bodies(found)
    loaded: dict[str, Any] = yaml.load(
        path.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )
    cache.parent.mkdir(exist_ok=True)
    partial = cache.with_suffix(".part")
    partial.write_bytes(pickle.dumps(loaded))
    partial.replace(cache)
    return _inline_bodies(loaded)


def _inline_bodies(document: dict[str, Any]) -> dict[str, Any]:
    """Bodies the operations only point to, put where they are meant."""
    shared = document["components"].get("requestBodies", {})
    for item in document["paths"].values():
        for operation in item.values():
            body = operation.get("requestBody", {}) if isinstance(operation, dict) else {}
            if "$ref" in body:
                operation["requestBody"] = shared[body["$ref"].rpartition("/")[2]]
    return document


@functools.cache
def cut(path: Path) -> dict[str, Any]:
    """The built part, with the deviations."""
    document = _cut(load(path))
    _apply_deviations(document)
    return document


@functools.cache
def openapi(path: Path) -> OpenAPI:
    """A validator that reads both media types."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return OpenAPI.from_dict(
            cut(path),
            config=Config(
                spec_validator_cls=None,
                extra_media_type_deserializers=dict.fromkeys((PUBLIC, BETA), json.loads),
            ),
        )
