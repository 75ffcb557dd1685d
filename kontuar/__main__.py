"""``python -m kontuar`` is the command ``kontuar``."""

import sys

from kontuar.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
