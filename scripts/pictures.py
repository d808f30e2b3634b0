"""Take the pictures that the documentation shows: pages in Chromium, and pages of the appendix.

Everything comes from the demonstration data, in a database of its own that is thrown away; Django's
server is started on a free port and stopped at the end. Run it with `make pictures`.
"""

# ruff: noqa: S603, S607, T201 (it starts programmes of this project and says what it made)

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
CHROMIUM = Path("/usr/bin/chromium")
COUNCIL, ROUND = "northmoor", "Budget 2027/28 to 2029/30"
PERSON, PASSWORD = "clerk", "northmoor-demo"
WIDTH = 1200
HEIGHTS = {"list": 900, "proposal": 1600}
"""The part of each page that is shown."""
APPENDIX_PAGES = {"appendix-summary": "Savings by discrete year", "appendix-option": "Gross budget"}
"""Each picture with the words by which its page is found: the first that holds them."""
COLOURS = 128  # enough for text and flat colours, and a third of the size
SECONDS_TO_START = 30


def main() -> None:
    """Write every picture into docs/pictures and say how large each is."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="pictures-") as directory:
        environment = {
            **os.environ,
            "DEBUG": "1",
            "DATABASE_URL": f"sqlite:///{directory}/demo.sqlite3",
            "MEDIA_ROOT": f"{directory}/media",
        }
        _manage(environment, "migrate", "--verbosity", "0")
        _manage(environment, "load_demo")
        with _server(environment) as address:
            _take_pages(address)
        _take_appendix(environment, Path(directory))
    for picture in sorted(PICTURES.glob("*.png")):
        print(f"{picture.relative_to(ROOT)}: {picture.stat().st_size / 1024:.0f} KB")


def _manage(environment: dict[str, str], *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )


# The pages


@contextmanager
def _server(environment: dict[str, str]) -> Iterator[str]:
    """Serve the application on a free port while the block runs; yield its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [sys.executable, "manage.py", "runserver", f"127.0.0.1:{port}", "--noreload"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"{address}/sign-in/")
        yield address
    finally:
        server.terminate()
        server.wait()


def _wait_for(address: str) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address):  # noqa: S310 (our own server)
                return
        except urllib.error.URLError:
            time.sleep(0.2)
    raise TimeoutError(f"{address} did not answer within {SECONDS_TO_START} seconds.")


def _take_pages(address: str) -> None:
    with sync_playwright() as playwright:
        # Chromium's own sandbox does not work for root, as in a container.
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        page = _signed_in(browser, address)
        page.goto(f"{address}/proposals/?sort=-total")
        _take_window(page, "list")
        page.get_by_role("link", name="CYP004", exact=True).first.click()
        page.wait_for_load_state()
        _take_window(page, "proposal")
        browser.close()


def _signed_in(browser: Browser, address: str) -> Page:
    page = browser.new_page(
        viewport={"width": WIDTH, "height": 900}, locale="en-GB", timezone_id="Europe/London"
    )
    page.goto(f"{address}/sign-in/")
    page.get_by_label("Username").fill(PERSON)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_load_state()
    return page


def _take_window(page: Page, name: str) -> None:
    page.set_viewport_size({"width": WIDTH, "height": HEIGHTS[name]})
    _save(Image.open(BytesIO(page.screenshot(animations="disabled"))), name)


# The appendix


def _take_appendix(environment: dict[str, str], directory: Path) -> None:
    """Make the demonstration's appendix and take the pages named in APPENDIX_PAGES."""
    appendix = directory / "appendix.pdf"
    cover = ["--meeting", "Cabinet", "--date", "2027-01-14", "--appendix", "A"]
    _manage(
        environment,
        *("render_appendix", "option-pages", "--council", COUNCIL, "--round", ROUND),
        *(*cover, "-o", str(appendix)),
    )
    text = subprocess.run(
        ["pdftotext", str(appendix), "-"], check=True, capture_output=True, text=True
    ).stdout
    pages = text.split("\f")
    for name, words in APPENDIX_PAGES.items():
        number = next(place for place, page in enumerate(pages, start=1) if words in page)
        stem = directory / name
        options = ["-png", "-singlefile", "-r", "80", "-f", str(number), "-l", str(number)]
        subprocess.run(["pdftoppm", *options, str(appendix), str(stem)], check=True)
        _save(Image.open(stem.with_suffix(".png")), name)


def _save(picture: Image.Image, name: str) -> None:
    """Write the picture with few colours, which keeps text sharp and the file small."""
    reduced = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    reduced.save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
