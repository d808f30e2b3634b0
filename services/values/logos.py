"""Reading a council's logo: a PNG or an SVG that is small, has a size, and can run or fetch nothing.

A logo is shown as an image and served under a policy of its own, so that it could run nothing anyway; what is
refused here would not be shown as it was meant.
"""

import hashlib
import re
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import Any

LARGEST_BYTES = 100 * 1024
LARGEST_SIDE = 2_000
"""In dots of a PNG; on a page it is shown far smaller."""

CONTENT_TYPES = {"png": "image/png", "svg": "image/svg+xml"}

_SVG = "http://www.w3.org/2000/svg"
_HTML = "http://www.w3.org/1999/xhtml"
_PNG_BEGINNING = b"\x89PNG\r\n\x1a\n"
_ACTIVE = {
    "script": "a script",
    "foreignObject": "parts of a web page",
    "iframe": "another page",
    "audio": "sound",
    "video": "a film",
    "a": "a link",
    "set": "an animation",
    "animate": "an animation",
    "animateMotion": "an animation",
    "animateTransform": "an animation",
}
_FETCHING = re.compile(r"@import|url\(\s*['\"]?(?!#|data:image/(?:png|jpeg)[;,])", re.IGNORECASE)


class UnusableLogo(ValueError):
    """The file cannot be a logo; says why."""


@dataclass(frozen=True)
class LogoFile:
    """A logo that has been looked through: its kind, its bytes, and the digest that names them."""

    kind: str
    content: bytes

    @property
    def digest(self) -> str:
        """The SHA-256 of the bytes."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class PrintedLogo:
    """A logo as documents print it: its kind, its bytes in base 64, and the words that are read in its place."""

    kind: str
    base64: str
    words: str

    @property
    def address(self) -> str:
        """The logo as an address that holds all of it."""
        return f"data:{CONTENT_TYPES[self.kind]};base64,{self.base64}"


def read_logo(content: bytes) -> LogoFile:
    """Return the logo in these bytes; raises UnusableLogo, saying why, for what is none."""
    if len(content) > LARGEST_BYTES:
        raise UnusableLogo(
            f"The file has {len(content) / 1024:,.0f} KB; the largest logo is {LARGEST_BYTES // 1024} KB. "
            "Save a smaller version, or an SVG."
        )
    if content.startswith(_PNG_BEGINNING):
        _look_through_png(content)
        return LogoFile("png", content)
    if b"<svg" in content:
        _look_through_svg(content)
        return LogoFile("svg", content)
    raise UnusableLogo("The file must be a PNG or an SVG.")


def _look_through_png(content: bytes) -> None:
    from PIL import Image, UnidentifiedImageError  # only an upload is worth loading them

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with Image.open(BytesIO(content), formats=["PNG"]) as image:
                if max(image.size) > LARGEST_SIDE:
                    raise UnusableLogo(
                        f"The picture is {image.width} by {image.height} pixels. The largest logo is "
                        f"{LARGEST_SIDE} by {LARGEST_SIDE}."
                    )
                image.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Warning) as error:
        if isinstance(error, UnusableLogo):
            raise
        raise UnusableLogo("The PNG file is damaged. Save the logo again.") from error


def _look_through_svg(content: bytes) -> None:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise UnusableLogo(f"The SVG cannot be read: {error.msg}.") from error
    if (
        root.getroottree().docinfo.internalDTD is not None
        and root.getroottree().docinfo.internalDTD.entities()
    ):
        raise UnusableLogo("The SVG contains entities. Save it as a plain SVG.")
    if root.tag != f"{{{_SVG}}}svg":
        raise UnusableLogo("The file is not an SVG picture, because it does not begin with an svg element.")
    if not root.get("viewBox") and not (root.get("width") and root.get("height")):
        raise UnusableLogo("The SVG needs a viewBox, or a width and a height.")
    for element in [*root.itersiblings(preceding=True), *root.iter()]:
        _look_through_element(element)


def _look_through_element(element: Any) -> None:
    from lxml import etree

    if not isinstance(element.tag, str):
        if element.tag is etree.ProcessingInstruction:
            raise UnusableLogo("The SVG refers to an external style sheet. Save it as a plain SVG.")
        return
    name = etree.QName(element)
    if name.namespace == _HTML or name.localname in _ACTIVE:
        what = _ACTIVE.get(name.localname, "parts of a web page")
        raise UnusableLogo(f"The SVG holds {what} ({name.localname}). A logo must be a still picture.")
    for attribute, value in element.attrib.items():
        _look_through_attribute(etree.QName(attribute).localname, value)
    if name.localname == "style" and _fetches("".join(element.itertext())):
        raise UnusableLogo("The styles of the SVG load content from another site. Save it as a plain SVG.")


def _look_through_attribute(name: str, value: str) -> None:
    if name.lower().startswith("on"):
        raise UnusableLogo(f"The SVG holds a script ({name}). A logo must be a still picture.")
    if name in {"href", "src"} and not value.strip().startswith(("#", "data:image/png", "data:image/jpeg")):
        raise UnusableLogo(f"The SVG refers to “{value[:60]}” in another file. Save it as a plain SVG.")
    if _fetches(value):
        raise UnusableLogo(f"The SVG loads content from another site ({name}). Save it as a plain SVG.")


def _fetches(style: str) -> bool:
    # A word of a style can be hidden in comments and backslashes.
    return "\\" in style or bool(_FETCHING.search(re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)))
