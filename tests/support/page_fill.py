"""How far down ink reaches on each page of a PDF, measured on the pages as they are drawn."""

import io
import subprocess
from dataclasses import dataclass

from PIL import Image, ImageOps

DOTS_A_MILLIMETRE = 1
HEAD, FOOT = 17, 17
"""Millimetres above and below the text, where the running head and foot stand."""
INK = 150
"""The lightest grey that counts as ink: a draft's watermark does not."""


@dataclass(frozen=True)
class Page:
    """A page: the part of its height that is filled, from the top of the text to the lowest ink, and how it lies."""

    filled: float
    is_landscape: bool


def pages_of(pdf: bytes) -> list[Page]:
    """Return the pages in their order."""
    resolution = str(round(DOTS_A_MILLIMETRE * 25.4, 1))
    command = ["pdftoppm", "-r", resolution, "-gray", "-"]
    drawn = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return [_page(picture) for picture in _pictures(drawn.stdout)]


def _pictures(drawn: bytes) -> list[Image.Image]:
    """Return the pictures that stand one after the other in the output."""
    stream, pictures = io.BytesIO(drawn), []
    while stream.readline().strip() == b"P5":
        width, height = map(int, stream.readline().split())
        stream.readline()
        pictures.append(Image.frombytes("L", (width, height), stream.read(width * height)))
    return pictures


def _page(picture: Image.Image) -> Page:
    head, foot = HEAD * DOTS_A_MILLIMETRE, FOOT * DOTS_A_MILLIMETRE
    text = picture.crop((0, head, picture.width, picture.height - foot))
    ink = ImageOps.invert(text).point(lambda shade: 255 if shade > 255 - INK else 0).getbbox()
    return Page((ink[3] if ink else 0) / text.height, picture.width > picture.height)


def thin_pages(pages: list[Page], least: float) -> list[int]:
    """Return the numbers of the pages that are filled less, but for the last of each part: before the paper turns."""
    last = {len(pages), *(number for number in range(1, len(pages)) if _turns(pages, number))}
    return [
        number for number, page in enumerate(pages, start=1) if page.filled < least and number not in last
    ]


def _turns(pages: list[Page], number: int) -> bool:
    return pages[number - 1].is_landscape != pages[number].is_landscape
