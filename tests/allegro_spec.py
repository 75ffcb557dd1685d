"""Allegro's own interface description, read once for all tests that hold requests or answers against it.

The files belong to Allegro and are not part of this repository: without them the tests that use them skip.
"""

import functools
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from openapi_core import Config, OpenAPI

FOLDER = Path(__file__).resolve().parent.parent.parent / "shared" / "specs" / "allegro"
FULL = FOLDER / "allegro-2026-10-merged-unofficial.yaml"
"""The description of 2026-07-18 with the message center's beta of October 2026 merged in."""
PUBLIC = "application/vnd.allegro.public.v1+json"
BETA = "application/vnd.allegro.beta.v1+json"


@functools.cache
def document() -> dict[str, Any]:
    """The description as data; the running test is skipped when the file is not here."""
    if not FULL.exists():
        pytest.skip(f"Allegro's OpenAPI file is not at {FULL.relative_to(FOLDER.parent.parent.parent)}")
    loaded: dict[str, Any] = yaml.load(
        FULL.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )
    return loaded


@functools.cache
def openapi() -> OpenAPI:
    """A validator of requests and answers that reads both of Allegro's media types."""
    deserializers: dict[str, Callable[[bytes], Any]] = dict.fromkeys((PUBLIC, BETA), msgspec.json.decode)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return OpenAPI.from_dict(
            document(), config=Config(spec_validator_cls=None, extra_media_type_deserializers=deserializers)
        )


def operation(method: str, path: str) -> dict[str, Any]:
    """The operation a concrete path belongs to; the template with the fewest placeholders wins."""
    found = [
        template
        for template, item in document()["paths"].items()
        if method.lower() in item and _fits(template, path)
    ]
    assert found, f"{method} {path} is no operation of Allegro's"
    best = min(found, key=lambda template: template.count("{"))
    item = document()["paths"][best]
    own: dict[str, Any] = item[method.lower()]
    return {**own, "parameters": [*item.get("parameters", []), *own.get("parameters", [])]}


def _fits(template: str, path: str) -> bool:
    ours, theirs = path.split("/"), template.split("/")
    return len(ours) == len(theirs) and all(
        part.startswith("{") or part == given for part, given in zip(theirs, ours, strict=True)
    )
