"""A round's figures as open data: a CSV and a JSON file with fixed names, and the files that explain them.

After the habits of the Local Government Transparency Code: stable column names, one row per proposal and
year, whole pounds, dates as the calendar of ISO 8601 writes them, UTF-8, lines as RFC 4180 asks.
"""

from proposals.domain.records import RoundRecord
from reports.documents.document import DataFile
from reports.documents.file_names import CSV_METADATA_NAME, CSV_NAME, DICTIONARY_NAME, JSON_NAME, SCHEMA_NAME
from reports.open_data.describing import csv_metadata, data_dictionary, json_schema
from reports.open_data.table import figures_csv
from reports.open_data.tree import figures_json


def data_files(record: RoundRecord) -> tuple[DataFile, DataFile]:
    """Return the figures of the round's chosen proposals: one row per proposal and year, and as a tree."""
    return (
        DataFile(CSV_NAME, "text/csv", figures_csv(record), "The figures, one row per proposal and year"),
        DataFile(JSON_NAME, "application/json", figures_json(record), "The figures, proposal by proposal"),
    )


def describing_files() -> tuple[DataFile, ...]:
    """Return what explains the figures; it is the same for every round."""
    return (
        DataFile(
            CSV_METADATA_NAME,
            "application/csvm+json",
            csv_metadata(CSV_NAME),
            f"Columns of {CSV_NAME} (CSV on the Web)",
        ),
        DataFile(
            SCHEMA_NAME, "application/schema+json", json_schema(), f"Schema of {JSON_NAME} (JSON Schema)"
        ),
        DataFile(DICTIONARY_NAME, "text/csv", data_dictionary(), "Description of each column"),
    )


def all_files(record: RoundRecord) -> tuple[DataFile, ...]:
    """Return the figures together with what explains them."""
    return (*data_files(record), *describing_files())
