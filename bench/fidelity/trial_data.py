"""The trial data: real documents, untidy files, banks, rosters and questions, with their truth."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from content.cutting.document import Document
from content.reading.document import read_document

DEFAULT = Path(__file__).parents[2] / ".." / "shared" / "data"


class Missing(Exception):
    """A part cannot be measured here; the words say in one line what is missing."""


@dataclass(frozen=True, slots=True)
class TrialData:
    """A folder in the layout that its own README describes."""

    folder: Path

    def file(self, *names: str) -> Path:
        """A file or folder of the data. Raises Missing."""
        path = self.folder.joinpath(*names)
        if not path.exists():
            raise Missing(f"there is no {'/'.join(names)} in the trial data")
        return path

    def truth(self, *names: str) -> Any:
        """What a JSON file of the data holds. Raises Missing."""
        return json.loads(self.file(*names).read_text(encoding="utf-8"))

    def documents(self) -> dict[str, dict[str, Any]]:
        """By slug, what is known of each document. Raises Missing."""
        found: dict[str, dict[str, Any]] = self.truth("expected.json")["documents"]
        return found

    def read(self, expected: dict[str, Any]) -> Document:
        """A document of the data as the product reads it. Raises Missing or Refused."""
        name = expected["file"]
        return read_document(name, self.file("docs", name).read_bytes())
