"""The proposals for machines: read-only JSON under the same visibility as the pages, with an OpenAPI description."""
