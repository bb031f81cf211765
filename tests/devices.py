"""The devices that there are here: tests of the model run on each."""

import torch

DEVICES = ["cpu", *(["cuda"] if torch.cuda.is_available() else [])]
