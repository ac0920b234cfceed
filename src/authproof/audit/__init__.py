"""Runs the checks on a target and gathers what they say."""

from authproof.audit.asking import asked_for, listed
from authproof.audit.audit import AuditOptions, AuditSession, audit, chosen_checks
from authproof.audit.interruption import AuditInterrupted

__all__ = [
    "AuditInterrupted",
    "AuditOptions",
    "AuditSession",
    "asked_for",
    "audit",
    "chosen_checks",
    "listed",
]
