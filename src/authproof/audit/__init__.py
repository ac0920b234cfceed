"""Runs the checks on a target and gathers what they say."""

from authproof.audit.audit import AuditOptions, audit

__all__ = ["AuditOptions", "audit"]
