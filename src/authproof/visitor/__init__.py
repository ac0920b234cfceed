"""Verbs of a person, and the scene in which a check lets people act."""

from authproof.visitor.scene import Scene
from authproof.visitor.visitor import Visitor

__all__ = ["Scene", "Visitor"]
