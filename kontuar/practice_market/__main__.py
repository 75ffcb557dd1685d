"""`python -m kontuar.practice_market`."""

import sys

from kontuar.practice_market.serve import main

sys.exit(main())
