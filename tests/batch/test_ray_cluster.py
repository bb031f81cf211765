"""The cluster file installs onrecord from the shared folder: its name belongs to nobody in the public index."""

import importlib.metadata
import re
from pathlib import Path

import yaml

CLUSTER = Path(__file__).parents[2] / "scripts" / "ray-cluster.yaml"


def test_all_machines_install_the_wheel_of_this_version():
    commands = "\n".join(yaml.safe_load(CLUSTER.read_text())["setup_commands"])
    wheel = f"/shared/onrecord-{importlib.metadata.version('onrecord')}-py3-none-any.whl[ray,all]"
    assert re.findall(r"pip install (\S+)", commands) == [f"'{wheel}'"]
