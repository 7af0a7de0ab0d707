"""7: how fast files of each kind become lines, each against its peer in the same run."""

from bench import reading
from bench.fidelity.report import TITLES
from bench.fidelity.trial_data import Missing, TrialData
from bench.figures import Section

KINDS = {"F": "Word files", "G": "PDF files", "H": "web pages"}


def work(data: TrialData) -> list[Section]:
    """The works F, G and H of `make bench` on these data. Raises Missing."""
    found, missing = [], []
    for letter, kind in KINDS.items():
        try:
            section = reading.work(letter, data.folder)
        except reading.NoFiles as nothing:
            missing.append(str(nothing))
            continue
        section.title = f"{TITLES['speed']}: {kind}"
        found.append(section)
    if not found:
        raise Missing("; ".join(missing))
    return found
