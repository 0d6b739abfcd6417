"""From the root: `python3 -m unittest discover -s api/tests -t api`, or one file by its path."""

import sys
from pathlib import Path

API = str(Path(__file__).parents[1])
if API not in sys.path:
    sys.path.insert(0, API)
