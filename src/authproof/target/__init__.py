"""The app under audit: loaded in a process of its own, isolated from the user's data and from the network."""

from authproof.target.inside import Inside
from authproof.target.loading import load_app
from authproof.target.server import TargetProcess
from authproof.target.spec import TargetSpec, parse_target

__all__ = ["Inside", "TargetProcess", "TargetSpec", "load_app", "parse_target"]
