"""RESULTS.md: one part for each work, each with the machine and the day of its run."""

import os
import platform
import sqlite3
from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from bench.figures import Section

FILE = Path(__file__).with_name("RESULTS.md")
HEAD = """# Benchmark results

Written by `make bench`; do not edit. Product and peer run by turns (ABAB) in processes of their
own, the Bot API double in another. A cell is the median of the runs with (lowest to highest);
a ratio is the median of the ratios of each pair."""
PACKAGES = (
    "python-telegram-bot",
    "httpx",
    "aiohttp",
    "sqlalchemy",
    "sqlmodel",
    "aiosqlite",
    "apscheduler",
    "aiolimiter",
    "psycopg",
    "python-docx",
    "pypdfium2",
    "trafilatura",
)


def conditions(now: datetime, runs: int) -> str:
    """When, how often and on what: the line above a work's figures."""
    return machine(now, PACKAGES, f"{runs} pairs")


def machine(now: datetime, packages: Sequence[str], runs: str = "") -> str:
    """When and on what, with the versions of `packages`."""
    memory = psutil.virtual_memory().total / (1 << 30)
    load = os.getloadavg()[0]
    when = ", ".join(filter(None, (f"{now:%Y-%m-%d %H:%M} UTC", runs)))
    return (
        f"{when}. {_processor()}, {os.cpu_count()} cores, "
        f"{memory:.0f} GiB, {platform.system()} {platform.release()}, load before the run "
        f"{load:.2f}. Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        + ", ".join(f"{name} {version(name)}" for name in packages)
        + "."
    )


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.machine()


def write(section: Section, conditions: str, file: Path = FILE, head: str = HEAD) -> None:
    """Put a work's part into the file in place of its older one; the others stay."""
    parts = read(file)
    parts[section.title] = f"{conditions}\n\n{section.text()}".strip()
    _write(parts, file, head)


def drop(title: str, file: Path, head: str) -> None:
    """Take out the parts whose titles begin with `title`, before they are measured anew."""
    kept = {name: text for name, text in read(file).items() if not name.startswith(title)}
    _write(kept, file, head)


def _write(parts: dict[str, str], file: Path, head: str) -> None:
    body = [f"## {title}\n\n{parts[title]}" for title in sorted(parts)]
    file.write_text("\n\n".join([head, *body]) + "\n", encoding="utf-8")


def read(file: Path) -> dict[str, str]:
    """The parts of the file by their titles; none where there is no file yet."""
    if not file.exists():
        return {}
    parts = {}
    for part in file.read_text(encoding="utf-8").split("\n## ")[1:]:
        title, _, text = part.partition("\n")
        parts[title] = text.strip()
    return parts
