"""The default reads an article without spaCy and without the rules."""

import subprocess
import sys

CODE = """
import sys
import onrecord
nlp = onrecord.load(device="cpu")
nlp("Ruth Calloway, the head of Lakeside Ferries, said the city had rejected the plan.")
print(sorted(name for name in sys.modules if name.split(".")[0] == "spacy" or name.startswith("onrecord.stages.rules")))
"""


def test_the_default_imports_neither_spacy_nor_the_rules() -> None:
    found = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
