"""Findings told again: from the exchanges of a check to the few requests that matter, and from these to scripts."""

from authproof.replay.curl_script import curl_script
from authproof.replay.pytest_script import check_script, pytest_script, script_of
from authproof.replay.slicing import Told, replay_of

__all__ = ["Told", "check_script", "curl_script", "pytest_script", "replay_of", "script_of"]
