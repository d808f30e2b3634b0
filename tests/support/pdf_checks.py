"""Every automated check that a printed appendix has to pass."""

import gc
import subprocess

import page

from reports.writers import pdf_parts, pdf_streams
from tests.pdf_checks.archive import check_archive
from tests.pdf_checks.structure import check_structure

PROFILES = ("ua1", "3a")
"""PDF/UA-1 and PDF/A-3a, as the free checker names them."""


def assert_passes(pdf, tmp_path, document=None):
    for profile in PROFILES:
        report = page.validate_pdf_bytes(pdf, profile=profile)
        assert [failure.message for failure in report.failures] == []
        assert report.is_compliant
    assert check_structure(pdf, document) == []
    assert check_archive(pdf) == []
    file = tmp_path / "appendix.pdf"
    file.write_bytes(pdf)
    subprocess.run(["qpdf", "--check", file], capture_output=True, check=True)
    assert subprocess.run(["pdftotext", file, "-"], capture_output=True, check=True).stderr == b""


def print_in_parts(monkeypatch, weight=400):
    """Let every document be printed in parts of about this weight, however short it is."""
    gc.freeze()  # what is there already need not be looked through at the end of each part
    monkeypatch.setattr(pdf_parts, "MOST_WEIGHT", 0)
    monkeypatch.setattr(pdf_parts, "WEIGHT_OF_A_PART", weight)
    monkeypatch.setattr(pdf_streams, "_PACKED_TOGETHER", 500)
