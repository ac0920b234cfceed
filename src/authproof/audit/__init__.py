"""Runs the checks on a target and gathers what they say."""

from authproof.audit.audit import AuditOptions, audit
from authproof.audit.interruption import AuditInterrupted

__all__ = ["AuditInterrupted", "AuditOptions", "audit"]
