"""python -m tiaowen"""

import sys

from tiaowen.cli import main

if __name__ == "__main__":
    sys.exit(main())
