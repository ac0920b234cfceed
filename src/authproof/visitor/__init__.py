"""Verbs of a person, and the scene in which a check lets people act."""

from authproof.visitor.browser import Chromium
from authproof.visitor.scene import Scene, Unseen
from authproof.visitor.visitor import Visitor

__all__ = ["Chromium", "Scene", "Unseen", "Visitor"]
