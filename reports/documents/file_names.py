"""The names of the files that a PDF carries: by them they are found again."""

CSV_NAME, JSON_NAME = "savings.csv", "savings.json"
CSV_METADATA_NAME, SCHEMA_NAME = "savings.csv-metadata.json", "savings.schema.json"
DICTIONARY_NAME = "data-dictionary.csv"
EDITION_NAME = "edition.json"
