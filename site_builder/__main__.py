"""``python -m site_builder`` is the command ``lessons``."""

from site_builder.cli import main

main()
