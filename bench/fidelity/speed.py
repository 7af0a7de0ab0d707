"""7: how fast files of each kind become lines, each against its peer in the same run."""

from bench import reading
from bench.fidelity.trial_data import Missing, TrialData
from bench.figures import Section

TITLES = {
    "F": "7a. Speed of Word files",
    "G": "7b. Speed of PDF files",
    "H": "7c. Speed of web pages",
}


def work(data: TrialData) -> list[Section]:
    """The works F, G and H of `make bench` on these data. Raises Missing."""
    found, missing = [], []
    for letter, title in TITLES.items():
        try:
            section = reading.work(letter, data.folder)
        except reading.NoFiles as nothing:
            missing.append(str(nothing))
            continue
        section.title = title
        found.append(section)
    if not found:
        raise Missing("; ".join(missing))
    return found
