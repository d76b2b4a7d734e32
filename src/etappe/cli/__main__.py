"""`python -m etappe.cli` is `etappe`."""

from etappe.cli.main import main

main()
