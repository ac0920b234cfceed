"""The app under audit: loaded in a process of its own, isolated from the user's data and from the network."""

from authproof.target.inside import Inside
from authproof.target.loading import load_app
from authproof.target.meter import Bounds
from authproof.target.remote import Remote
from authproof.target.server import TargetProcess
from authproof.target.spec import TargetSpec, parse_target

__all__ = ["Bounds", "Inside", "Remote", "TargetProcess", "TargetSpec", "load_app", "parse_target"]
