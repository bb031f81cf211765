import sys
from pathlib import Path

# The strategies for records are shared by all tests.
sys.path.insert(0, str(Path(__file__).parents[1]))
