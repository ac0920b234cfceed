"""Verbs of a person, and the scene in which a check lets people act."""

from authproof.visitor.bodies import BODIES, Body, embodied
from authproof.visitor.browser import Chromium
from authproof.visitor.scene import Scene, Unseen
from authproof.visitor.visitor import AgentVisitor, Visitor

__all__ = ["BODIES", "AgentVisitor", "Body", "Chromium", "Scene", "Unseen", "Visitor", "embodied"]
