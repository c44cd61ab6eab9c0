"""``python -m narrext`` is the `narrext` command."""

from narrext.cli import main

main()
