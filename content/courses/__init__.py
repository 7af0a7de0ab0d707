"""The study plans that ship with the product, as YAML beside this module.

They name sorts of texts and well-known titles, never our own copies: what the library holds on
the day of a push is what they mean, so a text that is loaded later joins by itself.
"""

from functools import cache
from hashlib import sha256
from importlib.resources import files

from content.reading.course import is_course_yaml, read_course
from content.reading.course_file import CourseFile

BUILT_IN = "builtin:"
"""How the hash of a plan that ships with the product begins."""


@cache
def ready_made() -> tuple[tuple[str, CourseFile], ...]:
    """The plans in the order in which they are offered, each with its hash.

    Raises ValueError for a plan with a problem: an error of the product.
    """
    found = []
    for file in sorted(files("content.courses").iterdir(), key=lambda entry: entry.name):
        if not is_course_yaml(file.name):
            continue
        data = file.read_bytes()
        read = read_course(file.name, data)
        if read is None or read.problems:
            raise ValueError(f"the study plan {file.name} has problems: {read}")
        found.append((f"{BUILT_IN}{sha256(data).hexdigest()}", read))
    return tuple(found)
