"""What the runtime lock brings along and under which licence, from the installed packages.

`python -m tests.operation.licences` writes THIRD_PARTY_NOTICES.md anew.
"""

import re
from collections.abc import Iterator
from importlib.metadata import metadata
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
NOTICES = ROOT / "THIRD_PARTY_NOTICES.md"

# One name for what packages call by many.
NAMES = {
    r"MIT( License)?": "MIT",
    r"BSD( License)?": "BSD-3-Clause",
    r"BSD-[23]-Clause": None,
    r"Apache([- ]2\.0| Software License)": "Apache-2.0",
    r"(PSFL?(-2\.0)?|Python Software Foundation License)": "PSF-2.0",
    r"ISC( License( \(ISCL\))?)?": "ISC",
    r"(MPL-2\.0|Mozilla Public License 2\.0 \(MPL 2\.0\))": "MPL-2.0",
    r"LGPL-3\.0-only": None,
    r"MIT-CMU": None,
    # pypdfium2: its own code, and PDFium with what it bundles (all permissive).
    r"BSD-3-Clause, Apache-2\.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
    r"SIL Open Font License 1\.1 \(OFL-1\.1\)": "OFL-1.1",
}
WEAK_COPYLEFT = ("LGPL-3.0-only", "MPL-2.0")

HEAD = Path(__file__).with_name("notices_head.md")


def locked() -> Iterator[Requirement]:
    """The packages of the runtime lock that this machine installs."""
    for line in (ROOT / "requirements.lock").read_text("utf-8").splitlines():
        if re.match(r"[\w.-]+==", line):
            requirement = Requirement(line.rstrip(" \\"))
            if requirement.marker is None or requirement.marker.evaluate():
                yield requirement


def licence(name: str) -> str:
    """The licence that a package states, in SPDX's words; raises ValueError for an unknown one."""
    about = metadata(name)
    stated = [about.get("License-Expression"), about.get("License")]
    stated += [
        value.rpartition(" :: ")[2]
        for value in about.get_all("Classifier") or []
        if value.startswith("License :: ")
    ]
    written = next((value.strip() for value in stated if value and "\n" not in value.strip()), "")
    parts = re.split(r" (AND|OR) ", written)
    return " ".join(part if part in ("AND", "OR") else _spdx(name, part) for part in parts)


def _spdx(name: str, written: str) -> str:
    for pattern, spdx in NAMES.items():
        if re.fullmatch(pattern, written):
            return spdx or written
    raise ValueError(f"{name} is under “{written}”: look at it before it goes into the product")


def notices() -> str:
    """The text of THIRD_PARTY_NOTICES.md."""
    found = {
        requirement.name: (str(requirement.specifier)[2:], licence(requirement.name))
        for requirement in locked()
    }
    weak = [
        "、".join(name for name, (_, text) in found.items() if kind in text)
        for kind in WEAK_COPYLEFT
    ]
    rows = [f"| {name} | {version} | {text} |" for name, (version, text) in found.items()]
    return HEAD.read_text("utf-8").format(lgpl=weak[0], mpl=weak[1]) + "\n".join(rows) + "\n"


if __name__ == "__main__":
    NOTICES.write_text(notices(), "utf-8")
