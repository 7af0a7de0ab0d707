"""The trial documents that may lie beside the project."""

from pathlib import Path

import pytest

SHARED = Path(__file__).parents[2] / ".." / "shared" / "data"
needs_shared = pytest.mark.skipif(
    not (SHARED / "expected.json").exists(), reason="no trial documents beside the project"
)
