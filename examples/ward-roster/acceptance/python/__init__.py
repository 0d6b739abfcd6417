"""What is wanted next. From the root: `python3 -m unittest acceptance/python/test_rest_law.py`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "api"))
