"""``python -m etappe.api``: print the description of the interface, for its snapshot and for generators of clients."""

from __future__ import annotations

import json
import os
import sys


def main() -> None:
    """Write OpenAPI as JSON to standard output, in the order of the routes, with German labels."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "etappe.config.settings")
    import django

    django.setup()
    from etappe.api.interface import api

    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    sys.stdout.write(json.dumps(schema, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
