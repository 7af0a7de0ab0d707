"""Secrets that stand in files: NAME_FILE names the file whose content is NAME."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from bot.problems import SettingsProblem
from content.sentences import plain

LARGEST_BYTES = 64 * 1024


class SecretFiles(PydanticBaseSettingsSource):
    """Reads the files that `ZHIBU_…_FILE` names, for the fields called `secrets`.

    `given` holds the names (lower case) and values of environment and `.env`. Raises
    SettingsProblem where a file cannot be read, or where both forms are given.
    """

    def __init__(
        self,
        settings_cls: type[BaseSettings],
        given: Mapping[str, str | None],
        prefix: str,
        secrets: tuple[str, ...],
    ) -> None:
        super().__init__(settings_cls)
        self._given = given
        self._prefix = prefix
        self._secrets = secrets

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """Value of one field, its key, and that it needs no decoding."""
        _ = field
        if field_name not in self._secrets:
            return None, field_name, False
        name = f"{self._prefix}{field_name}"
        path = self._given.get(f"{name}_file".lower())
        if not path:
            return None, field_name, False
        if self._given.get(name.lower()):
            raise SettingsProblem(plain("setting_twice", {"name": name.upper()}))
        return _content(Path(path), f"{name}_FILE".upper()), field_name, False

    def __call__(self) -> dict[str, Any]:
        """The values of all fields whose file is named."""
        found = {}
        for field_name, field in self.settings_cls.model_fields.items():
            value, key, _ = self.get_field_value(field, field_name)
            if value is not None:
                found[key] = value
        return found


def _content(path: Path, name: str) -> str:
    try:
        with path.open("rb") as file:
            text = file.read(LARGEST_BYTES).decode("utf-8").strip()
    except (OSError, ValueError):
        text = ""
    if not text:
        raise SettingsProblem(plain("setting_file", {"name": name, "path": str(path)}))
    return text
