"""Runs the checks on a target and gathers what they say."""

from authproof.audit.audit import AuditOptions, AuditSession, audit, chosen_checks

__all__ = ["AuditOptions", "AuditSession", "audit", "chosen_checks"]
