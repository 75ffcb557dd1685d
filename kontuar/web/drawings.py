"""Lucide's drawings as the package ships them, out of an archive that is opened once.

The package opens its archive of some 1,700 drawings again for every name: half a second of the first page.
"""

from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import lucide

SVG = "{http://www.w3.org/2000/svg}"


def drawing(name: str, *, size: int | None = None, **attributes: str) -> str:
    """One drawing as SVG for a page; KeyError when there is none of that name. The package's own ``lucide`` tag."""
    svg = ElementTree.fromstring(_archive().read(f"{name}.svg"))  # noqa: S314 - the package's own
    for node in svg.iter():
        node.tag = node.tag.removeprefix(SVG)
    if size is not None:
        svg.attrib["width"] = svg.attrib["height"] = str(size)
    svg.attrib.update({key.replace("_", "-"): value for key, value in attributes.items()})
    return ElementTree.tostring(svg, encoding="unicode")


@lru_cache(maxsize=1)
def _archive() -> ZipFile:
    return ZipFile(BytesIO(files(lucide).joinpath("lucide.zip").read_bytes()))
