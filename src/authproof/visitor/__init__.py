"""Verbs of a person, and the scene in which a check lets people act."""

from authproof.visitor.bodies import BODIES, Body, embodied
from authproof.visitor.scene import Scene
from authproof.visitor.visitor import AgentVisitor, Visitor

__all__ = ["BODIES", "AgentVisitor", "Body", "Scene", "Visitor", "embodied"]
