"""Several files in one: the same files make the same bytes."""

import io
import zipfile
from collections.abc import Iterable

from reports.documents.document import DataFile

_NO_DATE = (1980, 1, 1, 0, 0, 0)
"""The earliest date that the format knows; the time of packing says nothing and would change the bytes."""
_READABLE_BY_ALL = 0o100644 << 16


def as_package(name: str, files: Iterable[DataFile]) -> DataFile:
    """Return the files as one ZIP file of that name."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for file in files:
            entry = zipfile.ZipInfo(file.name, _NO_DATE)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, _READABLE_BY_ALL
            package.writestr(entry, file.content)
    return DataFile(name, "application/zip", written.getvalue(), "All files in one")
